"""Tests of what is said of cards: good ones, old ones, several, and none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.vox1.doctor.conftest import BARE, RTX_3060
from vox1.doctor import cards
from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Finding, Level
from vox1.hardware.monitor import CardState
from vox1_setup.machine import Card, Machine

Make = Callable[..., Circumstances]


@pytest.fixture(autouse=True)
def nothing_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this machine hides."""
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)


WITH_CARD = replace(BARE, cards=(RTX_3060,))
GIB = 2**30


def found_of(circumstances: Make, machine: Machine) -> list[Finding]:
    """Return what is said of a machine's cards."""
    return list(cards.look(circumstances(machine=machine)))


def with_card(**changes: object) -> Machine:
    """Return a machine whose card differs in this."""
    return replace(BARE, cards=(replace(RTX_3060, **changes),))  # type: ignore[arg-type]  # names of fields


def test_a_machine_without_a_card_is_a_good_one(circumstances: Make) -> None:
    """What works is said, and what a card would bring."""
    (found,) = found_of(circumstances, BARE)

    assert found.level is Level.GOOD
    assert "draft voice" in found.message
    assert "6 GB" in found.fix


def test_wsl_1_reaches_no_card(circumstances: Make) -> None:
    """WSL 2 does."""
    (found,) = found_of(circumstances, replace(BARE, wsl=1))

    assert found.level is Level.GOOD
    assert "wsl --set-version" in found.fix


@pytest.mark.parametrize("hidden", ["", "-1"])
def test_a_card_that_is_hidden_is_a_warning(
    hidden: str, circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a variable that somebody set once for another program."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", hidden)
    _, found = found_of(circumstances, WITH_CARD)

    assert found.level is Level.WARNING
    assert found.fix == "Remove CUDA_VISIBLE_DEVICES from the environment."


def test_a_card_is_named_with_what_is_advised(circumstances: Make) -> None:
    """By its memory."""
    (found,) = found_of(circumstances, WITH_CARD)

    assert found.level is Level.GOOD
    assert found.message == (
        "NVIDIA GeForce RTX 3060: 12.0 GB, sm_86, driver 580.95.05."
        " Advised: models up to 1.7B, 2 takes at once."
    )


def test_a_card_that_says_little_is_a_card(circumstances: Make) -> None:
    """Without its memory there are two takes at once."""
    (found, *_) = found_of(circumstances, with_card(memory_bytes=None, capability=None))

    assert "memory of unknown size, driver" in found.message
    assert "2 takes at once" in found.message


def test_a_card_that_is_too_small_is_advised_against(circumstances: Make) -> None:
    """The engine that works is named."""
    (found,) = found_of(circumstances, with_card(memory_bytes=2 * GIB))

    assert found.level is Level.WARNING
    assert "too little memory" in found.message
    assert found.fix.startswith("--engine ")


@pytest.mark.parametrize(
    ("fault", "wsl", "fix"),
    [
        ("Failed to initialize NVML: Driver/library version mismatch", 0, "Restart the computer: the driver"),
        ("NVIDIA-SMI has failed because it couldn't communicate", 0, "install the driver anew"),
        ("nvidia-smi did not answer within 20 seconds", 0, "Restart the computer"),
        ("Failed to initialize NVML: GPU access blocked", 2, "wsl --shutdown"),
    ],
)
def test_a_driver_that_does_not_answer_is_a_problem(
    fault: str, wsl: int, fix: str, circumstances: Make
) -> None:
    """With the fix for what it said."""
    (found,) = found_of(circumstances, replace(BARE, fault=fault, wsl=wsl))

    assert found.level is Level.PROBLEM
    assert fault in found.message
    assert fix in found.fix


@pytest.mark.parametrize(
    ("capability", "driver", "wsl", "fix"),
    [
        ((12, 0), "572.16", 0, "driver 580 or newer"),
        ((8, 6), "470.1", 0, "driver 525.60.13 or newer"),
        ((8, 6), "470.1", 2, "driver 528.33 or newer (https://www.nvidia.com/drivers) in Windows"),
        (None, "580.95", 0, "newest driver"),
    ],
)
def test_an_old_driver_is_a_warning(
    capability: tuple[int, int] | None, driver: str, wsl: int, fix: str, circumstances: Make
) -> None:
    """With the version that is needed, and where it belongs."""
    machine = replace(with_card(capability=capability, driver=driver), wsl=wsl)
    _, found, *_ = found_of(circumstances, machine)

    assert found.level is Level.WARNING
    assert fix in found.fix


def test_of_several_cards_it_is_said_which_counts(circumstances: Make) -> None:
    """And how to choose another."""
    other = Card("NVIDIA GeForce GT 1030", 2 * GIB, "580.95.05", (6, 1), "GPU-2222")
    _, found = found_of(circumstances, replace(BARE, cards=(other, RTX_3060)))

    assert found.level is Level.GOOD
    assert "reckons with the NVIDIA GeForce RTX 3060" in found.message
    assert "GT 1030" in found.message
    assert "CUDA_VISIBLE_DEVICES" in found.fix


@pytest.mark.parametrize(("system", "wsl"), [("Windows", 0), ("Linux", 2)])
def test_windows_hides_a_card_that_is_full(system: str, wsl: int, circumstances: Make) -> None:
    """What it does is said, and where the switch is; under WSL as well."""
    machine = replace(WITH_CARD, system=system, wsl=wsl, architecture="x86_64" if wsl else "AMD64")
    _, found = found_of(circumstances, machine)

    assert found.level is Level.WARNING
    assert "main memory" in found.message
    assert "Prefer No Sysmem Fallback" in found.fix


def state(free_bytes: int | None, total_bytes: int | None = 12 * GIB) -> CardState:
    """Return a card's state with so much free."""
    return CardState(RTX_3060.name, total_bytes, None, free_bytes)


def memory_found(circumstances: Make, monkeypatch: pytest.MonkeyPatch, read: CardState | None) -> Finding:
    """Return what is said of a card's memory."""
    monkeypatch.setattr(cards, "read_card", lambda: read)
    (found,) = cards.look_at_memory(circumstances(machine=WITH_CARD))
    return found


def test_room_for_what_is_advised_is_good(circumstances: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the forecast."""
    found = memory_found(circumstances, monkeypatch, state(11 * GIB))

    assert found.level is Level.GOOD
    assert "11.0 GB of 12.0 GB are free" in found.message
    assert "1.7B model in bfloat16 with 2 at once" in found.message


def test_a_card_that_others_fill_is_a_warning(circumstances: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what would fit instead, and what to close."""
    found = memory_found(circumstances, monkeypatch, state(4 * GIB))

    assert found.level is Level.WARNING
    assert "0.6B model with 2 takes at once would fit" in found.message
    assert "Close other programs" in found.fix


@pytest.mark.parametrize("read", [None, state(None), state(GIB, None)])
def test_memory_that_cannot_be_read_is_a_warning(
    read: CardState | None, circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not an error: the driver is known all the same."""
    found = memory_found(circumstances, monkeypatch, read)

    assert found.level is Level.WARNING
    assert "cannot be read" in found.message


def test_small_cards_and_no_cards_get_no_forecast(
    circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nothing to be loaded."""
    assert memory_found(circumstances, monkeypatch, state(GIB, 2 * GIB)).level is Level.GOOD
    assert list(cards.look_at_memory(circumstances())) == []
