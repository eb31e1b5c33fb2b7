"""Encoding: what encoders do to levels, and the limiter that makes room for it.

The numbers were measured on loud speech: docs/outputs/loudness.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

_OVERSAMPLING = 4
"""alimiter holds samples, not the curve between them; four times the rate shows it (ITU-R BS.1770-4)."""
_ATTACK_MS, _RELEASE_MS = 1, 5
"""A fifth of ffmpeg's own: the limiter is on for a quarter of the time, and takes half as much loudness."""
_NARROW_RATE_HZ = 24_000
"""What most voices speak at. MP3 at this rate and below is MPEG-2."""
_WIDE_COSTS_KBPS = 16
"""What of AAC's bits goes into what a higher rate adds: it overshoots as with so many less."""


NO_FILTER = "anull"
"""Leaves audio as it is."""


class Codec(Enum):
    """What audio is written as."""

    AAC = "aac"
    MP3 = "mp3"
    OPUS = "opus"
    FLAC = "flac"
    PCM = "pcm"


@dataclass(frozen=True, slots=True)
class Encoding:
    """What an encoder does to levels.

    Attributes:
        gain_db: What it adds to every sample, peaks and all; `limiter` takes it away again.
        loss_lu: How much loudness its coarseness costs; a chapter's gain makes it good.
        overshoot_db: By how much its peaks may rise above those it was given.
    """

    gain_db: float = 0.0
    loss_lu: float = 0.0
    overshoot_db: float = 0.0


_EFFECTS = {
    Codec.AAC: ((96, 0.0, 0.3), (64, 0.05, 0.4), (48, 0.1, 0.6), (32, 0.2, 1.3), (0, 0.2, 2.0)),
    Codec.MP3: ((128, 0.0, 0.4), (64, 0.0, 1.0), (0, 0.0, 1.2)),
    Codec.OPUS: ((96, 0.0, 0.4), (64, 0.0, 0.6), (48, 0.2, 0.9), (32, 0.3, 1.0), (0, 0.35, 1.4)),
    Codec.FLAC: ((0, 0.0, 0.1),),
    Codec.PCM: ((0, 0.0, 0.1),),
}
"""From which bitrate in kb/s up, the loss and the overshoot: as measured, this with 0.2 to 0.3 dB on top."""


def encoding_of(codec: Codec, bitrate_kbps: int, sample_rate_hz: int) -> Encoding:
    """Return what an encoder does to levels.

    Args:
        codec: Which one.
        bitrate_kbps: Of one channel; no matter for those without loss.
        sample_rate_hz: Of what is written.
    """
    fine_kbps = bitrate_kbps
    if codec is Codec.AAC and sample_rate_hz > _NARROW_RATE_HZ:
        fine_kbps -= _WIDE_COSTS_KBPS
    _, loss_lu, overshoot_db = next(effect for effect in _EFFECTS[codec] if max(fine_kbps, 0) >= effect[0])
    gain_db = _lame_gain_db(bitrate_kbps, sample_rate_hz) if codec is Codec.MP3 else 0.0
    return Encoding(gain_db, loss_lu, overshoot_db)


def _lame_gain_db(bitrate_kbps: int, sample_rate_hz: int) -> float:
    """LAME turns down what it is given, to 0.95 or 0.97, where the bitrate would make it overshoot."""
    if sample_rate_hz > _NARROW_RATE_HZ and bitrate_kbps > 160:
        return -0.2646 if bitrate_kbps <= 192 else 0.0
    return -0.4455


def limiter(
    ceiling_db: float | None, sample_rate_hz: int, output_rate_hz: int, encoder_gain_db: float = 0.0
) -> str:
    """Return the filters between the samples and the encoder, as ffmpeg's ``-af`` takes them.

    Exact in time: nothing is delayed.

    Args:
        ceiling_db: Where true peaks are held; None for no limiter.
        sample_rate_hz: Of what comes in.
        output_rate_hz: Of what goes to the encoder.
        encoder_gain_db: What the encoder adds, which is taken away here.
    """
    filters = []
    if ceiling_db is not None:
        held = f"limit={ceiling_db:g}dB:level=false:latency=true:attack={_ATTACK_MS}:release={_RELEASE_MS}"
        filters += [f"aresample={sample_rate_hz * _OVERSAMPLING}", f"alimiter={held}"]
    if filters or output_rate_hz != sample_rate_hz:
        filters.append(f"aresample={output_rate_hz}")
    if encoder_gain_db:
        filters.append(f"volume={-encoder_gain_db:g}dB:precision=float")
    return ",".join(filters) or NO_FILTER
