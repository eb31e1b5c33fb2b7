"""Rows: all that a frame reads and writes, in tensors that stay where they are.

A row comes and goes by writing into them, so that a captured frame goes on with whatever they hold.
"""

from __future__ import annotations

from typing import Any

import torch

from vox1_worker.engines.qwen3.sampling import Draw, Sampling

GOING_ON, NATURAL, BUDGET, BROKEN = range(4)
"""What `Rows.ends` says of a row: it speaks or has no work; it said the end; its budget is spent; its numbers
broke down."""


class Rows:
    """So many rows.

    Attributes:
        each: 0, 1, 2 ..., shape (rows,).
        is_working: Whether a row has work, shape (rows,).
        lengths: Places taken in the cache, shape (rows,).
        done: Frames made, shape (rows,).
        budgets: Frames that may be made, shape (rows,).
        codes: The first code of the next frame, shape (rows,).
        hidden: What the talker made of the last place, shape (rows, 1, hidden).
        filler: See `vox1_worker.engines.qwen3.decoding.Prompt`, shape (rows, 1, hidden).
        had: Which codes have been a frame's first, shape (rows, codes).
        spoken: The codes of all frames made, shape (rows, places, codebooks).
        first_noise: Of the next first code, shape (rows, codes).
        other_noise: Of a frame's other codes, shape (rows, codebooks - 1, codes of a codebook).
        penalties: Of what has been had, shape (rows, 1).
        first_draw: How first codes are drawn.
        other_draw: How the others are.
        ends: What became of each row in the last frame, shape (rows,); all that is read from the card.
    """

    def __init__(self, talker: Any, width: int, places: int) -> None:
        config = talker.config
        like = talker.codec_head.weight
        books, other_codes = config.num_code_groups, talker.code_predictor.config.vocab_size

        def whole(*shape: int) -> torch.Tensor:
            return torch.zeros(shape, dtype=torch.long, device=like.device)

        self.each = torch.arange(width, device=like.device)
        self.is_working = whole(width).bool()
        self.lengths, self.done, self.budgets, self.codes, self.ends = (whole(width) for _ in range(5))
        self.spoken = whole(width, places, books)
        self.hidden = like.new_zeros((width, 1, config.hidden_size))
        self.filler = torch.zeros_like(self.hidden)
        self.had = whole(width, config.vocab_size).bool()
        self.first_noise = like.new_ones((width, config.vocab_size), dtype=torch.float32)
        self.other_noise = like.new_ones((width, books - 1, other_codes), dtype=torch.float32)
        self.penalties = like.new_ones((width, 1), dtype=torch.float32)
        self.first_draw, self.other_draw = Draw(width, like.device), Draw(width, like.device)
        for row in range(width):
            self.draw_by(row, Sampling())

    @property
    def changed(self) -> list[torch.Tensor]:
        """What a frame changes of a row's state, and so may not be done twice by a frame."""
        return [self.lengths, self.done, self.codes, self.ends, self.spoken, self.hidden, self.had]

    def begin(self, row: int, length: int, budget: int, filler: torch.Tensor) -> None:
        """Give a row work.

        Args:
            row: Which; it has none.
            length: Of its prompt, which is in the cache.
            budget: Frames that it may make.
            filler: Shape (1, 1, hidden).
        """
        self.is_working[row].fill_(True)  # noqa: FBT003  # its only form
        self.lengths[row].fill_(length)
        self.done[row].zero_()
        self.budgets[row].fill_(budget)
        self.filler[row].copy_(filler[0])
        self.had[row].fill_(False)  # noqa: FBT003  # the same

    def draw_by(self, row: int, sampling: Sampling) -> None:
        """Have a row draw in a way of its own."""
        self.penalties[row].fill_(sampling.repetition_penalty)
        self.first_draw.set(row, sampling.temperature, sampling.top_k, sampling.top_p)
        self.other_draw.set(
            row, sampling.subtalker_temperature, sampling.subtalker_top_k, sampling.subtalker_top_p
        )

    def draw_noise(self, row: int, generator: torch.Generator) -> None:
        """Draw a row's random numbers for one frame."""
        self.other_noise[row].exponential_(generator=generator)
        self.draw_first_noise(row, generator)

    def draw_first_noise(self, row: int, generator: torch.Generator) -> None:
        """Draw a row's random numbers for the first code of a frame."""
        self.first_noise[row].exponential_(generator=generator)

    def free(self, row: int) -> None:
        """Take a row's work away; it is computed all the same, and nothing is made of it."""
        self.is_working[row].fill_(False)  # noqa: FBT003  # its only form
        for each in (self.lengths, self.done, self.codes, self.hidden, self.filler):
            each[row].zero_()
        self.draw_by(row, Sampling())
