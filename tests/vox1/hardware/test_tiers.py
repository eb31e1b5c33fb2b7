"""Tests of what is advised for a card."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.hardware.tiers import MOST_SLOTS, dtype_for, risk_of, tier_of
from vox1.script.chunking import Size

GB = 10**9
MIB = 2**20
VRAM = st.none() | st.integers(0, 200 * GB)


@pytest.mark.parametrize(
    ("vram_bytes", "slots", "model"),
    [
        (0, 1, ""),
        (4 * GB - 1, 1, ""),
        (4 * GB, 1, "0.6B"),
        (6 * 1024 * MIB, 1, "0.6B"),
        (6 * 1024 * MIB + 1, 1, "1.7B"),
        (11 * GB - 1, 1, "1.7B"),
        (11 * GB, 2, "1.7B"),
        (22 * GB - 1, 2, "1.7B"),
        (22 * GB, 3, "1.7B"),
        (141 * GB, 3, "1.7B"),
        (None, 2, "1.7B"),
    ],
)
def test_every_boundary_is_where_the_design_has_it(vram_bytes: int | None, slots: int, model: str) -> None:
    """To the byte."""
    tier = tier_of(vram_bytes)

    assert (tier.slots, tier.model) == (slots, model)


@pytest.mark.parametrize(
    ("sold_as", "shown_mib", "slots", "model"),
    [
        ("2 GB", 2_048, 1, ""),
        ("4 GB", 4_040, 1, "0.6B"),
        ("6 GB", 5_926, 1, "0.6B"),
        ("6 GB", 6_144, 1, "0.6B"),
        ("8 GB", 8_188, 1, "1.7B"),
        ("10 GB", 10_240, 1, "1.7B"),
        ("11 GB", 11_178, 2, "1.7B"),
        ("12 GB", 12_282, 2, "1.7B"),
        ("16 GB", 15_360, 2, "1.7B"),
        ("20 GB", 20_470, 2, "1.7B"),
        ("24 GB", 23_028, 3, "1.7B"),
        ("24 GB", 24_564, 3, "1.7B"),
    ],
)
def test_a_card_is_what_it_was_sold_as(sold_as: str, shown_mib: int, slots: int, model: str) -> None:
    """The driver keeps some of its memory back and shows less."""
    tier = tier_of(shown_mib * MIB)

    assert (tier.slots, tier.model) == (slots, model), sold_as


@given(VRAM)
def test_small_cards_have_shorter_chunks_and_all_others_the_same(vram_bytes: int | None) -> None:
    """A book carried to another computer finds its takes again."""
    tier = tier_of(vram_bytes)

    if tier.model == "1.7B":
        assert tier.size == Size()
    else:
        assert tier.size.most < Size().most
    assert 20 <= tier.size.standalone < tier.size.least < tier.size.most


@given(st.integers(1, MOST_SLOTS), VRAM)
def test_a_risk_is_named_exactly_where_more_is_asked_than_advised(slots: int, vram_bytes: int | None) -> None:
    """With the advice, and what happens."""
    risk = risk_of(slots, vram_bytes)
    advised = tier_of(vram_bytes).slots

    assert bool(risk) == (slots > advised)
    if risk:
        assert f"{slots} takes" in risk
        assert f"the {advised} advised" in risk
        assert "memory" in risk


@pytest.mark.parametrize(
    ("device", "capability", "dtype"),
    [
        ("cuda", (12, 0), "bfloat16"),
        ("cuda", (8, 0), "bfloat16"),
        ("cuda", (7, 5), "float32"),
        ("cuda", (6, 1), "float32"),
        ("cuda", None, "float32"),
        ("cpu", (8, 6), "float32"),
        ("cpu", None, "float32"),
        ("mps", None, "float32"),
    ],
)
def test_half_precision_is_for_new_cards_only(
    device: str, capability: tuple[int, int] | None, dtype: str
) -> None:
    """Elsewhere it is slow, or ends in NaN."""
    assert dtype_for(device, capability) == dtype
