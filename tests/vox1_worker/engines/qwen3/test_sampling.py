"""Tests of sampling: the same codes may be drawn as by transformers, each as often."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from transformers import (  # noqa: E402  # torch is there
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from vox1.engines.registry import engine_row  # noqa: E402
from vox1.settings import Settings  # noqa: E402
from vox1_worker.engines.qwen3.sampling import Draw, Sampling, penalised  # noqa: E402

_CODES = 40
_DRAWS = 20_000


def logits_of(seed: int, rows: int = 3) -> Any:
    """Random logits of so many rows."""
    return 3 * torch.randn(rows, _CODES, generator=torch.Generator().manual_seed(seed))


def drawing(*ways: tuple[float, int, float]) -> Draw:
    """Rows that draw by a temperature, a top-k and a top-p each."""
    draw = Draw(len(ways), torch.device("cpu"))
    for row, way in enumerate(ways):
        draw.set(row, *way)
    return draw


def stock_probabilities(logits: Any, temperature: float, top_k: int, top_p: float) -> Any:
    """What transformers would draw by, its rules in its order."""
    scores = TemperatureLogitsWarper(temperature)(None, logits)
    scores = TopKLogitsWarper(top_k)(None, scores)
    return (TopPLogitsWarper(top_p)(None, scores) if top_p < 1 else scores).softmax(-1)


@given(
    seed=st.integers(0, 10_000),
    temperature=st.sampled_from([0.6, 0.9, 1.3]),
    top_k=st.sampled_from([1, 5, 50]),
    top_p=st.sampled_from([0.3, 0.8, 0.95, 1.0]),
)
def test_a_draw_follows_the_rules_of_transformers(
    seed: int, temperature: float, top_k: int, top_p: float
) -> None:
    """Whatever may not be drawn there has no chance here; what may has the same one."""
    logits = logits_of(seed)
    draw = drawing(*[(temperature, top_k, top_p)] * 3)

    ours = draw._kept(logits / temperature).softmax(-1)

    torch.testing.assert_close(ours, stock_probabilities(logits, temperature, top_k, top_p))


@given(seed=st.integers(0, 10_000), penalty=st.sampled_from([1.0, 1.05, 1.5]))
def test_a_penalty_is_that_of_transformers(seed: int, penalty: float) -> None:
    """On what a row has had, and nothing else."""
    logits = logits_of(seed)
    had = torch.rand(logits.shape, generator=torch.Generator().manual_seed(seed)) < 0.3

    ours = penalised(logits, had, torch.full((3, 1), penalty))

    for row in range(3):
        said = had[row].nonzero().T
        expected = logits[row : row + 1]
        if said.numel():
            expected = RepetitionPenaltyLogitsProcessor(penalty)(said, expected.clone())
        torch.testing.assert_close(ours[row : row + 1], expected)


def test_codes_are_drawn_as_often_as_they_are_likely() -> None:
    """A chi-square over many draws: 1 in 1,000 fair samples would be further off."""
    logits = logits_of(1, rows=1).expand(_DRAWS, -1)
    expected = stock_probabilities(logits[:1], 0.9, 12, 0.95)[0] * _DRAWS
    noise = torch.empty(logits.shape).exponential_(generator=torch.Generator().manual_seed(7))

    codes = drawing(*[(0.9, 12, 0.95)] * _DRAWS).choose(logits, noise)

    drawn = codes.bincount(minlength=_CODES)
    may = expected > 0
    assert drawn[~may].sum() == 0
    chi_square = ((drawn - expected)[may] ** 2 / expected[may]).sum()
    assert chi_square < 29.6  # the 99.9 % point for 10 degrees of freedom; there are as many or fewer


def test_a_code_that_may_not_be_drawn_is_not_drawn_by_noise_of_nothing() -> None:
    """The generators say that they never return 0; a forbidden code would be no sound at all."""
    logits = logits_of(2)
    logits[:, 5] = -torch.inf
    noise = torch.ones_like(logits)
    noise[:, 5] = 0.0

    codes = drawing(*[(0.9, 50, 1.0)] * 3).choose(logits, noise)

    assert torch.equal(codes, logits.argmax(-1))


def test_every_row_draws_in_its_own_way() -> None:
    """One greedy, one with a single choice, one free."""
    logits = logits_of(5)
    noise = torch.empty(logits.shape).exponential_(generator=torch.Generator().manual_seed(3))
    alone = [
        drawing((way, k, 1.0)).choose(logits[i : i + 1], noise[i : i + 1])
        for i, (way, k) in enumerate([(0.0, 50), (0.9, 1), (1.5, 50)])
    ]

    together = drawing((0.0, 50, 1.0), (0.9, 1, 1.0), (1.5, 50, 1.0)).choose(logits, noise)

    assert together.tolist() == [int(code) for code in alone]
    assert together[0] == logits[0].argmax()
    assert together[1] == logits[1].argmax()


def test_settings_that_are_not_its_own_are_left_alone() -> None:
    """A request's settings also hold the style, which is part of the prompt."""
    assert Sampling.of({"style": "calm", "temperature": 0.7}) == Sampling(temperature=0.7)


def test_the_settings_that_a_user_may_change_are_those_that_are_heeded() -> None:
    """By name and by default; the two sides share no code."""
    assert Sampling.of(engine_row("qwen3").shaping(Settings())) == Sampling()
    assert engine_row("qwen3").shaping(Settings()).keys() == {field.name for field in fields(Sampling)}
