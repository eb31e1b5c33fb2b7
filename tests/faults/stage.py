"""A stage: one small book in one folder, rendered under a fault and again without it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import psutil
from filelock import FileLock, Timeout

from tests.faults.campaign import ROOT, samples_sha256

_CALLS = ROOT / "tests" / "faults" / "broken_calls"
_MARK = "VOX1_STAGE"
_ENDS_WITHIN_SECONDS = 120.0
_ORPHAN_SECONDS = 10.0
_LOOK_SECONDS = 0.02
_SENTENCE = "The number {0} tram was late again, and nobody in the queue said a word about it."
_CHAPTERS, _SENTENCES = 3, 3
CHUNKS = 6
"""Of the book: a heading and a paragraph in each chapter."""

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a render ended.

    Attributes:
        status: The exit status.
        events: In order.
        said: Everything on standard error.
    """

    status: int
    events: tuple[Event, ...]
    said: str

    @property
    def is_complete(self) -> bool:
        """Whether it made the audiobook, and said so."""
        return self.status == 0 and self.last.get("status") == "complete"

    @property
    def last(self) -> Event:
        """The last event; empty where there was none."""
        return self.events[-1] if self.events else {}

    @property
    def error(self) -> str:
        """What it said went wrong, and what to do; empty where it did not say both."""
        match = re.search(r"^error: (.+)\nhint: (.+)$", self.said, re.MULTILINE)
        return f"{match[1]} | {match[2]}" if match else ""

    def all_of(self, name: str) -> list[Event]:
        """Return its events of one kind."""
        return [event for event in self.events if event["event"] == name]

    @property
    def warnings(self) -> str:
        """What it warned of."""
        return "\n".join(str(event["message"]) for event in self.all_of("warned"))

    def faults(self, names: str) -> list[str]:
        """Return what is wrong with it: it must be complete, or say what failed and what to do.

        Args:
            names: What an error must be about, as a regular expression.
        """
        if self.is_complete:
            return []
        code = next((str(event["code"]) for event in self.events if event["event"] == "error"), "")
        if self.status not in {1, 2} or not self.error or "Traceback" in self.said:
            return [f"ended with {self.status} and without a reason: {self.said[-300:]}"]
        if code in {"unexpected", "failed"} or not re.search(names, self.error):
            return [f"did not name the fault ({names}) but said {code}: {self.error}"]
        return []


