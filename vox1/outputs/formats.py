"""Formats: what an audiobook can be written as, and how ffmpeg is asked for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vox1.audio.encoding import Codec


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of audio file.

    Attributes:
        name: As the setting and the command line have it.
        codec: What its audio is.
        about: What it is good for, in a few words.
        suffix: Of a file that holds the whole book, or a part of several chapters.
        track_suffix: Of a file that holds one chapter.
        coder: ffmpeg's arguments for it; none for the AAC of an M4B, which is joined of sections.
        bitrate_kbps: Where none was chosen; 0 for a format that loses nothing and has none.
        most_kbps: What its encoder takes at most for one channel; others do as well as they can with more.
        sample_rate_hz: The only one it has; None where it takes the voice's own.
    """

    name: str
    codec: Codec
    about: str
    suffix: str
    track_suffix: str
    coder: tuple[str, ...] = ()
    bitrate_kbps: int = 0
    most_kbps: int = 320
    sample_rate_hz: int | None = None

    @property
    def is_joined(self) -> bool:
        """Whether it is made of sections that were encoded while the book was spoken."""
        return not self.coder

    def bitrate_for(self, bitrate_kbps: int) -> int:
        """Return the bitrate that is used where one was chosen; 0 asks for the format's own."""
        return min(bitrate_kbps or self.bitrate_kbps, self.most_kbps) if self.bitrate_kbps else 0


FORMATS = {
    form.name: form
    for form in (
        Format(
            "m4b", Codec.AAC, "one file with chapters, for audiobook players", ".m4b", ".m4a", bitrate_kbps=64
        ),
        Format(
            "mp3",
            Codec.MP3,
            "plays everywhere",
            ".mp3",
            ".mp3",
            coder=("-c:a", "libmp3lame", "-id3v2_version", "4"),
            bitrate_kbps=96,
        ),
        Format(
            "opus",
            Codec.OPUS,
            "small files that sound good",
            ".opus",
            ".opus",
            coder=("-c:a", "libopus"),
            bitrate_kbps=64,
            most_kbps=256,
            sample_rate_hz=48_000,
        ),
        Format(
            "flac",
            Codec.FLAC,
            "loses nothing",
            ".flac",
            ".flac",
            coder=("-c:a", "flac", "-sample_fmt", "s16"),
        ),
        # Above 4 GB a WAV file needs the 64-bit form of its header.
        Format("wav", Codec.PCM, "for editing", ".wav", ".wav", coder=("-c:a", "pcm_s16le", "-rf64", "auto")),
    )
}
"""By their names."""
READ_ALONG = Format(
    "read-along", Codec.AAC, "an EPUB that reads itself aloud", ".epub", ".m4a", bitrate_kbps=64
)
"""Asked for by a setting of its own; its sound is that of an M4B, chapter by chapter."""
CAPTIONS = ("srt", "vtt", "lrc")
"""Names of the formats of captions; how each is written stands in `vox1.outputs.captions`."""


def formats_named(names: str) -> Sequence[Format]:
    """Return the formats in a list of names with commas, each once.

    Raises:
        ValueError: There is no such format, or none is named.
    """
    wanted = dict.fromkeys(name.strip().lower() for name in names.split(",") if name.strip())
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise ValueError(f"it should be one or more of {', '.join(FORMATS)}")
    return [FORMATS[name] for name in wanted]
