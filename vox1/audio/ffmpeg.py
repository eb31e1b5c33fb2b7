"""ffmpeg: the one carried by imageio-ffmpeg, always called with a list of arguments, never by a shell."""

from __future__ import annotations

import logging
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import IO, Any, TypeVar

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import psutil

from vox1.errors import EncoderFailed, Vox1Error, disk_error, is_out_of_memory, memory_error

log = logging.getLogger(__name__)

STALL_SECONDS = 120.0
"""Without any progress while it is waited for; what hangs so long hangs for ever."""
_LOOK_SECONDS = 0.5
_TRIES = 3
"""What made ffmpeg die may pass: a moment without memory, an impatient user with a task manager."""
_LASTING = frozenset(("disk-full", "no-ffmpeg"))
"""Codes of failures that another try would only repeat."""
_TAIL_CHARACTERS = 600
_PIECE_BYTES = 4 * 65_536
_CANCEL_SECONDS = 0.1
_LOWER_NICE = 5
"""On a scale from -20, which is the most urgent, to 19."""
# Ctrl-C in the terminal is for VOX-1, which then ends ffmpeg itself; no console window on Windows.
_APART: dict[str, Any] = {
    "start_new_session": True,
    "creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0),
}


@cache
def executable() -> str:
    """Return ffmpeg's path: that of the one that is carried, unless IMAGEIO_FFMPEG_EXE names another.

    `imageio_ffmpeg.get_ffmpeg_exe` takes whatever ffmpeg the system has, where the one it carries did not
    answer once. Version 5.1 writes audiobooks of which nothing is heard: their edit lists begin behind the
    end.

    Raises:
        EncoderFailed: It is not there.
    """
    named = os.environ.get("IMAGEIO_FFMPEG_EXE")
    carried = sorted(Path(imageio_ffmpeg.__file__).parent.glob("binaries/ffmpeg-*"))
    if not named and not carried:
        raise EncoderFailed(
            "ffmpeg is missing from VOX-1's environment",
            "Run `python3 run.py setup` to bring it back.",
            "no-ffmpeg",
        )
    return named or str(carried[-1])


_Made = TypeVar("_Made")


def persistently(make: Callable[[], _Made], warn: Callable[[EncoderFailed], None]) -> _Made:
    """Do something with ffmpeg, and once or twice more if it fails in a way that may pass.

    Args:
        make: What to do.
        warn: Told of each failure that is followed by another try; may raise to give up.

    Raises:
        EncoderFailed: It failed every time, or would.
    """
    for _ in range(_TRIES - 1):
        try:
            return make()
        except EncoderFailed as err:
            if err.code in _LASTING:
                raise
            warn(err)
            log.warning("ffmpeg is started again: %s", err.message)
    return make()


