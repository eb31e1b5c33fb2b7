"""Presets proven: chapters levelled, encoded, decoded and measured, for each preset and several encoders.

Usage: .venv/bin/python benchmarks/levelling.py TAKES_FOLDER ...

TAKES_FOLDER is the store of any render, such as temp_work/takes. Prints the table of
docs/outputs/loudness.md: the worst of all chapters, each some 60 seconds of takes.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from vox1.audio import ffmpeg, loudness
from vox1.audio.encoding import Codec, encoding_of, limiter
from vox1.audio.levelling import Levelling, levelling
from vox1.audio.levels import LevelMeter
from vox1.audio.mastering import PRESETS, Preset, Scale
from vox1.audio.measured import Levels, measure_chapters
from vox1.audio.room_tone import room_tone

Floats = npt.NDArray[np.float32]

_CHAPTER_SECONDS = 60.0
_MOST_CHAPTERS = 3
_PAUSE_SECONDS = 0.55
_SUMMARY = re.compile(r"Peak:\s+(\S+) dBFS")
_ENCODERS = {
    Codec.AAC: ("m4a", "-c:a", "aac", "-aac_coder", "fast"),
    Codec.MP3: ("mp3", "-c:a", "libmp3lame"),
    Codec.OPUS: ("opus", "-c:a", "libopus"),
    Codec.FLAC: ("flac", "-c:a", "flac", "-sample_fmt", "s16"),
}
_TRIED = (
    (Codec.AAC, 64),
    (Codec.MP3, 192),
    (Codec.AAC, 32),
    (Codec.AAC, 48),
    (Codec.AAC, 128),
    (Codec.MP3, 64),
    (Codec.MP3, 128),
    (Codec.OPUS, 32),
    (Codec.OPUS, 64),
    (Codec.FLAC, 0),
)
_OPUS_RATE_HZ = 48_000
_CHANGED = 1e-3


@dataclass(frozen=True, slots=True)
class Row:
    """One chapter through one encoder.

    Attributes:
        levelling: What was done to it.
        lowered_db: How much less gain that is than the target asks for.
        limiter_db: What the limiter took of its loudness.
        encoder_db: What the encoder took or gave, apart from what is made good before it.
        active_share: Of the time, how long the limiter holds anything down.
        true_peak_db: After decoding, by ebur128.
        levels: After decoding, by ours.
    """

    levelling: Levelling
    lowered_db: float
    limiter_db: float
    encoder_db: float
    active_share: float
    true_peak_db: float
    levels: Levels


def chapters(folder: Path) -> Iterator[tuple[Floats, int]]:
    """Stored takes with pauses between them, some minutes at a time."""
    parts: list[Floats] = []
    count, length = 0, 0
    for path in sorted(folder.rglob("*.flac")):
        samples, rate = soundfile.read(path, dtype="float32")
        parts += (samples, np.zeros(round(_PAUSE_SECONDS * rate), np.float32))
        length += len(samples)
        if length > _CHAPTER_SECONDS * rate:
            yield np.concatenate(parts), rate
            parts, length, count = [], 0, count + 1
            if count == _MOST_CHAPTERS:
                return


def active_share(audio: Floats, rate_hz: int, ceiling_db: float | None) -> float:
    """Share of the time that the limiter's gain is below one, at four times the rate."""
    before, after = (
        filtered(audio, rate_hz, limiter(ceiling, rate_hz, rate_hz * 4)) for ceiling in (None, ceiling_db)
    )
    length = min(len(before), len(after))
    changed = np.abs(before[:length] - after[:length]) > _CHANGED * np.abs(before[:length])
    return float(np.mean(changed))


def filtered(audio: Floats, rate_hz: int, filters: str) -> Floats:
    """The audio after some of ffmpeg's filters."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before"), Path(folder, "after")
        audio.tofile(before)
        source = ("-f", "f32le", "-ar", str(rate_hz), "-ac", "1", "-i", str(before))
        ffmpeg.run((*source, "-af", filters, "-f", "f32le", str(after)))
        return np.fromfile(after, "<f4")


def encoded(audio: Floats, rate_hz: int, coder: Sequence[str], suffix: str) -> tuple[Levels, float]:
    """The levels of audio after encoding and decoding, and its true peak by ebur128."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a.{suffix}")
        source = ("-f", "f32le", "-ar", str(rate_hz), "-ac", "1", "-i", "pipe:0")
        with ffmpeg.Pipe((*source, *coder, str(path))) as pipe:
            pipe.write(audio)
            pipe.finish()
        said = ffmpeg.run(("-i", str(path), "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"))
        found = _SUMMARY.search(said[said.rfind("Summary:") :])
        assert found
        return measure_chapters(path, [], rate_hz, 1).whole, float(found[1])


