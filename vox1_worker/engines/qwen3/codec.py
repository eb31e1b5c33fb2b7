"""The codec's part: frames become sound while the next ones are made.

On a card it works on a stream of its own, so that no row waits for it. Each take is decoded by itself: in
one batch with another it would come out the same to the 16th bit only (convolutions add up in another order),
and a take must not depend on what ended beside it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

import numpy as np
import torch

from vox1_worker.engine import Samples


class Sounding(Protocol):
    """A take that becomes sound."""

    @property
    def is_ready(self) -> bool:
        """Whether `samples` would return at once."""

    def samples(self) -> Samples:
        """Return its sound; waits for it."""


class Lane(Protocol):
    """Where a codec works."""

    def send(self, decode: Callable[[], torch.Tensor]) -> Sounding:
        """Have something decoded, shape (samples,)."""


class Here:
    """At once, in the order in which it is sent."""

    def send(self, decode: Callable[[], torch.Tensor]) -> Sounding:
        """Decode it."""
        return _Made(_samples(decode()))


class Beside:
    """On a card, beside what is computed there already.

    Args:
        device: A CUDA device.
    """

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._stream = torch.cuda.Stream(device)

    def send(self, decode: Callable[[], torch.Tensor]) -> Sounding:
        """Decode it once what it is made of is there."""
        self._stream.wait_stream(torch.cuda.current_stream(self._device))
        with torch.cuda.stream(self._stream):
            made = decode().float()
            arrived = torch.empty(made.shape, dtype=made.dtype, pin_memory=True)
            arrived.copy_(made, non_blocking=True)
            return _Coming(arrived, self._stream.record_event())


class Codec:
    """Makes takes audible, in the order in which they come.

    Args:
        decode: Makes sound, shape (samples,), of frames, shape (frames, codes of a frame).
        lane: Where.
    """

    def __init__(self, decode: Callable[[torch.Tensor], torch.Tensor], lane: Lane) -> None:
        self._decode = decode
        self._lane = lane
        self._coming: deque[tuple[str, int, Sounding, torch.Tensor]] = deque()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way."""
        return not self._coming

    @torch.inference_mode()
    def send(self, take: str, codes: torch.Tensor, before: torch.Tensor | None) -> None:
        """Have a take made audible.

        Args:
            take: Names it in what `ready` returns.
            codes: Shape (frames, codes of a frame).
            before: Frames that are heard before it, for their sound, and cut off.
        """
        heard = codes if before is None else torch.cat((before.to(codes.device), codes))
        coming = self._lane.send(lambda: self._decode(heard))
        # The frames stay until they are heard: their memory is of another stream.
        self._coming.append((take, len(codes), coming, heard))

    def give_up(self, take: str) -> None:
        """Have nobody hear a take."""
        self._coming = deque(each for each in self._coming if each[0] != take)

    def ready(self, *, wait: bool) -> list[tuple[str, Samples]]:
        """Return the takes that have become audible since.

        Args:
            wait: Whether to wait for the first.
        """
        made = []
        while self._coming and (wait or self._coming[0][2].is_ready):
            take, frames, coming, heard = self._coming.popleft()
            samples = coming.samples()
            made.append(
                (take, np.ascontiguousarray(samples[len(samples) * (len(heard) - frames) // len(heard) :]))
            )
            wait = False
        return made


def lane_on(device: torch.device) -> Lane:
    """Return where the codec works beside a model on this device."""
    return Beside(device) if device.type == "cuda" else Here()


class _Made:
    is_ready = True

    def __init__(self, made: Samples) -> None:
        self._made = made

    def samples(self) -> Samples:
        return self._made


class _Coming:
    def __init__(self, arrived: torch.Tensor, event: torch.cuda.Event) -> None:
        self._arrived = arrived
        self._event = event

    @property
    def is_ready(self) -> bool:
        return bool(self._event.query())

    def samples(self) -> Samples:
        self._event.synchronize()
        return _samples(self._arrived)


def _samples(audio: torch.Tensor) -> Samples:
    samples: Samples = audio.float().cpu().numpy()
    return samples
