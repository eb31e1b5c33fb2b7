"""What the doctor says of torch in the environments of engines: whether its build suits card and driver."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vox1.doctor.cards import update_driver
from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Finding, good, problem
from vox1.engines.registry import ENGINES, EngineRow
from vox1.paths import environment_python
from vox1_setup.machine import Capability, Card, Machine, ask, missing_driver, runs_on, torch_build

_SECONDS = 90.0
"""Importing torch takes seconds, and minutes from a cold hard disk under a virus scanner."""
_ASK = (
    "import json, torch\n"
    "cuda = torch.cuda\n"
    "print(json.dumps([torch.__version__, torch.version.cuda, cuda.get_arch_list(), cuda.is_available()]))"
)
_NOT_FOUND = "No module named 'torch'"


@dataclass(frozen=True, slots=True)
class Torch:
    """The torch of an environment.

    Attributes:
        version: With its build, such as ``2.13.0+cu130``.
        cuda: The version of CUDA that it was built for; empty for a build without.
        architectures: What it has code for, ``sm_86``, ``compute_120``; empty where it sees no card.
        sees_card: Whether it can use one.
    """

    version: str
    cuda: str
    architectures: tuple[str, ...]
    sees_card: bool


def look(circumstances: Circumstances) -> Iterator[Finding]:
    """Ask the Python of every engine that has packages of its own, where it is installed."""
    for row in ENGINES.values():
        if has_own_packages(row) and environment_python(row.environment).is_file():
            yield _judged(row, circumstances.machine)


def has_own_packages(row: EngineRow) -> bool:
    """Whether an engine needs an environment of its own, made by ``setup --engine``."""
    return bool(row.environment)


def setup_command(row: EngineRow) -> str:
    """Return the command that makes or repairs an engine's environment."""
    return f"python3 run.py setup --engine {row.environment}"


def torch_of(python: Path) -> Torch | str:
    """Return the torch that a Python has; what is wrong, where it has none that works.

    Isolated, so that nothing in the current folder or the user's own packages is taken for torch.
    """
    answer = ask((python, "-I", "-c", _ASK), _SECONDS)
    if answer is None:
        return "its Python cannot be started"
    if answer.status is None:
        return f"it gave no answer within {_SECONDS:.0f} seconds"
    for line in reversed(answer.output.splitlines()):  # warnings may stand around it
        found = _parsed(line)
        if found:
            return found
    if _NOT_FOUND in answer.output:
        return "torch is missing from it"
    return f"torch cannot be loaded: {' '.join(answer.output.split())[-200:]}"


def runs_card(torch: Torch, capability: Capability) -> bool:
    """Whether a build has code for a card: for its generation, or in a form that the driver translates."""
    binaries = [_capability(name) for name in torch.architectures if name.startswith("sm_")]
    translatable = [_capability(name) for name in torch.architectures if name.startswith("compute_")]
    return runs_on(binaries, capability) or any(known <= capability for known in translatable)


def _judged(row: EngineRow, machine: Machine) -> Finding:
    topic, repair = f"torch of {row.id}", setup_command(row)
    torch = torch_of(environment_python(row.environment))
    if isinstance(torch, str):
        return problem(topic, f"The environment of {row.title} does not work: {torch}.", repair)
    card = machine.card
    if card is None or torch_build(machine).tag == "cpu":
        return good(topic, f"torch {torch.version} runs on the processor.")
    misfit = _misfit(torch, card, machine)
    if misfit:
        reason, fix = misfit
        return problem(topic, f"torch {torch.version} cannot use the {card.name}: {reason}.", fix or repair)
    return good(topic, f"torch {torch.version} (CUDA {torch.cuda}) suits the {card.name} and its driver.")


def _misfit(torch: Torch, card: Card, machine: Machine) -> tuple[str, str] | None:
    """Why a build cannot use a card, with the fix; an empty fix is another build. None where it can."""
    if not torch.cuda:
        return "it was built for the processor only", ""
    driver = missing_driver(machine, int(torch.cuda.partition(".")[0]))
    if driver:
        reason = f"CUDA {torch.cuda} needs driver {driver} or newer, and {card.driver} is installed"
        return reason, update_driver(machine, driver)
    if card.capability and torch.architectures and not runs_card(torch, card.capability):
        return f"it has code for {', '.join(torch.architectures)} only", ""
    if not torch.sees_card:
        return "it does not see it", (
            "Restart the computer. If CUDA_VISIBLE_DEVICES is set, see that it names the card."
        )
    return None


def _parsed(line: str) -> Torch | None:
    """The answer in a line; None in any other line."""
    try:
        version, cuda, architectures, sees_card = json.loads(line)
    except (ValueError, TypeError):
        return None
    return Torch(str(version), str(cuda or ""), tuple(map(str, architectures)), bool(sees_card))


def _capability(name: str) -> Capability:
    """What an architecture stands for: the last digit is the minor number, letters mark variants of it."""
    digits = "".join(re.findall(r"\d+", name))
    return (int(digits[:-1] or 0), int(digits[-1:] or 0))