@dataclass(slots=True)
class Running:
    """A render in progress.

    Attributes:
        process: The command line's.
        events: So far.
        said: So far.
    """

    process: subprocess.Popen[str]
    events: list[Event] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> Running:
        """Read what it says."""
        for target in (self._read_events, self._read_words):
            self.threads.append(threading.Thread(target=target, daemon=True))
            self.threads[-1].start()
        return self

    def _read_events(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.events.append(json.loads(line))

    def _read_words(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line)  # others look at it meanwhile

    def await_event(self, name: str) -> None:
        """Wait until it has said an event of this name."""
        wait_until(lambda: any(event["event"] == name for event in list(self.events)), self.process, name)

    def end(self) -> Ending:
        """Wait for its end, or end it after a long time."""
        try:
            self.process.wait(_ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.said.append("it did not end\n")
        for thread in self.threads:
            thread.join(_ORPHAN_SECONDS)
        for stream in (self.process.stdout, self.process.stderr):
            if stream:
                stream.close()
        return Ending(self.process.returncode or 0, tuple(self.events), "".join(self.said))


class Stage:
    """One book, rendered in one folder with a fault and then without.

    Args:
        folder: For everything.
        work: The work folder, if not in it.
        out: The output folder, if not in it.
    """

    def __init__(self, folder: Path, *, work: Path | None = None, out: Path | None = None) -> None:
        self.folder = folder
        self.work = work or folder / "work"
        self.out = out or folder / "out"
        self.user = folder / "user"
        self.marks = folder / "marks"
        self.book = folder / "A Book.html"
        for made in (folder, self.user, self.marks):
            made.mkdir(parents=True, exist_ok=True)
        if not self.book.exists():
            write_book(self.book)

    @property
    def go(self) -> Path:
        """The file for which a worker at its gate waits."""
        return self.marks / "go"

    @property
    def is_at_gate(self) -> bool:
        """Whether a fault of the worker has begun."""
        return (self.marks / "0").exists()

    def start(
        self,
        environment: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
        *,
        of: Sequence[str] = (),
    ) -> Running:
        """Start a render.

        Args:
            environment: For the broken calls.
            arguments: More of the command's.
            of: What it is run by, before Python.
        """
        place = ["--output-dir", str(self.out), "--work-dir", str(self.work), "--user-dir", str(self.user)]
        command = [*of, sys.executable, "-m", "tests.faults.impatient", "render", str(self.book)]
        process = subprocess.Popen(
            [*command, "--engine", "tone", "--json", *place, *arguments],
            env={**self._environment(), **(environment or {})},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        return Running(process).begin()

    def render(self, environment: Mapping[str, str] | None = None, arguments: Sequence[str] = ()) -> Ending:
        """Render to the end."""
        return self.start(environment, arguments).end()

    def render_at_gate(
        self, act: Callable[[], object], environment: Mapping[str, str] | None = None, at: int = 3
    ) -> Ending:
        """Render, and do something while the worker is about to speak the n-th chunk."""
        running = self.start({"VOX1_WORKER_FAULT": f"speak:gate:{at}:1", **(environment or {})})
        wait_until(lambda: self.is_at_gate, running.process, "the gate")
        act()
        self.go.touch()
        return running.end()

    def _environment(self) -> dict[str, str]:
        path = os.pathsep.join((str(_CALLS), str(ROOT)))
        return {
            **os.environ,
            "PYTHONPATH": path,
            "PYTHONDONTWRITEBYTECODE": "1",
            "VOX1_SPEAK_LOG": str(self.folder / "spoken"),
            "VOX1_WORKER_MARKS": str(self.marks),
            _MARK: str(self.folder),
        }

    def faults(self, undisturbed_sha256: str, warnings: str = "") -> list[str]:
        """Return what is not as it must be when all is done; empty when all is well.

        Args:
            undisturbed_sha256: Of the samples of the audiobook that nothing disturbed.
            warnings: What was said: an audiobook named there need not be right.
        """
        return [
            *self.orphans(),
            *self.half_files(),
            *self._held_locks(),
            *self._faults_of_audiobooks(undisturbed_sha256, warnings),
        ]

    def orphans(self) -> list[str]:
        """Return the processes that are left."""
        mine = [p for p in psutil.process_iter(["environ"]) if self._is_mine(p.info["environ"])]
        _, alive = psutil.wait_procs(mine, timeout=_ORPHAN_SECONDS)
        for process in alive:
            process.kill()
        return [f"left running: {process.pid}" for process in alive]

    def _is_mine(self, environment: Mapping[str, str] | None) -> bool:
        return (environment or {}).get(_MARK) == str(self.folder)

    def half_files(self) -> list[str]:
        """Return the files that were begun and not finished."""
        hidden = [path for path in self.out.glob(".*") if path.is_file()] if self.out.exists() else []
        return [f"left behind: {path.name}" for path in (*hidden, *self.work.rglob("*.part"))]

    def _held_locks(self) -> list[str]:
        held = []
        for path in self.work.glob("projects/**/lock"):
            try:
                with FileLock(path, timeout=0):
                    pass
            except Timeout:
                held.append(f"still locked: {path.parent.name}")
        return held

    def audiobooks(self) -> list[Path]:
        """Return the finished files."""
        return [path for path in self.out.glob("*.m4b") if not path.name.startswith(".")]

    def _faults_of_audiobooks(self, undisturbed_sha256: str, warnings: str) -> list[str]:
        found = [path for path in self.audiobooks() if f"{path.name} cannot be read" not in warnings]
        if len(found) != 1:
            return [f"{len(found)} audiobooks: {[path.name for path in found]}"]
        is_right = samples_sha256(found[0]) == undisturbed_sha256
        return [] if is_right else [f"{found[0].name} is not sample-equal to an undisturbed one"]

    def takes(self) -> list[Path]:
        """Return the stored takes' files, in one order."""
        return sorted(self.work.glob("takes/*/*/*.flac"))

    def project(self) -> Path:
        """Return the book's project folder."""
        (folder,) = (path for path in (self.work / "projects").iterdir() if path.is_dir())
        return folder


def write_book(path: Path, more: str = "") -> None:
    """Write a book of three chapters with two chunks each, and perhaps more at the end of the last."""
    chapters = []
    for n in range(1, _CHAPTERS + 1):
        text = " ".join(_SENTENCE.format(f"{n}{m}") for m in range(_SENTENCES))
        chapters.append(f"<h1>Chapter {n}</h1><p>{text}</p>")
    head = '<!DOCTYPE html><html lang="en"><head><title>A Book</title></head>'
    path.write_text(f"{head}<body>{''.join(chapters)}<p>{more}</p></body></html>", encoding="utf-8")


def wait_until(is_so: Callable[[], bool], process: subprocess.Popen[str], what: str) -> None:
    """Wait for something that a render does; an assertion fails if it ends without doing it."""
    until = time.monotonic() + _ENDS_WITHIN_SECONDS
    while not is_so():
        assert process.poll() is None, f"the render ended before {what}"
        assert time.monotonic() < until, f"never came: {what}"
        time.sleep(_LOOK_SECONDS)


def worker_of(process: subprocess.Popen[str]) -> psutil.Process:
    """Return the running render's worker."""
    for child in psutil.Process(process.pid).children(recursive=True):
        with suppress(psutil.Error):  # one that has just ended has no words any more
            if "vox1_worker.main" in child.cmdline():
                return child
    raise AssertionError("there is no worker")


def real_ffmpeg() -> str:
    """Return the ffmpeg that VOX-1 carries."""
    path: str = imageio_ffmpeg.get_ffmpeg_exe()
    return path


def end_hard(running: Running) -> None:
    """End a render as a power cut would."""
    running.process.send_signal(signal.SIGKILL)
    running.end()
