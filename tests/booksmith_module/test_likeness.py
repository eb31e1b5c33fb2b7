"""Tests of whether a text looks like what its title says."""

from __future__ import annotations

import pytest

from booksmith_module.likeness import is_imprint, is_like

_IMPRINT = ["Copyright © 2011 Ann Author", "All rights reserved.", "ISBN 978-1-234", "First edition 2011"]
_PREFACE = [
    "This second edition was to be published last year, but the printer had no paper.",
    "I thank the publisher, who holds the copyright, for his patience, and all who wrote to me.",
]


def test_an_imprint_is_known_by_several_of_its_words() -> None:
    """In one language or another; a page with one of them is not enough."""
    assert is_imprint(_IMPRINT)
    assert is_imprint(["© Verlag Mühle 2011", "Alle Rechte vorbehalten"])
    assert not is_imprint(["© Mill House"])


def test_an_authors_words_about_the_edition_are_no_imprint() -> None:
    """A preface speaks of editions and printers too."""
    assert not is_imprint(_PREFACE)
    assert not is_imprint(
        ["This edition, published after the first printing, is © Mill House."], is_titled=True
    )


def test_a_long_text_is_no_imprint() -> None:
    """Four hundred words are a text, whatever stands at their end."""
    assert not is_imprint(["The rain had not stopped. " * 100, *_IMPRINT])


@pytest.mark.parametrize(
    "reason", ["contents list", "index", "notes", "bibliography", "cover", "title page", "imprint", "licence"]
)
def test_prose_is_like_none_of_them(reason: str) -> None:
    """The text decides, not the title; a title with nothing under it may be anything."""
    assert not is_like(reason, ["She came home. It was late.", "Nobody had seen the lamp in the window."])
    assert is_like(reason, [])


@pytest.mark.parametrize(
    ("reason", "lines"),
    [
        ("licence", ["He gave her permission to leave, and nobody said a word about it at all."] * 30),
        ("advertisement", ["She put the letters in order and waited for the tram in the rain."] * 20),
        ("imprint", ["This edition of the evening paper was full of rain, and he read it twice."] * 20),
        ("notes", ["3 May. We reached the river.", "4 May. It rained.", "5 May. It rained again."]),
        ("notes", ["Margaret, he said, was late.", "However, it rained.", "Slowly, she rose."]),
        ("bibliography", ["3 May. We reached the sources of the river.", "4 May. It rained all day."]),
    ],
)
def test_a_story_with_one_of_the_words_is_a_story(reason: str, lines: list[str]) -> None:
    """Sentences with a word that such pages have, dates that count up, names before a comma."""
    assert not is_like(reason, lines)
