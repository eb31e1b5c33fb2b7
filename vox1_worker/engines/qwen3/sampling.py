"""Sampling: which code comes next, drawn for each row by its own generator.

The rules and their order are those of transformers 4.57.3 as qwen-tts 0.1.1 uses it: repetition penalty,
forbidden codes, temperature, top-k, top-p. The draw is ours: every row has its own random numbers, so that
what is drawn for one does not depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import torch


@dataclass(frozen=True)
class Sampling:
    """How a row draws its codes; the defaults are those that the checkpoints come with.

    Attributes:
        temperature: Of the first code of a frame; 0 always takes the likeliest, which loops.
        top_k: How many of the likeliest codes may be drawn.
        top_p: Of the likeliest, as many as have this probability together.
        repetition_penalty: By how much a code that the take has already had is less likely.
        subtalker_temperature: The same for the other codes of a frame.
        subtalker_top_k: The same.
        subtalker_top_p: The same.
    """

    temperature: float = 0.9
    top_k: int = 50
    top_p: float = 1.0
    repetition_penalty: float = 1.05
    subtalker_temperature: float = 0.9
    subtalker_top_k: int = 50
    subtalker_top_p: float = 1.0

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Sampling:
        """Take what is named in a request's settings."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in settings.items() if name in known})


class Draw:
    """How all rows draw one kind of code, as columns beside their logits.

    Args:
        temperatures: One for each row.
        top_ks: The same.
        top_ps: The same.
        device: Of the logits.
    """

    def __init__(
        self,
        temperatures: Sequence[float],
        top_ks: Sequence[int],
        top_ps: Sequence[float],
        device: torch.device,
    ) -> None:
        self._temperatures = torch.tensor(temperatures, device=device)[:, None]
        self._top_ks = torch.tensor(top_ks, device=device)[:, None]
        limits = [top_p if top_p < 1 else torch.inf for top_p in top_ps]  # sums may come out above 1
        self._top_ps = torch.tensor(limits, device=device)[:, None]

    def choose(self, logits: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        """Return the code of each row, shape (rows,).

        Args:
            logits: Shape (rows, codes), float32.
            noise: The same shape, drawn from the exponential distribution: dividing probabilities by it and
                taking the largest is a draw by these probabilities.
        """
        is_greedy = self._temperatures == 0
        scores = logits / self._temperatures.masked_fill(is_greedy, 1.0)
        probabilities = self._kept(scores).softmax(-1)
        smallest = torch.finfo(noise.dtype).tiny  # 0 / 0 would be taken for the largest
        return torch.where(is_greedy, logits, probabilities / noise.clamp(min=smallest)).argmax(-1)

    def _kept(self, scores: torch.Tensor) -> torch.Tensor:
        """Scores with minus infinity for what may not be drawn."""
        falling, order = scores.sort(dim=-1, descending=True)
        last = (self._top_ks - 1).clamp(0, scores.shape[-1] - 1)
        falling = falling.masked_fill(falling < falling.gather(-1, last), -torch.inf)
        likelier = falling.softmax(-1).cumsum(-1).roll(1, dims=-1)
        likelier[:, 0] = 0.0  # the likeliest may always be drawn
        falling = falling.masked_fill(likelier >= self._top_ps, -torch.inf)
        return torch.empty_like(scores).scatter(-1, order, falling)


def penalised(logits: torch.Tensor, had: torch.Tensor, penalties: torch.Tensor) -> torch.Tensor:
    """Return logits with codes that a row has had made less likely (arXiv 1909.05858, section 4.1).

    Args:
        logits: Shape (rows, codes).
        had: The same shape, whether the row has had the code.
        penalties: Shape (rows, 1).
    """
    less_likely = torch.where(logits < 0, logits * penalties, logits / penalties)
    return torch.where(had, less_likely, logits)
