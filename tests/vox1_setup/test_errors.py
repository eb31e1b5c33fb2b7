"""Tests of the words for errors."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from vox1_setup.errors import from_os_error

ROOT = Path("VOX-1")


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_a_refused_write_names_the_place_and_a_way_out(code: int) -> None:
    """A read-only folder is the user's to solve, so the error says where and the hint says how."""
    error = from_os_error(OSError(code, "no", "VOX-1/temp_work"), ROOT)

    assert "VOX-1/temp_work" in error.message
    assert "home folder" in error.hint


def test_a_full_disk_is_named_as_such() -> None:
    """No space left has a remedy of its own."""
    error = from_os_error(OSError(errno.ENOSPC, "No space left on device"), ROOT)

    assert error.message == "the disk that holds VOX-1 is full"
    assert "free some space" in error.hint


def test_a_missing_part_is_not_blamed_on_the_environment() -> None:
    """A requirements file that is gone cannot be mended by another set-up."""
    error = from_os_error(FileNotFoundError(errno.ENOENT, "No such file", "requirements.txt"), ROOT)

    assert error.message == "a part of VOX-1 is missing: requirements.txt"
    assert "run.py setup" not in error.hint


def test_any_other_refusal_keeps_the_systems_words() -> None:
    """What we have no words for is passed on, still with something to try."""
    error = from_os_error(OSError(errno.EIO, "Input/output error", "disk"), ROOT)

    assert "Input/output error" in error.message
    assert error.hint
