"""Tests of the plan: a take's key changes where what is said does, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

from booksmith_module.readers.epub import read_epub
from vox1.engines.registry import engine_row
from vox1.render.cast import Cast
from vox1.render.keys import VoiceChoice
from vox1.render.plan import PlannedChunk, plan_chunks
from vox1.script.lexicon import Entry, Lexicon, new_entry
from vox1.script.speech import Speech
from vox1.settings import Settings

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "five-teaspoons-of-rain.epub"
VOICE = VoiceChoice(engine_row("tone"), "", "tone", {}, 0)


def _planned(*entries: Entry) -> list[PlannedChunk]:
    """The chunks of the sample book with a lexicon."""
    speech = Speech("en-GB", Lexicon(book=entries))
    book = read_epub(SAMPLE)
    return list(plan_chunks(book, Cast(book, Settings(), lambda *_: VOICE, lambda _: speech)))


def test_a_word_of_the_lexicon_changes_the_keys_of_exactly_its_chunks() -> None:
    """All other takes of the sample stay good, and the text as written stays as it is."""
    before, after = _planned(), _planned(new_entry("duck", "doohk"))

    changed = [new.place for old, new in zip(before, after, strict=True) if old.key != new.key]
    holding = [c.place for c in before if re.search(r"\bduck(?!-?\w)", c.text, re.IGNORECASE)]
    assert changed == holding
    assert 0 < len(changed) < len(before) / 2
    assert [(c.place, c.text) for c in before] == [(c.place, c.text) for c in after]


def test_a_word_that_is_not_in_the_book_changes_no_key() -> None:
    """Nor does one in another language, nor one said as it is written."""
    elsewhere = (new_entry("Hermione", "x"), new_entry("duck", "y", "de"))
    as_written = new_entry("rain", "rain", match_case=True)

    assert [c.key for c in _planned(*elsewhere, as_written)] == [c.key for c in _planned()]
