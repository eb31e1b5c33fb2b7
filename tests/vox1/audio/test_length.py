"""Tests of vox1.audio.length."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.vox1.outputs.made import RATE_HZ, audiobook
from vox1.audio.length import check_length
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
