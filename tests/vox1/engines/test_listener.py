"""Tests of the listener, on real workers with the stand-in for faster-whisper."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import soundfile

from tests.vox1.standin import Standin
from vox1.control import Control
from vox1.engines import listener as listening
from vox1.engines.host import Patience
from vox1.engines.listener import Broken, Ears, Hearing, Listener, NotHeard, find_ears
from vox1.errors import InputError
from vox1.events import Event, Warned
from vox1.paths import Folders
from vox1_worker.engines.tone import SAMPLE_RATE_HZ, render
from vox1_worker.protocol import Heard, Listen

PATIENCE = Patience(load_seconds=30, stall_seconds=1.0, silence_seconds=20)
_LONGEST_WAIT_SECONDS = 30.0
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


class Room:
    """Takes to be heard, and listeners that end with the test.

    Attributes:
        folder: Of the test.
        events: What the listeners told.
        control: Of the render.
    """

    def __init__(self, folder: Path, standin: Standin) -> None:
        self.folder = folder
        self.standin = standin
        self.events: list[Event] = []
        self.control = Control()
        self.listeners: list[Listener] = []

    def start(self, patience: Patience = PATIENCE) -> Listener:
        """Start a listener."""
        ears = Ears(Path(sys.executable), self.standin.models / "tiny", "cpu")
        listener = Listener(ears, self.folder / "asr.log", self.events.append, self.control, patience)
        self.listeners.append(listener)
        return listener

    def take(self, text: str) -> Listen:
        """Store a take that says a text."""
        name = f"key{len(list(self.folder.glob('key*')))}"
        self.standin.say(name, text)
        path = self.folder / name / "1.flac"
        path.parent.mkdir()
        soundfile.write(path, render(text, "tone")[0], SAMPLE_RATE_HZ)
        return Listen(name, str(path), "en", 0.0, 2.0)

    @property
    def warnings(self) -> list[str]:
        """What the listener is told."""
        return [event.message for event in self.events if isinstance(event, Warned)]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """An empty room."""
    room = Room(tmp_path, Standin(tmp_path / "texts", tmp_path / "models", monkeypatch))
    yield room
    for listener in room.listeners:
        listener.close()


def next_of(listener: Listener) -> Hearing:
    """Return the next outcome, for which it waits."""
    hearing = listener.hearing(_LONGEST_WAIT_SECONDS)
    assert hearing is not None, "nothing came"
    return hearing


def test_takes_are_heard_while_others_are_handed_in(room: Room) -> None:
    """Handing in and picking up never wait, though the model is not even loaded yet."""
    listener = room.start()
    listener.listen(room.take("It rained."))
    assert listener.hearing() is None

    assert next_of(listener) == Heard("key0", "It rained.")
    listener.listen(room.take("It snowed."))
    assert next_of(listener) == Heard("key1", "It snowed.")
    assert room.events == []


def test_the_worker_has_three_takes_at_most(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a dead worker takes with it is bounded; all others wait here."""
    outstanding: list[int] = []
    answers = listening._ListenerHost._answers

    def count(host: listening._ListenerHost, message: object) -> Iterator[Heard | NotHeard]:
        outstanding.append(len(host._in_flight))
        return answers(host, message)  # type: ignore[arg-type]  # whatever came

    monkeypatch.setattr(listening._ListenerHost, "_answers", count)
    listener = room.start()
    for number in range(12):
        listener.listen(room.take(f"Take {number}."))

    heard = [next_of(listener) for _ in range(12)]

    assert heard == [Heard(f"key{number}", f"Take {number}.") for number in range(12)]
    assert max(outstanding) == 3


def test_a_take_that_cannot_be_heard_is_told_and_the_next_is_heard(room: Room) -> None:
    """One broken file does not end the word check."""
    listener = room.start()
    listener.listen(room.take("[asr:fail] It rained."))
    listener.listen(room.take("It snowed."))

    refused = next_of(listener)

    assert isinstance(refused, NotHeard)
    assert (refused.id, refused.code) == ("key0", "listen")
    assert next_of(listener) == Heard("key1", "It snowed.")


@pytest.mark.parametrize("order", ["crash", "hang"])
def test_a_take_that_ends_three_workers_is_left_and_the_others_are_heard(order: str, room: Room) -> None:
    """As with the voice: another worker each time, and the listener reads of it."""
    listener = room.start(Patience(load_seconds=30, stall_seconds=0.5, silence_seconds=20))
    for text in ("It rained.", f"[asr:{order}] It froze.", "It snowed."):
        listener.listen(room.take(text))

    came = [next_of(listener) for _ in range(3)]
    outcomes = {outcome.id: outcome for outcome in came if not isinstance(outcome, Broken)}

    assert outcomes["key0"] == Heard("key0", "It rained.")
    assert outcomes["key2"] == Heard("key2", "It snowed.")
    crash = outcomes["key1"]
    assert isinstance(crash, NotHeard)
    assert crash.code == "crash"
    assert len(room.warnings) == 3
    assert all(warning.startswith("The word check was started again: ") for warning in room.warnings)


