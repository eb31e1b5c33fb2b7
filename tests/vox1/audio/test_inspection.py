"""Tests of vox1.audio.inspection."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from vox1.audio import ffmpeg
from vox1.audio.encoding import Codec, encoding_of, limiter
from vox1.audio.inspection import inspect
from vox1.audio.levelling import levelling
from vox1.audio.levels import LevelMeter
from vox1.audio.mastering import PRESETS
from vox1.audio.room_tone import room_tone
from vox1.errors import InputError
from vox1.outputs.m4b import Mark
from vox1.outputs.tags import Tags, write_tags

RATE = 24_000
TAGS = Tags("A Book", "A", "N", "Audiobook", "", "", "en", "", b"\xff\xd8 a jpeg")


def _speechlike(seconds: float) -> npt.NDArray[np.float32]:
    """Words of noise of a third of a second, and digital silence between them."""
    time_s = np.arange(round(seconds * RATE)) / RATE
    words = np.maximum(np.sin(2 * np.pi * 1.5 * time_s), 0) * 0.1
    noise = np.random.RandomState(4).uniform(-1, 1, len(time_s))
    speechlike: npt.NDArray[np.float32] = (words * noise).astype(np.float32)
    return speechlike


def test_a_chapter_mastered_for_acx_passes(tmp_path: Path) -> None:
    """From takes with digital silence to the numbers of the encoded MP3: every line."""
    acx = PRESETS["acx"]
    assert acx.sample_rate_hz
    assert acx.room_tone_db
    head, tail = (np.zeros(round(s * RATE), np.float32) for s in (acx.head_seconds, acx.tail_seconds))
    audio, meter = np.concatenate((head, _speechlike(20.0), tail)), LevelMeter(RATE)
    meter.add(audio)
    encoding = encoding_of(Codec.MP3, 192, acx.sample_rate_hz)
    done = levelling(None, meter, acx, encoding)
    audio = audio * np.float32(10 ** (done.gain_db / 20)) + room_tone(0, len(audio), acx.room_tone_db, RATE)
    filters = limiter(done.ceiling_db, RATE, acx.sample_rate_hz, encoding.gain_db)
    path = tmp_path / "one.mp3"
    source = ("-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0")
    with ffmpeg.Pipe((*source, "-af", filters, "-c:a", "libmp3lame", "-b:a", "192k", str(path))) as pipe:
        pipe.write(audio)
        pipe.finish()
    write_tags(path, TAGS)

    inspection = inspect(path)

    lines = [*inspection.acx.file, *inspection.acx.chapters[0].lines]
    assert [line for line in lines if not line.passes] == []
    assert inspection.acx.passes
    assert inspection.rms_db == pytest.approx(-20.5, abs=0.3)
    assert inspection.noise_floor_db == pytest.approx(-70.0, abs=1.0)


def test_chapters_are_reported_each_with_its_levels(tmp_path: Path) -> None:
    """As the file lists them, and JSON can hold all of it."""
    path, source = tmp_path / "a.opus", tmp_path / "a.wav"
    loud, quiet = _speechlike(3.0), _speechlike(3.0) / 10
    soundfile.write(source, np.concatenate((loud, quiet)), RATE)
    ffmpeg.run(("-i", str(source), "-c:a", "libopus", str(path)))
    write_tags(path, TAGS, chapters=[Mark("Loud", 0, 3000), Mark("Quiet", 3000, 6000)])

    inspection = inspect(path)

    first, second = inspection.chapters
    assert (first.title, second.title, second.start_seconds) == ("Loud", "Quiet", 3.0)
    assert first.levels.rms_db - second.levels.rms_db == pytest.approx(20.0, abs=0.5)
    assert (inspection.codec, inspection.channels, inspection.sample_rate_hz) == ("opus", "mono", 48_000)
    report = json.loads(json.dumps(inspection.to_json()))
    assert report["chapters"][1]["levels"]["rms_db"] == second.levels.rms_db
    assert (report["schema"], report["acx"]["passes"], report["path"]) == (1, False, str(path))


def test_silence_is_reported_too(tmp_path: Path) -> None:
    """It has no loudness, and no number in the report is infinite."""
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros(RATE), RATE)
    inspection = inspect(path)
    assert (inspection.lufs, inspection.rms_db, inspection.dropouts) == (None, -120.0, 1)
    json.dumps(inspection.to_json(), allow_nan=False)


def test_a_varying_bitrate_is_seen(tmp_path: Path) -> None:
    """ACX wants a constant one."""
    path, source = tmp_path / "a.mp3", tmp_path / "a.wav"
    soundfile.write(source, _speechlike(3.0), RATE)
    ffmpeg.run(("-i", str(source), "-ar", "44100", "-c:a", "libmp3lame", "-q:a", "0", str(path)))
    assert any("varying" in line.measured for line in inspect(path).acx.file)


def test_what_is_no_audio_is_an_input_error(tmp_path: Path) -> None:
    """With a code for the command line."""
    missing, broken = tmp_path / "a.mp3", tmp_path / "b.mp3"
    broken.write_bytes(b"nothing of the kind")
    with pytest.raises(InputError, match="There is no file"):
        inspect(missing)
    with pytest.raises(InputError, match="not an audio file"):
        inspect(broken)
