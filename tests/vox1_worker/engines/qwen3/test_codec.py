"""Tests of the codec's part: a take sounds the same whatever is decoded beside it, and rows go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from tests.tiny_qwen3 import CODES  # noqa: E402  # torch is there
from vox1_worker.engine import Growing, Outcome, Refused, Samples, Speech  # noqa: E402
from vox1_worker.engines.qwen3 import create  # noqa: E402
from vox1_worker.engines.qwen3.checkpoint import Checkpoint  # noqa: E402
from vox1_worker.engines.qwen3.codec import Here, lane_on  # noqa: E402
from vox1_worker.engines.qwen3.engine import Qwen3Engine  # noqa: E402
from vox1_worker.protocol import Load, Speak  # noqa: E402

_HALF_A_BIT = 2.0**-16
"""Half of what 16-bit audio can tell apart."""


class Later:
    """A lane on which sound comes when it is let through, or is waited for."""

    def __init__(self) -> None:
        self.waited = 0
        self.is_ready = False
        self.sent: list[Samples] = []

    def send(self, decode: Callable[[], Any]) -> Later.Coming:
        """Decode it, and keep it back."""
        self.sent.append(decode().numpy())
        return Later.Coming(self, self.sent[-1])

    class Coming:
        """What is kept back."""

        def __init__(self, lane: Later, made: Samples) -> None:
            self._lane = lane
            self._made = made

        @property
        def is_ready(self) -> bool:
            """Whether the lane lets it through."""
            return self._lane.is_ready

        def samples(self) -> Samples:
            """Return it."""
            self._lane.waited += not self._lane.is_ready
            return self._made


@pytest.fixture
def checkpoint(folders: dict[str, Path]) -> Checkpoint:
    """Return the smallest."""
    return Checkpoint(folders["0.6B-CustomVoice"], "cpu")


def takes() -> list[Any]:
    """Frames of takes of unequal lengths, one longer than the codec decodes at once."""
    generator = torch.Generator().manual_seed(1)
    return [torch.randint(0, CODES, (frames, 4), generator=generator) for frames in (20, 57, 310, 1)]


def test_a_take_sounds_as_qwen_tts_decodes_it(checkpoint: Checkpoint) -> None:
    """To the bit, alone or after others; a batch of qwen-tts differs by less than 16 bits can tell."""
    tokenizer = checkpoint._model.model.speech_tokenizer
    codec = checkpoint.codec(Here())
    alone = [tokenizer.decode([{"audio_codes": codes}])[0][0] for codes in takes()]
    batch, _ = tokenizer.decode([{"audio_codes": codes} for codes in takes()])

    for number, codes in enumerate(takes()):
        codec.send(str(number), codes, None)
    ours = [samples for _ in alone for _, samples in codec.ready(wait=False)]

    assert codec.is_idle
    assert all(np.array_equal(mine, theirs) for mine, theirs in zip(ours, alone, strict=True))
    assert max(np.abs(one - other).max() for one, other in zip(alone, batch, strict=True)) < 2 * _HALF_A_BIT


def test_what_is_heard_before_a_take_is_cut_off(checkpoint: Checkpoint) -> None:
    """It changes the sound of the beginning, and takes none of its time."""
    before, take, *_ = takes()
    codec = checkpoint.codec(Here())
    codec.send("told", take, before)
    codec.send("plain", take, None)
    (_, told), (_, plain) = codec.ready(wait=False) + codec.ready(wait=False)

    assert told.shape == plain.shape
    assert not np.array_equal(told, plain)


def test_without_a_card_it_works_at_once() -> None:
    """The same calls, without streams."""
    assert isinstance(lane_on(torch.device("cpu")), Here)


def engine_with(folder: Path, lane: Later) -> Qwen3Engine:
    """Return an engine whose codec is as slow as a test likes."""
    engine = create()
    engine.load(Load(str(folder), "cpu", 1))
    engine._codec = engine._checkpoint.codec(lane)
    return engine


def test_rows_go_on_while_the_codec_works(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """The next take has the place at once; the first is said when its sound has come."""
    lane = Later()
    engine = engine_with(folders["0.6B-CustomVoice"], lane)
    first, second = (
        make_request("Call me Ishmael.", id=name, voice="ryan", budget_seconds=0.8, seed=2)
        for name in ("first", "second")
    )
    engine.start(first)
    outcomes: list[Outcome] = []
    while not lane.sent:
        outcomes += engine.step()
    assert engine.free_slots == 1
    engine.start(second)
    outcomes += engine.step()
    assert lane.waited == 0
    while len(lane.sent) < 2:
        outcomes += engine.step()
    outcomes += engine.step()
    assert lane.waited == 1  # there was nothing else to do
    lane.is_ready = True
    outcomes += engine.step()

    spoken = [outcome.id for outcome in outcomes if isinstance(outcome, Speech)]
    assert spoken == ["first", "second"]
    assert any(isinstance(outcome, Growing) and outcome.id == "second" for outcome in outcomes)


def test_a_take_that_is_cancelled_while_it_becomes_sound_is_not_heard(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """It ends as cancelled, once; the take beside it is heard."""
    lane = Later()
    engine = create()
    engine.load(Load(str(folders["0.6B-CustomVoice"]), "cpu", 2))
    engine._codec = engine._checkpoint.codec(lane)
    engine.start(make_request("Call me.", id="gone", voice="ryan", budget_seconds=0.24))
    engine.start(make_request("Call me.", id="heard", voice="ryan", budget_seconds=0.8, seed=4))
    outcomes: list[Outcome] = []
    while not lane.sent:
        outcomes += engine.step()

    engine.cancel("gone")
    lane.is_ready = True
    while not any(isinstance(outcome, Speech) for outcome in outcomes):
        outcomes += engine.step()

    ends = [outcome for outcome in outcomes if not isinstance(outcome, Growing)]
    assert [(type(outcome), outcome.id) for outcome in ends] == [(Refused, "gone"), (Speech, "heard")]
    assert engine.free_slots == 2
