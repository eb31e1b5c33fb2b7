"""Tests of vox1.render.job: whole renders, disturbed in every way that should not matter."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import subprocess
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import psutil
import pytest
import soundfile
from mutagen.mp4 import MP4
from wakepy import current_mode

from backend import Backend
from booksmith_module import confined
from tests.vox1.render.conftest import Studio
from vox1 import events
from vox1.audio.aac import StretchEncoder
from vox1.control import Control
from vox1.engines import registry
from vox1.engines.host import EngineHost, Patience
from vox1.engines.process import WorkerProcess
from vox1.errors import DiskError, InputError, ProjectBusy, TakeDamaged
from vox1.events import Status
from vox1.hardware.advice import Advice
from vox1.models.catalogue import Kind
from vox1.models.store import InstalledModel
from vox1.outputs import place
from vox1.outputs.tags import write_tags
from vox1.projects.project import project_for
from vox1.render import bench, casting, job, room, workshop
from vox1.render.assembly import Assembly
from vox1.render.job import RenderJob, RenderOptions
from vox1.render.judge import Judge
from vox1.render.plan import PlannedChapter
from vox1.render.renderer import Renderer
from vox1.render.takes import StoredTake
from vox1.render.verdict import Check, Finding, Verdict
from vox1.render.work import Wanted
from vox1.script.chunking import Size
from vox1.script.lexicon import new_entry
from vox1.settings import Settings
from vox1_worker.engines import tone
from vox1_worker.protocol import Speak
from vox1_worker.take_file import to_pcm16

SAMPLE = next((Path(__file__).resolve().parents[3] / "samples").glob("*.epub"))
_SENTENCE = "The number {} tram was late again, and nobody in the queue said a word about it."
TEXTS = [
    "\n\n".join(" ".join(_SENTENCE.format(f"{c}{p}{s}") for s in "abc") for p in range(3)) for c in "xyz"
]


def _samples(path: Path) -> bytes:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "s16le", "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _seconds(path: Path) -> float:
    return float(getattr(MP4(path).info, "length", 0.0))


def _running_with(word: str) -> list[psutil.Process]:
    """Our child processes that were started with a word; one that has just ended has no words any more."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            found += [child] if word in child.cmdline() else []
    return found


