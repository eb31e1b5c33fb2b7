"""Tests of one worker process, on small programs that stand in for a worker."""

from __future__ import annotations

import os
import queue
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from vox1.engines import process as process_module
from vox1.engines.process import Gone, WorkerProcess
from vox1.errors import DiskError, EngineFailed
from vox1_worker import protocol
from vox1_worker.protocol import Bye, Heartbeat, Report

Start = Callable[..., WorkerProcess]
PROLOGUE = """
import os, sys, time, subprocess
def beat(step):
    os.write(1, b'{"type": "heartbeat", "step": %d}\\n' % step)
"""
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


@pytest.fixture
def log_path(tmp_path: Path) -> Path:
    """Where the error output goes."""
    return tmp_path / "logs" / "worker.log"


@pytest.fixture
def start(tmp_path: Path, log_path: Path) -> Iterator[Start]:
    """Return a function that runs a program as the worker; all end with the test."""
    started: list[WorkerProcess] = []

    def run(script: str, log_path: Path = log_path) -> WorkerProcess:
        command = (sys.executable, "-c", PROLOGUE + script)
        started.append(WorkerProcess(command, os.environ, tmp_path, log_path))
        return started[-1]

    yield run
    for process in started:
        process.kill()


def messages(process: WorkerProcess) -> list[Report | Gone]:
    """Return everything a worker says until it is gone."""
    heard: list[Report | Gone] = []
    while not heard or not isinstance(heard[-1], Gone):
        try:
            heard.append(process.messages.get(timeout=30))
        except queue.Empty:
            pytest.fail(f"it neither speaks nor ends; it said {heard}")
    return heard


def test_messages_come_in_order_and_the_last_is_its_end(start: Start) -> None:
    """With the status it ended with."""
    process = start("beat(1); beat(2); beat(3); sys.exit(5)")

    assert messages(process) == [Heartbeat(1), Heartbeat(2), Heartbeat(3), Gone(5)]


def test_a_message_may_come_in_pieces(start: Start) -> None:
    """A pipe keeps no message together."""
    process = start('for byte in b\'{"type": "heartbeat", "step": 4}\\n\': os.write(1, bytes([byte]))')

    assert messages(process) == [Heartbeat(4), Gone(0)]


