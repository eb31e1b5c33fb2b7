"""Tests of the advice before a model is loaded."""

from __future__ import annotations

import pytest

from vox1.hardware import advice
from vox1.hardware.advice import advise
from vox1.hardware.monitor import CardState
from vox1.script.chunking import Size
from vox1_setup.machine import Card, Machine

GB = 10**9


def machine_with(memory_bytes: int | None) -> Machine:
    """Return a machine with one card."""
    card = Card("RTX", memory_bytes, "580.95", (8, 6), "GPU-1")
    return Machine("Linux", "6", "x86_64", "3.11", cards=(card,))


@pytest.fixture(autouse=True)
def free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have 6 GB free on the card."""
    monkeypatch.setattr(advice, "read_card", lambda: CardState("RTX", 24 * GB, 18 * GB, 6 * GB))


@pytest.mark.parametrize(
    ("memory_bytes", "slots"), [(24 * GB, 3), (12 * GB, 2), (8 * GB, 1), (5 * GB, 1), (None, 2)]
)
def test_slots_follow_the_card(memory_bytes: int | None, slots: int) -> None:
    """Unless the user asks for others."""
    machine = machine_with(memory_bytes)

    assert advise("0.6B", "auto", None, machine).slots == slots
    assert advise("0.6B", "cuda", 3, machine).slots == 3


@pytest.mark.parametrize("hidden", ["", "-1"])
def test_a_hidden_card_is_no_card(hidden: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for the worker."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", hidden)

    assert advise("0.6B", "auto", None, machine_with(24 * GB)) == advice.Advice(1, Size())


def test_a_card_that_no_build_of_torch_knows_is_no_card() -> None:
    """It runs on the processor."""
    card = Card("Tesla K80", 12 * GB, "470.1", (3, 7), "GPU-1")
    machine = Machine("Linux", "6", "x86_64", "3.11", cards=(card,))

    assert advise("0.6B", "auto", None, machine) == advice.Advice(1, Size())


@pytest.mark.parametrize("device", ["cpu", "mps"])
def test_without_the_card_one_take_at_a_time_and_no_warning(device: str) -> None:
    """Whatever card there is."""
    assert advise("1.7B", device, None, machine_with(4 * GB)) == advice.Advice(1, Size())


@pytest.mark.parametrize(
    ("model", "slots", "memory_bytes", "said"),
    [
        ("1.7B", None, 5 * GB, "0.6B is advised"),
        ("0.6B", None, 2 * GB, "too little memory"),
        ("0.6B", 3, 12 * GB, "more than the 2 advised"),
        ("1.7B", 3, 24 * GB, ""),
    ],
)
def test_what_is_risked_is_said(model: str, slots: int | None, memory_bytes: int, said: str) -> None:
    """Each time in the first sentence; and nothing where nothing is."""
    told = advise(model, "auto", slots, machine_with(memory_bytes)).warnings

    assert said in told[0] if said else told == ()


def test_what_does_not_fit_now_is_said_with_what_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """A game may hold the rest of a large card."""
    monkeypatch.setattr(advice, "read_card", lambda: CardState("RTX", 24 * GB, 20 * GB, 4 * GB))

    (told,) = advise("1.7B", "auto", None, machine_with(24 * GB)).warnings

    assert "may not fit" in told
    assert "0.6B model with 3 takes at once would fit" in told


def test_small_cards_get_shorter_chunks() -> None:
    """Divided, never cut."""
    assert advise("0.6B", "auto", None, machine_with(5 * GB)).size.most < Size().most


def test_a_model_of_another_size_is_not_reckoned_with() -> None:
    """Somebody's own."""
    assert advise("", "auto", None, machine_with(24 * GB)).warnings == ()


@pytest.mark.parametrize(("free_bytes", "is_room"), [(6 * GB, True), (2 * GB, False), (None, False)])
def test_a_second_narrator_needs_room_beside_the_first(
    free_bytes: int | None, *, is_room: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Out of memory, a render would go on with fewer takes at once, for a sentence that somebody tried."""
    monkeypatch.setattr(advice, "look", lambda: machine_with(24 * GB))
    monkeypatch.setattr(advice, "read_card", lambda: CardState("RTX", 24 * GB, 18 * GB, free_bytes))

    assert advice.fits_beside("0.6B", "auto") is is_room
    assert advice.fits_beside("0.6B", "cpu")


def test_a_card_that_cannot_be_asked_has_no_room_for_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """The render comes first."""
    monkeypatch.setattr(advice, "look", lambda: machine_with(None))
    monkeypatch.setattr(advice, "read_card", lambda: None)

    assert not advice.fits_beside("0.6B", "auto")
