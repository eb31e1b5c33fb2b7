"""Tests of the host, on real workers that die, hang and lie."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
import soundfile

from vox1.control import Cancelled, Control
from vox1.engines import process, registry
from vox1.engines.host import Activity, NotSpoken, Patience, Spoken
from vox1.errors import DiskError, EngineFailed, EngineGaveUp
from vox1.events import EngineReady, EngineRestarted, Event, Paused, Resumed

ROOT = Path(__file__).resolve().parents[3]
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and named pipes")

Stage = Any  # of conftest.py, which cannot be imported


def spoken(outcomes: dict[str, Spoken | NotSpoken]) -> set[str]:
    """Return the names of the requests that were spoken, having looked at each of their files."""
    names = set()
    for name, outcome in outcomes.items():
        if isinstance(outcome, Spoken):
            samples, rate_hz = soundfile.read(outcome.request.out_path, dtype="int16")
            assert (len(samples), rate_hz) == (outcome.take.samples, outcome.take.sample_rate_hz)
            names.add(name)
    return names


def names(count: int) -> set[str]:
    """Return the names of so many requests."""
    return {str(number) for number in range(1, count + 1)}


def test_every_request_is_spoken_once_into_its_file(stage: Stage) -> None:
    """With one worker, which said what it is."""
    host = stage.start()
    stage.ask(*(f"words of chunk {n}" for n in range(25)))

    outcomes = stage.speak(host)

    assert spoken(outcomes) == names(25)
    assert stage.events == [EngineReady("tone", "cpu", 3)]
    assert host.loaded(Control()).versions == {"tone": "1"}


def test_anybody_may_see_what_the_worker_is_doing(stage: Stage) -> None:
    """Telemetry looks ten times a second, from a thread of its own."""
    host = stage.start(slots=2)
    assert host.reading().activity is Activity.LOADING
    assert host.reading().loaded is None
    host.loaded(Control())
    assert host.reading().activity is Activity.IDLE
    stage.ask("one", "two", "three")
    seen = []

    stage.speak(host, lambda _: seen.append(host.reading()))

    assert [reading.activity for reading in seen] == [Activity.WORKING, Activity.WORKING, Activity.IDLE]
    assert all(reading.loaded and reading.loaded.slots == 2 for reading in seen)
    assert seen[-1].working_on == 0


def test_no_more_is_asked_than_the_slots_and_two_ahead(stage: Stage) -> None:
    """Memory is bounded, and what a dead worker takes with it."""
    stage.ask(*["one two"] * 30)
    outstanding = []

    stage.speak(stage.start(slots=3), lambda done: outstanding.append(30 - len(stage.work) - done))

    assert max(outstanding) <= 3 + 2 + 3  # speaking, ahead, and on the way to the disk


def test_work_may_be_added_while_it_is_done(stage: Stage) -> None:
    """A take that is no good is asked for again at once."""
    stage.ask("one", "two")
    retry = stage.work[0]

    def add(done: int) -> None:
        if done == 2:
            stage.work.append(type(retry)(**{**vars(retry), "id": "again", "attempt": 2}))

    assert spoken(stage.speak(stage.start(), add)) == {"1", "2", "again"}


def test_speaking_stops_when_it_is_cancelled(stage: Stage) -> None:
    """Without waiting for a chunk that may take minutes."""
    host = stage.start(slots=1)
    stage.ask("one", "[tone:stall]", "three")
    control = Control()
    outcomes = []

    with pytest.raises(Cancelled):
        for outcome in host.speak(stage.work, control):
            outcomes.append(outcome.request.id)
            control.cancel()

    assert outcomes == ["1"]


def test_in_a_pause_what_was_begun_ends_and_nothing_else_begins(stage: Stage) -> None:
    """The machine is the listener's again, and no take is thrown away."""
    host = stage.start(slots=1)
    stage.ask(*["one two"] * 12)
    control = Control()
    left = []

    def at(event: Event) -> None:
        if isinstance(event, Paused):
            left.append((len(stage.work), len(outcomes)))
            control.resume()

    stage.listen(at)
    outcomes = []
    for outcome in host.speak(stage.work, control):
        outcomes.append(outcome)
        if len(outcomes) == 1:
            control.pause()
            left.append((len(stage.work), len(outcomes)))

    (work, _), (work_at_rest, spoken_at_rest) = left
    assert work_at_rest == work > 0
    assert spoken_at_rest == 12 - work
    assert [type(event) for event in stage.events[-2:]] == [Paused, Resumed]
    assert len(outcomes) == 12


