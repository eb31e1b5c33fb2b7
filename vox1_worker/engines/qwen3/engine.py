"""The engine: requests become prompts, prompts become frames, frames become speech."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vox1_worker.engine import CardMemory, EngineError, Facts, Growing, Outcome, Refused, Speech
from vox1_worker.engines.qwen3.languages import mother_tongue
from vox1_worker.protocol import Load, Speak

if TYPE_CHECKING:
    from vox1_worker.engines.qwen3.checkpoint import Checkpoint
    from vox1_worker.engines.qwen3.codec import Codec
    from vox1_worker.engines.qwen3.decoding import Decoder, Finished
    from vox1_worker.engines.qwen3.stock import StockDecoder

log = logging.getLogger(__name__)

_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
"""Environment: nothing is ever fetched while a book is spoken, whatever a file of the model names."""
MOST_SLOTS = 3
"""The owner's limit: more rows hardly cost more time, but one that runs away holds more memory."""
CAPACITY = 2_048
"""Places of a row: a clip of 30 s with its text takes 600 of them, the longest chunk 200, its speech 800."""


class Qwen3Engine:
    """Speaks with a Qwen3-TTS checkpoint; see the package's docstring."""

    def __init__(self) -> None:
        self._waiting: deque[Speak] = deque()
        self._speaking: dict[str, Speak] = {}
        self._sounding: dict[str, Finished] = {}
        self._cancelled: set[str] = set()

    def load(self, request: Load) -> Facts:
        """Import torch and qwen-tts and load the model.

        Raises:
            EngineError: The libraries are not installed, the model cannot be loaded, or there is no room.
        """
        os.environ.update(_OFFLINE)
        try:
            from vox1_worker.engines.qwen3.checkpoint import (  # noqa: PLC0415  # they take seconds
                SAMPLE_RATE_HZ,
                Checkpoint,
            )
        except ImportError as err:
            raise EngineError("load", f"its libraries are not installed: {err}") from err
        slots = max(1, min(request.slots, MOST_SLOTS))
        with _named_failures():
            self._checkpoint: Checkpoint = Checkpoint(Path(request.model), request.device, request.weights)
            self._decoder: Decoder | StockDecoder = _decoder(self._checkpoint, slots)
            self._codec: Codec = self._checkpoint.codec()
            self._decoder.prepare()
        voices = [
            (name, name.replace("_", " ").title(), mother_tongue(name)) for name in self._checkpoint.speakers
        ]
        return Facts(self._checkpoint.device_title, SAMPLE_RATE_HZ, slots, voices, self._checkpoint.versions)

    @property
    def free_slots(self) -> int:
        """Slots not speaking."""
        return self._decoder.free - len(self._waiting)

    def start(self, request: Speak) -> None:
        """Take a request; its prompt is read in the next step."""
        self._waiting.append(request)

    def step(self) -> Sequence[Outcome]:
        """Speak one frame, 80 ms, of every started request.

        Raises:
            EngineError: The card's memory is full, or the card is lost.
        """
        with _named_failures():
            return list(self._outcomes())

    def cancel(self, request_id: str) -> None:
        """Give up a request at the next step."""
        self._cancelled.add(request_id)

    def close(self) -> None:
        """The process ends with it, and gives back all memory."""

    def card_memory(self) -> CardMemory:
        """Return what torch holds of the card; nothing on a processor."""
        import torch  # noqa: PLC0415  # loaded by now

        try:  # both are kept by torch itself: the card is not asked
            return CardMemory(torch.cuda.memory_allocated(), torch.cuda.memory_reserved())
        except RuntimeError:  # a card that was lost: the next step says so
            return CardMemory(0, 0)

    def _outcomes(self) -> Iterator[Outcome]:
        yield from self._give_up()
        while self._waiting:
            yield from self._begin(self._waiting.popleft())
        is_idle = not self._speaking
        finished = [] if is_idle else self._decoder.step()
        yield from self._growth()
        for row in finished:
            yield from self._sent(row)
        yield from self._heard(wait=is_idle)

    def _give_up(self) -> Iterator[Outcome]:
        """End what was cancelled, also what has only to become audible."""
        known = self._speaking.keys() | self._sounding.keys() | {each.id for each in self._waiting}
        for request_id in self._cancelled & known:
            self._decoder.cancel(request_id)
            self._codec.give_up(request_id)
            self._speaking.pop(request_id, None)
            self._sounding.pop(request_id, None)
            self._waiting = deque(request for request in self._waiting if request.id != request_id)
            yield Refused(request_id, "cancelled", "cancelled while speaking")
        self._cancelled.clear()

    def _begin(self, request: Speak) -> Iterator[Outcome]:
        """Give a request a row, if it can be spoken."""
        from vox1_worker.engines.qwen3.decoding import FRAMES_PER_SECOND  # noqa: PLC0415  # loaded by now
        from vox1_worker.engines.qwen3.sampling import Sampling  # noqa: PLC0415

        if not any(map(str.isalnum, request.text)):  # the model would say anything at all
            yield Refused(request.id, "text", "there is nothing in the text to be said")
            return
        try:
            prompt = self._checkpoint.prompt(request)
        except EngineError as err:
            yield Refused(request.id, err.code, str(err))
            return
        frames = max(1, int(request.budget_seconds * FRAMES_PER_SECOND))
        if prompt.length + frames > self._decoder.capacity:
            message = f"the text is too long to be spoken at once: {prompt.length} + {frames} places"
            yield Refused(request.id, "text", message)
            return
        self._speaking[request.id] = request
        self._decoder.begin(request.id, prompt, Sampling.of(request.settings), request.seed, frames)

    def _growth(self) -> Iterator[Outcome]:
        from vox1_worker.engines.qwen3.decoding import FRAMES_PER_SECOND  # noqa: PLC0415  # loaded by now

        for row in self._decoder.speaking:
            yield Growing(row.id, row.frames / FRAMES_PER_SECOND)

    def _sent(self, row: Finished) -> Iterator[Outcome]:
        """Have what a row said made audible; its place is another's already."""
        request = self._speaking.pop(row.id)
        if row.ended is None:
            yield Refused(request.id, "speech", "the model's numbers broke down")
            return
        self._sounding[row.id] = row
        self._codec.send(row.id, row.codes, self._checkpoint.heard_before(request.voice))

    def _heard(self, *, wait: bool) -> Iterator[Outcome]:
        """Say what has become audible; wait for it only when there is nothing else to do."""
        for take, samples in self._codec.ready(wait=wait):
            row = self._sounding.pop(take)
            assert row.ended is not None  # noqa: S101  # else it was not sent
            yield Speech(take, samples, row.ended, frames=len(row.codes))


