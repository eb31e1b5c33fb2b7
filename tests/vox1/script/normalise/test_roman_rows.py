"""Tests of rows of Roman numerals: they are read as far as they rise."""

from __future__ import annotations

import pytest

from vox1.script.normalise import normalise


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "Parts II and III, I think", "Parts two and three, I think"),
        ("en", "Books IV, II and V", "Books four, II and V"),
        ("de", "die Bände III und IV, I. Auflage", "die Bände drei und vier, erste Auflage"),
        ("fr", "les tomes II, III et C", "les tomes deux, trois et C"),
    ],
)
def test_a_row_ends_where_its_numerals_no_longer_rise(language: str, written: str, said: str) -> None:
    """What comes after is somebody who speaks, a letter or another thing."""
    assert normalise(written, language) == said


@pytest.mark.parametrize("written", ["Types C and D", "Parts I and my brother", "Chapters and V"])
def test_letters_and_people_are_no_row(written: str) -> None:
    """Letters alone number nothing, and "I" alone after a plural is who speaks."""
    assert normalise(written, "en") == written
