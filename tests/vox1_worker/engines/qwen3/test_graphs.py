"""Tests of graphs: what is captured does what it did before, and whoever cannot capture goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from tests.vox1_worker.engines.qwen3.conftest import TEXTS  # noqa: E402  # torch is there
from tests.vox1_worker.engines.qwen3.tape import Tape, taping  # noqa: E402
from vox1_worker.engines.qwen3.checkpoint import Checkpoint  # noqa: E402
from vox1_worker.engines.qwen3.decoding import Decoder, Finished  # noqa: E402
from vox1_worker.engines.qwen3.graphs import Replays, capture_on  # noqa: E402
from vox1_worker.engines.qwen3.sampling import Sampling  # noqa: E402
from vox1_worker.protocol import Speak  # noqa: E402

_WAYS = (
    Sampling(),
    Sampling(temperature=0, subtalker_temperature=0),
    Sampling(top_k=5, repetition_penalty=1.3),
    Sampling(top_p=0.8, subtalker_top_p=0.7),
    Sampling(temperature=1.2, subtalker_top_k=3),
)


def spoken(
    checkpoint: Checkpoint, requests: list[Speak], replays: Replays | None, frames: int = 20
) -> dict[str, Finished]:
    """Speak every request in a way of its own, in three rows that are refilled."""
    decoder = Decoder(checkpoint.talker, 3, 512, replays)
    decoder.prepare()
    waiting, finished = list(zip(requests, _WAYS, strict=True)), {}
    while waiting or decoder.speaking:
        while waiting and decoder.free:
            request, way = waiting.pop(0)
            budget = frames - 3 * len(waiting)
            decoder.begin(request.id, checkpoint.prompt(request), way, request.seed, budget)
        finished.update({row.id: row for row in decoder.step()})
    return finished


@pytest.fixture
def captured(
    told: tuple[Checkpoint, str], make_request: Callable[..., Speak]
) -> tuple[dict[str, Finished], dict[str, Finished], list[Tape]]:
    """The same takes spoken plainly and from tapes, and the tapes."""
    checkpoint, voice = told
    requests = [
        make_request(text, id=str(number), seed=number, voice=voice) for number, text in enumerate(TEXTS)
    ]
    tapes: list[Tape] = []
    return (
        spoken(checkpoint, requests, None),
        spoken(checkpoint, requests, Replays(taping(tapes))),
        tapes,
    )


def test_what_is_replayed_speaks_the_same_takes(
    captured: tuple[dict[str, Finished], dict[str, Finished], list[Tape]],
) -> None:
    """Nothing of a frame or of a prompt is left to Python: rows come, go and draw by tensors alone."""
    plain, replayed, tapes = captured

    assert plain.keys() == replayed.keys()
    assert [plain[name].ended for name in plain] == [replayed[name].ended for name in plain]
    assert all(torch.equal(plain[name].codes, replayed[name].codes) for name in plain)
    assert len(tapes) >= 4  # frames without top-p and with it; beginnings, and texts of some lengths


def test_nothing_that_is_captured_asks_the_card_for_a_value(
    captured: tuple[dict[str, Finished], dict[str, Finished], list[Tape]],
) -> None:
    """Such a question would make the capture fail on a card, where nobody here can see it."""
    _, _, tapes = captured

    assert [tape.asked for tape in tapes] == [[]] * len(tapes)


def test_a_tape_knows_what_a_graph_could_not_hold() -> None:
    """The stand-in is worth something: a value read, a choice by mask, a tensor from the host."""
    x = torch.arange(4.0)
    questions: dict[str, Callable[[], Any]] = {
        "value": lambda: float(x[0]),
        "mask": lambda: x[x > 1],
        "host": lambda: x + torch.tensor([1.0, 2.0, 3.0, 4.0]),
        "luck": x.clone().exponential_,
    }
    asked = {}
    for name, question in questions.items():
        with Tape() as tape:
            question()
        asked[name] = bool(tape.asked)

    assert asked == dict.fromkeys(questions, True)


def test_a_tape_plays_what_its_tensors_hold_now() -> None:
    """And a value that Python had read stays what it was."""
    x, y, n = torch.ones(3), torch.zeros(3), 2
    tape = Tape()
    with tape:
        y.copy_(x * 2 + n)
    x.fill_(5)
    n = 7

    tape.play()

    assert y.tolist() == [12.0] * 3


def test_a_work_is_captured_once_and_replayed_from_then_on() -> None:
    """Each name by itself."""
    made: list[str] = []

    def capture(work: Callable[[], None]) -> Callable[[], None]:
        work()
        made.append("captured")
        return lambda: made.append("replayed")

    replays = Replays(capture)
    for name in ("frame", "frame", "prompt"):
        replays.run(name, lambda: made.append("worked"))

    assert made == ["worked", "captured", "replayed", "replayed", "worked", "captured", "replayed"]


def test_what_a_capture_does_twice_is_put_back() -> None:
    """A frame that is captured while rows speak must be made of them once."""
    count = torch.zeros(1)

    def capture(work: Callable[[], None]) -> Callable[[], None]:
        for _ in range(3):
            work()
        return work

    Replays(capture).run("count", lambda: count.add_(1), [count])

    assert count == 1


@pytest.mark.parametrize(
    "fault",
    [
        RuntimeError("CUDA error: operation not permitted when stream is capturing\nmore"),
        torch.OutOfMemoryError("CUDA out of memory"),
        torch.AcceleratorError("CUDA error: operation failed due to a previous error during capture"),
    ],
)
def test_a_capture_that_fails_is_said_and_the_work_is_done_plainly(
    caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    """Once: nothing else is tried after it, and nothing is done twice."""
    count, tries = torch.zeros(1), []

    def capture(work: Callable[[], None]) -> Callable[[], None]:
        tries.append(work)
        work()
        raise fault

    replays = Replays(capture)
    with caplog.at_level(logging.WARNING):
        for name in ("one", "two", "one"):
            replays.run(name, lambda: count.add_(1), [count])

    assert count == 3
    assert len(tries) == 1
    assert not replays.are_captured
    (record,) = caplog.records
    assert str(fault).splitlines()[0] in record.getMessage()


def test_a_take_whose_capture_fails_midway_is_the_same(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """The frame is captured again for another way of drawing, while others speak."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    requests = [make_request(text, id=text, seed=3, voice="ryan") for text in TEXTS]
    tapes: list[Tape] = []
    tape = taping(tapes)

    def capture(work: Callable[[], None]) -> Callable[[], None]:
        if len(tapes) == 3:
            work()
            raise RuntimeError("no more")
        return tape(work)

    plain = spoken(checkpoint, requests, None)
    broken = spoken(checkpoint, [replace(each) for each in requests], Replays(capture))

    assert all(torch.equal(plain[name].codes, broken[name].codes) for name in plain)


def test_only_a_card_captures() -> None:
    """Elsewhere works are called as they are."""
    assert capture_on(torch.device("cpu")) is None
    assert not Replays(None).are_captured
