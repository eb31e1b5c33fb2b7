"""A tape: what a CUDA graph does, on a processor.

It notes every operation of a work with the very tensors it was given, and plays them again. What Python did
between them is lost, as in a graph; so are values that were read, and tensors that moved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten

_ASKING = (
    *("_local_scalar_dense", "item", "is_nonzero", "equal", "nonzero", "masked_select", "unique", "_unique2"),
    *("lift_fresh", "scalar_tensor", "exponential_", "uniform_", "normal_", "multinomial", "bernoulli"),
)
"""Operations that wait for the card, whose result has a size that depends on values, that bring something
from the host, or draw random numbers, which a graph would draw again alike."""


class Tape(TorchDispatchMode):  # type: ignore[misc]  # torch has no types here
    """Notes operations.

    Attributes:
        asked: The names of those that a graph could not hold.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._notes: list[tuple[Any, tuple[Any, ...], dict[str, Any], list[torch.Tensor]]] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Do it, and note it."""
        del types
        name = func.overloadpacket.__name__
        inputs = tensors_of((args, kwargs))
        by_mask = name.startswith("index") and any(each.dtype is torch.bool for each in inputs[1:])
        if name in _ASKING or (by_mask and "put" not in name) or any(each.is_cuda for each in inputs):
            self.asked.append(name)
        made = func(*args, **(kwargs or {}))
        there = {each.untyped_storage().data_ptr() for each in inputs}
        new = [each for each in tensors_of(made) if each.untyped_storage().data_ptr() not in there]
        self._notes.append((func, args, kwargs or {}, new))
        return made

    def play(self) -> None:
        """Do it all again, into the same tensors."""
        for func, args, kwargs, new in self._notes:
            made = tensors_of(func(*args, **kwargs))
            for into, each in zip(new, made, strict=bool(new)):
                into.copy_(each)


def taping(tapes: list[Tape]) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Return what captures works on tapes, which are added to a list."""

    def capture(work: Callable[[], None]) -> Callable[[], None]:
        work()  # a warm-up, as on a card
        tape = Tape()
        with tape:
            work()
        tapes.append(tape)
        return tape.play

    return capture


def tensors_of(tree: Any) -> list[torch.Tensor]:
    """All tensors in nested values."""
    return [each for each in tree_flatten(tree)[0] if isinstance(each, torch.Tensor)]
