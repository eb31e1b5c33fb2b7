"""Decoding: one frame of every row in each step, over the talker that qwen-tts loads.

A frame is 80 ms: the talker says its first code, the code predictor the others. Rows come and go at any
step. Row width and cache never change, and rows without work are computed all the same and thrown away, so
that a take does not depend on what is spoken beside it. The order of operations is that of qwen-tts 0.1.1
(core/models/modeling_qwen3_tts.py), and greedy decoding gives the same codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from transformers import DynamicCache

from vox1_worker.engines.qwen3.cache import Prefill, RowCache, Step
from vox1_worker.engines.qwen3.sampling import Draw, Sampling, penalised
from vox1_worker.protocol import Ended

FRAMES_PER_SECOND = 12.5
_FEWEST_CODES = 2
"""No take ends before its third code (min_new_tokens of qwen-tts)."""
_RESERVED_CODES = 1024
"""The last codes of the talker's vocabulary are marks, not sound; of them only the end may be drawn."""


@dataclass(frozen=True)
class Prompt:
    """What a take begins from.

    Attributes:
        embeddings: Of text, voice and style, shape (1, length, hidden).
        filler: What is added to every frame once the text is in, shape (1, 1, hidden).
    """

    embeddings: torch.Tensor
    filler: torch.Tensor


