"""Tests of vox1.errors."""

import errno
from pathlib import Path

import pytest

from vox1.errors import disk_error, is_out_of_memory, memory_error


@pytest.mark.parametrize(
    ("err", "is_short"),
    [
        (MemoryError(), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (RuntimeError("can't start new thread"), True),
        (OSError(errno.ENOSPC, "No space left on device"), False),
        (RuntimeError("dictionary changed size during iteration"), False),
    ],
)
def test_memory_is_refused_in_three_ways(err: Exception, is_short: bool) -> None:  # noqa: FBT001  # a table's column
    """For an object, a process and a thread."""
    assert is_out_of_memory(err) == is_short


def test_what_the_listener_can_do_about_memory_is_said() -> None:
    """Nothing is lost by it."""
    error = memory_error()
    assert error.code == "memory"
    assert "Close other programs" in error.hint


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (errno.ENOSPC, "disk-full", "disk is full"),
        (errno.EDQUOT, "disk-full", "disk is full"),
        (errno.EROFS, "disk", "Read-only"),
    ],
)
def test_a_refusal_of_the_disk_names_the_place_and_the_reason(number: int, code: str, said: str) -> None:
    """A quota that is used up is a full disk; one that may not be written is not."""
    error = disk_error(OSError(number, "Read-only file system"), Path("place"))
    assert error.code == code
    assert said in error.message
    assert "place" in error.message
