"""Sampling: which code comes next, drawn for each row by its own generator.

The rules and their order are those of transformers 4.57.3 as qwen-tts 0.1.1 uses it: repetition penalty,
forbidden codes, temperature, top-k, top-p. The draw is ours: every row has its own random numbers, so that
what is drawn for one does not depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import torch

_FEWEST_LOOKED_AT = 64
"""Of a top-k: it is rounded up to a power of two from here, so that few kinds of draws are ever needed."""


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


@dataclass(frozen=True)
class Bounds:
    """What the arithmetic of a draw must allow for; of all rows together.

    Attributes:
        most: The largest top-k, or more.
        has_limits: Whether any row has a top-p below 1.
    """

    most: int
    has_limits: bool


class Draw:
    """How all rows draw one kind of code, as columns beside their logits, written in place.

    Args:
        rows: How many; each is set before anything is drawn.
        device: Of the logits.
    """

    def __init__(self, rows: int, device: torch.device) -> None:
        self._temperatures = torch.ones((rows, 1), device=device)
        self._is_greedy = torch.zeros((rows, 1), dtype=torch.bool, device=device)
        self._lasts = torch.zeros((rows, 1), dtype=torch.long, device=device)
        self._top_ps = torch.ones((rows, 1), device=device)
        self._bounds = [Bounds(_FEWEST_LOOKED_AT, has_limits=False)] * rows

    @property
    def bounds(self) -> Bounds:
        """Draws of other bounds are other kernels."""
        most = max(each.most for each in self._bounds)
        return Bounds(most, any(each.has_limits for each in self._bounds))

    def set(self, row: int, temperature: float, top_k: int, top_p: float) -> None:
        """Have a row draw so; see `Sampling`."""
        self._temperatures[row].fill_(temperature or 1.0)
        self._is_greedy[row].fill_(temperature == 0)
        self._lasts[row].fill_(top_k - 1)
        self._top_ps[row].fill_(top_p if top_p < 1 else torch.inf)  # sums may come out above 1
        most = max(_FEWEST_LOOKED_AT, 1 << (top_k - 1).bit_length())
        self._bounds[row] = Bounds(most, has_limits=top_p < 1)

    def choose(self, logits: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        """Return the code of each row, shape (rows,).

        Args:
            logits: Shape (rows, codes), float32.
            noise: The same shape, drawn from the exponential distribution. The largest of the scores less its
                logarithms is a draw by their probabilities (Gumbel's trick).
        """
        smallest = torch.finfo(noise.dtype).tiny  # not 0, whose logarithm is infinite
        luck = noise.clamp(min=smallest).log().masked_fill(self._is_greedy, 0.0)
        return (self._kept(logits / self._temperatures) - luck).argmax(-1)

    def _kept(self, scores: torch.Tensor) -> torch.Tensor:
        """Scores with minus infinity for what may not be drawn."""
        bounds = self.bounds
        highest = scores.topk(min(bounds.most, scores.shape[-1]), dim=-1).values
        last = self._lasts.clamp(0, highest.shape[-1] - 1)
        scores = scores.masked_fill(scores < highest.gather(-1, last), -torch.inf)
        return self._limited(scores) if bounds.has_limits else scores

    def _limited(self, scores: torch.Tensor) -> torch.Tensor:
        """Scores with minus infinity for what is not among the likeliest that have their share together."""
        falling, order = scores.sort(dim=-1, descending=True)
        likelier = falling.softmax(-1).cumsum(-1).roll(1, dims=-1)
        likelier[:, :1].zero_()  # the likeliest may always be drawn
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
