"""ffmpeg: the one carried by imageio-ffmpeg, always called with a list of arguments, never by a shell."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import IO, Any

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt

from vox1.errors import EncoderFailed

_TAIL_CHARACTERS = 600
_PIECE_BYTES = 4 * 65_536
_LOOK_SECONDS = 0.1
# Ctrl-C in the terminal is for VOX-1, which then ends ffmpeg itself; no console window on Windows.
_APART: dict[str, Any] = {
    "start_new_session": True,
    "creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0),
}


@cache
def executable() -> str:
    """Return ffmpeg's path.

    Raises:
        EncoderFailed: It is not there.
    """
    try:
        path: str = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as err:
        raise EncoderFailed(
            "ffmpeg is missing from VOX-1's environment",
            "Run `python3 run.py setup` to bring it back.",
        ) from err
    return path


class Pipe:
    """A running ffmpeg that is fed samples through a pipe.

    Its error output goes to an unnamed file: a pipe that nobody reads would stop it.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `close`
        self._process = subprocess.Popen(  # ffmpeg with our own arguments
            _command(arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            **_APART,
        )

    def write(self, samples: npt.NDArray[np.generic]) -> None:
        """Feed it samples.

        Raises:
            EncoderFailed: It has ended.
        """
        assert self._process.stdin is not None  # noqa: S101  # opened as a pipe
        try:
            self._process.stdin.write(samples.tobytes())
        except OSError as err:
            self._process.wait()
            raise self._failure() from err

    def finish(self) -> str:
        """Say that there is no more, wait for it to end, and return what it said.

        Raises:
            EncoderFailed: It ended with an error.
        """
        assert self._process.stdin is not None  # noqa: S101  # opened as a pipe
        try:
            self._process.stdin.close()
        except OSError as err:
            self._process.wait()
            raise self._failure() from err
        if self._process.wait() != 0:
            raise self._failure()
        return self._said()

    def kill(self) -> None:
        """End it at once, whatever it was doing."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let go of everything, ending it if it still runs."""
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

    def _failure(self) -> EncoderFailed:
        return _failure(self._process.returncode, self._said())


def run(arguments: Sequence[str], watch: Callable[[], None] = lambda: None) -> str:
    """Run ffmpeg to its end and return what it said.

    Args:
        arguments: Ours.
        watch: Called again and again meanwhile; ffmpeg is ended if it raises.

    Raises:
        EncoderFailed: It ended with an error.
    """
    return _completed(arguments, watch)[1]


def output_of(arguments: Sequence[str]) -> bytes:
    """Run ffmpeg to its end and return its standard output, for small outputs only.

    Raises:
        EncoderFailed: It ended with an error.
    """
    return _completed(arguments, lambda: None)[0]


def _completed(arguments: Sequence[str], watch: Callable[[], None]) -> tuple[bytes, str]:
    pipes: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
    }
    with subprocess.Popen(_command(arguments), **pipes, **_APART) as process:
        try:
            output, complaints = _communicated(process, watch)
        except BaseException:
            process.kill()
            raise
    said = complaints.decode("utf-8", "replace")
    if process.returncode != 0:
        raise _failure(process.returncode, said)
    return output, said


def _communicated(process: subprocess.Popen[bytes], watch: Callable[[], None]) -> tuple[bytes, bytes]:
    while True:
        try:
            return process.communicate(timeout=_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            watch()


def stream_of(arguments: Sequence[str]) -> Iterator[bytes]:
    """Run ffmpeg and return its standard output piece by piece, in whole 4-byte samples.

    Raises:
        EncoderFailed: It ended with an error.
    """
    with tempfile.TemporaryFile() as errors:
        with subprocess.Popen(
            _command(arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, **_APART
        ) as process:
            assert process.stdout is not None  # noqa: S101  # opened as a pipe
            while piece := process.stdout.read(_PIECE_BYTES):
                yield piece
        if process.returncode != 0:
            errors.seek(0)
            raise _failure(process.returncode, errors.read().decode("utf-8", "replace"))


def _command(arguments: Sequence[str]) -> list[str]:
    return [executable(), "-nostdin", "-hide_banner", "-nostats", "-y", *arguments]


def _failure(status: int, said: str) -> EncoderFailed:
    tail = " ".join(said[-_TAIL_CHARACTERS:].split())
    if "No space left" in said:
        return EncoderFailed(
            f"The disk filled up while the audiobook was written: {tail}",
            "Free some space and run the same command again; nothing spoken is lost.",
            "disk-full",
        )
    return EncoderFailed(
        f"ffmpeg ended with status {status}: {tail or 'it said nothing'}",
        "Run the same command again; nothing spoken is lost.",
    )
