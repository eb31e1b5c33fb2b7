"""Tests of what a listener is told that the machine can do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vox1.hardware.prospects import Prospects, prospects
from vox1_setup.machine import Card, Machine

GB = 10**9
BARE = Machine("Linux", "6", "x86_64", "3.11")


def with_card(memory_bytes: int | None, driver: str = "580.95") -> Prospects:
    """Return the prospects of a machine with one card."""
    return prospects(replace(BARE, cards=(Card("RTX", memory_bytes, driver, (8, 6), "GPU-1"),)))


@pytest.fixture(autouse=True)
def _visible(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no card hidden, whatever this machine's environment is."""
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)


@pytest.mark.parametrize(
    ("memory_bytes", "model"), [(24 * GB, "1.7B"), (8 * GB, "1.7B"), (5 * GB, "0.6B"), (2 * GB, "")]
)
def test_the_narrator_is_as_large_as_the_card(memory_bytes: int, model: str) -> None:
    """And what it takes is told only where there is one."""
    found = with_card(memory_bytes)

    assert (found.card, found.card_bytes, found.fault) == ("RTX", memory_bytes, "")
    assert found.model == model
    assert 2 * GB < found.fetch_bytes[0] < found.fetch_bytes[1]
    assert found.narrator_hours == ((10, 50) if model else None)


def test_without_a_card_the_draft_voice_reads_at_once() -> None:
    """That is no fault."""
    found = prospects(BARE)

    assert (found.card, found.fault, found.model, found.narrator_hours) == ("", "", "", None)
    assert found.draft_minutes == 3
    assert found.cores >= 1


def test_why_a_card_cannot_be_used_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old driver, a driver that is broken, a card that is hidden."""
    assert "400.1 is too old" in with_card(8 * GB, "400.1").fault
    assert "does not answer: oh no" in prospects(replace(BARE, fault="oh no")).fault
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    assert "hides it" in with_card(8 * GB).fault
    assert with_card(8 * GB).model == ""
