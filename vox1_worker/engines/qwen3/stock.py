"""Stock decoding: qwen-tts's own loop in the place of ours, for whoever wants to compare or doubts it.

It speaks one take after another and cannot be stopped within one. Its random numbers are torch's own, so that
the same seed makes another take than with our loop; greedy codes are the same.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from vox1_worker.engines.qwen3.decoding import Finished, Row
from vox1_worker.engines.qwen3.frame import FEWEST_CODES, RESERVED_CODES
from vox1_worker.engines.qwen3.reading import Prompt
from vox1_worker.engines.qwen3.sampling import Sampling
from vox1_worker.protocol import Ended

_ASKED_FOR = "VOX1_QWEN3_STOCK"
"""Environment: 1 has qwen-tts decode by itself."""
_NO_NUMBERS = "probability tensor contains"
"""What torch says where it is to draw by NaN; on a card it does not get as far as saying so."""


def is_asked_for() -> bool:
    """Whether the environment asks for it."""
    return os.environ.get(_ASKED_FOR) == "1"


@dataclass(frozen=True)
class _Take:
    row: Row
    prompt: Prompt
    sampling: Sampling
    most_frames: int


class StockDecoder:
    """Does what `vox1_worker.engines.qwen3.decoding.Decoder` does, a whole take in each step.

    Args:
        talker: Of qwen-tts, a `Qwen3TTSTalkerForConditionalGeneration`.
        width: Takes that it holds; it speaks one at a time.
        capacity: The longest a take can get, prompt and frames together.
    """

    def __init__(self, talker: Any, width: int, capacity: int) -> None:
        self._talker = talker
        self._width = width
        self.capacity = capacity
        self._takes: deque[_Take] = deque()

    @property
    def free(self) -> int:
        """How many more it holds."""
        return self._width - len(self._takes)

    @property
    def speaking(self) -> Sequence[Row]:
        """What it holds; a take is spoken or not, and nothing between."""
        return [take.row for take in self._takes]

    def prepare(self) -> None:
        """There is nothing to prepare."""

    def begin(self, request_id: str, prompt: Prompt, sampling: Sampling, seed: int, most_frames: int) -> None:
        """Take what is to be spoken; see `Decoder.begin`."""
        generator = torch.Generator().manual_seed(seed)
        self._takes.append(_Take(Row(request_id, generator), prompt, sampling, most_frames))

    def cancel(self, request_id: str) -> None:
        """Give up a take."""
        self._takes = deque(take for take in self._takes if take.row.id != request_id)

    def step(self) -> list[Finished]:
        """Speak the next take, from its beginning to its end."""
        return [self._spoken(self._takes.popleft())] if self._takes else []

    @torch.inference_mode()
    def _spoken(self, take: _Take) -> Finished:
        prompt, device = take.prompt, self._talker.device
        torch.manual_seed(take.row.generator.initial_seed())
        try:
            made = self._talker.generate(
                inputs_embeds=prompt.embeddings,
                attention_mask=torch.ones(prompt.embeddings.shape[:2], dtype=torch.long, device=device),
                trailing_text_hidden=prompt.filler,
                tts_pad_embed=prompt.filler,
                **self._arguments(take),
            )
        except RuntimeError as err:
            if _NO_NUMBERS not in str(err):
                raise
            return Finished(take.row.id, torch.zeros((0, 0), dtype=torch.long), None)
        frames = [hidden[-1] for hidden in made.hidden_states if hidden[-1] is not None]
        codes = torch.stack(frames, dim=1)[0]
        has_ended = made.sequences[0, -1].item() == self._talker.config.codec_eos_token_id
        return Finished(take.row.id, codes, Ended.NATURAL if has_ended else Ended.BUDGET)

    def _arguments(self, take: _Take) -> dict[str, Any]:
        """What qwen-tts 0.1.1 gives its loop (core/models/modeling_qwen3_tts.py), at a take's settings."""
        config, sampling = self._talker.config, take.sampling
        end, size = config.codec_eos_token_id, config.vocab_size
        return {
            "max_new_tokens": take.most_frames + 1,  # the last code of all gets no frame
            "min_new_tokens": FEWEST_CODES,
            "eos_token_id": end,
            "suppress_tokens": [code for code in range(size - RESERVED_CODES, size) if code != end],
            "repetition_penalty": sampling.repetition_penalty,
            **_drawing(sampling.temperature, sampling.top_k, sampling.top_p, "do_sample", ""),
            **_drawing(
                sampling.subtalker_temperature,
                sampling.subtalker_top_k,
                sampling.subtalker_top_p,
                "subtalker_dosample",
                "subtalker_",
            ),
            "output_hidden_states": True,
            "return_dict_in_generate": True,
        }


def _drawing(temperature: float, top_k: int, top_p: float, draws: str, prefix: str) -> dict[str, Any]:
    """Name a way of drawing as transformers does; without heat it takes the likeliest."""
    if temperature == 0:
        return {draws: False}
    return {
        draws: True,
        f"{prefix}temperature": temperature,
        f"{prefix}top_k": top_k,
        f"{prefix}top_p": top_p,
    }
