"""Reading: prompts into the rows of a cache, in a few padded lengths so that a card can replay each.

What a prompt begins with is the same for every text in one voice, language and style. It is read once, its
keys and values are kept, and both are done in the same two parts whether it was kept or not: a take never
depends on what was spoken before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

import torch

from vox1_worker.engines.qwen3.graphs import Replays
from vox1_worker.engines.qwen3.layers import Cache, Layers

_LENGTHS = (16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1_024, 1_536)
"""What is read is padded to one of these, or to the cache's end: half as much again at most."""
_MOST_BYTES = 64 * 2**20
"""Of beginnings kept: ten voices of the real models, of some 50 places at 115 kB each."""


@dataclass(frozen=True)
class Prompt:
    """What a take begins from.

    Attributes:
        embeddings: Of text, voice and style, shape (1, length, hidden).
        filler: What is added to every frame once the text is in, shape (1, 1, hidden).
        shared: How many of its first places are the same for every text in its manner.
        manner: Names voice, language and style.
    """

    embeddings: torch.Tensor
    filler: torch.Tensor
    shared: int = 0
    manner: Hashable = ()

    @property
    def length(self) -> int:
        """Its places."""
        return int(self.embeddings.shape[1])


class Beginnings:
    """Keys and values of what prompts begin with; the longest unused go first.

    Args:
        most_bytes: How much is kept at most.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Hashable, torch.Tensor] = OrderedDict()

    @property
    def size_bytes(self) -> int:
        """What is kept."""
        return sum(each.nbytes for each in self._kept.values())

    def find(self, manner: Hashable) -> torch.Tensor | None:
        """Return the beginning of a manner, if it is kept."""
        if manner in self._kept:
            self._kept.move_to_end(manner)
        return self._kept.get(manner)

    def keep(self, manner: Hashable, beginning: torch.Tensor) -> None:
        """Keep one, if it fits at all."""
        if beginning.nbytes > self._most_bytes:
            return
        self._kept[manner] = beginning
        while self.size_bytes > self._most_bytes:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Keep none of them any longer."""
        self._kept.clear()


class Reader:
    """Reads prompts.

    Args:
        layers: The talker's.
        cache: Of all rows.
        replays: What captures each length.
        hidden_size: Of the embeddings.
    """

    def __init__(self, layers: Layers, cache: Cache, replays: Replays, hidden_size: int) -> None:
        self.beginnings = Beginnings()
        self._layers = layers
        self._cache = cache
        self._replays = replays
        places, like = cache.places, layers.like
        self._counted = torch.arange(places, device=like.device)
        self._embeddings = like.new_zeros((1, places, hidden_size))
        self._places = torch.zeros_like(self._counted)
        self._row = torch.zeros_like(self._counted[:1])
        self._last = torch.zeros_like(self._row)
        self._hidden = like.new_zeros((1, 1, hidden_size))

    def read(self, prompt: Prompt, row: int) -> torch.Tensor:
        """Read a prompt into a row from its beginning, and return what comes out of its last place.

        Returns:
            Shape (1, 1, hidden), until the next is read.
        """
        shared = prompt.shared
        if shared:
            kept = self.beginnings.find(prompt.manner)
            if kept is None:
                self._read(prompt.embeddings[:, :shared], row, 0)
                self.beginnings.keep(prompt.manner, self._cache.part(row, shared))
            else:
                self._cache.put(row, kept)
        return self._read(prompt.embeddings[:, shared:], row, shared)

    def _read(self, embeddings: torch.Tensor, row: int, start: int) -> torch.Tensor:
        """Read some places into a row, of which so many have been read."""
        length, most = embeddings.shape[1], self._cache.places
        padded, reach = padded_length(length, most), padded_length(start + length, most)
        self._embeddings[:, :length].copy_(embeddings)
        self._embeddings[:, length:padded].zero_()
        torch.add(self._counted, start, out=self._places).clamp_(max=most - 1)
        self._row.fill_(row)
        self._last.fill_(length - 1)

        def work() -> None:
            hidden = self._layers.read(
                self._embeddings[:, :padded], self._cache, self._row, self._places[:padded], reach
            )
            self._hidden.copy_(hidden.index_select(1, self._last))

        self._replays.run(("read", padded, reach), work)
        return self._hidden


def padded_length(length: int, most: int) -> int:
    """Return the length to which something is padded where there are so many places."""
    lengths = (*(each for each in _LENGTHS if each < most), most)
    return lengths[bisect_left(lengths, length)]
