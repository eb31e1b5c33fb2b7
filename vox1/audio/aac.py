"""AAC: stretches of audio encoded by themselves, whose frames can be joined without a gap.

A frame spans 2,048 samples, the second half of which the next frame spans too, and decodes together with
it. A stretch that ends in silence therefore needs nothing of what follows, and what follows nothing of it:
each is encoded after silence and loses the frames of that. Joined, they decode to the sample as one long
encode does (measured in tests/vox1/audio/test_aac.py; an ordinary join of files adds 1,024 samples or more).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vox1.audio.encoding import NO_FILTER
from vox1.audio.ffmpeg import Pipe
from vox1.errors import EncoderFailed, disk_error

FRAME_SAMPLES = 1024
"""A stretch lasts whole frames, and its last frame is silent."""
DELAY_SAMPLES = FRAME_SAMPLES
"""By which the first frame comes too early; the container's edit list takes it off again."""
_LEAD_FRAMES = 2
"""Of silence before a stretch and after it: the encoder looks one frame ahead."""
_LEAST_KBPS = 32
_HEADER_BYTES = 7
_AGAIN = "Try again; nothing spoken is lost."


class StretchEncoder:
    """Encodes one stretch of mono audio.

    Args:
        scratch: A file to write to meanwhile.
        sample_rate_hz: Of the audio.
        bitrate_kbps: Of the frames.
        filters: What it goes through before that, as ffmpeg's ``-af`` has it; nothing may shift it in time.

    Raises:
        EncoderFailed: ffmpeg cannot be started.
    """

    def __init__(
        self, scratch: Path, sample_rate_hz: int, bitrate_kbps: int, filters: str = NO_FILTER
    ) -> None:
        self._scratch = scratch
        self._samples = 0
        rate = str(sample_rate_hz)
        source = ("-f", "f32le", "-ar", rate, "-ac", "1", "-i", "pipe:0")
        # The fast coder is 5 times as fast at the same size: docs/decisions/004-aac-coder.md.
        coder = ("-c:a", "aac", "-aac_coder", "fast", "-b:a", f"{bitrate_kbps}k", "-flags:a", "+bitexact")
        target = ("-f", "adts", str(scratch.absolute()))
        self._pipe = Pipe(("-v", "error", *source, "-af", filters, *coder, *target))
        try:
            self._pipe.write(_silence(_LEAD_FRAMES))
        except EncoderFailed:
            self._pipe.close()
            raise

    def write(self, samples: npt.NDArray[np.float32]) -> None:
        """Encode more audio, full scale being 1.0.

        Raises:
            EncoderFailed: ffmpeg has ended.
        """
        self._pipe.write(samples)
        self._samples += len(samples)

    def finish(self) -> bytes:
        """Return the stretch's frames with their ADTS headers, as many as its length in frames.

        Raises:
            EncoderFailed: ffmpeg ended with an error, or made another number of frames.
            DiskError: They cannot be read back.
            ValueError: The stretch does not last whole frames.
        """
        wanted, rest = divmod(self._samples, FRAME_SAMPLES)
        if rest:
            raise ValueError(f"{self._samples} samples are not whole frames")
        self._pipe.write(_silence(_LEAD_FRAMES))
        self._pipe.finish()
        try:
            written = self._scratch.read_bytes()
        except OSError as err:
            raise disk_error(err, self._scratch) from err
        frames = list(frames_of(written))[_LEAD_FRAMES : _LEAD_FRAMES + wanted]
        if len(frames) != wanted:
            raise EncoderFailed(f"ffmpeg made {len(frames)} frames of AAC instead of {wanted}", _AGAIN)
        return b"".join(frames)

    def end(self) -> None:
        """End ffmpeg at once; a `write` waiting in another thread fails."""
        self._pipe.kill()

    def close(self) -> None:
        """Let go of everything, the scratch file too, unless a virus scanner holds it just then."""
        self._pipe.close()
        with suppress(OSError):
            self._scratch.unlink()


@cache
def closing_frame(sample_rate_hz: int) -> bytes:
    """Return a frame of silence, which must follow the last frame for that to be decoded.

    Raises:
        EncoderFailed: ffmpeg failed.
        DiskError: The folder of temporary files is full, or there is none.
    """
    with (
        tempfile.TemporaryDirectory(prefix="vox1-", ignore_cleanup_errors=True) as folder,
        closing(StretchEncoder(Path(folder, "frame"), sample_rate_hz, _LEAST_KBPS)) as encoder,
    ):
        encoder.write(_silence(1))
        return encoder.finish()


def frames_of(adts: bytes) -> Iterator[bytes]:
    """Return the frames of an ADTS stream one by one (ISO/IEC 14496-3, 1.A.2), each with its header.

    Raises:
        EncoderFailed: It is damaged.
    """
    start = 0
    while start < len(adts):
        header = adts[start : start + _HEADER_BYTES]
        is_header = len(header) == _HEADER_BYTES and header[0] == 0xFF and header[1] & 0xF6 == 0xF0
        length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5 if is_header else 0
        if length <= _HEADER_BYTES or start + length > len(adts):
            raise EncoderFailed("Encoded audio is damaged", _AGAIN)
        yield adts[start : start + length]
        start += length


def _silence(frames: int) -> npt.NDArray[np.float32]:
    return np.zeros(frames * FRAME_SAMPLES, np.float32)