def through(audio: Floats, rate_hz: int, preset: Preset, codec: Codec, kbps: int) -> Row:
    """Level, encode, decode and measure a chapter."""
    head = np.zeros(round(preset.head_seconds * rate_hz), np.float32)
    tail = np.zeros(round(preset.tail_seconds * rate_hz), np.float32)
    audio = np.concatenate((head, audio, tail))
    meter = LevelMeter(rate_hz)
    meter.add(audio)
    lufs = loudness.measure([np.round(audio * 32768).clip(-32768, 32767).astype(np.int16)], rate_hz)
    to_hz = preset.sample_rate_hz or (_OPUS_RATE_HZ if codec is Codec.OPUS else rate_hz)
    encoding = encoding_of(codec, kbps, to_hz)
    done = levelling(lufs, meter, preset, encoding)
    loudness_before = meter.rms_db if preset.scale is Scale.RMS else lufs or 0.0
    louder = audio * np.float32(10 ** (done.gain_db / 20))
    if preset.room_tone_db is not None:
        louder = louder + room_tone(0, len(louder), preset.room_tone_db, rate_hz)
    suffix, *coder = _ENCODERS[codec]
    limited = filtered(louder, rate_hz, limiter(done.ceiling_db, rate_hz, to_hz, encoding.gain_db))
    heard = filtered(louder, rate_hz, limiter(None, rate_hz, to_hz))
    exact = ("-c:a", "pcm_f32le")
    levels, true_peak_db = encoded(limited, to_hz, (*coder, "-b:a", f"{kbps}k") if kbps else coder, suffix)
    held = encoded(limited, to_hz, exact, "wav")[0]
    free = encoded(heard, to_hz, exact, "wav")[0]
    return Row(
        done,
        (preset.target or loudness_before) + encoding.loss_lu - loudness_before - done.gain_db,
        (held.lufs or 0.0) + encoding.gain_db - (free.lufs or 0.0),
        (levels.lufs or 0.0) - (held.lufs or 0.0) - encoding.gain_db,
        active_share(louder, rate_hz, done.ceiling_db),
        true_peak_db,
        levels,
    )


def show(preset: Preset, encoder: str, rows: list[Row]) -> None:
    """Print the worst of all chapters."""
    heard = [row.levels.rms_db if preset.scale is Scale.RMS else row.levels.lufs or 0.0 for row in rows]
    missed = max((got - preset.target for got in heard), key=abs) if preset.target is not None else 0.0
    cells = (
        preset.name,
        encoder,
        f"{max(row.levelling.gain_db for row in rows):+.1f}",
        f"{max(row.lowered_db for row in rows) if preset.target else 0:.1f}",
        f"{rows[0].levelling.ceiling_db}",
        f"{100 * max(row.levelling.limited_share for row in rows):.3f}",
        f"{100 * max(row.active_share for row in rows):.2f}",
        f"{min(row.limiter_db for row in rows):+.2f}",
        f"{min(row.encoder_db for row in rows):+.2f} to {max(row.encoder_db for row in rows):+.2f}",
        f"{missed:+.2f}",
        f"{max(row.true_peak_db for row in rows):.1f}",
        f"{max(row.levels.true_peak_db for row in rows):.2f}",
        f"{min(row.levels.rms_db for row in rows):.1f} to {max(row.levels.rms_db for row in rows):.1f}",
        f"{max(row.levels.noise_floor_db for row in rows):.1f}",
        f"{sum(row.levels.dropouts for row in rows)}",
    )
    print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Print the table."""
    audio = [chapter for folder in sys.argv[1:] for chapter in chapters(Path(folder))]
    titles = (
        *(
            "preset",
            "encoder",
            "gain dB",
            "lowered by",
            "ceiling",
            "limited, % of samples",
            "limiter on, % of time",
        ),
        *("limiter takes, LU", "encoder, LU", "off the target", "true peak (ebur128)"),
        *("(ours)", "RMS dB", "floor dB", "dropouts"),
    )
    print(f"| {' | '.join(titles)} |\n{'|---' * len(titles)}|")
    for preset in PRESETS.values():
        for codec, kbps in _TRIED if preset.name == "personal" else _TRIED[:2]:
            rows = [through(*chapter, preset, codec, kbps) for chapter in audio]
            show(preset, f"{codec.value} {kbps or ''}".strip(), rows)


if __name__ == "__main__":
    main()
