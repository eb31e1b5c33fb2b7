"""Graphs: works on tensors that never move, captured once and replayed with one call.

A frame is some two thousand small kernels; started one by one from Python they take far longer than they
run. A work may be captured if it reads and writes only tensors that stay where they are, and asks the card
for no value on its way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Sequence

import torch

log = logging.getLogger(__name__)

Work = Callable[[], None]
Capture = Callable[[Work], Work]
"""Does a work a few times, and returns what does it again; RuntimeError where it cannot."""
_WARM_UPS = 2
"""Libraries choose their kernels and take their memory the first time (PyTorch notes on CUDA graphs)."""


class Replays:
    """Works by name, each captured the first time it is asked for.

    Args:
        capture: None where there is nothing to capture with: works are then called as they are. The same
            becomes of all others once a capture has failed.
    """

    def __init__(self, capture: Capture | None = None) -> None:
        self._capture = capture
        self._known: dict[Hashable, Work] = {}

    @property
    def are_captured(self) -> bool:
        """Whether works are captured, and none has failed to be."""
        return self._capture is not None

    def run(self, name: Hashable, work: Work, changed: Sequence[torch.Tensor] = ()) -> None:
        """Do a work, as it was captured if it was.

        Args:
            name: Two works of one name are the same.
            work: See the module's docstring.
            changed: What it may not do twice; put back after the capture, which does it several times.
        """
        if name not in self._known:
            self._known[name] = self._captured(work, changed)
        self._known[name]()

    def _captured(self, work: Work, changed: Sequence[torch.Tensor]) -> Work:
        if self._capture is None:
            return work
        before = [each.clone() for each in changed]
        try:
            return self._capture(work)
        except RuntimeError as err:  # a full card and a lost one are such too, and then fail again uncaptured
            reason = (str(err).splitlines() or [""])[0]
            log.warning("The narrator runs without CUDA graphs, more slowly: %s", reason)
            self._capture = None
            return work
        finally:
            for each, was in zip(changed, before, strict=True):
                each.copy_(was)


def capture_on(device: torch.device) -> Capture | None:
    """Return what captures works on a card; None for any other device."""
    if device.type != "cuda":
        return None
    pool = torch.cuda.graph_pool_handle()  # one for all: they run one after another, and keep no results

    def capture(work: Work) -> Work:
        stream = torch.cuda.Stream(device)
        stream.wait_stream(torch.cuda.current_stream(device))
        with torch.cuda.stream(stream):
            for _ in range(_WARM_UPS):
                work()
        torch.cuda.current_stream(device).wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=pool, capture_error_mode="thread_local"):
            work()
        replay: Work = graph.replay
        return replay

    return capture
