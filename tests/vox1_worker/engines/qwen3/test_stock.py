"""Tests of stock decoding: the same contract, and the codes of our own loop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from tests.vox1_worker.engines.qwen3.conftest import TEXTS  # noqa: E402  # torch is there
from vox1_worker.engine import Refused, Speech  # noqa: E402
from vox1_worker.engines.qwen3 import create  # noqa: E402
from vox1_worker.engines.qwen3.checkpoint import Checkpoint  # noqa: E402
from vox1_worker.engines.qwen3.decoding import Decoder  # noqa: E402
from vox1_worker.engines.qwen3.sampling import Sampling  # noqa: E402
from vox1_worker.engines.qwen3.stock import StockDecoder, is_asked_for  # noqa: E402
from vox1_worker.protocol import Ended, Load, Speak  # noqa: E402

GREEDY = Sampling(temperature=0, subtalker_temperature=0)


def all_of(decoder: Any, checkpoint: Checkpoint, requests: list[Speak], sampling: Sampling) -> dict[str, Any]:
    """Speak requests, as places become free."""
    waiting, finished = list(requests), {}
    while waiting or decoder.speaking:
        while waiting and decoder.free:
            request = waiting.pop(0)
            decoder.begin(request.id, checkpoint.prompt(request), sampling, request.seed, 12 + len(waiting))
        finished.update({row.id: (row.codes.tolist(), row.ended) for row in decoder.step()})
    return finished


def test_greedy_codes_are_those_of_our_own_loop(
    told: tuple[Checkpoint, str], make_request: Callable[..., Speak]
) -> None:
    """Of every kind of checkpoint, with the same ends."""
    checkpoint, voice = told
    requests = [make_request(text, id=text, voice=voice) for text in TEXTS]

    stock = all_of(StockDecoder(checkpoint.talker, 3, 512), checkpoint, requests, GREEDY)
    ours = all_of(Decoder(checkpoint.talker, 3, 512), checkpoint, requests, GREEDY)

    assert stock == ours


def test_a_take_is_drawn_by_its_seed_alone(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """In any order; and it ends by itself."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    requests = [make_request(text, id=text, voice="ryan", seed=n) for n, text in enumerate(TEXTS[:3])]

    def spoken(order: list[Speak]) -> dict[str, Any]:
        decoder, finished = StockDecoder(checkpoint.talker, 3, 512), {}
        for request in order:
            decoder.begin(request.id, checkpoint.prompt(request), Sampling(), request.seed, 190)
        while decoder.speaking:
            finished.update({row.id: (row.codes.tolist(), row.ended) for row in decoder.step()})
        return finished

    assert spoken(requests) == spoken(requests[::-1])
    assert Ended.NATURAL in {ended for _, ended in spoken(requests).values()}


def test_numbers_that_break_down_end_their_own_take_only(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """As with our own loop."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    decoder = StockDecoder(checkpoint.talker, 2, 512)
    prompt = checkpoint.prompt(make_request(TEXTS[0], voice="ryan"))
    broken = type(prompt)(torch.full_like(prompt.embeddings, torch.nan), prompt.filler)
    decoder.begin("broken", broken, Sampling(), 1, 5)
    decoder.begin("good", prompt, Sampling(), 1, 5)

    ended = {row.id: row.ended for _ in range(2) for row in decoder.step()}

    assert ended["broken"] is None
    assert ended["good"] is not None


def test_the_engine_keeps_its_contract_with_it(
    folders: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    make_request: Callable[..., Speak],
    speak: Callable[[Any, Any], dict[str, Any]],
) -> None:
    """Asked for in the environment, said in the log; greedy sound is that of our own loop."""
    greedy = {"temperature": 0.0, "subtalker_temperature": 0.0}
    requests = [
        make_request(text, id=text, voice="ryan", settings=greedy, budget_seconds=0.8) for text in TEXTS[:3]
    ]

    def spoken() -> dict[str, Any]:
        engine = create()
        engine.load(Load(str(folders["0.6B-CustomVoice"]), "cpu", 3))
        outcomes = speak(engine, requests)
        engine.start(requests[0])
        engine.cancel(requests[0].id)
        assert [type(outcome) for outcome in engine.step()] == [Refused]
        assert engine.free_slots == 3
        return outcomes

    ours = spoken()
    monkeypatch.setenv("VOX1_QWEN3_STOCK", "1")
    assert is_asked_for()
    with caplog.at_level(logging.WARNING):
        stock = spoken()

    assert "stock qwen-tts" in caplog.text
    assert all(isinstance(outcome, Speech) for outcome in stock.values())
    assert all(np.array_equal(stock[name].audio, ours[name].audio) for name in ours)
    assert {outcome.ended for outcome in stock.values()} == {Ended.BUDGET}
