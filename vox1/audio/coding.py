"""Coding: how a voice's audio is levelled and encoded for one kind of file."""

from __future__ import annotations

from dataclasses import dataclass

from vox1.audio.encoding import Codec, Encoding, encoding_of, limiter
from vox1.audio.levelling import Levelling, ceiling_of, levelling
from vox1.audio.mastering import Preset
from vox1.audio.measurement import Measurement


@dataclass(frozen=True, slots=True)
class Coding:
    """What is done to audio on its way into a file.

    Attributes:
        preset: Its loudness, peaks and room tone.
        codec: What it is written as.
        bitrate_kbps: 0 for a codec without loss.
        sample_rate_hz: Of what comes in.
        output_rate_hz: Of what is written.
    """

    preset: Preset
    codec: Codec
    bitrate_kbps: int
    sample_rate_hz: int
    output_rate_hz: int

    @property
    def encoding(self) -> Encoding:
        """What the encoder does to levels."""
        return encoding_of(self.codec, self.bitrate_kbps, self.output_rate_hz)

    def levelling(self, measurement: Measurement) -> Levelling:
        """Return what brings a chapter to the preset."""
        return levelling(measurement.lufs, measurement, self.preset, self.encoding)

    @property
    def filters(self) -> str:
        """What ffmpeg does between the samples and the encoder."""
        ceiling_db = ceiling_of(self.preset, self.encoding)
        return limiter(ceiling_db, self.sample_rate_hz, self.output_rate_hz, self.encoding.gain_db)
