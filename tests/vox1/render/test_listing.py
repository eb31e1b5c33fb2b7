"""Tests of the listing: what it says is what is in the audiobook."""

from __future__ import annotations

import gc
import itertools
import json
import subprocess
import tracemalloc
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from backend import Backend
from tests.vox1.render.conftest import Studio
from tests.vox1.render.test_repair import TEXTS, Editor
from vox1.control import Control
from vox1.engines.host import EngineHost
from vox1.render.job import RenderOptions
from vox1.render.listing import Choosing
from vox1.render.verdict import Standing
from vox1.script.chunking import Ending
from vox1.settings import Settings


@pytest.fixture
def editor(studio: Studio) -> Editor:
    """An editor of a finished book of three chapters of three chunks."""
    book = studio.book(TEXTS)
    studio.render(book)
    return Editor(studio, book)


def _samples(path: Path) -> npt.NDArray[np.int16]:
    """The sound of an audiobook."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "s16le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, np.int16)


def test_every_chunk_is_listed_in_reading_order(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its text and its take; no engine is started, and no file is written."""
    monkeypatch.setattr(EngineHost, "__init__", None)
    before = {path: path.stat().st_mtime_ns for path in editor.studio.folder.rglob("*")}

    chunks = editor.listed()

    assert [chunk.place for chunk in chunks] == [f"{c}.{i}" for c in (1, 2, 3) for i in (1, 2, 3)]
    first = chunks[0]
    assert (first.chapter, first.title, first.voice, first.language) == (1, "Chapter 1", "tone", "en")
    assert first.text == first.spoken == TEXTS[0].split("\n\n")[0]
    assert (first.standing, first.attempt, first.choosing) == (Standing.GOOD, 1, Choosing.FIRST_GOOD)
    assert [chunk.ending for chunk in chunks[:3]] == [Ending.PARAGRAPH, Ending.PARAGRAPH, Ending.CHAPTER]
    (take,) = first.takes
    assert (take.attempt, take.is_used, take.path.is_file()) == (1, True, True)
    assert first.seconds == take.seconds == pytest.approx(soundfile.info(take.path).duration)
    assert {path: path.stat().st_mtime_ns for path in editor.studio.folder.rglob("*")} == before


def test_times_are_those_of_the_audiobook(editor: Editor) -> None:
    """Measured in the sound: before each chunk there is a pause, and from its beginning on there is none."""
    (output,) = (path for path in editor.studio.folders.output.glob("*.m4b"))
    samples = _samples(output)
    rate_hz = soundfile.info(editor.listed()[0].takes[0].path).samplerate
    loud = np.abs(samples.astype(np.int32)) > 800

    for chunk in editor.listed():
        assert chunk.start_seconds is not None
        assert chunk.seconds is not None
        begin = round(chunk.start_seconds * rate_hz)
        end = begin + round(chunk.seconds * rate_hz)
        edge = rate_hz // 50  # what the encoder smears
        assert loud[begin : begin + 2 * edge].any()
        assert not loud[max(0, begin - 5 * edge) : max(0, begin - edge)].any()
        assert not loud[end + edge : end + 5 * edge].any()


def test_times_end_where_something_was_never_spoken(editor: Editor) -> None:
    """What comes after it begins nobody knows when; what comes before is where it was."""
    before = editor.listed()
    editor.backend.redo_takes(editor.options, ["2.2"])

    after = editor.listed()

    places = [index for index, chunk in enumerate(after) if chunk.start_seconds is None]
    assert places == [5, 6, 7, 8]
    assert [c.start_seconds for c in after[:5]] == [c.start_seconds for c in before[:5]]
    assert (after[4].standing, after[4].attempt, len(after[4].takes)) == (None, None, 1)


def test_a_chunk_that_cannot_be_spoken_takes_no_time(studio: Studio) -> None:
    """The audiobook goes on without it, and so do the times."""
    editor = Editor(studio, studio.book(["[tone:silent] Never.", TEXTS[1]]))
    studio.render(editor.book)

    chunks = editor.listed()

    assert [chunk.place for chunk in chunks if chunk.standing is None] == ["1.1"]
    assert [chunk.place for chunk in editor.listed(only_flagged=True)] == ["1.1"]
    assert len(chunks[0].takes) >= 3
    assert all(take.reasons for take in chunks[0].takes)
    assert chunks[1].start_seconds == pytest.approx(Settings().chapter_pause_ms / 1000, abs=0.1)


def test_chunks_are_listed_by_chapter_and_by_words(editor: Editor) -> None:
    """And both together; a chapter keeps its times."""
    by_place = {chunk.place: chunk for chunk in editor.listed()}

    assert editor.listed(chapters=frozenset((2,))) == [by_place[f"2.{i}"] for i in (1, 2, 3)]
    assert [c.place for c in editor.listed(containing="Z2B   tram")] == ["3.3"]
    assert editor.listed(chapters=frozenset((1, 2)), containing="z2b") == []
    assert editor.listed(only_flagged=True) == editor.listed(only_chosen=True) == []


def test_a_typed_chapter_that_is_not_read_is_not_listed(studio: Studio) -> None:
    """Its neighbours keep their numbers and their times."""
    book = studio.book(TEXTS)
    written = json.loads(book.read_text("utf-8"))
    written["chapters"][1]["enabled"] = False
    book.write_text(json.dumps(written), "utf-8")
    studio.render(book)
    editor = Editor(studio, book)

    chunks = editor.listed()

    assert [chunk.place for chunk in chunks] == ["1.1", "1.2", "1.3", "3.1", "3.2", "3.3"]
    receipt = json.loads(next(studio.folders.output.glob("*.json")).read_text("utf-8"))
    assert chunks[3].start_seconds == pytest.approx(receipt["chapters"][1]["start_seconds"], abs=0.001)


def test_a_long_book_is_listed_in_little_memory(studio: Studio) -> None:
    """One chapter at a time: what is held of each chunk that was listed is next to nothing."""
    studio.render(studio.book(TEXTS[:1]))
    options = RenderOptions(studio.book([TEXTS[0]] * 100), Settings(engine="tone"))
    chunks = Backend(studio.folders).takes(options)
    assert next(chunks).standing is Standing.GOOD
    tracemalloc.start()

    assert sum(1 for _ in itertools.islice(chunks, 280)) == 280
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert next(chunks).place == "94.3"
    assert held / 280 < 500


def test_the_longest_chunk_is_that_of_the_settings(studio: Studio) -> None:
    """And a look at the takes finds those that the render has spoken."""
    book = studio.book([" ".join(["Every sentence here is of about sixty characters, not more."] * 12)])
    settings = Settings(engine="tone", chunk_characters=130)
    Backend(studio.folders).render(RenderOptions(book, settings), lambda _: None, Control())

    chunks = list(Backend(studio.folders).takes(RenderOptions(book, settings)))

    assert max(len(chunk.text) for chunk in chunks) <= 130
    assert all(chunk.takes for chunk in chunks)
