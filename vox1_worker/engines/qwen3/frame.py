"""A frame: 80 ms of every row, as one function of the rows' tensors.

The code predictor completes the frame from its first code, then the talker hears it and says the next first
code. Nothing here asks for a value of a tensor, and all that stays is written in place, so that a card can
replay the whole as one graph. The order of operations is that of qwen-tts 0.1.1
(core/models/modeling_qwen3_tts.py).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import torch

from vox1_worker.engines.qwen3.layers import Cache, Layers
from vox1_worker.engines.qwen3.rows import BROKEN, BUDGET, GOING_ON, NATURAL, Rows
from vox1_worker.engines.qwen3.sampling import penalised

FEWEST_CODES = 2
"""No take ends before its third code (min_new_tokens of qwen-tts)."""
RESERVED_CODES = 1024
"""The last codes of the talker's vocabulary are marks, not sound; of them only the end may be drawn."""


class Frame:
    """Makes frames.

    Args:
        talker: Of qwen-tts, a `Qwen3TTSTalkerForConditionalGeneration`.
        layers: The talker's.
        cache: Of all rows in these layers.
        rows: What it reads and writes.
    """

    def __init__(self, talker: Any, layers: Layers, cache: Cache, rows: Rows) -> None:
        config = talker.config
        self._talker = talker
        self._predictor = talker.code_predictor
        self._codebooks: int = config.num_code_groups
        self._layers = layers
        self._cache = cache
        self._predictor_layers = Layers(self._predictor.model, self._codebooks)
        self._predictor_cache = Cache(self._predictor_layers, len(rows.each), self._codebooks)
        self._rows = rows
        self._places = torch.arange(cache.places, device=rows.each.device)
        self._end = config.codec_eos_token_id
        codes = torch.arange(config.vocab_size, device=rows.each.device)
        self._is_end = codes == self._end
        self._forbidden = (codes >= config.vocab_size - RESERVED_CODES) & ~self._is_end

    @property
    def shape(self) -> Hashable:
        """Frames of one shape are the same kernels."""
        return self._rows.first_draw.bounds, self._rows.other_draw.bounds

    def make(self) -> None:
        """Make one frame of every row, and say in `Rows.ends` what became of it."""
        rows = self._rows
        frame, embeddings = self._completed()
        rows.spoken[rows.each, rows.done] = frame
        rows.had.scatter_(1, frame[:, :1], True)  # noqa: FBT003  # its only form
        attended = self._places <= rows.lengths[:, None]
        mask = torch.zeros_like(attended, dtype=embeddings.dtype).masked_fill_(~attended, -torch.inf)
        hidden = self._layers.step(
            embeddings + rows.filler, self._cache, rows.lengths, rows.each, mask[:, None, None]
        )
        rows.hidden.copy_(hidden)
        rows.lengths += rows.is_working
        rows.done += rows.is_working
        logits = self._logits()
        rows.codes.copy_(self._first_codes(logits))
        rows.ends.fill_(GOING_ON)
        rows.ends.masked_fill_(rows.done >= rows.budgets, BUDGET)
        rows.ends.masked_fill_(rows.codes == self._end, NATURAL)
        rows.ends.masked_fill_(~logits.isfinite().all(-1), BROKEN)
        rows.ends.masked_fill_(~rows.is_working, GOING_ON)

    def begin(self, row: int, hidden: torch.Tensor) -> None:
        """Choose the first code of a row's first frame.

        Args:
            row: Which.
            hidden: What the talker made of its prompt's last place, shape (1, 1, hidden).
        """
        self._rows.hidden[row].copy_(hidden[0])
        self._rows.codes[row].copy_(self._first_codes(self._logits())[row])

    def _logits(self) -> torch.Tensor:
        return self._talker.codec_head(self._rows.hidden)[:, 0].float()

    def _first_codes(self, logits: torch.Tensor) -> torch.Tensor:
        """Choose each row's first code of the next frame, or its end."""
        rows = self._rows
        is_young = (rows.done < FEWEST_CODES)[:, None]
        forbidden = self._forbidden | (self._is_end & is_young)
        scores = penalised(logits, rows.had, rows.penalties).masked_fill_(forbidden, -torch.inf)
        return rows.first_draw.choose(scores, rows.first_noise)

    def _completed(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Complete each row's frame from its first code.

        Returns:
            The codes, shape (rows, codebooks), and the sum of their embeddings, shape (rows, 1, hidden).
        """
        rows, predictor = self._rows, self._predictor
        codes = [rows.codes]
        embeddings = [self._talker.model.codec_embedding(rows.codes[:, None])]
        inputs = torch.cat((rows.hidden, embeddings[0]), dim=1)
        for book in range(self._codebooks - 1):
            place = book + 1 if book else 0  # the hidden state and the first code come together
            projected = predictor.small_to_mtp_projection(inputs)
            output = self._predictor_layers.grow(projected, self._predictor_cache, place)
            logits = predictor.lm_head[book](output[:, -1]).float()
            codes.append(rows.other_draw.choose(logits, rows.other_noise[:, book]))
            inputs = predictor.model.codec_embedding[book](codes[-1][:, None])
            embeddings.append(inputs)
        return torch.stack(codes, dim=1), torch.cat(embeddings, dim=1).sum(1, keepdim=True)
