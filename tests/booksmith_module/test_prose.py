"""Tests of telling prose from titles, names and lists."""

from __future__ import annotations

import pytest

from booksmith_module.prose import is_prose, prose_share


@pytest.mark.parametrize(
    "line",
    [
        "My mother is a fish.",
        "“It was late,” she said, “and dark.”",
        "She came home. It was late.",
        "Where was the lamp?",
        "雨は三日も止まなかった。",
    ],
)
def test_sentences_are_prose(line: str) -> None:
    """However short, and in scripts without spaces."""
    assert is_prose(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Chapter One",
        "THE MILL.",
        "Abbot, Ann. The Mill. London: Mill House, 1901.",
        "Bread, 44, 46",
        "London, 1901.",
        "The rain fell down on the mill",
        "第一章",
    ],
)
def test_titles_and_lists_are_not(line: str) -> None:
    """Neither a title with a full stop nor the entry of a bibliography is a sentence."""
    assert not is_prose(line)


def test_the_share_is_of_characters() -> None:
    """One long sentence outweighs two short names."""
    assert prose_share(["", "x" * 20, "It is a fish now ok."]) == 0.5
    assert prose_share([]) == 0.0
