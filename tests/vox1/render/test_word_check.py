"""Tests of the word check in whole renders, with tones and the stand-in for faster-whisper."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from backend import Backend
from tests.vox1.render.conftest import Studio
from tests.vox1.standin import Standin
from vox1 import events
from vox1.engines import listener as listening
from vox1.engines.host import EngineHost
from vox1.engines.listener import Hearing, Listener
from vox1.errors import InputError
from vox1.events import Finished, Status
from vox1.render.judge import Judge
from vox1.render.keys import VoiceChoice
from vox1.render.takes import StoredTake, TakeStore
from vox1.render.verdict import Check, Finding, Verdict
from vox1.render.word_check import words_verdict
from vox1.render.words import compare
from vox1.script.lexicon import new_entry
from vox1.settings import Settings

SENTENCES = (
    "The rain had stopped before the bells began to ring.",
    "Nobody in the village had seen him come.",
    "She opened the old book on the bar.",
)
TEXT = " ".join(SENTENCES)
CHECKED = Settings(engine="tone", check_words="tiny")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


@pytest.fixture(autouse=True)
def standin(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Standin:
    """Have the stand-in hear in every take what its key stands for."""
    standin = Standin(studio.folder / "texts", studio.folders.models, monkeypatch)
    key_of = VoiceChoice.key

    def note(self: VoiceChoice, spoken: str, language: str) -> str:
        key = key_of(self, spoken, language)
        standin.say(key, spoken)
        return key

    monkeypatch.setattr(VoiceChoice, "key", note)
    return standin


def verified(studio: Studio, finished: Finished) -> list[str]:
    """Return what the receipt says of each chapter."""
    return [chapter["verified"] for chapter in studio.receipt(finished)["chapters"]]


def records(studio: Studio) -> list[dict[str, Any]]:
    """Return the records of all stored takes."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(studio.folders.takes.rglob("*.json"))]


def retried(studio: Studio) -> list[tuple[str, int, str]]:
    """Return what was tried again in the last render, and why."""
    told = (event for event in studio.events if isinstance(event, events.ChunkRetried))
    return [(event.place, event.attempt, event.reason) for event in told]


def warnings(studio: Studio) -> list[str]:
    """Return the warnings of the last render about the word check."""
    told = (event.message for event in studio.events if isinstance(event, events.Warned))
    return [message for message in told if "word check" in message]


def test_takes_that_say_their_text_make_chapters_verified_by_words(studio: Studio, standin: Standin) -> None:
    """Every take is heard once; what was heard stands in its record."""
    finished = studio.render(studio.book([TEXT, SENTENCES[0]]), settings=CHECKED)

    assert (finished.status, finished.rendered, finished.retried) == (Status.COMPLETE, 2, 0)
    assert verified(studio, finished) == ["words", "words"]
    assert len(standin.heard) == 2
    assert {record["heard"] for record in records(studio)} == {TEXT, SENTENCES[0]}
    assert all(record["word_error_rate"] == 0.0 and record["words_passed"] for record in records(studio))
    assert {record["heard_by"] for record in records(studio)} == {"tiny"}
    assert warnings(studio) == []


def test_without_the_word_check_nothing_is_heard(studio: Studio, standin: Standin) -> None:
    """It is off unless it is asked for, and needs nothing then."""
    standin.load("crash")
    finished = studio.render(studio.book([TEXT]))

    assert verified(studio, finished) == ["signal"]
    assert standin.heard == []
    assert not (studio.folders.logs / "word-check.log").exists()


def test_a_take_that_lost_a_sentence_is_spoken_again(studio: Studio) -> None:
    """Its sound gave no sign; the second take is whole."""
    finished = studio.render(studio.book([f"[asr:lose 1] {TEXT}"]), settings=CHECKED)

    assert (finished.status, finished.rendered, finished.retried) == (Status.COMPLETE, 1, 1)
    ((place, attempt, reason),) = retried(studio)
    assert (place, attempt) == ("1.1", 1)
    assert reason == f"this was not heard: {SENTENCES[2]} (word error rate 28%)"
    assert verified(studio, finished) == ["words"]
    assert studio.receipt(finished)["chapters"][0]["retries"] == 1
    assert [event.attempt for event in studio.events if isinstance(event, events.ChunkSpoken)] == [2]