def _decoder(checkpoint: Checkpoint, slots: int) -> Decoder | StockDecoder:
    """Return our own decoding, replayed as graphs where the device can, or stock's where it is asked for."""
    from vox1_worker.engines.qwen3 import graphs, stock  # noqa: PLC0415  # loaded by now
    from vox1_worker.engines.qwen3.decoding import Decoder  # noqa: PLC0415

    if stock.is_asked_for():
        log.warning("The narrator decodes as stock qwen-tts does, one take at a time")
        return stock.StockDecoder(checkpoint.talker, slots, CAPACITY)
    replays = graphs.Replays(graphs.capture_on(checkpoint.device))
    return Decoder(checkpoint.talker, slots, CAPACITY, replays)


@contextmanager
def _named_failures() -> Iterator[None]:
    """Call what a card does wrong by its name.

    Raises:
        EngineError: Its memory is full, or it is lost.
    """
    import torch  # noqa: PLC0415  # loaded by now

    try:
        yield
    except torch.OutOfMemoryError as err:
        raise EngineError("memory", f"the card's memory is full: {_first_line(err)}") from err
    except torch.AcceleratorError as err:
        raise EngineError("device", f"the card does not answer any more: {_first_line(err)}") from err


def _first_line(err: BaseException) -> str:
    return (str(err).splitlines() or [""])[0]