@pytest.mark.parametrize(
    "garbage",
    [
        "os.write(1, b'hello from a library\\n')",
        "os.write(1, bytes(range(256)) + b'\\n')",
        "os.write(1, b'\\n')",
        "os.write(1, b'[' * 100_000 + b'\\n')",
        f"os.write(1, b'x' * {protocol.MAX_LINE_BYTES + 10})",
    ],
)
def test_garbage_ends_a_worker(
    garbage: str, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What came before it counts, nothing after it does; it need not end by itself."""
    monkeypatch.setattr(process_module, "_END_SECONDS", 0.2)
    process = start(f"beat(1)\ntry:\n    {garbage}\n    beat(2)\nexcept OSError: pass\nsys.stdin.read()")

    heard = messages(process)

    assert heard[0] == Heartbeat(1)
    assert len(heard) == 2
    assert "not a message" in caplog.text
    assert not psutil.pid_exists(process.pid)


def test_a_line_without_an_end_does_not_fill_the_memory(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message has a longest length; what is longer is garbage long before its end."""
    monkeypatch.setattr(process_module, "_END_SECONDS", 0.2)
    process = start("try:\n    while True: os.write(1, b'x' * 65536)\nexcept OSError: sys.exit(3)")

    assert messages(process) == [Gone(3)]


def test_a_closed_output_is_the_end_of_a_worker(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that says nothing more is of no use, though it runs."""
    monkeypatch.setattr(process_module, "_END_SECONDS", 0.2)
    process = start("beat(1); os.close(1); sys.stdin.read()")

    assert len(messages(process)) == 2
    assert not psutil.pid_exists(process.pid)


def test_a_flood_of_error_output_blocks_nothing_and_fills_no_disk(
    start: Start, log_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two megabytes where a pipe holds 64 KB; the log keeps the first part."""
    monkeypatch.setattr(process_module, "_MAX_LOG_BYTES", 2**17)
    process = start("for n in range(32):\n    os.write(2, b'noise! ' * 9362)\n    beat(n)")

    heard = messages(process)

    assert heard == [*(Heartbeat(n) for n in range(32)), Gone(0)]
    assert log_path.stat().st_size == 2**17


def test_worker_after_worker_that_floods_fills_no_disk(
    start: Start, log_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each had a log's worth: a book with a thousand restarts took 20 GB. The last two logs are kept."""
    monkeypatch.setattr(process_module, "_MAX_LOG_BYTES", 2**17)
    for _ in range(3):
        messages(start("for n in range(32):\n    os.write(2, b'noise! ' * 9362)\n    beat(n)"))
    logs = {path.name: path.stat().st_size for path in log_path.parent.glob(f"{log_path.name}*")}
    assert logs == {log_path.name: 2**17, f"{log_path.name}.1": 2**17}


def test_each_worker_adds_to_the_log(start: Start, log_path: Path) -> None:
    """Why the first one died is to be read when the third one has."""
    for word in ("first", "second"):
        process = start(f"sys.stderr.write('{word} ')")
        messages(process)
        process.kill()

    assert sorted(log_path.read_text("utf-8").split()) == ["first", "second"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_does_not_stop_a_worker(start: Start, tmp_path: Path) -> None:
    """Its log is lost, its takes may still find room."""
    full = tmp_path / "full.log"
    full.symlink_to("/dev/full")
    process = start("for n in range(8):\n    os.write(2, b'noise! ' * 9362)\n    beat(n)", log_path=full)

    assert len(messages(process)) == 9


def test_a_log_that_cannot_be_opened_is_an_error(start: Start, tmp_path: Path) -> None:
    """A listener is told which file and what to do."""
    (tmp_path / "a file").touch()

    for path in (tmp_path, tmp_path / "a file" / "log"):
        with pytest.raises(DiskError) as caught:
            start("beat(1)", log_path=path)
        assert str(path) in caught.value.message


def test_it_is_asked_to_leave_and_given_time(start: Start) -> None:
    """So that it can finish what it writes."""
    process = start("line = sys.stdin.buffer.readline(); beat(len(line)); sys.exit(4)")

    process.close()

    assert messages(process) == [Heartbeat(len(protocol.encode(Bye()))), Gone(4)]


def test_one_that_does_not_leave_is_ended(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goodbye means goodbye."""
    monkeypatch.setattr(process_module, "_END_SECONDS", 0.2)
    process = start("beat(1); time.sleep(600)")
    assert process.messages.get(timeout=30) == Heartbeat(1)

    process.close()

    assert not psutil.pid_exists(process.pid)


@on_posix
def test_what_it_started_ends_with_it(start: Start) -> None:
    """A helper of a library must not hold the card for ever."""
    process = start(
        "helper = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "beat(helper.pid)\n"
        "sys.stdin.read()"
    )
    beat = process.messages.get(timeout=30)
    assert isinstance(beat, Heartbeat)
    helper = psutil.Process(beat.step)

    process.kill()

    helper.wait(timeout=30)
    assert not helper.is_running()


def test_requests_to_one_that_is_gone_are_lost_in_silence(start: Start) -> None:
    """That it is gone is said by its last message."""
    process = start("sys.exit(1)")
    messages(process)

    process.send(Bye())
    process.kill()
    process.send(Bye())
    process.close()


@on_posix
def test_ctrl_c_in_the_terminal_does_not_reach_it(start: Start) -> None:
    """The host decides when it ends: it has a process group of its own."""
    process = start("beat(os.getpgid(0)); sys.stdin.read()")
    beat = process.messages.get(timeout=30)

    assert beat == Heartbeat(process.pid)
    assert os.getpgid(0) != process.pid


def test_no_pipe_is_left_open(start: Start) -> None:
    """A book may see many workers."""
    before = psutil.Process().num_fds() if hasattr(os, "getpgid") else 0
    for _ in range(3):
        process = start("beat(1); sys.stdin.read()")
        process.messages.get(timeout=30)
        process.kill()
        messages(process)

    after = psutil.Process().num_fds() if hasattr(os, "getpgid") else 0
    assert after <= before + 2  # the last one's threads may just be closing theirs
    assert process._process.stdin is not None
    assert process._process.stdin.closed


def test_a_worker_that_cannot_be_started_is_no_mystery(tmp_path: Path, log_path: Path) -> None:
    """As where the environment of its engine was deleted: the program is named."""
    with pytest.raises(EngineFailed, match="no-such-python") as caught:
        WorkerProcess((str(tmp_path / "no-such-python"),), os.environ, tmp_path, log_path)

    assert "setup" in caught.value.hint
