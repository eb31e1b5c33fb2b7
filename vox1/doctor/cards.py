"""What the doctor says of NVIDIA cards: driver, memory, and what is advised for them."""

from __future__ import annotations

import os
from collections.abc import Iterator

from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Finding, good, problem, warning
from vox1.hardware.forecast import ModelChoice, fit
from vox1.hardware.monitor import read_card
from vox1.hardware.tiers import Tier, dtype_for, tier_of
from vox1.settings import Settings
from vox1_setup.machine import Card, Machine, torch_build

_DRIVERS = "https://www.nvidia.com/drivers"
_RESTART = "Restart the computer: the driver was brought up to date and the old one is still loaded."
_SYSMEM_FIX = (
    "In the NVIDIA Control Panel choose Manage 3D settings, and set CUDA - Sysmem Fallback Policy to Prefer"
    " No Sysmem Fallback (NVIDIA's drivers have the switch since 546.01)."
)
_A_CARD = "An NVIDIA card with 6 GB of memory or more would bring a narrator that sounds like a person."
_FOR_WSL_1 = "WSL 1 reaches no card. WSL 2 does: in Windows, `wsl --list`, then `wsl --set-version NAME 2`."
_NOTHING_LOST = "The draft voice reads every book on the processor."


def look(circumstances: Circumstances) -> Iterator[Finding]:
    """Tell of the driver and of every card."""
    machine = circumstances.machine
    if machine.fault:
        yield problem("card", f"The NVIDIA driver does not answer: {machine.fault}.", _repair(machine))
    elif machine.card is None:
        more = _FOR_WSL_1 if machine.wsl == 1 else _A_CARD
        yield good("card", f"There is no NVIDIA card. {_NOTHING_LOST}", more)
    else:
        yield _said_of(machine.card, tier_of(machine.card.memory_bytes))
        yield from _driver(machine, machine.card)
        yield from _several(machine, machine.card)
        yield from _hidden(machine.card)
        yield from _system_memory(machine)


def look_at_memory(circumstances: Circumstances) -> Iterator[Finding]:
    """Tell how much of the card's memory is free, and whether what is advised would fit into it now."""
    card = circumstances.machine.card
    if card is None:
        return
    state = read_card()
    if state is None or state.free_bytes is None or state.total_bytes is None:
        yield warning(
            "card memory",
            f"How much of the {card.name}'s memory is free cannot be read.",
            "python3 run.py setup, and bring the driver up to date if that does not help.",
        )
        return
    said = f"{_gb(state.free_bytes)} of {_gb(state.total_bytes)} are free"
    tier = tier_of(state.total_bytes)
    if not tier.model:
        yield good("card memory", f"{said}.")
        return
    dtype = dtype_for("cuda", card.capability)
    found = fit(ModelChoice(tier.model, dtype, tier.slots), state.free_bytes)
    sentence = f"{said}. Of a {tier.model} model in {dtype} with {tier.slots} at once: {found}"
    if found.is_good:
        yield good("card memory", sentence)
    else:
        yield warning("card memory", sentence, "Close other programs that use the card, such as games.")


def update_driver(machine: Machine, version: str) -> str:
    """Return how a driver of a version, or the newest, is installed."""
    what = f"driver {version} or newer" if version else "the newest driver"
    where = " in Windows, none in WSL; then `wsl --shutdown`" if machine.wsl else ""
    return f"Install {what} ({_DRIVERS}){where}."


def _said_of(card: Card, tier: Tier) -> Finding:
    size = _gb(card.memory_bytes) if card.memory_bytes else "memory of unknown size"
    capability = f", sm_{card.capability[0]}{card.capability[1]}" if card.capability else ""
    named = f"{card.name}: {size}{capability}, driver {card.driver}"
    if not tier.model:
        return warning(
            "card",
            f"{named}. That is too little memory for a narrator. {_NOTHING_LOST}",
            f"--engine {Settings().engine}",
        )
    takes = "1 take" if tier.slots == 1 else f"{tier.slots} takes"
    return good("card", f"{named}. Advised: models up to {tier.model}, {takes} at once.")


def _driver(machine: Machine, card: Card) -> Iterator[Finding]:
    """What is wrong with the driver's age."""
    build = torch_build(machine)
    if build.driver:
        said = (
            f"Driver {card.driver} is too old: the {card.name} needs {build.driver} or newer for a narrator."
        )
        yield warning("card", said, update_driver(machine, build.driver))
    elif build.tag == "cpu":
        yield warning("card", f"The {card.name} cannot be used: {build.reason}.", update_driver(machine, ""))


def _several(machine: Machine, card: Card) -> Iterator[Finding]:
    others = [other for other in machine.cards if other is not card]
    if others:
        names = ", ".join(other.name for other in others)
        yield good(
            "card",
            f"VOX-1 uses one card, and reckons with the {card.name}; there is also: {names}.",
            f"To choose, set CUDA_VISIBLE_DEVICES to a card's identifier, such as {card.uuid}.",
        )


def _hidden(card: Card) -> Iterator[Finding]:
    """CUDA is told by a variable which cards there are: an empty one, or -1, hides all of them."""
    if os.environ.get("CUDA_VISIBLE_DEVICES", "0").strip() in {"", "-1"}:
        yield warning(
            "card",
            f"CUDA_VISIBLE_DEVICES is set so that it hides the {card.name} from every program.",
            "Remove CUDA_VISIBLE_DEVICES from the environment.",
        )


def _system_memory(machine: Machine) -> Iterator[Finding]:
    """Windows lets a card that is full go on in main memory; whether it is allowed to cannot be read."""
    if machine.has_windows_driver:
        yield warning(
            "card",
            "Where the card's memory runs out, Windows lets the driver go on in main memory: nothing fails,"
            " but speaking becomes many times slower. If that is switched off already, all is well.",
            _SYSMEM_FIX,
        )


def _repair(machine: Machine) -> str:
    """What to do about a driver that does not answer, by what it said."""
    if machine.wsl:
        return f"Install the driver of Windows anew ({_DRIVERS}), none in WSL; then `wsl --shutdown`."
    if "mismatch" in machine.fault.lower():
        return _RESTART
    return f"Restart the computer; if that does not help, install the driver anew ({_DRIVERS})."


def _gb(count_bytes: int) -> str:
    return f"{count_bytes / 2**30:.1f} GB"
