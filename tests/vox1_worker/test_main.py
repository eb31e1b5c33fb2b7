"""Tests of the worker's loop, on a real worker process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
import soundfile

from vox1.engines.process import Gone
from vox1_worker import main, protocol
from vox1_worker.protocol import (
    Bye,
    Cancel,
    Ended,
    Failed,
    Heartbeat,
    Hello,
    Load,
    Loaded,
    Progress,
    Speak,
    Storing,
    Take,
)

ROOT = Path(__file__).resolve().parents[2]
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")

Talk = Any  # of conftest.py, which cannot be imported
Start = Callable[..., Talk]
Make = Callable[..., Speak]


def test_it_says_hello_before_anything_large_is_imported(start_worker: Start, tmp_path: Path) -> None:
    """An environment that is broken or out of date is known by then, and the host need not wait for it."""
    (tmp_path / "probe.py").write_text(
        "import sys\n"
        "large = {'numpy', 'soundfile', 'torch', 'vox1_worker.engine'} & set(sys.modules)\n"
        "sys.exit(f'found {sorted(large)}')\n"
    )
    talk = start_worker("probe", engines={"probe": "probe"})

    hello = talk.hear(Hello)

    assert (hello.protocol, hello.engine) == (protocol.PROTOCOL, "probe")
    talk.hear(Gone)
    assert "found []" in talk.log


@pytest.mark.parametrize("engine", sorted(main.ENGINES.keys() - {"qwen3"}))  # tests/narrator has its renders
def test_every_engine_is_loaded_and_speaks_into_the_file_it_is_given(
    engine: str, start_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """Hello, loaded, progress, storing, take: in this order, and the file is what the take says."""
    talk = start_worker(engine)
    talk.ask(Load(model="", device="cpu", slots=1))
    loaded = talk.hear(Loaded)
    out = tmp_path / "a folder é" / "1.flac"
    out.parent.mkdir()
    talk.ask(make_request("Call me Ishmael.", voice=loaded.voices[0][0], out_path=str(out)))

    take = talk.hear(Take)

    order = [type(message) for message in talk.said if not isinstance(message, Heartbeat)]
    assert order == [Hello, Loaded, Progress, Storing, Take]
    samples, rate_hz = soundfile.read(out, dtype="int16")
    assert (len(samples), rate_hz) == (take.samples, take.sample_rate_hz)
    assert rate_hz == loaded.sample_rate_hz
    assert take.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert take.file_bytes == out.stat().st_size
    assert take.ended is Ended.NATURAL
    assert take.nonfinite == 0
    assert 0 < take.rms < take.peak < 1
    assert take.marks
    assert [path.name for path in out.parent.iterdir()] == ["1.flac"]


def test_an_engine_that_nobody_knows_ends_the_worker(start_worker: Start) -> None:
    """With the reason in the log, after the hello."""
    talk = start_worker("theremin")

    assert talk.hear(Hello).engine == "theremin"
    assert talk.hear(Gone).status == 1
    assert "theremin" in talk.log


def test_an_engine_that_cannot_be_loaded_is_reported(start_worker: Start, tmp_path: Path) -> None:
    """The worker says why and leaves."""
    (tmp_path / "hopeless.py").write_text(
        "from vox1_worker.engine import EngineError\n"
        "from vox1_worker.engines.tone import ToneEngine\n"
        "class Hopeless(ToneEngine):\n"
        "    def load(self, request):\n"
        "        raise EngineError('load', 'no such model')\n"
        "create = Hopeless\n"
    )
    talk = start_worker("hopeless", engines={"hopeless": "hopeless"})
    talk.ask(Load(model="", device="cpu", slots=1))

    assert talk.hear(Failed) == Failed("", "load", "no such model")
    assert talk.hear(Gone).status == 0


def test_it_beats_while_a_step_hangs_and_the_step_does_not_rise(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """That is how the host tells a hanging engine from a slow one, and from one with nothing to do."""
    talk = loaded_worker()
    talk.ask(make_request("one", id="a", out_path=str(tmp_path / "a.flac")))
    talk.hear(Take)
    talk.ask(make_request("[tone:stall]", id="b", out_path=str(tmp_path / "b.flac")))
    talk.hear(Progress, "b")

    assert [talk.hear(Heartbeat).step for _ in range(2)] == [1, 1]


def test_an_engine_on_a_card_tells_its_frames_and_what_it_holds(
    start_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """For telemetry: frames with each take, the card's memory with each heartbeat."""
    (tmp_path / "carded.py").write_text(
        "from dataclasses import replace\n"
        "from vox1_worker.engine import CardMemory, Speech\n"
        "from vox1_worker.engines.tone import ToneEngine\n"
        "class Carded(ToneEngine):\n"
        "    def card_memory(self):\n"
        "        return CardMemory(123, 456)\n"
        "    def step(self):\n"
        "        return [replace(each, frames=7) for each in super().step()]\n"
        "create = Carded\n"
    )
    talk = start_worker("carded", engines={"carded": "carded"})
    talk.ask(Load(model="", device="cpu", slots=1), make_request("one", id="a", out_path=str(tmp_path / "a")))

    assert talk.hear(Take).frames == 7
    beat = talk.hear(Heartbeat)
    assert (beat.vram_allocated, beat.vram_reserved, beat.vram_free) == (123, 456, 0)


