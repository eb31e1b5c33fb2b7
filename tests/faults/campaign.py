"""Kill campaigns: a render is killed, resumed, and compared with one that nothing disturbed."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import imageio_ffmpeg
import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
_POINTS = ROOT / "tests" / "faults" / "kill_points"
_IN_FLIGHT = 8
"""What one dead worker may lose: three slots, two requests ahead and three takes being stored."""


@dataclass(frozen=True, slots=True)
class Kill:
    """One killing.

    Attributes:
        role: Who dies: ``host``, ``worker`` or ``ffmpeg``.
        point: Where, ``name:n``; empty to die after ``seconds``.
        seconds: When, for a killing at no named point.
    """

    role: str
    point: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class Undisturbed:
    """What a render makes when nothing happens to it.

    Attributes:
        samples_sha256: Of the decoded audiobook.
        before_sha256: Of the one that it replaced; empty where there was none.
        passed: How often each ``role:point`` was passed.
        wall_seconds: How long it took.
    """

    samples_sha256: str
    before_sha256: str
    passed: Counter[str]
    wall_seconds: float


@dataclass(slots=True)
class Result:
    """What came of one killing.

    Attributes:
        was_killed: Whether the point was reached.
        faults: What was not as it must be; empty when all is well.
    """

    was_killed: bool
    faults: list[str] = field(default_factory=list)


class Campaign:
    """Killings of renders of one book, each in folders of its own.

    Args:
        book: An EPUB.
        folder: For everything the renders leave.
        replaces: Whether each render is to replace an audiobook of the book made with another seed.
    """

    def __init__(self, book: Path, folder: Path, *, replaces: bool = False) -> None:
        self._book = book
        self.folder = folder
        self._replaces = replaces
        self.undisturbed = self._undisturbed()

    def named_kills(self) -> list[Kill]:
        """Return a killing for every passing of every point."""
        kills = []
        for passed, times in sorted(self.undisturbed.passed.items()):
            role, point = passed.split(":")
            kills += [Kill(role, f"{point}:{n}") for n in range(1, times + 1)]
            if point.startswith(("encode", "spawn.after")):
                kills += [Kill("ffmpeg", f"{point}:{n}") for n in range(1, times + 1)]
        return kills

    def random_kill(self, rng: random.Random) -> Kill:
        """Return a killing at any time of the render."""
        role = rng.choice(("host", "worker", "ffmpeg"))
        return Kill(role, seconds=rng.uniform(0.2, self.undisturbed.wall_seconds))

    def run(self, kill: Kill, name: str) -> Result:
        """Kill a render, resume it, and see what came of it.

        Args:
            kill: Who dies, and when.
            name: Of a folder for it.
        """
        folder = self._new_folder(name)
        result = Result(was_killed=self._kill(kill, folder))
        if not result.was_killed:
            return result
        stored, spoken = _stored_keys(folder), _spoken_keys(folder)
        result.faults += self._faults_of_output(folder, "after the kill")
        repeated = sum(times - 1 for times in Counter(spoken).values())
        if repeated > (_IN_FLIGHT if kill.role == "worker" else 0):
            result.faults.append(f"{repeated} takes were spoken twice before the resume")
        self._resume(folder, result)
        again = _spoken_keys(folder)[len(spoken) :]
        if set(again) & stored or len(again) != len(set(again)):
            result.faults.append("a stored take was spoken again")
        return result

    def _resume(self, folder: Path, result: Result) -> None:
        """Run the same command again; it must complete the book."""
        done = subprocess.run(
            self._command(folder), env=_environment(folder), capture_output=True, text=True, check=False
        )
        lines = done.stdout.splitlines()
        finished = json.loads(lines[-1]) if lines else {}
        if done.returncode != 0 or finished.get("status") != "complete":
            result.faults.append(f"the resume ended with {done.returncode}: {done.stderr[-300:]}")
            return
        result.faults += self._faults_of_output(folder, "after the resume")
        left = [path.name for path in (folder / "out").iterdir() if path.name.startswith(".")]
        if left:
            result.faults.append(f"left behind: {left}")

    def _faults_of_output(self, folder: Path, when: str) -> list[str]:
        """A finished file that exists must be whole and right."""
        outputs = list((folder / "out").glob("*.m4b"))
        visible = [path for path in outputs if not path.name.startswith(".")]
        is_resumed = when == "after the resume"
        if (is_resumed or self._replaces) and len(visible) != 1:
            return [f"{len(visible)} audiobooks {when}"]
        right = {self.undisturbed.samples_sha256, *([] if is_resumed else [self.undisturbed.before_sha256])}
        wrong = [path.name for path in visible if samples_sha256(path) not in right]
        return [f"{name} is neither the audiobook nor the one before {when}" for name in wrong]

    def _kill(self, kill: Kill, folder: Path) -> bool:
        """Start a render and see someone killed; return whether it came to that."""
        once = folder / "killed"
        environment = _environment(folder)
        if kill.point:
            environment |= {"VOX1_KILL": f"{kill.role}:{kill.point}", "VOX1_KILL_ONCE": str(once)}
        with (folder / "out.jsonl").open("wb") as output:
            process = subprocess.Popen(
                self._command(folder), env=environment, stdout=output, stderr=subprocess.STDOUT
            )
            if not kill.point:
                self._kill_after(kill, process, once)
            process.wait()
        _await_children_end(folder)
        return once.exists()

    def _kill_after(self, kill: Kill, process: subprocess.Popen[bytes], once: Path) -> None:
        try:
            process.wait(kill.seconds)
        except subprocess.TimeoutExpired:
            for victim in _victims(kill.role, process.pid):
                try:
                    victim.send_signal(signal.SIGKILL)
                except psutil.NoSuchProcess:
                    continue
                once.touch()
                break

    def _new_folder(self, name: str) -> Path:
        """A folder for a render, with the audiobook it is to replace and what that one left."""
        folder = self.folder / name
        if self._replaces:
            shutil.copytree(self.folder / "before", folder)
        else:
            folder.mkdir(parents=True)
        return folder

    def _command(self, folder: Path, seed: int = 0) -> list[str]:
        place = ["--output-dir", str(folder / "out"), "--work-dir", str(folder / "work")]
        return [
            sys.executable,
            "-m",
            "vox1_cli",
            "render",
            str(self._book),
            "--engine",
            "tone",
            "--seed",
            str(seed),
            "--json",
            *place,
        ]

    def _undisturbed(self) -> Undisturbed:
        before_sha256 = self._before() if self._replaces else ""
        folder = self._new_folder("undisturbed")
        log = folder / "passed"
        began = time.monotonic()
        subprocess.run(
            self._command(folder),
            env=_environment(folder) | {"VOX1_KILL_LOG": str(log)},
            check=True,
            capture_output=True,
        )
        seconds = time.monotonic() - began
        passed = Counter(log.read_text().split())
        return Undisturbed(_only_audiobook_sha256(folder), before_sha256, passed, seconds)

    def _before(self) -> str:
        """Render the audiobook to be replaced; return the SHA-256 of its samples."""
        folder = self.folder / "before"
        folder.mkdir(parents=True)
        command = self._command(folder, seed=1)
        subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
        return _only_audiobook_sha256(folder)


def _only_audiobook_sha256(folder: Path) -> str:
    (output,) = (folder / "out").glob("[!.]*.m4b")
    return samples_sha256(output)


def samples_sha256(path: Path) -> str:
    """Return the SHA-256 of an audio file's decoded samples."""
    decoded = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "s16le", "-"],
        check=True,
        capture_output=True,
    )
    return hashlib.sha256(decoded.stdout).hexdigest()


