"""Errors, said to a listener.

Vox1Error
├── InputError          what was given cannot be used (a book, a voice, an option)
├── EngineFailed        the voice engine does not work on this machine
├── EngineGaveUp        the engine broke down again and again; the render is paused
├── EncoderFailed       ffmpeg ended with an error
├── DownloadFailed      a model cannot be fetched
├── ModelDamaged        a model's files are not what they should be
├── DiskError           a disk is full or refuses to be written
├── DesktopRefused      the system shows no notice, or does not sleep (`vox1.desktop`)
├── ProjectBusy         another VOX-1 is working on this book
└── TakeDamaged         a stored take is not what was written
"""

from __future__ import annotations

import errno
from pathlib import Path


class Vox1Error(Exception):
    """Anything that stops VOX-1 doing what it was asked.

    Attributes:
        message: What failed and where, in one sentence.
        hint: The next thing to do, in one sentence.
        code: A short name that programs can rely on.
        exit_status: What the command line ends with.
    """

    code = "failed"
    exit_status = 1

    def __init__(self, message: str, hint: str, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code or type(self).code


class InputError(Vox1Error):
    """What was given cannot be used."""

    code = "bad-input"
    exit_status = 2


class EngineFailed(Vox1Error):
    """The voice engine cannot be started."""

    code = "engine"


class EngineGaveUp(Vox1Error):
    """The voice engine broke down again and again."""

    code = "engine-gave-up"


class EncoderFailed(Vox1Error):
    """ffmpeg ended with an error."""

    code = "encoder"


class DownloadFailed(Vox1Error):
    """A model cannot be fetched."""

    code = "download"


class ModelDamaged(Vox1Error):
    """A model's files are not what they should be."""

    code = "model-damaged"


class DiskError(Vox1Error):
    """A disk is full or refuses to be written."""

    code = "disk"


class ProjectBusy(Vox1Error):
    """Another VOX-1 is working on this book."""

    code = "busy"


class TakeDamaged(Vox1Error):
    """A stored take is not what was written.

    Attributes:
        key: Its take key.
        attempt: Which of the key's takes it is.
    """

    code = "take-damaged"

    def __init__(self, key: str, attempt: int, reason: str) -> None:
        super().__init__(
            f"A stored take is damaged ({reason})",
            "Try again: it will be spoken anew.",
        )
        self.key = key
        self.attempt = attempt


def is_out_of_memory(err: BaseException) -> bool:
    """Whether the system refused memory: for an object, a process or a thread."""
    is_refused = isinstance(err, OSError) and err.errno == errno.ENOMEM
    return isinstance(err, MemoryError) or is_refused or str(err) == "can't start new thread"


def memory_error() -> Vox1Error:
    """Return the system's refusal of memory as an error for the listener."""
    return Vox1Error(
        "There is not enough memory to go on",
        "Close other programs, or raise the limit that was set for VOX-1, then try again;"
        " nothing spoken is lost.",
        "memory",
    )


def disk_error(err: OSError, path: Path) -> DiskError:
    """Return an operating system's refusal as an error for the listener."""
    if err.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskError(
            f"The disk is full: {path} could not be written",
            "Free some space and try again; nothing finished is lost.",
            "disk-full",
        )
    if isinstance(err, PermissionError):
        return DiskError(
            f"{path} could not be written: {err.strerror or err}",
            "Close any program that has it open, check that you may write in its folder, then try again.",
        )
    return DiskError(
        f"{path} could not be written: {err.strerror or err}",
        "Check that the folder exists and that you may write in it, then try again.",
    )
