"""The cache: keys and values of all rows, each row at its own length.

The modules of qwen-tts call `update` and get back what to attend to. Its size never changes while the
worker lives, so that no row's arithmetic depends on how far its neighbours have come.
"""

from __future__ import annotations

from typing import Any

import torch


class RowCache:
    """Room for every row's keys and values, from the start.

    Args:
        config: Of the talker.
        width: Rows.
        capacity: The longest a row can get, prompt and frames together.
        like: A tensor of the model's kind and device.
    """

    def __init__(self, config: Any, width: int, capacity: int, like: torch.Tensor) -> None:
        shape = (width, config.num_key_value_heads, capacity, config.head_dim)
        self.capacity = capacity
        self.keys = [like.new_zeros(shape) for _ in range(config.num_hidden_layers)]
        self.values = [like.new_zeros(shape) for _ in range(config.num_hidden_layers)]

    def clear(self, row: int) -> None:
        """Forget a row: what is not attended to is multiplied by nothing, but a NaN would stay one."""
        for kept in (*self.keys, *self.values):
            kept[row] = 0


class Prefill:
    """The cache while one row's prompt is read: the row is filled from its beginning.

    Args:
        cache: Of all rows.
        row: Which.
    """

    def __init__(self, cache: RowCache, row: int) -> None:
        self._cache = cache
        self._row = row

    def update(
        self, keys: torch.Tensor, values: torch.Tensor, layer: int, _: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Keep a prompt's keys and values, shape (1, heads, length, head_dim); it sees only itself."""
        length = keys.shape[2]
        self._cache.keys[layer][self._row, :, :length] = keys[0]
        self._cache.values[layer][self._row, :, :length] = values[0]
        return keys, values


class Step:
    """The cache while every row grows by one.

    Args:
        cache: Of all rows.
        lengths: How long each row is, shape (rows,); the new keys go there.
    """

    def __init__(self, cache: RowCache, lengths: torch.Tensor) -> None:
        self._cache = cache
        self._lengths = lengths
        self._rows = torch.arange(len(lengths), device=lengths.device)

    def update(
        self, keys: torch.Tensor, values: torch.Tensor, layer: int, _: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Keep the new keys and values, shape (rows, heads, 1, head_dim), and return those of all places."""
        self._cache.keys[layer][self._rows, :, self._lengths] = keys[:, :, 0]
        self._cache.values[layer][self._rows, :, self._lengths] = values[:, :, 0]
        return self._cache.keys[layer], self._cache.values[layer]