@pytest.mark.parametrize(
    ("order", "reason"),
    [("twice", "this was heard twice: She opened"), ("babble", "not heard"), ("silence", "not heard")],
)
def test_other_faults_of_words_are_retried_too(order: str, reason: str, studio: Studio) -> None:
    """A sentence twice, another text, none at all."""
    finished = studio.render(studio.book([f"[asr:{order} 1] {TEXT}"]), settings=CHECKED)

    assert (finished.status, finished.retried) == (Status.COMPLETE, 1)
    assert reason in retried(studio)[0][2]
    assert verified(studio, finished) == ["words"]


def test_what_no_take_says_whole_is_spoken_in_pieces(studio: Studio) -> None:
    """As where the sound is bad: sentence by sentence, and what is put together is heard too."""
    book = studio.book([f"[asr:skip 3] {TEXT}"])
    finished = studio.render(book, settings=CHECKED)

    assert (finished.status, finished.retried) == (Status.COMPLETE, 3)
    assert verified(studio, finished) == ["words"]
    whole = [record for record in records(studio) if record["provenance"].get("pieces")]
    assert [(record["attempt"], record["standing"], record["words_passed"]) for record in whole] == [
        (4, "good", True)
    ]
    again = studio.render(book, settings=CHECKED)
    assert (again.rendered, again.reused) == (0, 1)


def test_text_that_is_never_heard_is_never_called_complete(studio: Studio) -> None:
    """The best take is used; the receipt names the sentence, and the next run tries again."""
    book = studio.book([TEXT, f"[asr:lose] {TEXT}"])
    finished = studio.render(book, settings=CHECKED)
    receipt = studio.receipt(finished)

    assert (finished.status, finished.failed) == (Status.INCOMPLETE, 1)
    (missing,) = receipt["chapters"][1]["set_aside"]
    assert missing["place"] == "2.1"
    assert "this was not heard: " in missing["reason"]
    assert verified(studio, finished) == ["words", "signal"]
    assert studio.render(book).rendered == 1  # what is known of its takes holds without the check too


def test_words_that_are_only_odd_leave_a_doubtful_chunk(studio: Studio) -> None:
    """A recogniser may be at a loss: the book is complete, says so, and is not spoken again."""
    book = studio.book([f"[asr:twice] {TEXT}"])
    finished = studio.render(book, settings=CHECKED)
    (doubtful,) = studio.receipt(finished)["chapters"][0]["doubtful"]

    assert (finished.status, finished.doubtful) == (Status.COMPLETE, 1)
    assert doubtful["reasons"][0].startswith("this was heard twice: ")
    assert verified(studio, finished) == ["signal"]
    again = studio.render(book, settings=CHECKED)
    assert (again.rendered, again.reused) == (0, 1)


