"""Chapters that are made when they are asked for."""

from __future__ import annotations

import pytest

from booksmith_module.book import Chapter
from booksmith_module.on_demand import ChaptersOnDemand


class _Three(ChaptersOnDemand):
    def __len__(self) -> int:
        return 3

    def _chapter(self, place: int) -> Chapter:
        return Chapter(title=f"{place}", blocks=())


def test_they_are_had_as_from_a_tuple() -> None:
    """By number, from the end, and by slice; and there is an end."""
    three = _Three()
    assert three[0].title == "0"
    assert three[-1].title == "2"
    assert [chapter.title for chapter in three[::-1]] == ["2", "1", "0"]
    assert [chapter.title for chapter in three[1:9]] == ["1", "2"]
    assert [chapter.title for chapter in three] == ["0", "1", "2"]
    for out in (3, -4):
        with pytest.raises(IndexError):
            three[out]


def test_each_is_made_anew() -> None:
    """None is kept."""
    three = _Three()
    assert three[1] is not three[1]
