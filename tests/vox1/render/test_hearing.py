"""Tests of hearing a chapter before the audiobook is made: what is heard is what will be in it."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from backend import Backend
from tests.vox1.render.conftest import Studio
from tests.vox1.render.test_repair import TEXTS
from vox1.errors import InputError
from vox1.render.job import RenderOptions
from vox1.settings import Settings

_SETTINGS = Settings(engine="tone")


def _options(studio: Studio) -> RenderOptions:
    return RenderOptions(book=studio.book(TEXTS), settings=_SETTINGS)


def test_a_chapter_is_as_long_as_in_the_audiobook(studio: Studio) -> None:
    """To the sample: the same takes, pauses and sections."""
    options = _options(studio)
    receipt = studio.receipt(studio.render(options.book))
    backend = Backend(studio.folders)

    heard = backend.hear_chapter(options, 2)

    assert heard.is_whole
    assert heard.seconds == pytest.approx(receipt["chapters"][1]["seconds"], abs=0.001)
    assert soundfile.info(heard.path).duration == pytest.approx(heard.seconds, abs=0.001)
    again = backend.hear_chapter(options, 2)
    assert again.path == heard.path


def test_a_chapter_is_heard_as_far_as_it_is_spoken(studio: Studio) -> None:
    """A render was stopped in it: what has no take yet is left out, and said."""
    options = _options(studio)
    studio.render(options.book)
    whole = Backend(studio.folders).hear_chapter(options, 1)
    for path in studio.take_of(options.book, "1.3").parent.iterdir():
        path.unlink()

    part = Backend(studio.folders).hear_chapter(options, 1)

    assert not part.is_whole
    assert 0 < part.seconds < whole.seconds
    samples, _ = soundfile.read(part.path)
    assert np.abs(samples).max() > 0.01
    cues = Backend(studio.folders).chapter_cues(options, 1).cues
    assert cues
    assert cues[-1].end_seconds <= part.seconds


def test_sentences_come_with_their_times(studio: Studio) -> None:
    """In order, inside of the chapter, with all of its words."""
    options = _options(studio)
    studio.render(options.book)

    chapter = Backend(studio.folders).chapter_cues(options, 3)

    times = [time for cue in chapter.cues for time in (cue.start_seconds, cue.end_seconds)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= chapter.seconds
    assert " ".join(cue.text for cue in chapter.cues).split() == TEXTS[2].split()


def test_each_sentence_knows_the_chunk_that_it_is_in(studio: Studio) -> None:
    """So that whoever hears one that is wrong can have it spoken anew."""
    options = _options(studio)
    studio.render(options.book)
    backend = Backend(studio.folders)

    cues = backend.chapter_cues(options, 3).cues

    assert {cue.chunk for cue in cues} > {1}
    for cue in cues:
        text = backend.chunk_at(options, f"3.{cue.chunk}").text
        assert " ".join(text.split()).find(cue.text[:20]) >= 0


def test_a_chapter_of_which_nothing_is_spoken_says_so(studio: Studio) -> None:
    """In words that say what to do."""
    with pytest.raises(InputError, match="Nothing of chapter 1 is spoken yet") as caught:
        Backend(studio.folders).hear_chapter(_options(studio), 1)
    assert caught.value.hint


def test_what_is_to_be_spoken_anew_is_heard_as_it_was_until_then(studio: Studio) -> None:
    """The audiobook has it, so whoever listens again must not find a hole there."""
    options = _options(studio)
    studio.render(options.book)
    backend = Backend(studio.folders)
    before = backend.chapter_cues(options, 1)

    backend.redo_takes(options, ["1.2"])

    assert backend.chapter_cues(options, 1) == before
    assert backend.hear_chapter(options, 1).is_whole


def test_only_the_last_few_that_were_heard_are_kept(studio: Studio) -> None:
    """They can be made again at any time."""
    book = studio.book([f"The number {n} tram was late again." for n in range(10)])
    studio.render(book)
    options, backend = RenderOptions(book=book, settings=_SETTINGS), Backend(studio.folders)

    heard = [backend.hear_chapter(options, number).path for number in range(1, 11)]

    assert [path.exists() for path in heard] == [False] * 2 + [True] * 8


def test_the_takes_of_one_chunk_are_found_without_the_others(studio: Studio) -> None:
    """For whoever looks at a single sentence of a long book."""
    options = _options(studio)
    studio.render(options.book)

    chunk = Backend(studio.folders).chunk_at(options, "2.1")

    assert TEXTS[1].startswith(chunk.text)
    (take,) = chunk.takes
    assert take.is_used
    assert take.path == studio.take_of(options.book, "2.1")
