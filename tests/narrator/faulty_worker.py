"""A worker of the narrator that something happens to; run in place of its Python.

It is called as that Python is, ``-m vox1_worker.main NAME``. ``VOX1_NARRATOR_FAULT`` says what happens:
``runaway`` (the first take of one chunk never ends by itself) or ``memory`` (the card is full as long as more
than one take is spoken at once).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch

from vox1_worker import main
from vox1_worker.engines.qwen3 import decoding, engine

RUNAWAY_PLACE = "1.3/"
_STEPS_BEFORE = 20


def _run_away() -> None:
    """Have one take drawn greedily, which a tiny model never ends."""
    start = engine.Qwen3Engine.start

    def never_ending(self: engine.Qwen3Engine, request: Any) -> None:
        if request.id.startswith(RUNAWAY_PLACE) and request.attempt == 1:
            greedy = {"temperature": 0.0, "subtalker_temperature": 0.0, "repetition_penalty": 1.0}
            request = replace(request, settings={**request.settings, **greedy})
        start(self, request)

    engine.Qwen3Engine.start = never_ending  # type: ignore[method-assign]


def _fill_the_card() -> None:
    """Run out of memory after some steps, with more than one row."""
    step: Callable[[decoding.Decoder], list[decoding.Finished]] = decoding.Decoder.step
    steps = iter(range(_STEPS_BEFORE))

    def crowded(self: decoding.Decoder) -> list[decoding.Finished]:
        if len(self._takes) > 1 and next(steps, None) is None:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return step(self)

    decoding.Decoder.step = crowded  # type: ignore[method-assign]


if __name__ == "__main__":
    {"runaway": _run_away, "memory": _fill_the_card}[os.environ["VOX1_NARRATOR_FAULT"]]()
    status = main.main(["", sys.argv[-1]])
    sys.stderr.flush()
    os._exit(status)