def test_a_long_speech_tells_how_far_it_is(loaded_worker: Start, make_request: Make, tmp_path: Path) -> None:
    """So that the host knows a long chunk from a hanging one."""
    talk = loaded_worker()
    talk.ask(make_request("[tone:runaway]", budget_seconds=3.0, out_path=str(tmp_path / "1.flac")))

    take = talk.hear(Take)

    seconds = [message.seconds for message in talk.said if isinstance(message, Progress)]
    assert seconds == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5]
    assert take.ended is Ended.BUDGET
    assert take.samples == 3 * take.sample_rate_hz


def test_what_a_library_prints_does_not_reach_the_protocol(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """Neither through Python's standard output nor through descriptor 1; it is in the log."""
    talk = loaded_worker()
    talk.ask(make_request("[tone:print] one two", out_path=str(tmp_path / "1.flac")))
    talk.hear(Take)
    talk.ask(Bye())

    assert talk.hear(Gone).status == 0
    assert "a C library prints" in talk.log


def test_cancelled_speech_ends_at_once_and_so_does_what_waits(
    start_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """Both are reported as cancelled, no file is left, and the worker speaks on."""
    (tmp_path / "endless.py").write_text(
        "import time\n"
        "from vox1_worker.engine import Growing\n"
        "from vox1_worker.engines.tone import ToneEngine\n"
        "class Endless(ToneEngine):\n"
        "    def _run_away(self, request):\n"
        "        time.sleep(0.01)\n"
        "        return Growing(request.id, 1.0)\n"
        "create = Endless\n"
    )
    talk = start_worker("endless", engines={"endless": "endless"})
    talk.ask(Load(model="", device="cpu", slots=1))
    for name in "ab":
        talk.ask(make_request("[tone:runaway]", id=name, out_path=str(tmp_path / f"{name}.flac")))
    talk.hear(Progress, "a")
    talk.ask(Cancel("b"), Cancel("a"), make_request("c", id="c", out_path=str(tmp_path / "c.flac")))

    talk.hear(Take, "c")

    failed = [message for message in talk.said if isinstance(message, Failed)]
    assert [(message.id, message.code) for message in failed] == [("b", "cancelled"), ("a", "cancelled")]
    assert [path.name for path in tmp_path.glob("*.flac")] == ["c.flac"]


def test_cancelling_what_is_done_or_unknown_changes_nothing(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """The host's message may cross the worker's."""
    talk = loaded_worker()
    talk.ask(make_request("one", id="a", out_path=str(tmp_path / "a.flac")))
    talk.hear(Take, "a")
    talk.ask(Cancel("a"), Cancel("z"), make_request("one", id="a", out_path=str(tmp_path / "a.flac")))

    talk.hear(Take, "a")

    assert talk.about(Failed) == []


def test_refused_speech_is_reported_and_the_worker_goes_on(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """One bad chunk is one bad chunk."""
    talk = loaded_worker()
    talk.ask(make_request("[tone:refuse]", id="a", out_path=str(tmp_path / "a.flac")))
    talk.ask(make_request("two", id="b", out_path=str(tmp_path / "b.flac")))

    assert talk.hear(Failed).code == "speech"
    talk.hear(Take, "b")


def test_a_take_that_cannot_be_written_is_reported_with_its_place(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """And those after it, which may go elsewhere, are written."""
    talk = loaded_worker()
    talk.ask(make_request("one", id="a", out_path=str(tmp_path / "gone" / "a.flac")))
    talk.ask(make_request("two", id="b", out_path=str(tmp_path / "b.flac")))

    failed = talk.hear(Failed, "a")
    talk.hear(Take, "b")

    assert failed.code == "disk"
    assert str(tmp_path / "gone" / "a.flac") in failed.message


def test_goodbye_lets_what_is_spoken_be_stored(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """Three at once are being spoken; a fourth that only waited is not begun."""
    talk = loaded_worker(slots=3)
    for name in "abc":
        talk.ask(make_request("[tone:runaway]", id=name, budget_seconds=60.0, out_path=f"{tmp_path}/{name}"))
    talk.hear(Progress, "c")
    talk.ask(Bye(), make_request("four", id="d", out_path=str(tmp_path / "d")))

    assert talk.hear(Gone).status == 0
    assert sorted(talk.about(Take)) == ["a", "b", "c"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c", "worker.log"]


def test_the_end_of_its_input_ends_it_in_the_middle_of_a_step(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """A worker must not outlive its host, whatever it does."""
    talk = loaded_worker()
    worker = psutil.Process(talk.process.pid)
    talk.ask(make_request("[tone:stall]", id="a", out_path=str(tmp_path / "a.flac")))
    talk.hear(Progress, "a")

    talk.process._let_go()

    assert talk.hear(Gone).status == 0
    assert not worker.is_running()


def test_garbage_from_the_host_ends_it(start_worker: Start) -> None:
    """It cannot know what it was asked."""
    talk = start_worker("tone")
    talk.hear(Hello)
    os.write(talk.process._process.stdin.fileno(), b"speak up\n")

    assert talk.hear(Gone).status == 2
    assert "not a request" in talk.log


def test_a_host_that_listens_no_more_ends_it(loaded_worker: Start) -> None:
    """Its next heartbeat finds nobody there."""
    command = [sys.executable, "-m", "vox1_worker.main", "tone"]
    del loaded_worker
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        worker.stdout.close()

        assert worker.wait(timeout=30) == 0


def test_a_failure_of_the_engine_ends_it_with_what_was_spoken_stored(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """The host starts another and need not have those spoken again."""
    talk = loaded_worker()
    talk.ask(make_request("one", id="a", out_path=str(tmp_path / "a.flac")))
    talk.ask(make_request("two", id="b", budget_seconds=float("nan"), out_path=str(tmp_path / "b.flac")))

    assert talk.hear(Gone).status == 1
    assert talk.about(Take) == ["a"]
    assert "The tone worker failed" in talk.log


def test_what_the_writer_does_not_expect_ends_the_worker_with_a_log_entry(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """A take that is neither stored nor reported would never be missed."""
    talk = loaded_worker()
    talk.ask(make_request("one", id="a", out_path=str(tmp_path / "a\0.flac")))

    assert talk.hear(Gone).status == 1
    assert "could not be delivered" in talk.log


def test_the_speak_log_names_every_request_begun(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """Written before the speech is, so that a kill cannot hide one."""
    log = tmp_path / "spoken"
    talk = loaded_worker(VOX1_SPEAK_LOG=str(log))
    for name, attempt in (("a", 1), ("b", 3)):
        out = str(tmp_path / name)
        talk.ask(make_request("one", id=name, key=name * 64, attempt=attempt, out_path=out))
        talk.hear(Take, name)

    assert log.read_text().splitlines() == [f"{'a' * 64} 1", f"{'b' * 64} 3"]


def test_time_is_counted_as_waiting_only_while_there_is_nothing_to_speak(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """The first of each batch waited for the host; those behind it did not wait at all."""
    talk = loaded_worker()
    takes = {}
    for batch in ("ab", "cd"):
        pipe = make_request("x", id=batch[0], out_path=str(tmp_path / batch[0]))
        talk.ask(pipe, make_request("[tone:runaway]", id=batch[1], out_path=str(tmp_path / batch[1])))
        takes[batch[1]] = talk.hear(Take, batch[1])
    takes.update({message.id: message for message in talk.said if isinstance(message, Take)})

    assert takes["a"].waited_seconds > 0
    assert takes["c"].waited_seconds > 0
    assert all(0 < take.spoken_seconds < 30 for take in takes.values())


@on_posix
def test_the_engine_speaks_on_while_a_take_is_written(
    loaded_worker: Start, make_request: Make, tmp_path: Path
) -> None:
    """The card must not wait for the disk: here a pipe that takes nothing until it is opened.

    Two takes may wait behind the one that is written; then the engine pauses rather than fill the memory.
    """
    os.mkfifo(tmp_path / "a.part")
    talk = loaded_worker()
    for name in "abcdef":
        talk.ask(make_request("one", id=name, out_path=str(tmp_path / f"{name}.flac")))
    talk.hear(Storing, "d")
    talk.hear(Heartbeat)  # time enough for the next one, were it begun
    assert talk.about(Progress) == talk.about(Storing) == ["a", "b", "c", "d"]
    assert talk.about(Take) == []

    with (tmp_path / "a.part").open("rb") as pipe:
        assert pipe.read(4) == b"fLaC"
    last = talk.hear(Take, "f")

    assert talk.about(Take) == ["b", "c", "d", "e", "f"]  # a pipe cannot be flushed to a disk
    assert talk.about(Failed) == ["a"]
    assert last.waited_seconds == 0.0  # for the disk it waited, not for something to speak


@on_posix
def test_goodbye_waits_for_the_disk(loaded_worker: Start, make_request: Make, tmp_path: Path) -> None:
    """Takes that are spoken and not yet written when the host says goodbye are written."""
    os.mkfifo(tmp_path / "a.part")
    talk = loaded_worker()
    for name in "abc":
        talk.ask(make_request("one", id=name, out_path=str(tmp_path / f"{name}.flac")))
    talk.hear(Storing, "c")
    talk.ask(Bye())

    with (tmp_path / "a.part").open("rb") as pipe:
        assert pipe.read(4) == b"fLaC"

    assert talk.hear(Gone).status == 0
    assert talk.about(Take) == ["b", "c"]
    assert (tmp_path / "c.flac").exists()


def test_every_ordinary_program_goes_before_a_worker(loaded_worker: Start) -> None:
    """The computer stays usable while it speaks; what nobody else wants is the worker's."""
    worker = psutil.Process(loaded_worker("tone").process.pid)

    if sys.platform == "win32":
        assert worker.nice() == psutil.BELOW_NORMAL_PRIORITY_CLASS
    else:
        assert worker.nice() == min(19, os.nice(0) + 5)