@on_posix
def test_a_killed_worker_loses_no_take(room: Room) -> None:
    """What it had comes back to the next one."""
    listener = room.start()
    for number in range(8):
        listener.listen(room.take(f"Take {number}."))
    first = next_of(listener)
    os.kill(listener.worker_pid, signal.SIGKILL)

    heard = [first, *(next_of(listener) for _ in range(7))]

    assert sorted(one.id for one in heard if isinstance(one, Heard)) == [f"key{n}" for n in range(8)]


@pytest.mark.parametrize(("order", "reason"), [("fail", "out of order"), ("crash", "ended while loading")])
def test_a_listener_that_breaks_down_for_good_says_so_once(order: str, reason: str, room: Room) -> None:
    """Whoever waits for a take must not wait for ever."""
    room.standin.load(order)
    listener = room.start()
    listener.listen(room.take("It rained."))

    broken = next_of(listener)

    assert isinstance(broken, Broken)
    assert reason in broken.reason
    assert broken.reason.startswith("The word check cannot be loaded: ")
    assert listener.hearing() is None


def test_a_worker_that_ends_on_every_take_is_given_up(room: Room) -> None:
    """After as many restarts in a row as a voice engine gets."""
    patience = Patience(load_seconds=30, stall_seconds=1, silence_seconds=20, restarts=1, deaths_of_a_chunk=9)
    listener = room.start(patience)
    listener.listen(room.take("[asr:crash] It rained."))

    broken = next_of(listener)

    assert isinstance(broken, Broken)
    assert "broke down 2 times in a row" in broken.reason


def test_it_rests_with_the_render_and_ends_with_it(room: Room) -> None:
    """In a pause nothing new is heard, and the pause does not keep it from ending."""
    room.control.pause()
    listener = room.start(Patience(load_seconds=30, stall_seconds=5, silence_seconds=20, idle_seconds=0.0))
    worker = psutil.Process(listener.worker_pid)
    listener.listen(room.take("It rained."))
    worker.wait(_LONGEST_WAIT_SECONDS)  # a long pause: its memory is given back
    assert room.standin.heard == []
    room.control.resume()
    assert next_of(listener) == Heard("key0", "It rained.")

    room.control.pause()
    listener.listen(room.take("It snowed."))
    listener.close()

    assert not psutil.pid_exists(listener.worker_pid)
    assert [thread.name for thread in threading.enumerate()].count("listener") == 0


@pytest.mark.parametrize("end", [lambda room: room.control.cancel(), lambda room: room.listeners[0].close()])
def test_a_hanging_worker_ends_with_the_render(end: Callable[[Room], None], room: Room) -> None:
    """However far its time limit."""
    listener = room.start(Patience())
    listener.listen(room.take("[asr:hang] It rained."))
    while not room.standin.heard:
        assert listener.hearing(0.05) is None

    end(room)
    listener.close()

    assert isinstance(next_of(listener), Broken)
    assert not psutil.pid_exists(listener.worker_pid)


def test_without_the_library_one_reads_the_command_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a model is looked for."""
    monkeypatch.setattr(listening, "_LIBRARY", "no_such_library")

    with pytest.raises(InputError) as caught:
        find_ears("tiny", "cpu", Folders(user=tmp_path))

    assert caught.value.code == "no-word-check"
    assert "`python3 run.py setup --engine asr`" in caught.value.hint


def test_a_model_that_is_not_there_is_named(room: Room) -> None:
    """With its whole place, and what is missing in it."""
    (room.standin.models / "half").mkdir()
    (room.standin.models / "half" / "model.bin").touch()

    for name, file in (("large", "model.bin"), ("half", "tokenizer.json")):
        with pytest.raises(InputError) as caught:
            find_ears(name, "cpu", Folders(user=room.folder))
        assert caught.value.code == "no-model"
        assert str(room.standin.models / name) in caught.value.message
        assert file in caught.value.message


@pytest.mark.parametrize("packages", ["lib/python3.12/site-packages", "Lib/site-packages"])
def test_its_own_environment_comes_before_this_one(
    packages: str, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is where `setup --engine asr` puts the library; one that is only half made does not count."""
    python = room.folder / "asr" / "bin" / "python"
    monkeypatch.setattr(listening, "environment_python", lambda _: python)
    python.parent.mkdir(parents=True)
    python.touch()
    assert find_ears("tiny", "cpu", Folders(user=room.folder)).python == Path(sys.executable)

    (python.parent.parent / packages / "faster_whisper").mkdir(parents=True)

    assert find_ears("tiny", "cpu", Folders(user=room.folder)).python == python