class _Watch:
    """Ends an ffmpeg that makes no progress while it is waited for, or that nobody wants any more.

    Args:
        process: The ffmpeg.
        progress: Changes whenever it gets on; a wait that begins or ends counts as progress too.
        check: Called again and again while it is waited for, from a thread; ffmpeg is ended if it raises.

    Attributes:
        stood_still: Whether it was ended for making none.
        raised: What `check` raised.
    """

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        progress: Callable[[], object] = lambda: None,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._process = process
        self._progress = progress
        self._check = check
        self.raised: Exception | None = None
        self._waits = 0
        self._is_waited_for = False
        self._is_over = threading.Event()
        self.stood_still = False
        threading.Thread(target=self._run, daemon=True).start()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Wait for it here: what never comes back is ended."""
        self._waits += 1
        self._is_waited_for = True
        try:
            yield
        finally:
            self._is_waited_for = False

    def end(self) -> None:
        """Watch no longer."""
        self._is_over.set()

    def _run(self) -> None:
        still_seconds, looked, before = 0.0, time.monotonic(), None
        while not self._is_over.wait(_LOOK_SECONDS):
            if self._is_waited_for and self._is_unwanted():
                return
            now = time.monotonic()
            passed = min(now - looked, 4 * _LOOK_SECONDS)  # more: this computer slept, and so did ffmpeg
            seen = (self._waits, self._is_waited_for, self._progress())
            still_seconds = still_seconds + passed if self._is_waited_for and seen == before else 0.0
            looked, before = now, seen
            if still_seconds > STALL_SECONDS:
                self.stood_still = True
                self._process.kill()
                return

    def _is_unwanted(self) -> bool:
        try:
            self._check()
        except Exception as err:  # noqa: BLE001  # raised again where ffmpeg is waited for
            self.raised = err
            self._process.kill()
        return self.raised is not None


class Pipe:
    """A running ffmpeg that is fed samples through a pipe.

    Its error output goes to an unnamed file: a pipe that nobody reads would stop it.

    Args:
        arguments: All but the program's.
        grows: A file it goes on writing after it was fed everything: while that stays as it is, it makes no
            progress.
        check: Called from a thread, again and again, while ffmpeg is waited for. What it raises ends ffmpeg
            and the wait.

    Raises:
        EncoderFailed: It cannot be started.
        DiskError: There is no room for its error output.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        grows: Path | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._errors = _unnamed_file()
        try:
            self._process = _started(
                arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._errors
            )
        except Vox1Error:
            self._errors.close()
            raise
        progress = partial(_state_of, grows) if grows else lambda: None
        self._watch = _Watch(self._process, progress, check)

    def write(self, content: npt.NDArray[np.generic] | bytes) -> None:
        """Feed it samples, or what is encoded already.

        Raises:
            EncoderFailed: It has ended, or hangs.
        """
        assert self._process.stdin is not None  # noqa: S101  # opened as a pipe
        try:
            with self._watch.waiting():
                self._process.stdin.write(content if isinstance(content, bytes) else content.tobytes())
        except OSError as err:
            self._process.wait()
            raise self._failure() from err

    def finish(self) -> str:
        """Say that there is no more, wait for it to end, and return what it said.

        Raises:
            EncoderFailed: It ended with an error, or hangs.
        """
        assert self._process.stdin is not None  # noqa: S101  # opened as a pipe
        with self._watch.waiting():
            try:
                self._process.stdin.close()
            except OSError as err:
                self._process.wait()
                raise self._failure() from err
            status = self._process.wait()
        if status != 0:
            raise self._failure()
        return self._said()

    def kill(self) -> None:
        """End it at once, whatever it was doing."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let go of everything, ending it if it still runs."""
        self._watch.end()
        if self._process.poll() is None:
            self.kill()
        if self._process.stdin and not self._process.stdin.closed:
            with suppress(OSError):  # what was still buffered has nowhere to go
                self._process.stdin.close()
        self._errors.close()

    def __enter__(self) -> Pipe:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _said(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode("utf-8", "replace")

    def _failure(self) -> Exception:
        if self._watch.raised:
            return self._watch.raised
        if self._watch.stood_still:
            return _stood_still()
        return _failure(self._process.returncode, self._said())


def run(arguments: Sequence[str], grows: Path | None = None, watch: Callable[[], None] = lambda: None) -> str:
    """Run ffmpeg to its end and return what it said.

    Args:
        arguments: All but the program's.
        grows: A file it writes: while that stays as it is, ffmpeg makes no progress. Without one it may
            take as long as it likes.
        watch: Called again and again meanwhile; ffmpeg is ended if it raises.

    Raises:
        EncoderFailed: It ended with an error, or hangs.
    """
    return _completed(arguments, grows, watch)[1]


def output_of(arguments: Sequence[str]) -> bytes:
    """Run ffmpeg to its end and return its standard output, for small outputs only.

    Raises:
        EncoderFailed: It ended with an error.
    """
    return _completed(arguments)[0]


def _completed(
    arguments: Sequence[str], grows: Path | None = None, watch: Callable[[], None] = lambda: None
) -> tuple[bytes, str]:
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    progress = time.monotonic if grows is None else partial(_state_of, grows)
    with _started(arguments, **pipes) as process:
        guard = _Watch(process, progress)
        try:
            with guard.waiting():
                output, errors = _communicated(process, watch)
        finally:
            guard.end()
            process.kill()  # where something else has ended the wait
    if guard.stood_still:
        raise _stood_still()
    said = errors.decode("utf-8", "replace")
    if process.returncode != 0:
        raise _failure(process.returncode, said)
    return output, said


def _communicated(process: subprocess.Popen[bytes], watch: Callable[[], None]) -> tuple[bytes, bytes]:
    while True:
        try:
            return process.communicate(timeout=_CANCEL_SECONDS)
        except subprocess.TimeoutExpired:
            watch()


def _state_of(path: Path) -> tuple[int, int]:
    """A file's size and when it last changed: moving the index to the front changes no size."""
    try:
        state = path.stat()
    except OSError:
        return 0, 0
    return state.st_size, state.st_mtime_ns


def stream_of(arguments: Sequence[str]) -> Iterator[bytes]:
    """Run ffmpeg and return its standard output piece by piece, in whole 4-byte samples.

    Raises:
        EncoderFailed: It ended with an error.
    """
    with tempfile.TemporaryFile() as errors:
        with _started(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors) as process:
            assert process.stdout is not None  # noqa: S101  # opened as a pipe
            while piece := process.stdout.read(_PIECE_BYTES):
                yield piece
        if process.returncode != 0:
            errors.seek(0)
            raise _failure(process.returncode, errors.read().decode("utf-8", "replace"))


def _started(arguments: Sequence[str], **pipes: Any) -> subprocess.Popen[bytes]:
    command = [executable(), "-nostdin", "-hide_banner", "-nostats", "-y", *arguments]
    try:
        process = subprocess.Popen(command, **pipes, **_APART)  # ffmpeg with our own arguments
    except OSError as err:
        if is_out_of_memory(err):
            raise memory_error() from err
        raise EncoderFailed(
            f"ffmpeg cannot be started: {err}",
            "Run `python3 run.py setup` to bring it back, then try again.",
            "no-ffmpeg",
        ) from err
    _have_give_way(process.pid)
    return process


def _have_give_way(pid: int) -> None:
    """Let a process work only where nobody else wants to: the voice, and what feeds it, must not wait."""
    with suppress(psutil.Error):  # it is over already, or the system does not let us
        lower = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", _LOWER_NICE)
        psutil.Process(pid).nice(lower)


def _unnamed_file() -> IO[bytes]:
    """A temporary file without a name.

    Raises:
        DiskError: The folder of temporary files is full, or there is none.
    """
    try:
        return tempfile.TemporaryFile()
    except OSError as err:
        raise disk_error(err, Path("a temporary file")) from err


def _stood_still() -> EncoderFailed:
    return EncoderFailed(
        f"ffmpeg stood still for {STALL_SECONDS:.0f} seconds and was ended",
        "Try again; nothing spoken is lost.",
    )


def _failure(status: int, said: str) -> EncoderFailed:
    tail = " ".join(said[-_TAIL_CHARACTERS:].split())
    if "No space left" in said:
        return EncoderFailed(
            f"The disk filled up while the audiobook was written: {tail}",
            "Free some space and try again; nothing spoken is lost.",
            "disk-full",
        )
    return EncoderFailed(
        f"ffmpeg ended with status {status}: {tail or 'it said nothing'}",
        "Try again; nothing spoken is lost.",
    )
