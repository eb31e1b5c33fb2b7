"""Tests of vox1.outputs.m4b: files made for real and read back box by box."""

from __future__ import annotations

import errno
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import pytest

from tests.vox1.outputs.boxes import boxes, nero_chapters, quicktime_chapters
from tests.vox1.outputs.made import RATE_HZ, audiobook
from vox1.errors import DiskError
from vox1.outputs.m4b import Mark, Sound, join


def _decoded(path: Path) -> npt.NDArray[np.float32]:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<f4")


def _marks(titles: tuple[str, ...], each_ms: int) -> list[Mark]:
    return [Mark(title, n * each_ms, (n + 1) * each_ms) for n, title in enumerate(titles)]


def _book(folder: Path, titles: tuple[str, ...], each_ms: int = 100) -> Path:
    audio = np.zeros(len(titles) * each_ms * RATE_HZ // 1000, np.float32)
    return audiobook(folder, audio, _marks(titles, each_ms))


def test_the_file_is_an_m4b_that_starts_playing_at_once(tmp_path: Path) -> None:
    """Brand M4B, the index before the audio, and a chapter track that the audio track points to."""
    found = boxes(_book(tmp_path, ("One", "Two")))
    top = [box.path for box in found if box.path.count("/") == 1]
    assert found[0].content[:4] == b"M4B "
    assert top.index("/moov") < top.index("/mdat")
    assert [box.content for box in found if box.path == "/moov/trak/tref/chap"] == [b"\0\0\0\2"]


@pytest.mark.parametrize(("count", "nero"), [(255, 255), (256, 0)])
def test_above_255_chapters_only_quicktimes_list_is_written(tmp_path: Path, count: int, nero: int) -> None:
    """Nero's list counts in one byte: players that prefer it would show the first 255 only."""
    book = _book(tmp_path, tuple(f"Chapter {n}" for n in range(count)), each_ms=20)
    assert len(nero_chapters(boxes(book))) == nero
    assert len(quicktime_chapters(book)) == count


def test_a_click_is_where_it_was_put(tmp_path: Path) -> None:
    """Limiter, resampling, encoder and the copy shift nothing: sample for sample after decoding."""
    audio = np.zeros(3 * RATE_HZ, np.float32)
    clicks = [1000, 30_001, 64_320]
    audio[clicks] = 0.8
    decoded = np.abs(_decoded(audiobook(tmp_path, audio)))
    found = [int(np.argmax(decoded[c - 500 : c + 500])) + c - 500 for c in clicks]
    assert found == clicks
    assert len(decoded) == pytest.approx(len(audio), abs=1024)


def test_quiet_audio_passes_the_limiter_unchanged(tmp_path: Path) -> None:
    """Levelling is one linear gain: below the limit nothing is compressed."""
    time_s = np.arange(RATE_HZ * 2) / RATE_HZ
    quiet = (0.2 * np.sin(2 * np.pi * 440 * time_s)).astype(np.float32)
    decoded = _decoded(audiobook(tmp_path, quiet))[: len(quiet)]
    inner = slice(RATE_HZ // 2, -RATE_HZ // 2)
    assert np.sqrt(np.mean(decoded[inner] ** 2)) == pytest.approx(0.2 / np.sqrt(2), rel=0.01)


def test_a_disk_that_refuses_the_list_of_chapters_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message with what to do, not a traceback."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DiskError):
        join(Sound((), RATE_HZ), _marks(("One",), 100), tmp_path / "book.m4b")