def test_in_a_long_pause_the_worker_gives_its_memory_back(stage: Stage) -> None:
    """Another begins where it left, with as many slots as before."""
    host = stage.start(slots=2, idle_seconds=0.0)
    stage.ask(*["one two"] * 9)
    control = Control()
    first = psutil.Process(host.worker_pid)

    def resume_without_it() -> None:
        first.wait(30)
        control.resume()

    ends = threading.Thread(target=resume_without_it)
    outcomes = []

    for outcome in host.speak(stage.work, control):
        outcomes.append(outcome)
        if len(outcomes) == 1:
            control.pause()
            ends.start()
    ends.join()

    assert len(outcomes) == 9
    assert host.worker_pid != first.pid
    assert stage.named(EngineRestarted) == []
    assert [event.slots for event in stage.named(EngineReady)] == [2, 2]


def test_a_worker_may_stay_however_long_the_pause(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A listener with memory to spare need not wait for the voice to be loaded again."""
    host = stage.start(slots=1, idle_seconds=None)
    stage.ask(*["one two"] * 12)
    control = Control()
    first = host.worker_pid
    waits: list[float | None] = []
    rest = control.rest

    def resume_at_once(seconds: float | None = None) -> bool:
        waits.append(seconds)
        control.resume()
        return rest(seconds)

    monkeypatch.setattr(control, "rest", resume_at_once)
    outcomes = []
    for outcome in host.speak(stage.work, control):
        outcomes.append(outcome)
        if len(outcomes) == 1:
            control.pause()

    assert waits == [None]
    assert len(outcomes) == 12
    assert host.worker_pid == first


def test_a_pause_can_be_cancelled(stage: Stage) -> None:
    """At once, though nothing is being spoken that could end."""
    host = stage.start()
    stage.ask(*["one two"] * 9)
    control = Control()
    control.pause()
    stage.listen(lambda event: control.cancel() if isinstance(event, Paused) else None)

    with pytest.raises(Cancelled):
        list(host.speak(stage.work, control))


def test_a_worker_that_slept_with_the_computer_is_replaced_and_not_blamed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The graphics card may have lost what it held; nothing was wrong, so no slot is taken away."""
    asleep = [0.0]
    monkeypatch.setattr("vox1.power.seconds_asleep", lambda: asleep[0])
    host = stage.start(slots=3)
    stage.ask(*["one two"] * 12)

    def sleep(done: int) -> None:
        asleep[0] = 3600.0 if done >= 4 else 0.0

    outcomes = stage.speak(host, sleep)

    assert spoken(outcomes) == names(12)
    assert [(event.reason, event.slots) for event in stage.named(EngineRestarted)] == [
        ("the computer was asleep", 3)
    ]


@on_posix
def test_a_worker_killed_between_chunks_loses_none(stage: Stage) -> None:
    """What it had been asked comes back and is spoken by the next one, one slot lower each time."""
    host = stage.start(slots=3)
    stage.ask(*(f"words of chunk {n}" for n in range(30)))

    def kill(done: int) -> None:
        if done in {3, 10, 17}:
            os.kill(host.worker_pid, signal.SIGKILL)

    outcomes = stage.speak(host, kill)

    assert spoken(outcomes) == names(30)
    restarts = stage.named(EngineRestarted)
    assert [event.slots for event in restarts] == [2, 1, 1]
    assert all("-9" in event.reason for event in restarts)


@on_posix
def test_a_worker_killed_in_the_middle_of_a_chunk_loses_nothing(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chunk comes back and is spoken whole. The draft voice is at it for a while: it is a long one."""
    pipe = tmp_path / "begun"
    os.mkfifo(pipe)
    monkeypatch.setenv("VOX1_SPEAK_LOG", str(pipe))
    reader = os.open(pipe, os.O_RDWR)  # so that it never ends, whoever else opens it
    begun: list[str] = []
    host = stage.start("espeak", slots=1)

    def follow() -> None:
        with os.fdopen(reader, "rb", buffering=0) as stream:
            while line := stream.readline().decode().strip():
                begun.append(line)
                if begun.count("key 2 1") == 1 and line == "key 2 1":
                    os.kill(host.worker_pid, signal.SIGKILL)

    follower = threading.Thread(target=follow)
    follower.start()
    stage.ask("One.", "It goes on and on, and never comes to an end. " * 80, "Three.", voice="gmw/en")
    stage.work[1] = type(stage.work[1])(**{**vars(stage.work[1]), "budget_seconds": 3600.0})

    outcomes = stage.speak(host)
    with pipe.open("wb") as stream:
        stream.write(b"\n")
    follower.join()

    assert spoken(outcomes) == names(3)
    assert len(stage.named(EngineRestarted)) == 1
    assert begun.count("key 2 1") == 2
    assert begun.count("key 3 1") == 1


def test_a_chunk_that_kills_three_workers_is_set_aside(stage: Stage) -> None:
    """The others, which died with it, are spoken; slots fall from 3 to 2 to 1."""
    stage.ask("one", "two", "three [tone:crash]", "four", "five", "six")

    outcomes = stage.speak(stage.start(slots=3))

    bad = outcomes["3"]
    assert isinstance(bad, NotSpoken)
    assert bad.code == "crash"
    assert spoken(outcomes) == names(6) - {"3"}
    assert [event.slots for event in stage.named(EngineRestarted)] == [2, 1, 1]


def test_what_is_only_waiting_to_be_stored_is_not_blamed_for_a_crash(stage: Stage) -> None:
    """Takes are written while the next chunk is spoken: it is that one that kills the worker."""
    stage.ask("one", "two", "three [tone:crash]", "four [tone:crash]", "five")

    outcomes = stage.speak(stage.start(slots=1))

    assert spoken(outcomes) == {"1", "2", "5"}
    assert {name for name, outcome in outcomes.items() if isinstance(outcome, NotSpoken)} == {"3", "4"}


def test_a_worker_that_hangs_while_it_speaks_is_replaced(stage: Stage) -> None:
    """Its heartbeats go on, but its step does not rise. A chunk on which all hang is set aside."""
    stage.ask("one", "[tone:stall]", "three")

    outcomes = stage.speak(stage.start(slots=2, stall_seconds=1.2, deaths_of_a_chunk=2))

    assert spoken(outcomes) == {"1", "3"}
    restarts = stage.named(EngineRestarted)
    assert [event.slots for event in restarts] == [1, 1]
    assert all(event.reason.startswith("no progress") for event in restarts)


@pytest.mark.parametrize("sign", ["'heartbeat', step=n", "'progress', id='1', seconds=n"])
def test_a_long_chunk_is_not_taken_for_a_hanging_one(
    sign: str, stage: Stage, impostor: Callable[[str], None]
) -> None:
    """Each rising step and each progress starts the clock anew: here it would run out three times."""
    impostor(
        "import time\n"
        "say(**HELLO); say(**LOADED); sys.stdin.readline()\n"
        f"for n in range(15):\n    say(type={sign})\n    time.sleep(0.1)\n"
        "say(type='failed', id='1', code='speech', message='at last')\nwait()"
    )
    stage.ask("one")

    outcomes = stage.speak(stage.start(slots=1, stall_seconds=0.5))

    assert isinstance(outcomes["1"], NotSpoken)
    assert outcomes["1"].message == "at last"
    assert stage.named(EngineRestarted) == []


@on_posix
def test_a_stopped_worker_is_replaced_when_it_has_been_silent_for_too_long(stage: Stage) -> None:
    """Not even a heartbeat: a debugger, a frozen system, a process that swaps."""
    host = stage.start(slots=1, silence_seconds=2.5)
    stage.ask(*["one two three"] * 12)
    stopped = []

    def stop(done: int) -> None:
        if done == 2:
            stopped.append(host.worker_pid)
            os.kill(host.worker_pid, signal.SIGSTOP)

    outcomes = stage.speak(host, stop)

    assert spoken(outcomes) == names(12)
    assert [event.reason[:18] for event in stage.named(EngineRestarted)] == ["no sign of life fo"]
    assert not psutil.pid_exists(stopped[0])


def test_the_time_the_host_itself_was_stopped_does_not_count(stage: Stage) -> None:
    """A laptop that slept for a night must not find its worker accused."""
    host = stage.start(slots=1, stall_seconds=30, silence_seconds=30)
    stage.ask(*["one"] * 10)

    def sleep_for_a_night(_: int) -> None:
        host._looked -= 8 * 3600

    assert spoken(stage.speak(host, sleep_for_a_night)) == names(10)
    assert stage.named(EngineRestarted) == []


def test_an_engine_that_breaks_down_again_and_again_pauses_the_render(stage: Stage) -> None:
    """Rather than burn the book; with what to do and where the log is."""
    host = stage.start(slots=1, restarts=2, deaths_of_a_chunk=99)
    stage.ask("one [tone:crash]")

    with pytest.raises(EngineGaveUp, match="3 times in a row") as caught:
        stage.speak(host)

    assert "try again" in caught.value.hint
    assert str(stage.log_path) in caught.value.hint
    assert len(stage.named(EngineRestarted)) == 2


def test_breakdowns_with_takes_between_them_do_not_add_up(stage: Stage) -> None:
    """A long book may meet many bad chunks."""
    stage.ask(*["[tone:crash]", *["one two"] * 4] * 4)

    outcomes = stage.speak(stage.start(slots=1, restarts=3, deaths_of_a_chunk=1))

    assert names(20) - spoken(outcomes) == {"1", "6", "11", "16"}
    assert len(stage.named(EngineRestarted)) == 4


def test_out_of_memory_is_spoken_with_fewer_slots(stage: Stage) -> None:
    """One step down at a time, and nobody is blamed: the chunk is spoken once there is room for it."""
    stage.ask("one", "two [tone:memory]", "three", "four")

    outcomes = stage.speak(stage.start(slots=3, deaths_of_a_chunk=1))

    assert spoken(outcomes) == names(4)
    restarts = stage.named(EngineRestarted)
    assert [event.slots for event in restarts] == [2, 1]
    assert {event.reason for event in restarts} == {"the card's memory is full, on order"}


def test_an_engine_without_room_is_loaded_with_fewer_slots(stage: Stage) -> None:
    """As few as it takes."""
    host = stage.start(slots=3, order="memory", room=1)

    assert host.loaded(Control()).slots == 1
    assert [event.slots for event in stage.named(EngineRestarted)] == [2, 1]


def test_an_engine_without_any_room_says_what_to_do(stage: Stage) -> None:
    """Setting it up again would help nobody."""
    host = stage.start(slots=2, order="memory")

    with pytest.raises(EngineFailed, match="memory is full") as caught:
        host.loaded(Control())

    assert caught.value.code == "no-memory"
    assert "smaller model" in caught.value.hint


@pytest.mark.parametrize(
    ("engine", "order", "reason"),
    [
        ("tone", "crash", "ended while loading"),
        ("tone", "stall", "no progress"),
        ("theremin", "", "status 1"),
    ],
)
def test_an_engine_that_never_gets_ready_is_an_error(
    engine: str, order: str, reason: str, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried twice: dead, hanging, or not there at all."""
    monkeypatch.setitem(registry.ENGINES, "theremin", replace(registry.ENGINES["tone"], id="theremin"))
    host = stage.start(engine, order=order, load_seconds=0.5 if order == "stall" else 60)

    with pytest.raises(EngineFailed, match=reason) as caught:
        host.loaded(Control())

    assert "setup" in caught.value.hint
    assert str(stage.log_path) in caught.value.hint
    assert len(stage.named(EngineRestarted)) == 1


def test_an_engine_that_says_why_it_cannot_be_loaded_is_quoted(
    stage: Stage, impostor: Callable[[str], None]
) -> None:
    """And not tried again: it would say the same."""
    impostor("say(**HELLO)\nsay(type='failed', id='', code='load', message='no card in sight')\nwait()")

    with pytest.raises(EngineFailed, match="no card in sight"):
        stage.start().loaded(Control())

    assert stage.events == []


def test_a_worker_of_another_protocol_is_refused(stage: Stage, impostor: Callable[[str], None]) -> None:
    """Its environment is older or newer than the program."""
    impostor("say(**{**HELLO, 'protocol': 99})\nwait()")

    with pytest.raises(EngineFailed, match="another protocol") as caught:
        stage.start().loaded(Control())

    assert "setup" in caught.value.hint


def test_an_answer_to_a_request_that_nobody_made_is_a_breakdown(
    stage: Stage, impostor: Callable[[str], None]
) -> None:
    """Whatever the worker stores then, it is not what was asked."""
    impostor("say(**HELLO)\nsay(**LOADED)\nsay(type='failed', id='99', code='speech', message='?')\nwait()")
    stage.ask("one")

    with pytest.raises(EngineGaveUp, match="nobody made"):
        stage.speak(stage.start(restarts=1))


def test_a_worker_that_writes_garbage_is_a_breakdown(
    stage: Stage, impostor: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing it says after that can be trusted."""
    monkeypatch.setattr(process, "_END_SECONDS", 0.2)
    impostor("say(**HELLO)\nsay(**LOADED)\nsys.stdin.readline()\nsay(type='applause')\nwait()")
    stage.ask("one")

    with pytest.raises(EngineGaveUp):
        stage.speak(stage.start(restarts=1))


def test_what_a_library_prints_is_in_the_log_only(stage: Stage) -> None:
    """On Python's standard output and on descriptor 1, between messages that all arrive."""
    host = stage.start()
    stage.ask("one", "[tone:print] two", "three")

    assert spoken(stage.speak(host)) == names(3)
    host.close()
    assert stage.named(EngineRestarted) == []
    assert "a C library prints" in stage.log_path.read_text("utf-8")


def test_a_refused_chunk_is_told_and_the_others_are_spoken(stage: Stage) -> None:
    """With the engine's code and words."""
    stage.ask("one", "[tone:refuse]", "three")
    stage.ask("four", voice="nobody")

    outcomes = stage.speak(stage.start())

    refused = {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, NotSpoken)}
    assert {name: outcome.code for name, outcome in refused.items()} == {"2": "speech", "4": "voice"}
    assert refused["2"].message == "refused on order"
    assert spoken(outcomes) == {"1", "3"}
    assert stage.named(EngineRestarted) == []


def test_a_disk_that_refuses_takes_stops_the_render(stage: Stage) -> None:
    """Every other chunk would fail too."""
    stage.ask("one")
    stage.work[0] = type(stage.work[0])(**{**vars(stage.work[0]), "out_path": str(stage.folder / "no" / "1")})

    with pytest.raises(DiskError, match="could not be stored") as caught:
        stage.speak(stage.start())

    assert str(stage.folder / "no" / "1") in caught.value.message
    assert "work folder" in caught.value.hint


def test_files_in_the_current_folder_are_not_taken_for_modules(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listener may start it in a folder full of anything."""
    folder = tmp_path / "anything"
    folder.mkdir()
    for name in ("queue", "platform", "numpy", "soundfile", "vox1_worker"):
        (folder / f"{name}.py").write_text("raise SystemExit('the wrong module')")
    monkeypatch.chdir(folder)
    stage.ask("one")

    assert spoken(stage.speak(stage.start())) == {"1"}


def test_a_closed_host_lets_its_worker_finish_and_leave(stage: Stage) -> None:
    """Nothing is left running, and closing or killing it again is harmless."""
    host = stage.start()
    host.loaded(Control())
    worker = psutil.Process(host.worker_pid)

    host.close()

    assert not worker.is_running()
    host.close()
    host.kill()


def test_a_hanging_worker_can_be_killed_from_another_thread(stage: Stage) -> None:
    """The window's stop button does not wait."""
    host = stage.start(slots=1, restarts=0)
    stage.ask("one", "[tone:stall]")

    def kill(_: int) -> None:
        killer = threading.Thread(target=host.kill)
        killer.start()
        killer.join()

    with pytest.raises(EngineGaveUp):
        stage.speak(host, kill)

    assert not psutil.pid_exists(host.worker_pid)


def test_waiting_time_is_added_up(stage: Stage) -> None:
    """So that a benchmark can tell whether the engine stood idle; before the first request it had no work."""
    host = stage.start()
    stage.ask("one", "two", "three")

    outcomes = stage.speak(host)
    stage.ask("four")
    later = stage.speak(host)

    takes = [one.take for one in (*outcomes.values(), *later.values()) if isinstance(one, Spoken)]
    assert [takes[0].waited_seconds, takes[3].waited_seconds] == [0.0, 0.0]
    assert host.waited_seconds == sum(take.waited_seconds for take in takes)


@on_posix
def test_no_worker_outlives_a_killed_host(tmp_path: Path) -> None:
    """Even one that hangs: the end of its input ends it."""
    script = (
        "import sys\n"
        "from collections import deque\n"
        "from pathlib import Path\n"
        "from vox1.control import Control\n"
        "from vox1.engines.host import EngineHost\n"
        "from vox1_worker.protocol import Load, Speak\n"
        "folder = Path(sys.argv[1])\n"
        "host = EngineHost('tone', Load('', 'cpu', 1), folder / 'log', lambda event: None)\n"
        "work = deque(Speak(str(n), 'k', 1, 1, text, 'tone', '', 'en', {}, 9.0, str(folder / f'{n}.flac'))\n"
        "             for n, text in enumerate(('one', '[tone:stall]')))\n"
        "for outcome in host.speak(work, Control()):\n"
        "    print(host.worker_pid, flush=True)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as host:
        assert host.stdout is not None
        worker = psutil.Process(int(host.stdout.readline()))
        host.kill()

    worker.wait(timeout=30)
    assert not worker.is_running()


def test_patience_is_long_enough_for_slow_machines() -> None:
    """The values people get: a heartbeat comes every second, a model may take minutes to load."""
    patience = Patience()

    assert patience.load_seconds >= 300
    assert patience.stall_seconds >= 60
    assert patience.silence_seconds >= 30
    assert (patience.deaths_of_a_chunk, patience.restarts) == (3, 6)
