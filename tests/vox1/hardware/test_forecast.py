"""Tests of the forecast of a card's memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.hardware.forecast import ModelChoice, fit, need_of
from vox1_worker.engines.qwen3.engine import CAPACITY

GB = 10**9
CHOICES = st.builds(
    ModelChoice,
    st.sampled_from(["0.6B", "1.7B"]),
    st.sampled_from(["bfloat16", "float32"]),
    st.integers(1, 3),
)


def test_weights_are_what_was_published() -> None:
    """1.81 GB and 3.83 GB in bfloat16, twice that in float32, and 0.34 GB for the tokeniser."""
    small = need_of(ModelChoice("0.6B", "bfloat16", 1))
    large = need_of(ModelChoice("1.7B", "float32", 1))

    assert small.weights == pytest.approx(1.81 * GB, rel=0.01)
    assert small.codec == pytest.approx(0.34 * GB, rel=0.01)
    assert large.weights == pytest.approx(2 * 3.83 * GB, rel=0.01)


def test_the_cache_is_what_the_configuration_says() -> None:
    """114,688 bytes for a place of a row in bfloat16."""
    assert need_of(ModelChoice("1.7B", "bfloat16", 3)).cache == 3 * CAPACITY * 114_688


def test_the_forecast_is_above_what_was_seen() -> None:
    """Others report 2.6 GB in the process for the smaller model."""
    assert 2.6 * GB < need_of(ModelChoice("0.6B", "bfloat16", 1)).total < 4 * GB


@pytest.mark.parametrize(
    ("choice", "free_bytes", "instead"),
    [
        (ModelChoice("1.7B", "bfloat16", 3), 6 * GB, None),
        (ModelChoice("1.7B", "bfloat16", 3), 5_700_000_000, ModelChoice("1.7B", "bfloat16", 2)),
        (ModelChoice("1.7B", "bfloat16", 2), 4 * GB, ModelChoice("0.6B", "bfloat16", 2)),
        (ModelChoice("1.7B", "float32", 1), 6_200_000_000, ModelChoice("0.6B", "float32", 1)),
        (ModelChoice("0.6B", "float32", 2), 6_200_000_000, ModelChoice("0.6B", "float32", 1)),
        (ModelChoice("0.6B", "bfloat16", 1), 2 * GB, None),
    ],
)
def test_what_would_fit_instead_is_said(
    choice: ModelChoice, free_bytes: int, instead: ModelChoice | None
) -> None:
    """Fewer slots first, then the smaller model."""
    assert fit(choice, free_bytes).instead == instead


def test_the_listener_is_told_in_sentences() -> None:
    """What it takes, what is free, and what to do."""
    good = fit(ModelChoice("1.7B", "bfloat16", 1), 8 * GB)
    tight = fit(ModelChoice("1.7B", "bfloat16", 1), 4 * GB)
    hopeless = fit(ModelChoice("0.6B", "bfloat16", 1), 1 * GB)

    assert str(good) == "it takes about 5.4 GB, and 8.0 GB are free."
    assert str(tight).endswith("4.0 GB are free. The 0.6B model with 1 take at once would fit.")
    assert str(hopeless).endswith("No model fits: close what else uses the card, or run on the processor.")


@given(CHOICES, st.integers(0, 20 * GB))
def test_what_is_offered_instead_fits_and_is_no_more(choice: ModelChoice, free_bytes: int) -> None:
    """Never a larger model, never more slots, never what fits already."""
    found = fit(choice, free_bytes)

    assert found.is_good == (need_of(choice).total <= free_bytes)
    if found.instead:
        assert not found.is_good
        assert need_of(found.instead).total <= free_bytes
        assert found.instead.model <= choice.model
        assert found.instead.slots <= choice.slots
    elif not found.is_good:
        assert free_bytes < need_of(ModelChoice("0.6B", choice.dtype, 1)).total


@given(CHOICES)
def test_every_slot_costs(choice: ModelChoice) -> None:
    """The forecast grows with each."""
    more_slots = ModelChoice(choice.model, choice.dtype, choice.slots + 1)

    assert need_of(more_slots).total > need_of(choice).total
