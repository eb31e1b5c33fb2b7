"""Decoding: takes in rows that come and go at any step, each at its own place.

Row width and cache never change, and rows without work are computed all the same and thrown away, so that a
take does not depend on what is spoken beside it. Greedy decoding gives the codes of qwen-tts 0.1.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from vox1_worker.engines.qwen3.frame import Frame
from vox1_worker.engines.qwen3.graphs import Replays
from vox1_worker.engines.qwen3.layers import Cache, Layers
from vox1_worker.engines.qwen3.reading import Prompt, Reader
from vox1_worker.engines.qwen3.rows import BROKEN, GOING_ON, NATURAL, Rows
from vox1_worker.engines.qwen3.sampling import Sampling
from vox1_worker.protocol import Ended

FRAMES_PER_SECOND = 12.5


@dataclass(frozen=True)
class Row:
    """A take being spoken.

    Attributes:
        id: Of its request.
        generator: Draws for it alone.
        frames: Made so far.
    """

    id: str
    generator: torch.Generator
    frames: int = 0


@dataclass(frozen=True)
class Finished:
    """A row that has come to its end; its place is free.

    Attributes:
        id: Of its request.
        codes: Shape (frames, codes of a frame).
        ended: How it ended; None where its numbers broke down.
    """

    id: str
    codes: torch.Tensor
    ended: Ended | None


class Decoder:
    """Speaks up to so many rows at once.

    Args:
        talker: Of qwen-tts, a `Qwen3TTSTalkerForConditionalGeneration`.
        width: Rows.
        capacity: The longest a row can get, prompt and frames together.
        replays: What captures frames and prompts; by default nothing does.
    """

    def __init__(self, talker: Any, width: int, capacity: int, replays: Replays | None = None) -> None:
        self._replays = replays or Replays()
        with torch.no_grad():
            layers = Layers(talker.model, capacity)
            self._cache = Cache(layers, width, capacity)
            self._rows = Rows(talker, width, capacity)
            self._frame = Frame(talker, layers, self._cache, self._rows)
            self._reader = Reader(layers, self._cache, self._replays, talker.config.hidden_size)
        self._device = layers.like.device
        self._capacity = capacity
        self._takes: list[Row | None] = [None] * width

    @property
    def free(self) -> int:
        """How many rows have no work."""
        return self._takes.count(None)

    @property
    def capacity(self) -> int:
        """The longest a row can get, prompt and frames together."""
        return self._capacity

    @property
    def speaking(self) -> Sequence[Row]:
        """The rows that have work."""
        return [row for row in self._takes if row]

    @torch.inference_mode()
    def prepare(self) -> None:
        """Capture the usual frame before the first take waits for it."""
        if self._replays.are_captured:
            self._make()

    @torch.inference_mode()
    def begin(self, request_id: str, prompt: Prompt, sampling: Sampling, seed: int, most_frames: int) -> None:
        """Give a free row a take to speak; its prompt is read at once.

        Args:
            request_id: Names it in what `step` returns.
            prompt: At most as long as leaves room for the frames.
            sampling: How its codes are drawn.
            seed: Of its generator.
            most_frames: Its budget, at least 1.
        """
        index = self._takes.index(None)
        assert prompt.length + most_frames <= self.capacity  # noqa: S101  # the caller has looked
        generator = torch.Generator(self._device).manual_seed(seed)
        hidden = self._reader.read(prompt, index)
        self._rows.begin(index, prompt.length, most_frames, prompt.filler)
        self._rows.draw_by(index, sampling)
        self._rows.draw_first_noise(index, generator)
        self._frame.begin(index, hidden)
        self._takes[index] = Row(request_id, generator)

    @torch.inference_mode()
    def cancel(self, request_id: str) -> None:
        """Free a row, whatever it was saying."""
        for index, row in enumerate(self._takes):
            if row and row.id == request_id:
                self._free(index)

    @torch.inference_mode()
    def step(self) -> list[Finished]:
        """Make one frame of every row and return the rows that have come to their end."""
        for index, row in enumerate(self._takes):
            if row:
                self._rows.draw_noise(index, row.generator)
                self._takes[index] = replace(row, frames=row.frames + 1)
        self._make()
        ends = self._rows.ends.tolist()  # all that waits for the card
        return [self._finished(index, end) for index, end in enumerate(ends) if end != GOING_ON]

    def _make(self) -> None:
        self._replays.run(("frame", self._frame.shape), self._frame.make, self._rows.changed)

    def _finished(self, index: int, end: int) -> Finished:
        """Free a row that has ended, and return what it said."""
        row = self._takes[index]
        assert row is not None  # noqa: S101  # only what has work ends
        codes = self._rows.spoken[index, : row.frames].clone()
        self._free(index)
        if end == BROKEN:  # a beginning that was kept may be the cause
            self._reader.beginnings.clear()
            return Finished(row.id, codes, None)
        return Finished(row.id, codes, Ended.NATURAL if end == NATURAL else Ended.BUDGET)

    def _free(self, index: int) -> None:
        self._takes[index] = None
        self._rows.free(index)
        self._cache.clear(index)
