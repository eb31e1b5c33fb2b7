"""Tests of surveying: what a machine has, as plain facts."""

from __future__ import annotations

import pickle

import pytest

from tests.vox1.hardware.test_advice import GB, machine_with
from vox1.hardware.monitor import CardState
from vox1.hardware.surveying import survey
from vox1_setup.machine import Card, Machine

STATE = CardState("RTX", 24 * GB, 18 * GB, 6 * GB)


@pytest.mark.parametrize(
    ("memory_bytes", "slots", "model"),
    [(24 * GB, 3, "1.7B"), (12 * GB, 2, "1.7B"), (5 * GB, 1, "0.6B"), (2 * GB, 1, ""), (None, 2, "1.7B")],
)
def test_what_is_advised_follows_the_card(memory_bytes: int | None, slots: int, model: str) -> None:
    """With what each model would take of it, which grows with model and takes."""
    found = survey(machine_with(memory_bytes), STATE)

    assert (found.card, found.card_bytes, found.free_bytes) == ("RTX", memory_bytes, 6 * GB)
    assert (found.slots, found.model, found.devices) == (slots, model, ("cpu", "cuda"))
    assert found.needs["0.6B", 1] < found.needs["0.6B", 3] < found.needs["1.7B", 1] < found.needs["1.7B", 3]
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own bytes: it crosses to the window


def test_without_a_card_there_is_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a Mac its chip too; the environment may name a device."""
    monkeypatch.setenv("DEVICE", "MPS")
    assert survey(Machine("Linux", "6", "x86_64", "3.11")).devices == ("cpu",)
    mac = survey(Machine("Darwin", "25", "arm64", "3.11"))
    assert (mac.devices, mac.named_device, mac.card) == (("cpu", "mps"), "mps", "")
    assert mac.cores >= 1


def test_a_card_too_old_is_named_and_not_reckoned_with() -> None:
    """A listener knows that it is there, and would look for it."""
    card = Card("Tesla K80", 12 * GB, "470.1", (3, 7), "GPU-1")
    found = survey(Machine("Linux", "6", "x86_64", "3.11", cards=(card,)), STATE)

    assert (found.card, found.is_card_usable, found.devices) == ("Tesla K80", False, ("cpu",))
    assert (found.slots, found.model, found.needs) == (1, "", {})


def test_a_card_with_a_driver_too_old_is_not_reckoned_with_either() -> None:
    """The first start said so, and the Advanced page gave advice for it all the same."""
    card = Card("RTX", 12 * GB, "390.1", (8, 6), "GPU-1")
    found = survey(Machine("Linux", "6", "x86_64", "3.11", cards=(card,)), STATE)

    assert (found.card, found.is_card_usable, found.slots, found.model) == ("RTX", False, 1, "")
