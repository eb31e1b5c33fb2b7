"""Tests of vox1.audio.length."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.vox1.outputs.made import RATE_HZ, audiobook
from vox1.audio.length import check_begin, check_length
from vox1.errors import EncoderFailed


def test_a_file_of_the_wrong_length_is_found(tmp_path: Path) -> None:
    """A join that lost audio does not become somebody's audiobook."""
    book = audiobook(tmp_path, np.zeros(2 * RATE_HZ, np.float32))
    check_length(book, 2.0)
    with pytest.raises(EncoderFailed, match="instead of"):
        check_length(book, 2.3)


@pytest.mark.parametrize("content", [b"", b"no audio at all" * 10])
def test_a_file_that_is_none_is_found(tmp_path: Path, content: bytes) -> None:
    """A 0-byte file, as ffmpeg leaves on a full disk, is named for what it is."""
    broken = tmp_path / "broken.m4b"
    broken.write_bytes(content)
    with pytest.raises(EncoderFailed, match="cannot be read back"):
        check_length(broken, 1.0)


@pytest.mark.parametrize("seconds", [2.0, 2048 / RATE_HZ])
def test_a_file_that_nothing_is_heard_of_is_found(tmp_path: Path, seconds: float) -> None:
    """As ffmpeg 5.1 wrote it: as long as it should be, with an edit list that begins behind the end."""
    book = audiobook(tmp_path, np.zeros(round(seconds * RATE_HZ), np.float32))
    check_begin(book, seconds)
    written = bytearray(book.read_bytes())
    edits = written.index(b"elst") + 4
    media_time = edits + 4 + 4 + 4  # after version and flags, the count, and the duration of the first
    assert int.from_bytes(written[media_time : media_time + 4], "big") == 1024
    written[media_time : media_time + 4] = (1_204_224).to_bytes(4, "big")
    book.write_bytes(written)

    check_length(book, seconds)
    with pytest.raises(EncoderFailed, match="can be heard") as caught:
        check_begin(book, seconds)
    assert caught.value.code == "not-heard"


def test_a_short_file_is_heard_to_its_end(tmp_path: Path) -> None:
    """A chapter may be one word."""
    check_begin(audiobook(tmp_path, np.zeros(2048, np.float32)), 2048 / RATE_HZ)