def _environment(folder: Path) -> dict[str, str]:
    path = os.pathsep.join((str(_POINTS), str(ROOT)))
    return {**os.environ, "PYTHONPATH": path, "VOX1_SPEAK_LOG": str(folder / "spoken")}


def _spoken_keys(folder: Path) -> list[str]:
    """Take keys in the order the workers began them."""
    log = folder / "spoken"
    return [line.split()[0] for line in log.read_text().splitlines()] if log.exists() else []


def _stored_keys(folder: Path) -> set[str]:
    """Keys with a take and its record in place."""
    records = (folder / "work" / "takes").rglob("*.json")
    return {path.parent.name for path in records if path.with_suffix(".flac").exists()}


def _victims(role: str, host_pid: int) -> list[psutil.Process]:
    """The processes of a role in a running render, newest first."""
    try:
        host = psutil.Process(host_pid)
        if role == "host":
            return [host]
        word = "vox1_worker" if role == "worker" else "ffmpeg"
        children = [child for child in host.children(recursive=True) if word in " ".join(child.cmdline())]
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return []
    return children[::-1]


def _await_children_end(folder: Path) -> None:
    """Wait until the workers of a killed host are gone: end-of-file ends them, which takes a moment."""
    mine = []
    for process in psutil.process_iter(["environ"]):
        environment = process.info["environ"] or {}
        if environment.get("VOX1_SPEAK_LOG") == str(folder / "spoken"):
            mine.append(process)
    _, alive = psutil.wait_procs(mine, timeout=10)
    if alive:
        raise AssertionError(f"orphans: {[process.cmdline() for process in alive]}")
