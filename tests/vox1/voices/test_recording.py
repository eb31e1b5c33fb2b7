"""Tests of decoding recordings: every kind alike, exactly, and bad files named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.vox1.voices.speech_material import RATE_HZ, noise, saved
from vox1.audio import ffmpeg
from vox1.errors import EncoderFailed, InputError
from vox1.voices.recording import Decoding, Pcm, cut

KINDS = {
    "wav": (),
    "flac": (),
    "mp3": ("-b:a", "64k"),
    "m4a": ("-c:a", "aac"),
    "ogg": ("-c:a", "libvorbis"),
    "mkv": ("-f", "lavfi", "-i", "color=size=16x16:rate=5", "-shortest", "-c:a", "libopus"),
}


def _whole(path: Path) -> Pcm:
    return np.concatenate(list(Decoding(path).blocks(1.0)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_is_exact_in_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    """Seeking by time is not, in MP3 without an index: positions are counted in samples."""
    source = saved(tmp_path / "source.wav", noise(7 * 44_100, -20), 44_100)
    path = tmp_path / f"recording.{kind}"
    if kind != "wav":
        ffmpeg.run(("-i", str(source), *KINDS[kind], str(path)))
    else:
        path = source
    whole = _whole(path)

    assert whole.size / RATE_HZ == pytest.approx(7, abs=0.2)
    for start, end in ((0, 10), (70_001, 120_003), (whole.size - 50, whole.size + 900)):
        assert np.array_equal(cut(path, start, end), whole[start:end])


@pytest.mark.parametrize("rate_hz", [4_000, 11_025, 192_000, 384_000])
def test_any_rate_is_brought_to_that_of_the_engines(rate_hz: int, tmp_path: Path) -> None:
    """Its length in seconds stays."""
    path = saved(tmp_path / "rate.wav", noise(2 * rate_hz, -20), rate_hz)

    assert _whole(path).size == pytest.approx(2 * RATE_HZ, abs=64)


def test_eight_channels_become_one(tmp_path: Path) -> None:
    """All of them are heard, but for the one of low effects."""
    path = tmp_path / "cinema.wav"
    sound = np.stack([noise(RATE_HZ, -30, seed) for seed in range(8)], axis=1)
    soundfile.write(path, sound, RATE_HZ)

    heard = _whole(path)

    assert heard.size == RATE_HZ
    assert np.abs(heard).max() > 100


def test_denoising_takes_noise_away_and_shifts_nothing(tmp_path: Path) -> None:
    """Clicks stay where they are; noise between them is at least 6 dB softer."""
    audio = noise(6 * RATE_HZ, -45)
    clicks = np.arange(RATE_HZ, 6 * RATE_HZ, RATE_HZ)
    audio[clicks] = 0.9
    path = saved(tmp_path / "noisy.wav", audio)

    plain, denoised = cut(path, 60_000, 130_000), cut(path, 60_000, 130_000, noise_db=-45)

    assert denoised.size == plain.size
    assert np.argmax(np.abs(denoised)) in (np.abs(plain) > 20_000).nonzero()[0]
    quiet = np.abs(plain) < 5_000
    softer = np.std(plain[quiet].astype(float)) / np.std(denoised[quiet].astype(float))
    assert 20 * np.log10(softer) > 6


def test_denoising_leaves_the_start_and_the_end_of_a_file(tmp_path: Path) -> None:
    """The filter's delay must not swallow them."""
    path = saved(tmp_path / "noisy.wav", noise(2 * RATE_HZ, -30))

    assert cut(path, 0, 2 * RATE_HZ, noise_db=-60).size == 2 * RATE_HZ


def _no_sound(folder: Path) -> Path:
    path = folder / "silent film.mkv"
    ffmpeg.run(("-f", "lavfi", "-i", "color=size=16x16:duration=1", "-an", str(path)))
    return path


def _text(folder: Path) -> Path:
    path = folder / "letter.mp3"
    path.write_text("Dear Anna, this is no recording. " * 50, "utf-8")
    return path


def _nothing(folder: Path) -> Path:
    path = folder / "empty.wav"
    path.touch()
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_no_sound, "no sound"),
        (_text, "not a recording"),
        (_nothing, "not a recording"),
        (lambda folder: folder / "nowhere.wav", "no recording"),
        (lambda folder: folder, "no recording"),
        (lambda folder: folder / "a\0b", "no recording"),
    ],
)
def test_what_is_no_recording_is_named(make: object, said: str, tmp_path: Path) -> None:
    """With something to do about it."""
    assert callable(make)
    path = make(tmp_path)

    for attempt in (lambda: list(Decoding(path).blocks(1.0)), lambda: cut(path, 0, 10)):
        with pytest.raises(InputError) as caught:
            attempt()
        assert said in caught.value.message
        assert caught.value.hint


def test_a_playlist_fetches_nothing_from_the_network(tmp_path: Path) -> None:
    """What it names elsewhere is refused before any connection."""
    path = tmp_path / "songs.m3u8"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n", "utf-8")

    with pytest.raises(InputError):
        list(Decoding(path).blocks(1.0))


def test_what_came_before_a_failure_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file whose middle ffmpeg refuses is searched up to there, and the search says so."""

    def broken(_: object) -> Iterator[bytes]:
        yield noise(RATE_HZ * 3 // 2, -20).astype(np.int16).tobytes()
        raise EncoderFailed("Invalid data found", "Try again.")

    monkeypatch.setattr(ffmpeg, "stream_of", broken)
    decoding = Decoding(saved(tmp_path / "broken.wav", noise(RATE_HZ, -20)))

    assert [block.size for block in decoding.blocks(1.0)] == [RATE_HZ, RATE_HZ // 2]
    assert decoding.is_damaged


def test_blocks_are_as_long_as_asked(tmp_path: Path) -> None:
    """All but the last."""
    path = saved(tmp_path / "some.wav", noise(RATE_HZ * 5 // 2, -20))
    decoding = Decoding(path)

    assert [block.size for block in decoding.blocks(1.0)] == [RATE_HZ, RATE_HZ, RATE_HZ // 2]
    assert decoding.samples == RATE_HZ * 5 // 2
    assert not decoding.is_damaged
