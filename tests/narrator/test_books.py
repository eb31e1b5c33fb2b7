"""Books in the narrator's voice: the real code of qwen-tts in its own environment, with random weights.

What is heard is noise. That every chunk is spoken, stored, found again and put together is what counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend import Backend
from tests.tiny_qwen3 import KINDS
from vox1.doctor import voices
from vox1.events import ChunkRetried, ChunkSpoken, EngineRestarted, Finished, Status, Warned
from vox1.paths import ROOT

Studio = Any  # of conftest.py, which cannot be imported

RUNAWAY_PLACE = "1.3/"  # of faulty_worker.py, which needs torch
SAMPLE = next((ROOT / "samples").glob("*.epub"))
pytestmark = pytest.mark.slow


def book_of(folder: Path, chunks: int) -> Path:
    """Write a book of one chapter with so many paragraphs, each as long as a chunk."""
    told = (
        "nobody said a word about it, since the rain had been falling on all of them alike since the morning"
    )
    paragraphs = [f"The number {n} tram was late again, and {told}, and {told}." for n in range(chunks)]
    path = folder / "book.json"
    chapters = [{"id": "1", "label": "One", "text": "\n\n".join(paragraphs)}]
    path.write_text(json.dumps({"title": "Trams", "author": "A", "chapters": chapters}), "utf-8")
    return path


def takes(studio: Studio) -> dict[str, str]:
    """SHA-256 of every stored take by its place in the store."""
    store = studio.folders.takes
    return {
        str(path.relative_to(store)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(store.rglob("*.flac"))
    }


def receipt_of(finished: Finished) -> dict[str, Any]:
    """Return the receipt of a render."""
    assert finished.receipt is not None
    written: dict[str, Any] = json.loads(finished.receipt.read_text("utf-8"))
    return written


def test_the_sample_book_is_rendered_whole_and_found_again(studio: Studio) -> None:
    """Every word is spoken, and a second run speaks nothing."""
    options = studio.options(SAMPLE, "1.7B-CustomVoice", style="Read calmly.")

    finished = studio.render(options)
    receipt = receipt_of(finished)
    again = studio.render(options)

    assert finished.status is Status.COMPLETE
    assert receipt["words_spoken"] == receipt["words_in_book"] > 2_000
    assert finished.rendered == finished.chunks > 60
    assert (again.status, again.rendered) == (Status.COMPLETE, 0)
    assert "torch" in receipt["versions"]


@pytest.mark.parametrize("model", [*KINDS, "0.6B-Base without words"])
def test_every_kind_of_checkpoint_reads_a_chapter(studio: Studio, model: str) -> None:
    """Those that clone, with the words of the recording and without."""
    if model.endswith("without words"):
        studio.clip.with_suffix(".txt").unlink()
    options = studio.options(book_of(studio.folders.user, 5), model.removesuffix(" without words"))

    finished = studio.render(options)

    assert (finished.status, finished.rendered) == (Status.COMPLETE, 5)


def test_a_take_that_runs_away_is_cut_and_spoken_again(studio: Studio, happen: Callable[[str], None]) -> None:
    """Its neighbours come in meanwhile; the receipt names the retry, and the book is whole."""
    happen("runaway")
    options = studio.options(book_of(studio.folders.user, 12), "0.6B-CustomVoice")
    order: list[str] = []

    finished = studio.render(
        options,
        lambda event: order.append(event.place) if isinstance(event, (ChunkSpoken, ChunkRetried)) else None,
    )

    (retried,) = (event for event in studio.events if isinstance(event, ChunkRetried))
    assert f"{retried.place}/" == RUNAWAY_PLACE
    assert "did not end by itself" in retried.reason
    assert order.index(retried.place) >= 3  # more than the two rows beside it could have been speaking
    assert finished.status is Status.COMPLETE
    assert receipt_of(finished)["chapters"][0]["retries"] == 1


def test_a_full_card_is_given_fewer_takes_at_once(studio: Studio, happen: Callable[[str], None]) -> None:
    """3, 2, 1: and the book is the one that an undisturbed render makes."""
    options = studio.options(book_of(studio.folders.user, 6), "0.6B-CustomVoice")
    happen("memory")

    finished = studio.render(options)

    restarts = [event for event in studio.events if isinstance(event, EngineRestarted)]
    assert [event.slots for event in restarts] == [2, 1]
    assert all("memory is full" in event.reason for event in restarts)
    assert (finished.status, finished.rendered, finished.retried) == (Status.COMPLETE, 6, 0)


def test_a_killed_render_goes_on_to_the_same_takes(studio: Studio, tmp_path: Path) -> None:
    """Bit by bit, though the rows had other neighbours; what was stored is not spoken again."""
    book = book_of(studio.folders.user, 10)
    options = studio.options(book, "0.6B-Base")
    studio.render(options)
    undisturbed = takes(studio)
    studio.folders = type(studio.folders)(tmp_path / "out2", tmp_path / "work2", studio.folders.user)
    _kill_after_chunks(studio, book, 4)
    kept = takes(studio)

    finished = studio.render(options)

    assert 4 <= len(kept) < 10
    assert kept.items() <= takes(studio).items()
    assert takes(studio) == undisturbed
    assert finished.status is Status.COMPLETE


def _kill_after_chunks(studio: Studio, book: Path, chunks: int) -> None:
    """Start the same render as a program of its own, and kill it and its worker in the middle."""
    folders = studio.folders
    code = (
        "import sys; from dataclasses import replace; from vox1.engines import registry;"
        "from vox1.render import judge; from vox1.render.verdict import Check;"
        "judge.PLAIN_CHECKS = judge.PLAIN_CHECKS - {Check.SHORT};"
        "registry.ENGINES['qwen3'] = replace(registry.engine_row('qwen3'), is_speech=False);"
        "from vox1_cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["render", book, "--engine", "qwen3", "--model", "0.6B-Base", "--voice", studio.clip]
    places = ["--work-dir", folders.work, "--output-dir", folders.output, "--user-dir", folders.user]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, [*arguments, *places, "--json", "--device", "cpu"])],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    spoken = 0
    for line in process.stdout:
        spoken += json.loads(line)["event"] == "chunk_spoken"
        if spoken == chunks:
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()


def test_chapters_and_speakers_have_voices_styles_and_languages(studio: Studio) -> None:
    """All of them of one model, in one worker; the narrator reads what nobody else does."""
    written = {
        "title": "Rain",
        "language": "en",
        "cast": {"Anna": {"voice": "serena", "style_prompt": "softly"}},
        "chapters": [
            {
                "label": "One",
                "text": "I cannot stay, said Anna. It rained.",
                "spans": [{"speaker": "Anna", "text": "I cannot stay,"}],
            },
            {"label": "Two", "voice": "Vivian", "language": "fr", "text": "Il pleuvait."},
            {"label": "Three", "style_prompt": "like a witness", "text": "It rained."},
        ],
    }
    path = studio.folders.user / "cast.json"
    path.write_text(json.dumps(written), "utf-8")

    finished = studio.render(studio.options(path, "1.7B-CustomVoice"))

    assert (finished.status, finished.rendered) == (Status.COMPLETE, 4)
    assert receipt_of(finished)["cast"] == ["serena", "vivian"]
    assert len({place.rpartition(os.sep)[0] for place in takes(studio)}) == 4


def test_a_style_of_a_chapter_that_cannot_be_had_is_said(studio: Studio) -> None:
    """The small checkpoint takes none; the chapter is read all the same, and the words are never spoken."""
    chapters = [{"label": "One", "text": "It rained.", "style_prompt": "like a witness"}]
    path = studio.folders.user / "style.json"
    path.write_text(json.dumps({"title": "Rain", "language": "en", "chapters": chapters}), "utf-8")

    finished = studio.render(studio.options(path, "0.6B-CustomVoice"))

    warnings = [event.message for event in studio.events if isinstance(event, Warned)]
    assert finished.status is Status.COMPLETE
    assert any("takes no direction" in message and "chapter 1" in message for message in warnings)


def test_the_doctor_has_a_clone_speak(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the model and the recording that it is given."""
    monkeypatch.setattr(voices, "SPEED_SECONDS", 60.0)
    monkeypatch.setattr(voices, "_ENOUGH_AUDIO_SECONDS", 1.0)
    findings = Backend(studio.folders).doctor("qwen3", "cpu", model="0.6B-Base", voice=str(studio.clip))

    (speed,) = (finding for finding in findings if finding.topic == "speed")
    assert "times real time" in speed.message