@dataclass(frozen=True)
class Row:
    """A take being spoken.

    Attributes:
        id: Of its request.
        sampling: How its codes are drawn.
        generator: Draws for it alone.
        most_frames: Its budget.
        filler: See `Prompt`.
        frames: The codes of each frame so far, shape (codes of a frame,).
    """

    id: str
    sampling: Sampling
    generator: torch.Generator
    most_frames: int
    filler: torch.Tensor
    frames: list[torch.Tensor] = field(default_factory=list)


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
    """

    def __init__(self, talker: Any, width: int, capacity: int) -> None:
        self._talker = talker
        self._predictor = talker.code_predictor
        config = talker.config
        self._codebooks = config.num_code_groups
        self._end = config.codec_eos_token_id
        like = talker.codec_head.weight
        self._device = like.device
        self._cache = RowCache(config, width, capacity, like)
        self._rows: list[Row | None] = [None] * width
        self._lengths = torch.zeros(width, dtype=torch.long, device=self._device)
        self._codes = torch.zeros(width, dtype=torch.long, device=self._device)
        self._hidden = like.new_zeros((width, 1, config.hidden_size))
        self._filler = like.new_zeros((width, 1, config.hidden_size))
        self._had = torch.zeros((width, config.vocab_size), dtype=torch.bool, device=self._device)
        self._forbidden = torch.arange(config.vocab_size, device=self._device)
        self._forbidden = self._forbidden >= config.vocab_size - _RESERVED_CODES
        self._forbidden[self._end] = False
        self._places = torch.arange(capacity, device=self._device)
        self._set_draws()

    @property
    def free(self) -> int:
        """How many rows have no work."""
        return self._rows.count(None)

    @property
    def capacity(self) -> int:
        """The longest a row can get, prompt and frames together."""
        return self._cache.capacity

    @property
    def speaking(self) -> Sequence[Row]:
        """The rows that have work."""
        return [row for row in self._rows if row]

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
        index = self._rows.index(None)
        length = prompt.embeddings.shape[1]
        assert length + most_frames <= self.capacity  # noqa: S101  # the caller has looked
        generator = torch.Generator(self._device).manual_seed(seed)
        row = Row(request_id, sampling, generator, most_frames, prompt.filler)
        place = torch.arange(length, device=self._device)
        output = self._talker.model(
            inputs_embeds=prompt.embeddings,
            attention_mask=(place <= place[:, None])[None, None],
            position_ids=place.expand(3, 1, length),
            past_key_values=Prefill(self._cache, index),
            cache_position=place,
            use_cache=True,
        )
        self._rows[index] = row
        self._lengths[index] = length
        self._hidden[index] = output.last_hidden_state[0, -1:]
        self._filler[index] = prompt.filler[0]
        self._set_draws()
        noise = torch.ones_like(self._had, dtype=torch.float32)
        noise[index].exponential_(generator=generator)
        logits = self._talker.codec_head(self._hidden)[:, 0].float()
        self._codes[index] = self._first_codes(logits, noise)[index]

    @torch.inference_mode()
    def cancel(self, request_id: str) -> None:
        """Free a row, whatever it was saying."""
        for index, row in enumerate(self._rows):
            if row and row.id == request_id:
                self._free(index)

    @torch.inference_mode()
    def step(self) -> list[Finished]:
        """Make one frame of every row and return the rows that have come to their end."""
        noise, predictor_noise = self._noise()
        frame, embeddings = self._predicted(predictor_noise)
        for index, row in enumerate(self._rows):
            if row:
                row.frames.append(frame[index])
                self._had[index, frame[index, 0]] = True
        output = self._talker.model(
            inputs_embeds=embeddings + self._filler,
            attention_mask=(self._places <= self._lengths[:, None])[:, None, None],
            position_ids=self._lengths[None, :, None].expand(3, -1, -1),
            past_key_values=Step(self._cache, self._lengths),
            cache_position=self._lengths[:1],
            use_cache=True,
        )
        self._hidden = output.last_hidden_state
        logits = self._talker.codec_head(self._hidden)[:, 0].float()
        self._codes = self._first_codes(logits, noise)
        is_working = torch.tensor([row is not None for row in self._rows], device=self._device)
        self._lengths = torch.where(is_working, self._lengths + 1, self._lengths)
        is_sound = logits.isfinite().all(-1)
        return self._finished(self._codes.tolist(), is_sound.tolist())

    def _finished(self, codes: list[int], is_sound: list[bool]) -> list[Finished]:
        """Free the rows that have ended, by their next code, their budget or numbers that are none."""
        finished = []
        for index, row in enumerate(self._rows):
            if row is None:
                continue
            has_ended = codes[index] == self._end
            if has_ended or len(row.frames) >= row.most_frames or not is_sound[index]:
                ended = (Ended.NATURAL if has_ended else Ended.BUDGET) if is_sound[index] else None
                finished.append(Finished(row.id, torch.stack(row.frames), ended))
                self._free(index)
        return finished

    def _free(self, index: int) -> None:
        self._rows[index] = None
        self._cache.clear(index)
        self._lengths[index] = 0
        self._codes[index] = 0
        self._hidden[index] = 0
        self._filler[index] = 0
        self._had[index] = False
        self._set_draws()

    def _set_draws(self) -> None:
        """Arrange the rows' ways of drawing as columns; rows without work draw as any other."""
        ways = [row.sampling if row else Sampling() for row in self._rows]
        self._penalties = torch.tensor([[way.repetition_penalty] for way in ways], device=self._device)
        self._first_draw = Draw(
            [way.temperature for way in ways],
            [way.top_k for way in ways],
            [way.top_p for way in ways],
            self._device,
        )
        self._other_draw = Draw(
            [way.subtalker_temperature for way in ways],
            [way.subtalker_top_k for way in ways],
            [way.subtalker_top_p for way in ways],
            self._device,
        )

    def _noise(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Draw one frame's random numbers for each row: (rows, codes), and (codebooks - 1, rows, codes)."""
        size = self._predictor.config.vocab_size
        first = torch.ones_like(self._had, dtype=torch.float32)
        others = first.new_ones((self._codebooks - 1, len(self._rows), size))
        for index, row in enumerate(self._rows):
            if row:
                others[:, index] = others[:, index].exponential_(generator=row.generator)
                first[index].exponential_(generator=row.generator)
        return first, others

    def _first_codes(self, logits: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        """Choose each row's first code of the next frame, or its end."""
        scores = penalised(logits, self._had, self._penalties).masked_fill(self._forbidden, -torch.inf)
        is_young = torch.tensor([self._is_young(row) for row in self._rows], device=self._device)
        scores[:, self._end].masked_fill_(is_young, -torch.inf)
        return self._first_draw.choose(scores, noise)

    def _is_young(self, row: Row | None) -> bool:
        return row is not None and len(row.frames) < _FEWEST_CODES

    def _predicted(self, noise: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Complete each row's frame from its first code.

        Args:
            noise: Shape (codebooks - 1, rows, codes of a codebook).

        Returns:
            The codes, shape (rows, codebooks), and the sum of their embeddings, shape (rows, 1, hidden).
        """
        predictor = self._predictor
        codes = [self._codes]
        embeddings = [self._talker.model.codec_embedding(self._codes[:, None])]
        inputs = torch.cat((self._hidden, embeddings[0]), dim=1)
        cache = DynamicCache()
        for book in range(self._codebooks - 1):
            output = predictor.model(
                inputs_embeds=predictor.small_to_mtp_projection(inputs), past_key_values=cache, use_cache=True
            )
            logits = predictor.lm_head[book](output.last_hidden_state[:, -1]).float()
            codes.append(self._other_draw.choose(logits, noise[book]))
            inputs = predictor.model.codec_embedding[book](codes[-1][:, None])
            embeddings.append(inputs)
        return torch.stack(codes, dim=1), torch.cat(embeddings, dim=1).sum(1, keepdim=True)