def test_a_doubtful_take_is_heard_before_it_is_used(
    studio: Studio, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of takes that are all odd by their sound, one that says its text is better than one that does not."""

    def picky(_: Judge, __: str, ___: npt.NDArray[np.int16], take: StoredTake, *_____: Any) -> Verdict:
        odd = Finding(Check.PITCH, "its pitch is odd", 0.2 if take.attempt == 1 else 0.7)
        return Verdict((odd,))

    monkeypatch.setattr(Judge, "judge", picky)
    finished = studio.render(
        studio.book([f"[asr:lose 1] {SENTENCES[0]} {SENTENCES[1][:30]}."]), settings=CHECKED
    )

    assert (finished.status, finished.doubtful) == (Status.COMPLETE, 1)
    assert [event.attempt for event in studio.events if isinstance(event, events.ChunkSpoken)] == [2]
    assert [attempt for _, attempt in standin.heard] == [1, 2]
    assert verified(studio, finished) == ["words"]


def test_a_rerun_does_not_listen_again(studio: Studio, standin: Standin) -> None:
    """What was heard is kept: a finished book is found done."""
    book = studio.book([TEXT, SENTENCES[0]])
    first = studio.render(book, settings=CHECKED)
    before = first.outputs[0].stat().st_mtime_ns

    again = studio.render(book, settings=CHECKED)

    assert (again.rendered, again.reused, len(standin.heard)) == (0, 2, 2)
    assert again.outputs[0].stat().st_mtime_ns == before
    assert verified(studio, studio.render(book)) == ["words", "words"]  # without the check too


def test_takes_that_were_never_heard_are_heard_without_being_spoken_again(
    studio: Studio, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check is switched on for a finished book; the voice is not even started."""
    book = studio.book([TEXT, SENTENCES[0]])
    assert verified(studio, studio.render(book)) == ["signal", "signal"]
    monkeypatch.setattr(EngineHost, "__init__", None)

    finished = studio.render(book, settings=CHECKED)

    assert (finished.status, finished.rendered, finished.reused) == (Status.COMPLETE, 0, 2)
    assert verified(studio, finished) == ["words", "words"]
    assert len(standin.heard) == 2


def test_of_stored_takes_only_the_bad_ones_are_spoken_again(studio: Studio) -> None:
    """As if they had been heard when they were spoken."""
    book = studio.book([TEXT, f"[asr:lose 1] {TEXT}"])
    studio.render(book)

    finished = studio.render(book, settings=CHECKED)

    assert (finished.status, finished.rendered, finished.reused) == (Status.COMPLETE, 1, 1)
    assert studio.spoken == ["2.1"]
    assert verified(studio, finished) == ["words", "words"]


def test_a_book_of_an_interrupted_check_gets_its_receipt(studio: Studio) -> None:
    """Every take was heard, but the receipt of the finished audiobook is of the time before."""
    book = studio.book([TEXT])
    studio.render(book)

    def stop(event: events.Event) -> None:
        if isinstance(event, events.ChapterEncoded):
            studio.control.cancel()

    assert studio.render(book, stop, settings=CHECKED).status is Status.CANCELLED
    assert verified(studio, studio.render(book)) == ["words"]


@pytest.mark.parametrize("order", ["fail", "crash"])
def test_a_check_that_breaks_down_leaves_the_render_alone(
    order: str, studio: Studio, standin: Standin
) -> None:
    """It is said, once; the audiobook is made, and the receipt claims no more than was done."""
    standin.load(order)
    finished = studio.render(studio.book([TEXT, SENTENCES[0]]), settings=CHECKED)

    assert (finished.status, finished.rendered) == (Status.COMPLETE, 2)
    assert verified(studio, finished) == ["signal", "signal"]
    given_up = [message for message in warnings(studio) if "given up" in message]
    assert len(given_up) == 1
    assert "The word check cannot be loaded" in given_up[0]


def test_chapters_heard_before_the_breakdown_stay_verified(studio: Studio) -> None:
    """A take that ends every worker is left out; the others are heard."""
    book = studio.book([TEXT, f"[asr:crash] {SENTENCES[0]}", SENTENCES[1]])
    finished = studio.render(book, settings=CHECKED)

    assert (finished.status, finished.rendered) == (Status.COMPLETE, 3)
    assert verified(studio, finished) == ["words", "signal", "words"]
    assert any("left a take out" in message for message in warnings(studio))


def test_a_check_that_refuses_one_take_after_the_other_is_given_up(studio: Studio, standin: Standin) -> None:
    """Such as one without memory: it must not warn of every chunk of a book."""
    texts = [f"[asr:fail] {SENTENCES[0]} Number {number}." for number in range(9)]
    finished = studio.render(studio.book(texts), settings=CHECKED)

    assert finished.status is Status.COMPLETE
    assert sum("left a take out" in message for message in warnings(studio)) == 5
    assert sum("given up" in message for message in warnings(studio)) == 1
    assert set(verified(studio, finished)) == {"signal"}
    assert standin.heard


def test_a_model_of_another_language_is_told_once(studio: Studio, make_epub: Callable[..., Path]) -> None:
    """An English model hears nonsense in a German book, and would have all of it spoken again."""
    german = "Der Regen hatte aufgehört, und niemand im Dorf hatte ihn kommen sehen. " * 3
    book = make_epub(studio.folder / "b.epub", [("Eins", f"<p>{german}</p>")], language="de")
    settings = replace(CHECKED, check_words="tiny.en")
    finished = studio.render(book, settings=settings)

    assert (finished.status, finished.retried) == (Status.COMPLETE, 0)
    (message,) = warnings(studio)
    assert "knows no de" in message


def test_a_chapter_in_a_language_that_is_not_known_leaves_the_others_checked(studio: Studio) -> None:
    """A book with a letter in German is heard before it and after it."""
    texts = [TEXT, "Der Regen hatte aufgehört. Niemand im Dorf hatte ihn kommen sehen.", f"Then {TEXT}"]
    chapters = [{"label": text[:3], "text": text, "language": ""} for text in texts]
    chapters[1]["language"] = "de"
    book = studio.folder / "letter.json"
    book.write_text(json.dumps({"title": "Rain", "language": "en", "chapters": chapters}), "utf-8")

    finished = studio.render(book, settings=replace(CHECKED, check_words="tiny.en"))

    assert verified(studio, finished) == ["words", "signal", "words"]
    (message,) = warnings(studio)
    assert "knows no de" in message


def test_the_voice_never_waits_for_the_check(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is spoken though nothing was heard yet; only then the render waits for it."""
    hearing = Listener.hearing
    stored: list[int] = []

    def late(listener: Listener, wait_seconds: float = 0.0) -> Hearing | None:
        if not wait_seconds:
            return None
        stored.append(len(records(studio)))
        return hearing(listener, wait_seconds)

    monkeypatch.setattr(Listener, "hearing", late)
    finished = studio.render(studio.book([f"{TEXT} Number {n}." for n in range(12)]), settings=CHECKED)

    assert stored[0] == 12
    assert verified(studio, finished) == ["words"] * 12


def test_a_render_that_listens_can_be_paused_and_cancelled(studio: Studio) -> None:
    """At once, though all is spoken and only the check is at work."""
    book = studio.book([f"[asr:hang] {SENTENCES[0]}"])
    studio.render(book)
    started = Listener.listen

    def pause(listener: Listener, request: Any) -> None:
        started(listener, request)
        studio.control.pause()

    def cancel(event: events.Event) -> None:
        if isinstance(event, events.Paused):
            studio.control.cancel()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Listener, "listen", pause)
        finished = studio.render(book, cancel, settings=CHECKED)

    assert finished.status is Status.CANCELLED
    assert finished.wall_seconds < 5


def test_a_paused_check_goes_on(studio: Studio) -> None:
    """With what it had not heard."""
    book = studio.book([TEXT, SENTENCES[0]])
    studio.render(book)
    started = Listener.listen

    def pause(listener: Listener, request: Any) -> None:
        studio.control.pause()
        started(listener, request)

    def resume(event: events.Event) -> None:
        if isinstance(event, events.Paused):
            studio.control.resume()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Listener, "listen", pause)
        finished = studio.render(book, resume, settings=CHECKED)

    assert verified(studio, finished) == ["words", "words"]
    assert [type(e) for e in studio.events if isinstance(e, (events.Paused, events.Resumed))] == [
        events.Paused,
        events.Resumed,
    ]


def test_a_take_that_is_damaged_before_it_is_heard_is_spoken_again(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its record is gone when what was heard is to be written: nothing of it is used."""
    book = studio.book([TEXT])
    studio.render(book)
    add_words = TakeStore.add_words

    def damage(store: TakeStore, take: Any, *rest: Any) -> Any:
        monkeypatch.setattr(TakeStore, "add_words", add_words)
        take.path.with_suffix(".json").write_text("{", "utf-8")
        return add_words(store, take, *rest)

    monkeypatch.setattr(TakeStore, "add_words", damage)
    finished = studio.render(book, settings=CHECKED)

    assert finished.status is Status.COMPLETE
    assert studio.render(book, settings=CHECKED).status is Status.COMPLETE


def test_a_damaged_take_is_spoken_and_heard_again(studio: Studio, standin: Standin) -> None:
    """Found when the book is put together, after what listens was let go."""
    book = studio.book([TEXT])
    studio.render(book, settings=CHECKED)
    path = studio.take_of(book, "1.1")
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    studio.forget_encoded(book)
    for output in studio.folders.output.iterdir():
        output.unlink()

    finished = studio.render(book, settings=CHECKED)

    assert (finished.status, finished.rendered) == (Status.COMPLETE, 1)
    assert verified(studio, finished) == ["words"]
    assert [attempt for _, attempt in standin.heard] == [1, 1]


@pytest.mark.parametrize(
    ("settings", "code"), [(replace(CHECKED, check_words="large"), "no-model"), (CHECKED, "no-word-check")]
)
def test_what_is_not_there_is_said_before_anything_is_spoken(
    settings: Settings, code: str, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the one command to type, or the folder that is missing."""
    if code == "no-word-check":
        monkeypatch.setattr(listening, "_LIBRARY", "no_such_library")

    with pytest.raises(InputError) as caught:
        studio.render(studio.book([TEXT]), settings=settings)

    assert caught.value.code == code
    assert studio.events == []
    assert not studio.folders.takes.exists()


def test_a_word_of_the_lexicon_is_heard_as_it_is_written(studio: Studio, standin: Standin) -> None:
    """The voice is given a respelling; the recogniser writes the name, and is right."""
    Backend(studio.folders).add_words([new_entry("Bartholomew", "Zee Quix Op")])
    book = studio.book(["Bartholomew and Bartholomew saw Bartholomew."])
    say = standin.say
    standin.say = lambda key, text: say(key, text.replace("Zee Quix Op", "Bartholomew"))  # type: ignore[method-assign]
    finished = studio.render(book, settings=CHECKED)

    assert verified(studio, finished) == ["words"]
    assert records(studio)[0]["heard"] == "Bartholomew and Bartholomew saw Bartholomew."


@on_posix
def test_a_killed_listener_changes_nothing(studio: Studio) -> None:
    """What it had is heard by the next one."""
    book = studio.book([f"{TEXT} Number {number}." for number in range(8)])
    listeners: list[Listener] = []
    started = Listener.listen

    def kill(listener: Listener, request: Any) -> None:
        started(listener, request)
        listeners.append(listener)
        if len(listeners) == 4:
            os.kill(listener.worker_pid, signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Listener, "listen", kill)
        finished = studio.render(book, settings=CHECKED)

    assert (finished.status, finished.rendered) == (Status.COMPLETE, 8)
    assert verified(studio, finished) == ["words"] * 8


@pytest.mark.parametrize(
    ("heard", "checks", "words"),
    [
        (TEXT, [], ""),
        (
            " ".join(SENTENCES[:2]),
            [Check.UNHEARD],
            f"this was not heard: {SENTENCES[2]} (word error rate 31%)",
        ),
        (f"{TEXT} {SENTENCES[2]}", [Check.WORDS], "this was heard twice"),
        (TEXT.replace("village had seen him", "city has heard of her"), [], ""),
        (TEXT.replace("rain", "sun").replace("bells began to ring", "cocks go on crowing"), [], ""),
    ],
)
def test_a_verdict_on_words_says_what_was_heard(heard: str, checks: list[Check], words: str) -> None:
    """Lost text is worse than words that a recogniser may have got wrong."""
    verdict = words_verdict(compare(TEXT, heard))

    assert [finding.check for finding in verdict.findings] == checks
    assert all(reason.startswith(words) for reason in verdict.reasons)
    assert verdict.is_good == (not checks)
