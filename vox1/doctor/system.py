"""What the doctor says of the system, its Python and the user's settings."""

from __future__ import annotations

from collections.abc import Iterator

from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Finding, good, problem, warning
from vox1.hardware.processor import memory, physical_cores
from vox1_setup.machine import Machine

_LEAST_MEMORY_BYTES = 4 * 10**9
"""Chosen: reading may take 2 GB, a measure of a chapter's loudness and the encoder some hundred MB."""


def look(circumstances: Circumstances) -> Iterator[Finding]:
    """Tell what this is, and what of it cannot work together."""
    machine = circumstances.machine
    cores, found = physical_cores(), memory()
    has_memory = f", {found.total_bytes / 1e9:.0f} GB of memory" if found else ""
    named = f"{name_of(machine)} on {machine.architecture}, Python {machine.python}"
    yield good("system", f"{named}, {cores} {'core' if cores == 1 else 'cores'}{has_memory}.")
    if found and found.total_bytes < _LEAST_MEMORY_BYTES:
        yield warning(
            "system",
            f"{found.total_bytes / 1e9:.1f} GB of memory are little: large books may fail to be read.",
            "Close other programs while a book is read and rendered.",
        )
    yield from _device(circumstances)


def look_at_settings(circumstances: Circumstances) -> Iterator[Finding]:
    """Tell what of the settings cannot be used."""
    path = circumstances.folders.settings
    for sentence in circumstances.warnings:
        yield warning("settings", sentence, f"Correct it in {path}, or delete the line.")


def name_of(machine: Machine) -> str:
    """Return the system's name for people; under WSL, that it is."""
    name = "macOS" if machine.system == "Darwin" else machine.system
    inside = f" in WSL {machine.wsl}" if machine.wsl else ""
    return f"{name} {machine.release}{inside}"


def _device(circumstances: Circumstances) -> Iterator[Finding]:
    """What is wrong with the device that the user has named."""
    machine, device = circumstances.machine, circumstances.device
    fix = "Set it to auto: leave --device out, and look at DEVICE in the environment and at your settings."
    if device == "cuda" and machine.card is None:
        yield problem("device", "The device is set to cuda, and there is no NVIDIA card that answers.", fix)
    if device == "mps" and machine.system != "Darwin":
        yield problem("device", "The device is set to mps, which only Macs have.", fix)
    if device == "cpu" and machine.card:
        yield warning("device", f"The device is set to cpu: the {machine.card.name} is not used.", fix)
