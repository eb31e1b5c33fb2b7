"""Tests of vox1.audio.encoding: real encoders, by what comes out of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from vox1.audio import ffmpeg
from vox1.audio.encoding import Codec, Encoding, encoding_of, limiter
from vox1.audio.levelling import levelling
from vox1.audio.levels import LevelMeter
from vox1.audio.mastering import PERSONAL
from vox1.audio.measured import Levels, measure_chapters

RATE = 24_000
CODERS = {
    Codec.AAC: ("m4a", "-c:a", "aac", "-aac_coder", "fast"),
    Codec.MP3: ("mp3", "-c:a", "libmp3lame"),
    Codec.OPUS: ("opus", "-c:a", "libopus"),
    Codec.FLAC: ("flac", "-c:a", "flac", "-sample_fmt", "s16"),
}


def _voice(seconds: float) -> npt.NDArray[np.float32]:
    """Harmonics of 120 Hz that swell and fade four times a second, with hiss; the peak is at full scale."""
    time_s = np.arange(round(seconds * RATE)) / RATE
    buzz = sum(np.sin(2 * np.pi * 120 * n * time_s + n * n) / n for n in range(1, 40))
    hiss = np.random.RandomState(2).standard_normal(len(time_s)) * 0.1
    voice = (buzz + hiss) * np.sin(np.pi * 4 * time_s) ** 2
    loud: npt.NDArray[np.float32] = (voice / np.abs(voice).max()).astype(np.float32)
    return loud


def _decoded(
    audio: npt.NDArray[np.float32], folder: Path, filters: str, codec: Codec, kbps: int, rate_hz: int = RATE
) -> Levels:
    suffix, *coder = CODERS[codec]
    path = folder / f"a.{suffix}"
    rated = ("-b:a", f"{kbps}k") if kbps else ()
    source = ("-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0")
    with ffmpeg.Pipe((*source, "-af", filters, *coder, *rated, str(path))) as pipe:
        pipe.write(audio)
        pipe.finish()
    return measure_chapters(path, [], rate_hz, 1).whole


@pytest.mark.parametrize(
    ("codec", "kbps", "rate_hz"),
    [
        (Codec.AAC, 32, RATE),
        (Codec.AAC, 64, RATE),
        (Codec.MP3, 64, RATE),
        (Codec.MP3, 192, 44_100),
        (Codec.OPUS, 32, 48_000),
        (Codec.FLAC, 0, RATE),
    ],
)
def test_true_peaks_stay_below_one_decibel(codec: Codec, kbps: int, rate_hz: int, tmp_path: Path) -> None:
    """After limiting, encoding and decoding, of audio as loud as the limiter may be given."""
    audio, meter = _voice(5.0), LevelMeter(RATE)
    meter.add(audio)
    encoding = encoding_of(codec, kbps, rate_hz)
    done = levelling(-40.0, meter, PERSONAL, encoding)
    assert done.limited_share > 0.0005

    filters = limiter(done.ceiling_db, RATE, rate_hz, encoding.gain_db)
    louder = audio * np.float32(10 ** (done.gain_db / 20))
    levels = _decoded(louder, tmp_path, filters, codec, kbps, rate_hz)

    assert -3.0 < levels.true_peak_db <= -1.0


@pytest.mark.parametrize(
    ("kbps", "rate_hz"), [(64, RATE), (192, RATE), (64, 44_100), (160, 44_100), (192, 44_100), (320, 48_000)]
)
def test_what_lame_takes_is_given_back(kbps: int, rate_hz: int, tmp_path: Path) -> None:
    """The loudness of an MP3 is that of what went in, to a tenth."""
    audio = _voice(4.0) * np.float32(0.2)
    encoding = encoding_of(Codec.MP3, kbps, rate_hz)

    before = _decoded(audio, tmp_path, "anull", Codec.FLAC, 0)
    after = _decoded(
        audio, tmp_path, limiter(None, RATE, rate_hz, encoding.gain_db), Codec.MP3, kbps, rate_hz
    )

    assert before.lufs is not None
    assert after.lufs == pytest.approx(before.lufs, abs=0.1)


def test_without_anything_to_do_samples_pass_untouched(tmp_path: Path) -> None:
    """As they were spoken, for the preset that is off."""
    assert limiter(None, RATE, RATE) == "anull"
    audio = _voice(1.0)
    assert _decoded(audio, tmp_path, "anull", Codec.FLAC, 0).peak_db == pytest.approx(0.0, abs=0.01)


def test_the_limiter_delays_nothing(tmp_path: Path) -> None:
    """A click comes out at the very sample where it went in."""
    audio = np.zeros(RATE, np.float32)
    audio[10_000] = 1.0
    source, target = tmp_path / "a.f32", tmp_path / "b.f32"
    audio.tofile(source)

    raw = ("-f", "f32le", "-ar", str(RATE), "-ac", "1")
    ffmpeg.run((*raw, "-i", str(source), "-af", limiter(-1.5, RATE, RATE), *raw, str(target)))

    heard = np.fromfile(target, np.float32)
    assert int(np.argmax(np.abs(heard))) == 10_000
    assert len(heard) == RATE


@pytest.mark.parametrize("codec", Codec)
@pytest.mark.parametrize("kbps", [8, 32, 64, 96, 320])
def test_every_encoding_has_its_effect(codec: Codec, kbps: int) -> None:
    """More bits never overshoot more."""
    effect, better = encoding_of(codec, kbps, 44_100), encoding_of(codec, 2 * kbps, 44_100)
    assert isinstance(effect, Encoding)
    assert 0 < better.overshoot_db <= effect.overshoot_db <= 2.0
    assert 0 <= better.loss_lu <= effect.loss_lu