def _takes(studio: Studio) -> dict[str, str]:
    """SHA-256 of every stored take by its place in the store."""
    store = studio.folders.takes
    files = sorted(store.rglob("*.flac"))
    return {str(path.relative_to(store)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_book_becomes_a_complete_audiobook(studio: Studio) -> None:
    """Every word of the book is in it, and the receipt says so."""
    finished = studio.render(studio.book(TEXTS))
    receipt = studio.receipt(finished)
    assert finished.status is Status.COMPLETE
    assert finished.rendered == finished.chunks == 9
    assert receipt["status"] == "complete"
    assert receipt["words_in_book"] == receipt["words_spoken"] == sum(len(text.split()) for text in TEXTS)
    assert [chapter["verified"] for chapter in receipt["chapters"]] == ["signal"] * 3
    (output,) = finished.outputs
    assert receipt["outputs"] == {output.name: hashlib.sha256(output.read_bytes()).hexdigest()}
    assert _seconds(output) == pytest.approx(finished.audio_seconds, abs=0.1)


def test_the_computer_is_kept_awake_while_it_renders(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first take to the last; a night's render must not end at a quarter past eleven."""
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "1")
    awake: list[bool] = []

    studio.render(
        studio.book(TEXTS),
        lambda event: awake.append(current_mode().active) if isinstance(event, events.ChunkSpoken) else None,
    )

    assert awake == [True] * 9


def test_a_finished_book_renders_nothing(studio: Studio) -> None:
    """Run again, it is found done: no chunk spoken, the file untouched."""
    book = studio.book(TEXTS)
    (output,) = studio.render(book).outputs
    before = output.stat()
    again = studio.render(book)
    assert (again.status, again.rendered, again.reused) == (Status.COMPLETE, 0, 9)
    assert (output.stat().st_mtime_ns, output.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_what_a_kill_at_the_last_rename_left_is_removed(studio: Studio) -> None:
    """The audiobook is in place and current; an unfinished one beside it is of no more use."""
    book = studio.book(TEXTS)
    studio.render(book)
    mark = project_for(book, "A Book", studio.folders).mark
    left = place.partial_place(studio.folders.output, mark)
    left.mkdir()
    (left / "audiobook.m4b").write_bytes(b"half an audiobook")
    assert studio.render(book).rendered == 0
    assert not left.exists()


def test_an_audiobook_that_was_changed_is_made_again(studio: Studio) -> None:
    """Done means the very file that was made: one that lost its end is put together again."""
    book = studio.book(TEXTS)
    (output,) = studio.render(book).outputs
    whole = _samples(output)
    with output.open("rb+") as stream:
        stream.truncate(output.stat().st_size // 2)
    again = studio.render(book)
    assert again.rendered == 0
    assert _samples(output) == whole


def test_editing_one_sentence_renders_one_chunk(studio: Studio) -> None:
    """Takes are found by what is said: everything else of the edited book is reused."""
    studio.render(studio.book(TEXTS))
    edited = [TEXTS[0], TEXTS[1].replace("number y1b", "number nine"), TEXTS[2]]
    finished = studio.render(studio.book(edited))
    assert edited != TEXTS
    assert (finished.rendered, finished.reused) == (1, 8)
    assert studio.spoken == ["2.2"]


def test_a_word_of_the_lexicon_renders_the_chunks_that_hold_it(studio: Studio) -> None:
    """A finished book is made anew from its takes and the few that changed, and back again from takes."""
    book = studio.book(TEXTS)
    first = studio.render(book)
    before = studio.receipt(first)
    backend = Backend(studio.folders)

    backend.add_words([new_entry("y1b", "why one bee")], book)
    finished = studio.render(book)
    after = studio.receipt(finished)

    assert (finished.status, finished.rendered, finished.reused) == (Status.COMPLETE, 1, 8)
    assert studio.spoken == ["2.2"]
    assert finished.outputs == first.outputs
    assert after["fingerprint"] != before["fingerprint"]
    assert after["words_spoken"] == after["words_in_book"] == before["words_in_book"]
    backend.remove_word("y1b", book=book)
    assert studio.render(book).rendered == 0
    assert studio.receipt(studio.render(book))["fingerprint"] == before["fingerprint"]


def test_the_lexicon_of_all_books_holds_and_that_of_the_book_comes_first(studio: Studio) -> None:
    """And that of another book does not."""
    book, other = studio.book(TEXTS), studio.book(TEXTS, name="other.json")
    studio.render(book)
    backend = Backend(studio.folders)
    spoken = []
    for words, where in (
        ([new_entry("x0a", "ex"), new_entry("z2c", "zed")], None),
        ([new_entry("x0a", "the book's")], book),
        ([new_entry("x0a", "another's")], None),
        ([new_entry("tram", "tramm")], other),
    ):
        backend.add_words(words, where)
        studio.render(book)
        spoken.append(studio.spoken)

    assert spoken == [["1.1", "3.3"], ["1.1"], [], []]


def test_a_damaged_lexicon_stops_a_render_before_anything_is_spoken(studio: Studio) -> None:
    """Going on without would say names wrong in silence."""
    studio.folders.lexicon.parent.mkdir()
    studio.folders.lexicon.write_text("{", "utf-8")

    with pytest.raises(DiskError, match=r"lexicon\.json"):
        studio.render(studio.book(TEXTS))
    assert not studio.folders.takes.exists()


def test_the_same_words_are_spoken_once(studio: Studio) -> None:
    """A sentence that comes back has one take, and every place of it is in the audiobook."""
    finished = studio.render(studio.book([TEXTS[0], TEXTS[0]]))
    assert (finished.rendered, len(_takes(studio))) == (6, 3)
    first, second = studio.receipt(finished)["chapters"]
    assert first["seconds"] == second["seconds"]


def test_chapters_begin_where_the_audio_does(studio: Studio) -> None:
    """A click at the start of each chapter is heard at the chapter's mark, to the millisecond."""
    finished = studio.render(studio.book([f"[click] {text}" for text in TEXTS]))
    (output,) = finished.outputs
    heard = np.abs(np.frombuffer(_samples(output), "<i2").astype(np.int32))
    chapters = MP4(output).chapters
    assert chapters is not None
    for chapter in chapters:
        begin = round(chapter.start * 24_000)
        near = heard[max(0, begin - 240) : begin + 2400]
        click_ms = (int(np.argmax(near)) - min(begin, 240)) / 24
        assert click_ms == pytest.approx(20.0, abs=1.0)  # the tone engine's silence before its first word


def test_each_chapter_is_levelled(studio: Studio) -> None:
    """Tones are at any level; in the audiobook every chapter is at -18 LUFS, after what AAC takes off."""
    finished = studio.render(studio.book(TEXTS))
    for chapter in studio.receipt(finished)["chapters"]:
        assert chapter["lufs"] + chapter["gain_db"] == pytest.approx(-17.95, abs=0.06)


def test_a_rule_that_is_switched_off_speaks_anew_only_what_it_had_changed(studio: Studio) -> None:
    """Rules by the listener's settings; the engine that reads everything itself has none to switch off."""
    book = studio.book(["It was dear.", "She had $5."])
    rendered = {
        (engine, off): studio.render(book, settings=Settings(engine=engine, rules_off=off)).rendered
        for engine in ("espeak", "tone")
        for off in ("", "emoji", "money")
    }
    assert rendered == {
        ("espeak", ""): 2,
        ("espeak", "emoji"): 0,
        ("espeak", "money"): 1,
        ("tone", ""): 2,
        ("tone", "emoji"): 0,
        ("tone", "money"): 0,
    }


def test_chosen_chapters_only(studio: Studio) -> None:
    """`--chapters 1,3` makes an audiobook of two chapters with the book's own numbers."""
    finished = studio.render(studio.book(TEXTS), chapters=frozenset((1, 3)))
    assert [chapter["number"] for chapter in studio.receipt(finished)["chapters"]] == [1, 3]


def test_a_division_that_is_not_read_by_default_can_be_switched_on(studio: Studio) -> None:
    """One by one: the imprint is in the audiobook when its number is asked for, and not otherwise."""
    book = studio.book(TEXTS)
    written = json.loads(book.read_text("utf-8"))
    written["chapters"][0] |= {"enabled": False, "reason": "imprint"}
    book.write_text(json.dumps(written), "utf-8")
    by_default = [chapter["number"] for chapter in studio.receipt(studio.render(book))["chapters"]]
    also = studio.render(book, also=frozenset((1,)))
    assert [chapter["number"] for chapter in studio.receipt(also)["chapters"]] == [1, *by_default]


def test_a_chapter_that_is_not_there_is_an_input_error(studio: Studio) -> None:
    """Nothing is rendered when the request is not understood."""
    with pytest.raises(InputError, match="no chapter 9"):
        studio.render(studio.book(TEXTS), chapters=frozenset((1, 9)))


@pytest.mark.parametrize(
    ("order", "reason"),
    [("nan", "not numbers"), ("silent", "silent"), ("truncate", "too short"), ("runaway", "did not end")],
)
def test_a_bad_take_is_tried_again(studio: Studio, order: str, reason: str) -> None:
    """The second attempt is good, the book complete, and the receipt counts the retry."""
    finished = studio.render(studio.book([f"[tone:{order} 1] {TEXTS[0]}"]))
    retried = [event for event in studio.events if isinstance(event, events.ChunkRetried)]
    assert (finished.status, finished.retried) == (Status.COMPLETE, 1)
    assert reason in retried[0].reason
    assert studio.receipt(finished)["chapters"][0]["retries"] == 1


def test_a_chunk_that_cannot_be_spoken_is_named(studio: Studio) -> None:
    """The audiobook is made without it, says so in its name, and the receipt holds the sentence."""
    finished = studio.render(studio.book([TEXTS[0], f"[tone:silent] {TEXTS[1]}"]))
    receipt = studio.receipt(finished)
    (output,) = finished.outputs
    assert (finished.status, finished.failed) == (Status.INCOMPLETE, 1)
    assert output.name == "A Book (incomplete).m4b"
    assert receipt["status"] == "incomplete"
    (missing,) = receipt["chapters"][1]["set_aside"]
    assert missing["place"] == "2.1"
    assert "number y0a tram" in missing["text"]
    assert receipt["words_spoken"] == receipt["words_in_book"] - len(missing["text"].split())


def test_what_no_take_gets_right_is_spoken_in_pieces(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each piece is good, so is what is put together from them: nothing is left for the next run."""
    judge = Judge.judge

    def strict(self: Judge, text: str, samples: npt.NDArray[np.int16], *about: Any) -> Verdict:
        too_long = Finding(Check.SLOW, "it is longer than one sentence")
        is_long = text.count("tram") > 1
        return Verdict((too_long,)) if is_long else judge(self, text, samples, *about)

    monkeypatch.setattr(Judge, "judge", strict)
    book = studio.book(TEXTS[:1])
    finished = studio.render(book)

    assert (finished.status, finished.rendered, finished.retried) == (Status.COMPLETE, 3, 9)
    assert studio.receipt(finished)["chapters"][0]["doubtful"] == []
    again = studio.render(book)
    assert (again.rendered, again.reused) == (0, 3)
    assert _samples(again.outputs[0]) == _samples(finished.outputs[0])


def test_a_piece_that_is_spoken_again_elsewhere_settles_its_chunk_only_once(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chunk counted twice would let its chapter go with another one still missing.

    The first sentence is a chunk of its own in chapter 1 and a piece of chapter 2's; its take is damaged
    after both were settled.
    """
    judge = Judge.judge
    first, second = _SENTENCE.format("one"), _SENTENCE.format("two")
    spoken: list[str] = []
    damaged: list[TakeDamaged] = []

    def strict(self: Judge, text: str, samples: npt.NDArray[np.int16], *about: Any) -> Verdict:
        too_long = Finding(Check.SLOW, "it is longer than one sentence")
        return Verdict((too_long,)) if text.count("tram") > 1 else judge(self, text, samples, *about)

    def damage(_: Assembly) -> TakeDamaged | None:
        if "2.1" not in spoken or damaged:
            return None
        key = studio.take_of(book, "1.1").parent.name
        damaged.append(TakeDamaged(key, 1, "its bytes have changed"))
        return damaged[0]

    monkeypatch.setattr(Judge, "judge", strict)
    monkeypatch.setattr(Assembly, "damage", damage)
    book = studio.book([first, f"{first} {second}"])

    finished = studio.render(
        book, lambda event: spoken.append(event.place) if isinstance(event, events.ChunkSpoken) else None
    )

    assert damaged
    assert finished.status is Status.COMPLETE
    whole = studio.take_of(book, "2.1").parent
    assert sorted(path.stem for path in whole.glob("*.flac")) == ["1", "2", "3", "4"]


def test_a_chunk_waits_for_a_piece_that_turned_out_damaged_meanwhile(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was forgotten, and its chapter waited for ever.

    The first sentence has its take when the second chunk is divided; it is found damaged while the other
    sentence is being spoken.
    """
    judge, request = Judge.judge, Renderer._request
    first, second = _SENTENCE.format("one"), _SENTENCE.format("two")
    asked: list[str] = []
    is_found = threading.Event()

    def strict(self: Judge, text: str, samples: npt.NDArray[np.int16], *about: Any) -> Verdict:
        if text == second:
            is_found.wait(30)
        too_long = Finding(Check.SLOW, "it is longer than one sentence")
        return Verdict((too_long,)) if text.count("tram") > 1 else judge(self, text, samples, *about)

    def note(self: Renderer, wanted: Wanted, attempt: int) -> Speak:
        asked.append(request(self, wanted, attempt).text)
        return request(self, wanted, attempt)

    def damage(_: Assembly) -> TakeDamaged | None:
        if second not in asked or is_found.is_set():
            return None
        is_found.set()
        return TakeDamaged(studio.take_of(book, "1.1").parent.name, 1, "its bytes have changed")

    monkeypatch.setattr(Judge, "judge", strict)
    monkeypatch.setattr(Renderer, "_request", note)
    monkeypatch.setattr(Assembly, "damage", damage)
    book = studio.book([first, f"{first} {second}"])

    finished = studio.render(book)

    assert is_found.is_set()
    assert (finished.status, finished.rendered) == (Status.COMPLETE, 2)


def test_the_best_of_doubtful_takes_is_used_and_named(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not tried again by every later run, only when the listener asks."""

    def picky(_: Judge, __: str, ___: npt.NDArray[np.int16], take: StoredTake, *_____: Any) -> Verdict:
        excess = 0.2 if take.attempt == 2 else 0.7
        odd = Finding(Check.PITCH, "its pitch is odd", excess)
        return Verdict((odd,))

    monkeypatch.setattr(Judge, "judge", picky)
    book = studio.book([_SENTENCE])
    finished = studio.render(book)
    (doubtful,) = studio.receipt(finished)["chapters"][0]["doubtful"]
    (told,) = (event for event in studio.events if isinstance(event, events.ChunkDoubtful))

    assert finished.status is Status.COMPLETE
    assert doubtful == {"place": "1.1", "text": _SENTENCE, "reasons": ["its pitch is odd"]}
    assert told.reason == "its pitch is odd"
    assert [event.attempt for event in studio.events if isinstance(event, events.ChunkSpoken)] == [2]
    again = studio.render(book)
    assert (again.rendered, again.outputs) == (0, finished.outputs)
    monkeypatch.undo()
    better = studio.render(book, redo=("1.1",))
    assert studio.receipt(better)["chapters"][0]["doubtful"] == []


def test_what_is_cut_from_a_take_is_not_heard(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stored take stays as it was spoken; only the audiobook is shorter."""
    whole = studio.render(studio.book(TEXTS[:1]))
    other = Studio(studio.folder / "other")
    other.folder.mkdir()

    def cut(_: Judge, __: str, ___: npt.NDArray[np.int16], take: StoredTake, *_____: Any) -> Verdict:
        return Verdict(trim=(2_400, take.samples), repairs=("it began late",))

    monkeypatch.setattr(Judge, "judge", cut)
    finished = other.render(other.book(TEXTS[:1]))

    assert finished.status is Status.COMPLETE
    assert _takes(other) == _takes(studio)
    shorter = _seconds(whole.outputs[0]) - _seconds(finished.outputs[0])
    assert shorter == pytest.approx(finished.chunks * 0.1, abs=0.01)


def test_the_rest_of_a_chunk_is_heard_where_a_piece_of_it_cannot_be(studio: Studio) -> None:
    """The sentence that stays silent is missing and named; its neighbours are in the audiobook."""
    whole = studio.render(studio.book(TEXTS[:1]))
    other = Studio(studio.folder / "other")
    other.folder.mkdir()
    finished = other.render(other.book([f"[tone:silent] {TEXTS[0]}"]))
    receipt = other.receipt(finished)

    assert finished.status is Status.INCOMPLETE
    assert [missing["place"] for missing in receipt["chapters"][0]["set_aside"]] == ["1.1"]
    assert "part of it could not be spoken" in receipt["chapters"][0]["set_aside"][0]["reason"]
    sentence = _seconds(whole.outputs[0]) / 9
    assert _seconds(finished.outputs[0]) == pytest.approx(8 * sentence, abs=sentence / 2)


def test_a_complete_audiobook_replaces_the_incomplete_one(studio: Studio) -> None:
    """Once the chunk can be spoken, the file with the hole and its receipt are gone."""
    book = studio.book([f"[tone:silent 3] {TEXTS[0]}"])
    assert studio.render(book).status is Status.INCOMPLETE
    assert studio.render(book).status is Status.COMPLETE
    assert sorted(path.name for path in studio.folders.output.iterdir()) == [
        "A Book.m4b",
        "A Book.m4b.receipt.json",
    ]


def test_a_book_of_which_nothing_can_be_spoken_makes_no_audiobook(studio: Studio) -> None:
    """Pauses alone are no audiobook, not even an incomplete one."""
    finished = studio.render(studio.book(["[tone:silent] Late again."]))
    assert (finished.status, finished.failed, finished.outputs) == (Status.FAILED, 1, ())
    assert "Not one chunk" in studio.error.message
    assert list(studio.folders.output.iterdir()) == []


def test_a_crashing_engine_is_restarted_and_nothing_is_lost(studio: Studio) -> None:
    """One chunk ends its worker twice; the third time it is spoken, and so are its neighbours."""
    marker = studio.book([f"[tone:crash 1] {TEXTS[0]}", TEXTS[1]])
    finished = studio.render(marker)
    assert finished.status is Status.INCOMPLETE
    assert finished.failed == 1
    assert finished.rendered == 5
    restarts = [event for event in studio.events if isinstance(event, events.EngineRestarted)]
    assert [event.slots for event in restarts] == [2, 1, 1]


def test_a_chunk_that_ended_three_workers_gets_another_attempt_in_the_next_render(studio: Studio) -> None:
    """The same attempt would end three more, in every render for ever; its neighbours are not touched."""
    book = studio.book([f"[tone:crash 1] {TEXTS[0]}", TEXTS[1]])
    assert studio.render(book).status is Status.INCOMPLETE
    finished = studio.render(book)
    assert (finished.status, finished.rendered, finished.reused) == (Status.COMPLETE, 1, 5)
    spoken = [e for e in studio.events if isinstance(e, events.ChunkSpoken) and not e.reused]
    assert [(event.place, event.attempt) for event in spoken] == [("1.1", 2)]
    assert not any(isinstance(event, events.EngineRestarted) for event in studio.events)


def test_an_engine_that_is_broken_uses_up_no_attempt(studio: Studio) -> None:
    """Mended, it speaks what an undisturbed render would: only a chunk that is to blame is passed over."""
    book = studio.book(
        ["\n\n".join(f"[tone:crash 1] {text}" for text in TEXTS[n].split("\n\n")) for n in range(3)]
    )
    assert studio.render(book).status is Status.FAILED
    assert list(studio.folders.takes.rglob("*.crash")) == []


def test_a_standing_still_engine_is_killed_and_the_rest_goes_on(studio: Studio) -> None:
    """A worker that shows no progress is replaced; the chunk that stops it every time is set aside."""
    finished = studio.render(studio.book([f"[tone:stall] {TEXTS[0]}", TEXTS[1]]))
    assert (finished.status, finished.failed, finished.rendered) == (Status.INCOMPLETE, 1, 5)


def test_an_engine_that_always_dies_pauses_the_render(studio: Studio) -> None:
    """The book is not burnt chunk by chunk: after six restarts without a take it stops with a reason."""
    book = studio.book(
        ["\n\n".join(f"[tone:crash] {text}" for text in TEXTS[n].split("\n\n")) for n in range(3)]
    )
    finished = studio.render(book)
    assert finished.status is Status.FAILED
    assert studio.error.code == "engine-gave-up"
    assert "again" in studio.error.hint


def test_a_killed_worker_loses_only_what_was_in_flight(studio: Studio) -> None:
    """kill -9 on the worker in the middle of a book: the render completes as if nothing had been."""
    undisturbed = _samples(studio.render(studio.book(TEXTS)).outputs[0])
    killed: list[int] = []

    def kill(event: events.Event) -> None:
        if isinstance(event, events.ChunkSpoken) and event.place == "1.2" and not killed:
            for child in _running_with("vox1_worker.main"):
                child.send_signal(signal.SIGKILL)
                killed.append(child.pid)

    other = Studio(studio.folder / "other")
    other.folder.mkdir()
    finished = other.render(other.book(TEXTS), kill)
    assert killed
    assert finished.status is Status.COMPLETE
    assert _samples(finished.outputs[0]) == undisturbed


def test_a_killed_encoder_is_started_again(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """ffmpeg dies under the render: the listener is told, and the audiobook is whole."""
    killed: list[int] = []
    write = StretchEncoder.write

    def kill(encoder: StretchEncoder, samples: npt.NDArray[np.float32]) -> None:
        if not killed:
            for child in _running_with("-aac_coder"):
                child.send_signal(signal.SIGKILL)
                killed.append(child.pid)
        write(encoder, samples)

    monkeypatch.setattr(StretchEncoder, "write", kill)
    finished = studio.render(studio.book(TEXTS))
    assert killed
    assert finished.status is Status.COMPLETE
    assert any(isinstance(e, events.Warned) and "started again" in e.message for e in studio.events)
    assert [c["chunks"] for c in studio.receipt(finished)["chapters"]] == [3, 3, 3]


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "gone", "other"])
def test_a_damaged_take_is_spoken_again(studio: Studio, damage: str) -> None:
    """A stored take that is not what was written is set aside and replaced; the book is as before."""
    book = studio.book(TEXTS)
    (output,) = studio.render(book).outputs
    whole = _samples(output)
    output.unlink()
    paths = sorted(studio.folders.takes.rglob("*.flac"))
    victim, content = paths[4], paths[4].read_bytes()
    studio.forget_encoded(book)
    match damage:
        case "flip":
            victim.write_bytes(content[:500] + bytes([content[500] ^ 1]) + content[501:])
        case "cut":
            victim.write_bytes(content[: len(content) // 2])
        case "empty":
            victim.write_bytes(b"")
        case "gone":
            victim.unlink()
        case "other":
            victim.write_bytes(paths[5].read_bytes())
    finished = studio.render(book)
    assert (finished.status, finished.rendered) == (Status.COMPLETE, 1)
    assert _samples(finished.outputs[0]) == whole


def test_cancelling_keeps_what_is_spoken(studio: Studio) -> None:
    """Stopped after the second chunk; run again, it speaks the rest and nothing twice."""
    book = studio.book(TEXTS)

    def cancel(event: events.Event) -> None:
        if isinstance(event, events.ChunkSpoken) and event.place == "1.2":
            studio.control.cancel()

    stopped = studio.render(book, cancel)
    kept = _takes(studio)
    assert stopped.status is Status.CANCELLED
    assert stopped.outputs == ()
    assert list(studio.folders.output.iterdir()) == []
    resumed = studio.render(book)
    assert resumed.status is Status.COMPLETE
    assert resumed.reused >= stopped.rendered >= 2
    assert kept.items() <= _takes(studio).items()


def test_redo_speaks_one_place_anew(studio: Studio) -> None:
    """Redoing one of two equal sentences leaves the other alone, and the choice is kept."""
    book = studio.book([TEXTS[0], TEXTS[0]])
    studio.render(book)
    finished = studio.render(book, redo=("2.2",))
    assert (finished.rendered, studio.spoken) == (1, ["2.2"])
    assert sorted(path.name for path in studio.folders.takes.rglob("2.flac")) == ["2.flac"]
    again = studio.render(book)
    assert (again.rendered, again.reused) == (0, 6)
    attempts = {e.place: e.attempt for e in studio.events if isinstance(e, events.ChunkSpoken)}
    assert (attempts["1.2"], attempts["2.2"]) == (1, 2)


def test_redo_of_an_unknown_place_is_an_input_error(studio: Studio) -> None:
    """The hint says how places are written."""
    with pytest.raises(InputError, match=r"no chunk 7\.7") as caught:
        studio.render(studio.book(TEXTS), redo=("7.7",))
    assert "12.34" in caught.value.hint


def test_a_book_being_rendered_is_not_rendered_twice(studio: Studio) -> None:
    """Two VOX-1 on one book would write the same files."""
    book = studio.book(TEXTS)
    with project_for(book, "A Book", studio.folders).locked(), pytest.raises(ProjectBusy):
        studio.render(book)


def test_a_disk_without_room_is_refused_before_the_work(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Better now than at hour nine."""
    usage = type("Usage", (), {"free": 1_000_000})()
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    assert studio.render(studio.book(TEXTS)).status is Status.FAILED
    assert studio.error.code == "disk-full"
    assert not list(studio.folders.takes.rglob("*.flac"))


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list whose last number is what every disk has free; it is looked at all the time."""
    free = [10**12]
    usage = type("Usage", (), {"free": property(lambda _: free[-1])})()
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    monkeypatch.setattr(room, "LOOK_SECONDS", 0.001)
    return free


def test_a_render_waits_while_the_disk_is_low(studio: Studio, disk: list[int]) -> None:
    """After the first take another program fills it, and empties it when the render has said so."""

    def fill_and_empty(event: events.Event) -> None:
        if isinstance(event, events.ChunkSpoken):
            disk.append(2**20 if len(disk) == 1 else disk[-1])
        elif isinstance(event, events.DiskLow):
            disk.append(10**12)

    finished = studio.render(studio.book(TEXTS), fill_and_empty)
    assert (finished.status, finished.rendered) == (Status.COMPLETE, 9)
    told = [type(e) for e in studio.events if isinstance(e, (events.DiskLow, events.DiskFreed))]
    assert told == [events.DiskLow, events.DiskFreed]


def test_a_render_that_waits_for_room_can_be_cancelled(studio: Studio, disk: list[int]) -> None:
    """What was spoken stays, and nobody has to empty the disk first."""

    def fill_and_cancel(event: events.Event) -> None:
        if isinstance(event, events.ChunkSpoken):
            disk.append(2**20)
        elif isinstance(event, events.DiskLow):
            studio.control.cancel()

    assert studio.render(studio.book(TEXTS), fill_and_cancel).status is Status.CANCELLED
    assert list(studio.folders.takes.rglob("*.flac"))


def test_the_copy_with_its_chapters_waits_for_room(studio: Studio, disk: list[int]) -> None:
    """All is spoken and encoded; what was encoded is needed once more."""

    def fill_and_empty(event: events.Event) -> None:
        if isinstance(event, events.ChapterEncoded) and event.number == 3:
            disk.append(2**20)
        elif isinstance(event, events.DiskLow):
            disk.append(10**12)

    finished = studio.render(studio.book(TEXTS), fill_and_empty)
    assert finished.status is Status.COMPLETE
    assert any(isinstance(event, events.DiskFreed) for event in studio.events)


def test_a_disk_that_fills_up_keeps_the_last_audiobook(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The final rename fails: the file of the last run is as it was, and nothing half-made is visible."""
    (output,) = studio.render(studio.book(TEXTS)).outputs
    before = output.read_bytes()
    real = os.replace

    def full(source: str, target: str) -> None:
        if str(target).endswith(".m4b"):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(source, target)

    monkeypatch.setattr(Path, "replace", lambda self, target: full(str(self), str(target)))
    finished = studio.render(studio.book([*TEXTS[:2], TEXTS[2].replace("late", "early")]))
    assert (finished.status, finished.outputs) == (Status.FAILED, ())
    assert studio.error.code == "disk-full"
    assert output.read_bytes() == before
    assert not [path for path in studio.folders.output.iterdir() if path.name.startswith(place._PREFIX)]


def test_another_book_of_the_same_name_gets_its_own_file(studio: Studio) -> None:
    """Two books called alike are two books."""
    (first,) = studio.render(studio.book(TEXTS[:1])).outputs
    before = first.read_bytes()
    (second,) = studio.render(studio.book(TEXTS[1:2], name="other.json")).outputs
    assert second.name == "A Book (2).m4b"
    assert first.read_bytes() == before


def test_a_chapter_of_a_book_does_not_replace_the_book(studio: Studio) -> None:
    """Part of a book has a name of its own, and its receipt says what is not in it."""
    book = studio.book(TEXTS)
    (whole,) = studio.render(book).outputs
    before = whole.read_bytes()
    finished = studio.render(book, chapters=frozenset((1, 3)))
    assert finished.outputs[0].name == "A Book (chapters 1, 3).m4b"
    assert studio.receipt(finished)["not_narrated"] == ["2. Chapter 2"]
    assert whole.read_bytes() == before


def test_cleaning_after_one_chapter_keeps_the_others(studio: Studio) -> None:
    """The takes of the whole book are its own, whatever part was rendered last."""
    book = studio.book(TEXTS)
    studio.render(book)
    studio.render(book, chapters=frozenset((2,)))
    assert Backend(studio.folders).clean(everything=False).takes == 0


def test_a_damaged_take_in_two_chapters_is_spoken_once(studio: Studio) -> None:
    """Both chapters get the new one, and no other take is touched."""
    book = studio.book([TEXTS[0], TEXTS[1], TEXTS[0]])
    (output,) = studio.render(book).outputs
    whole, takes = _samples(output), _takes(studio)
    output.unlink()
    spoken_twice = studio.take_of(book, "1.2")
    spoken_twice.write_bytes(b"x" * spoken_twice.stat().st_size)
    studio.forget_encoded(book)
    finished = studio.render(book)
    assert (finished.status, finished.rendered, finished.reused) == (Status.COMPLETE, 2, 7)
    assert _samples(finished.outputs[0]) == whole
    assert _takes(studio) == takes


def test_damage_is_found_while_the_book_is_encoded(studio: Studio) -> None:
    """A take that two chapters share goes bad after the first is encoded: it is spoken again, and heard."""
    book = studio.book([TEXTS[0], TEXTS[1], TEXTS[0]])
    undisturbed = _samples(studio.render(book).outputs[0])
    other = Studio(studio.folder / "other")
    other.folder.mkdir()
    hurt: list[Path] = []

    def hurt_once(event: events.Event) -> None:
        if isinstance(event, events.ChapterEncoded) and event.number == 1 and not hurt:
            hurt.append(other.take_of(book, "3.2"))
            hurt[0].write_bytes(b"x" * hurt[0].stat().st_size)

    finished = other.render(other.book([TEXTS[0], TEXTS[1], TEXTS[0]]), hurt_once)
    assert hurt
    assert finished.status is Status.COMPLETE
    assert _samples(finished.outputs[0]) == undisturbed


def test_redo_of_a_sentence_that_is_nowhere_spoken_yet(studio: Studio) -> None:
    """Two places want two attempts at one key: both are made, and the book is complete."""
    book = studio.book([TEXTS[0], TEXTS[0]])
    finished = studio.render(book, redo=("1.1",))
    assert (finished.status, finished.rendered) == (Status.COMPLETE, 6)
    assert studio.render(book).rendered == 0


def test_a_redone_chunk_goes_on_to_new_attempts(studio: Studio) -> None:
    """What was tried without success is not tried again: the attempts go on where they ended.

    Of each four, the last is put together from pieces.
    """
    book = studio.book([f"[tone:silent 7] {TEXTS[0]}", TEXTS[1]])
    assert studio.render(book).failed == 1
    assert studio.render(book, redo=("1.1",)).failed == 1
    finished = studio.render(book)
    assert finished.status is Status.COMPLETE
    assert max(int(path.stem) for path in studio.folders.takes.rglob("*.flac")) == 9


def test_the_warnings_of_a_book_reach_the_listener(studio: Studio) -> None:
    """What BookSmith found odd is said, and stands in the receipt."""
    book = studio.book(TEXTS)
    written = json.loads(book.read_text("utf-8"))
    book.write_text(json.dumps({**written, "language": "xx", "warnings": ["A page is odd."]}), "utf-8")
    finished = studio.render(book)
    said = [event.message for event in studio.events if isinstance(event, events.Warned)]
    assert said[0] == "A page is odd."
    assert "does not speak xx" in said[1]
    assert studio.receipt(finished)["warnings"] == said


def test_what_does_not_change_the_voice_is_not_passed_over_in_silence(studio: Studio) -> None:
    """A speed, a style and a model, for an engine that has none of them."""
    chosen = Settings(engine="tone", speed=1.5, style="softly", model="large")

    studio.render(studio.book(TEXTS), settings=chosen)

    said = " ".join(event.message for event in studio.events if isinstance(event, events.Warned))
    assert "the speed of 1.5 is not heeded" in said
    assert "the style is not heeded" in said
    assert "large is not used" in said


def test_a_card_that_is_not_used_is_not_passed_over_in_silence(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The night would end with a tenth of the book."""
    row = replace(registry.engine_row("tone"), needs_model=True)
    model = InstalledModel("m", studio.folder, "tone", Kind.CUSTOM_VOICE, "0.6B", 1, None, "")
    monkeypatch.setitem(registry.ENGINES, "tone", row)
    monkeypatch.setattr(job, "choose_model", lambda *_: model)
    monkeypatch.setattr(casting, "weights_hash", lambda *_: "weights")
    monkeypatch.setattr(job, "advise", lambda *_: Advice(3, Size(), on_card=True))

    studio.render(studio.book(TEXTS))

    said = [event.message for event in studio.events if isinstance(event, events.Warned)]
    assert any("speaks on the processor" in message and "doctor" in message for message in said)


def test_a_style_for_a_chapter_is_not_passed_over_in_silence(studio: Studio) -> None:
    """A manifest may hold one, and tones take none."""
    book = studio.book(TEXTS)
    written = json.loads(book.read_text("utf-8"))
    for number in (0, 2):
        written["chapters"][number]["style_prompt"] = "Whisper."
    book.write_text(json.dumps(written), "utf-8")

    studio.render(book)

    said = [event.message for event in studio.events if isinstance(event, events.Warned)]
    assert "takes no direction" in said[-1]
    assert "chapter 1 and chapter 3" in said[-1]


def _manifest(studio: Studio, chapters: list[dict[str, Any]], **book: Any) -> Path:
    """A manifest of chapters as they are typed by hand."""
    path = studio.folder / "cast.json"
    path.write_text(json.dumps({"title": "Cast", "language": "en", **book, "chapters": chapters}), "utf-8")
    return path


def test_chapters_and_speakers_have_voices_of_their_own(studio: Studio) -> None:
    """Each word is said by whom the manifest says, and the receipt names them all."""
    span = {"speaker": "Anna", "text": "three four"}
    chapters: list[dict[str, Any]] = [
        {"label": "One", "text": "one two"},
        {"label": "Two", "text": "one two", "voice": "tone-low"},
        {"label": "Three", "text": "one two three four five", "spans": [span]},
    ]
    path = _manifest(studio, chapters, cast={"Anna": "tone-low"})

    finished = studio.render(path)

    assert finished.status is Status.COMPLETE
    assert finished.chunks == 5
    takes = (soundfile.read(take, dtype="int16")[0] for take in studio.folders.takes.rglob("*.flac"))
    said = sorted(samples.tobytes() for samples in takes)
    expected = [("one two", "tone"), ("one two", "tone-low"), ("three four", "tone-low"), ("five", "tone")]
    assert said == sorted(to_pcm16(tone.render(*each)[0]).tobytes() for each in expected)
    receipt = studio.receipt(finished)
    assert (receipt["voice"], receipt["cast"]) == ("tone", ["tone-low"])


def test_a_voice_that_is_not_there_is_known_at_once(studio: Studio) -> None:
    """Not when its chapter comes, in the middle of the night."""
    chapters: list[dict[str, Any]] = [{"text": f"one {number}"} for number in range(30)]
    chapters[-1]["voice"] = "nobody"

    with pytest.raises(InputError, match="nobody, which the book names for chapter 30"):
        studio.render(_manifest(studio, chapters))
    assert len(studio.spoken) < 10


def test_a_part_of_a_book_names_those_who_read_it(studio: Studio) -> None:
    """Who reads other chapters is not heard; and what is finished is not made again."""
    spans = [{"speaker": "Ben", "text": "two"}]
    chapters: list[dict[str, Any]] = [
        {"label": "One", "text": "one two"},
        {"label": "Two", "text": "one two", "voice": "tone-low", "spans": spans},
    ]
    path = _manifest(studio, chapters)

    finished = studio.render(path, chapters=frozenset((1,)))
    receipt = studio.receipt(finished)
    made = finished.outputs[0].stat().st_mtime_ns

    assert receipt["cast"] == []
    assert not any("Ben" in warning for warning in receipt["warnings"])
    assert studio.render(path, chapters=frozenset((1,))).outputs[0].stat().st_mtime_ns == made


def test_a_narrator_who_is_not_there_is_known_at_once(studio: Studio) -> None:
    """Also where others read the first chapters."""
    chapters: list[dict[str, Any]] = [{"text": f"one {number}", "voice": "tone-low"} for number in range(30)]
    del chapters[-1]["voice"]

    with pytest.raises(InputError, match="nobody"):
        studio.render(_manifest(studio, chapters, voice="nobody"))
    assert len(studio.spoken) < 10


def test_words_of_somebody_without_a_voice_are_said_and_told(studio: Studio) -> None:
    """By the narrator."""
    spans = [{"speaker": "Ben", "text": "two"}]

    finished = studio.render(_manifest(studio, [{"text": "one two", "spans": spans}]))

    assert finished.status is Status.COMPLETE
    said = [event.message for event in studio.events if isinstance(event, events.Warned)]
    assert any("does not name Ben" in message for message in said)


def test_the_book_may_name_its_narrator_and_the_listener_another(studio: Studio) -> None:
    """A voice that was chosen for this render comes before the manifest's."""
    path = _manifest(studio, [{"text": "one two"}], voice="tone-low")

    assert studio.receipt(studio.render(path))["voice"] == "tone-low"
    settings = Settings(engine="tone", voice="tone")
    assert studio.receipt(studio.render(path, settings=settings))["voice"] == "tone"


def test_a_book_with_a_lost_document_is_incomplete(studio: Studio) -> None:
    """Every chapter that could be read is in it; that one could not is in its name and receipt."""
    book = studio.book(TEXTS)
    written = json.loads(book.read_text("utf-8"))
    lost = {"kind": "damaged document", "count": 1, "where": "chapter-9.xhtml", "text": ""}
    book.write_text(json.dumps({**written, "skipped": [lost]}), "utf-8")
    finished = studio.render(book)
    assert finished.status is Status.INCOMPLETE
    assert "(incomplete)" in finished.outputs[0].name
    listed = {"kind": "damaged document", "count": 1, "where": "chapter-9.xhtml", "sample": ""}
    assert studio.receipt(finished)["skipped"] == [listed]


def test_cancelling_while_the_engine_loads(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that never gets ready does not keep the user waiting."""
    monkeypatch.setattr("vox1.engines.host.EngineHost._await_loaded", lambda _: studio.control.cancel())
    finished = studio.render(studio.book(TEXTS))
    assert (finished.status, finished.outputs) == (Status.CANCELLED, ())


def test_cancelling_while_the_book_is_read(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads it is ended, and all it had started, however long it would have taken."""
    started = []
    end_tree = confined.end_tree

    def noted(pid: int) -> None:
        started.append(pid)
        end_tree(pid)

    monkeypatch.setattr(confined, "_LOOK_SECONDS", 0.0)
    monkeypatch.setattr(confined, "end_tree", noted)
    control = Control()
    control.cancel()

    finished = Backend(studio.folders).render(
        RenderOptions(SAMPLE, Settings(engine="tone")), lambda _: None, control
    )

    assert (finished.status, finished.chunks, finished.outputs) == (Status.CANCELLED, 0, ())
    assert started
    assert not psutil.pid_exists(started[0])


def test_cancelling_while_the_finished_file_is_written(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last step of all; nothing half-made stays, and what was spoken is not spoken again."""
    book = studio.book(TEXTS)

    def cancel_then_write(path: Path, *about: Any) -> None:
        studio.control.cancel()
        write_tags(path, *about)

    monkeypatch.setattr(workshop, "write_tags", cancel_then_write)
    finished = studio.render(book)
    assert (finished.status, finished.outputs) == (Status.CANCELLED, ())
    assert list(studio.folders.output.iterdir()) == []
    monkeypatch.undo()
    assert studio.render(book).rendered == 0


def test_a_paused_render_goes_on_where_it_was(studio: Studio) -> None:
    """Paused while it speaks and again while it encodes: the audiobook is the same as without."""
    book = studio.book(TEXTS)
    undisturbed = _samples(studio.render(book).outputs[0])
    other = Studio(studio.folder / "other")
    other.folder.mkdir()
    pauses = []

    def pause(event: events.Event) -> None:
        if isinstance(event, events.Paused):
            pauses.append(event)
            other.control.resume()
        elif isinstance(event, (events.ChunkSpoken, events.ChapterEncoded)) and len(pauses) < 3:
            other.control.pause()

    finished = other.render(other.book(TEXTS), pause)

    assert finished.status is Status.COMPLETE
    assert pauses
    assert _samples(finished.outputs[0]) == undisturbed


def test_the_engine_starts_while_the_book_is_planned_and_only_if_it_is_needed(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long book does not keep it waiting; a finished one does not load a model for nothing."""
    order = []
    start, look_up = EngineHost._start, RenderJob._look_up

    def started(host: EngineHost) -> WorkerProcess:
        order.append("engine")
        return start(host)

    def planned(job: RenderJob, chapter: PlannedChapter) -> None:
        look_up(job, chapter)
        order.append("planned")

    monkeypatch.setattr(EngineHost, "_start", started)
    monkeypatch.setattr(RenderJob, "_look_up", planned)
    book = studio.book(TEXTS)

    studio.render(book)
    assert order == ["engine", *["planned"] * len(TEXTS)]
    order.clear()
    studio.render(book)
    assert order == ["planned"] * len(TEXTS)


@pytest.mark.parametrize(("idle_minutes", "idle_seconds"), [(1.0, 60.0), (0.5, 30.0), (0.0, None)])
def test_a_paused_voice_is_let_go_when_the_settings_say(
    idle_minutes: float, idle_seconds: float | None, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And never with 0; how long it is waited for otherwise stays as it is."""
    given: list[Patience] = []

    class Host(EngineHost):
        def __init__(self, *arguments: Any) -> None:
            given.append(arguments[-1])
            super().__init__(*arguments)

    monkeypatch.setattr("vox1.render.job.EngineHost", Host)
    settings = Settings(engine="tone", idle_minutes=idle_minutes)
    studio.render(studio.book(["One."]), settings=settings, patience=None)

    assert given == [replace(Patience(), idle_seconds=idle_seconds)]


def test_a_voice_that_is_faster_than_the_judge_waits_for_verdicts(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Takes without a verdict are held in memory; of a book of forty hours they would be thousands."""
    verdict, submit, judge = bench.Bench.verdict, bench.Bench.submit, Judge.judge
    may_judge = threading.Semaphore(0)
    waiting: list[int] = []

    def awaited(self: bench.Bench, *, wait: bool) -> bench.Decided | None:
        if wait:
            may_judge.release()
        return verdict(self, wait=wait)

    def counted(self: bench.Bench, case: bench.Case) -> None:
        submit(self, case)
        waiting.append(self._waiting)

    def slow(self: Judge, text: str, samples: npt.NDArray[np.int16], *about: Any) -> Verdict:
        may_judge.acquire()
        return judge(self, text, samples, *about)

    monkeypatch.setattr(bench, "_MOST_WAITING", 3)
    monkeypatch.setattr(bench.Bench, "verdict", awaited)
    monkeypatch.setattr(bench.Bench, "submit", counted)
    monkeypatch.setattr(Judge, "judge", slow)

    finished = studio.render(studio.book([f"Chapter {number}." for number in range(12)]))

    assert finished.status is Status.COMPLETE
    assert len(waiting) >= 12
    assert max(waiting) == 3


def test_what_is_encoded_needs_no_take(studio: Studio) -> None:
    """An audiobook that was deleted is there again without a take being read, a damaged one among them."""
    book = studio.book(TEXTS)
    (output,) = studio.render(book).outputs
    whole = output.read_bytes()
    output.unlink()
    take = studio.take_of(book, "1.2")
    take.write_bytes(b"x" * take.stat().st_size)
    finished = studio.render(book)
    assert (finished.status, finished.rendered) == (Status.COMPLETE, 0)
    assert output.read_bytes() == whole


def test_an_encoded_section_that_is_damaged_is_encoded_again(studio: Studio) -> None:
    """Whatever became of the cache, the audiobook is byte for byte the same."""
    book = studio.book(TEXTS)
    (output,) = studio.render(book).outputs
    whole = output.read_bytes()
    for number, path in enumerate(sorted(project_for(book, "A Book", studio.folders).encoded.iterdir())):
        path.write_bytes(path.read_bytes()[: 10 * (number % 2)])
    output.unlink()
    finished = studio.render(book)
    assert (finished.status, finished.rendered) == (Status.COMPLETE, 0)
    assert output.read_bytes() == whole
