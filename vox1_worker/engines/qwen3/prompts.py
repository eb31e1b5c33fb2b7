"""Prompts of cloned voices, kept on the disk beside their clips, so that each is made once.

A prompt is what the model is told of a voice: the timbre of its clip and, where its words are known, the
frames of it. It is kept as safetensors, which cannot run anything when it is read. What is kept is never
needed: whatever is wrong with it, it is made again.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from vox1_worker import files
from vox1_worker.engine import EngineError, Samples

log = logging.getLogger(__name__)

_REVISION = 1
"""Raised when the same clip is given to the model otherwise, or the file is written otherwise."""
_NAME_DIGITS = 16
"""Of the key, in the file's name; the whole key is in its seal."""
_MOST_BYTES = 2**20
"""Ten times the prompt of the longest clip: 31 s, 12.5 frames a second, 16 codes of 8 bytes."""


@dataclass(frozen=True)
class Clip:
    """A reference clip, as the model is given it.

    Attributes:
        path: Of its file.
        samples: Mono.
        rate_hz: Of the samples.
        transcript: Its words; empty where only the timbre is cloned.
    """

    path: Path
    samples: Samples
    rate_hz: int
    transcript: str


@dataclass(frozen=True)
class ClonePrompt:
    """What the model is told of a voice.

    Attributes:
        timbre: The speaker embedding, shape (size,).
        codes: The clip's frames, shape (frames, codes of a frame); None where only the timbre is cloned.
    """

    timbre: torch.Tensor
    codes: torch.Tensor | None


@dataclass(frozen=True)
class Shape:
    """What a model's prompts look like.

    Attributes:
        timbre_size: Numbers of a speaker embedding.
        codebooks: Codes of a frame.
        dtype: Of the speaker embedding.
    """

    timbre_size: int
    codebooks: int
    dtype: torch.dtype

    def fits(self, prompt: ClonePrompt) -> bool:
        """Whether a prompt can be one of the model's."""
        codes = prompt.codes
        is_timbre = prompt.timbre.shape == (self.timbre_size,) and prompt.timbre.dtype == self.dtype
        return is_timbre and (
            codes is None
            or (codes.ndim == 2 and codes.shape[1] == self.codebooks and codes.dtype == torch.int64)
        )


def shared_length(length: int, words: int, clip_frames: int) -> int:
    """Return how many places at the beginning of a prompt are the same for every text.

    Style, role, language and voice come first, and the words of the clip, if they are known. After them stand
    the text, its end and the mark where speech begins, and then the clip's frames, which hear all before them
    (non-streaming prompts of qwen-tts 0.1.1, core/models/modeling_qwen3_tts.py, `generate`).

    Args:
        length: Of the prompt, in places.
        words: Tokens of the text itself.
        clip_frames: Frames of the clip that are given with their words; 0 where only the timbre is.
    """
    return length - words - 2 - clip_frames


def read_clip(path: Path) -> Clip:
    """Return a clip, with its words where a text file of its name is beside it.

    Raises:
        EngineError: It is missing, or is not audio.
    """
    transcript = path.with_suffix(".txt")
    try:
        samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
        words = transcript.read_text(encoding="utf-8").strip() if transcript.exists() else ""
    except (OSError, UnicodeDecodeError, soundfile.SoundFileError) as err:
        raise EngineError("voice", f"the reference clip {path} cannot be read: {err}") from err
    return Clip(path, samples.mean(axis=1), rate_hz, words)


class PromptCache:
    """The prompts of one model on the disk.

    Args:
        maker: All that shapes a prompt besides its clip: versions, weights, device, number format.
        shape: Of this model's prompts.
    """

    def __init__(self, maker: Mapping[str, str], shape: Shape) -> None:
        self._maker = dict(maker)
        self._shape = shape

    def find(self, clip: Clip) -> ClonePrompt | None:
        """Return a clip's prompt; None where there is none that can be used."""
        key = self._key(clip)
        path = _place(clip, key)
        try:
            prompt = self._read(path, key, has_codes=bool(clip.transcript))
        except FileNotFoundError:
            return None
        except (OSError, SafetensorError, KeyError, ValueError, TypeError, RuntimeError) as err:
            log.warning("%s is not used, and the voice is prepared again: %s", path, err)
            return None
        log.info("The voice was prepared before: %s", path)
        return prompt

    def keep(self, clip: Clip, prompt: ClonePrompt) -> None:
        """Put a clip's prompt on the disk; where the disk refuses, it is made again next time."""
        key = self._key(clip)
        tensors = {"timbre": prompt.timbre.cpu().contiguous()}
        if prompt.codes is not None:
            tensors["codes"] = prompt.codes.cpu().contiguous()
        path = _place(clip, key)
        try:
            files.write_bytes(path, save({**tensors, "seal": _seal(key, tensors)}))
        except OSError as err:
            log.warning("The prepared voice is not kept: %s: %s", path, err.strerror or err)

    def _key(self, clip: Clip) -> str:
        """Name a prompt by all that shapes it; the clip by what is heard, not by its file or date."""
        parts = {
            **self._maker,
            "revision": str(_REVISION),
            "samples": hashlib.sha256(np.ascontiguousarray(clip.samples).tobytes()).hexdigest(),
            "rate_hz": str(clip.rate_hz),
            "transcript": clip.transcript,
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("ascii")).hexdigest()

    def _read(self, path: Path, key: str, *, has_codes: bool) -> ClonePrompt:
        """Read a prompt.

        Raises:
            OSError: There is none, or it cannot be read.
            ValueError: It is not what was written, or not of this model and clip.
            KeyError: Something is missing from it.
            SafetensorError: It is no such file.
        """
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise ValueError("it is far too long")
        tensors = load(content)
        seal = tensors.pop("seal")
        if not torch.equal(seal, _seal(key, tensors)):
            raise ValueError("it is damaged, or of another voice")
        prompt = ClonePrompt(tensors["timbre"], tensors["codes"] if has_codes else None)
        if not self._shape.fits(prompt):
            raise ValueError("it is of another shape than this model's prompts")
        return prompt


def _place(clip: Clip, key: str) -> Path:
    """Where a prompt is kept: one file for each model beside the clip."""
    return clip.path.with_name(f"{clip.path.stem}.{key[:_NAME_DIGITS]}.safetensors")


def _seal(key: str, tensors: Mapping[str, torch.Tensor]) -> torch.Tensor:
    """SHA-256 over the key and the tensors: the format itself would not see a flipped bit."""
    digest = hashlib.sha256(key.encode("ascii"))
    for name, tensor in sorted(tensors.items()):
        digest.update(f"\0{name} {tensor.dtype} {tuple(tensor.shape)}\0".encode("ascii", "backslashreplace"))
        digest.update(tensor.flatten().view(torch.uint8).numpy().tobytes())
    return torch.tensor(list(digest.digest()), dtype=torch.uint8)
