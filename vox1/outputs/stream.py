"""Streams: audio files that one encoder writes from beginning to end, fed through a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vox1.audio.ffmpeg import Pipe


def write_stream(
    blocks: Iterable[npt.NDArray[np.float32]],
    sample_rate_hz: int,
    coder: Sequence[str],
    target: Path,
    watch: Callable[[], None] = lambda: None,
) -> None:
    """Write mono audio as a file of any format but M4B.

    Args:
        blocks: The audio, full scale being 1.0.
        sample_rate_hz: Its rate.
        coder: ffmpeg's arguments between source and target.
        target: The file; one that exists is replaced.
        watch: Called again and again meanwhile, from a thread too; ffmpeg is ended if it raises.

    Raises:
        EncoderFailed: ffmpeg failed.
        DiskError: There is no room for its error output.
    """
    arguments = (
        *("-v", "error", "-f", "f32le", "-ar", str(sample_rate_hz), "-ac", "1", "-i", "pipe:0"),
        *coder,
        *("-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1", str(target.absolute())),
    )
    with Pipe(arguments, target, watch) as pipe:
        for block in blocks:
            watch()
            pipe.write(block)
        pipe.finish()
