"""The set-up: `run.py setup`, from looking at the computer to the first sentence; run again, it repairs."""

from __future__ import annotations

import argparse
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from vox1_setup import ask, install, machine, place
from vox1_setup.checkout import Checkout
from vox1_setup.console import say
from vox1_setup.environment import Environment
from vox1_setup.parser import Parser
from vox1_setup.programs import Programs
from vox1_setup.selftest import SelfTest
from vox1_setup.shortcuts import Shortcuts
from vox1_setup.start import ENTER, hand_over

NARRATOR = "qwen3"
"""The environment that is added by default where a card fits."""
_NONE = "none"
_LEAST_MEMORY_BYTES = 3_900_000_000
"""A card sold as one of 4 GB, the smallest that the narrator's small model runs on (README, "Voices")."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be set up.

    Attributes:
        environments: In their order; the first is the program's own.
        needed_bytes: What the disk must have room for.
        longest_inside: Characters of the longest path below VOX-1's folder.
    """

    environments: tuple[Environment, ...]
    needed_bytes: int
    longest_inside: int


def set_up(arguments: Sequence[str], checkout: Checkout) -> int:
    """Set VOX-1 up, or repair it, and give the exit status.

    Raises:
        SetupError: It could not be set up.
        OSError: The system refuses.
    """
    options = _parser(checkout).parse_args(arguments)
    root = checkout.root
    engine = _checked(options.engine, checkout)
    steps = _Steps(4 if options.shortcuts else 3)
    steps.begin("looking at this computer")
    place.demand_writable(root)
    for sentence in place.warnings(root, os.environ):
        say(f"warning: {sentence}")
    plan = _plan(options, engine, checkout)
    place.demand_short(root, plan.longest_inside, takes_long_paths=place.takes_long_paths())
    place.demand_room(root, plan.needed_bytes)
    steps.begin("installing what VOX-1 needs")
    for environment in plan.environments:
        install.install(checkout, environment, thorough=True)
    steps.begin("speaking a sentence, and looking for what is wrong")
    _try_out(checkout, plan.environments[0], with_doctor=not options.dev)
    if options.shortcuts:
        steps.begin("making shortcuts")
        _make_shortcuts(checkout)
    say("all is set up; next: python3 run.py --help")
    return _offer_to_start(options, checkout)


class _Steps:
    """Says which step of how many begins."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0

    def begin(self, words: str) -> None:
        self._done += 1
        say(f"step {self._done} of {self._total}: {words}")


def _checked(engine: str | None, checkout: Checkout) -> str | None:
    """The engine that is asked for, if there is one of this name.

    Raises:
        SetupError: There is none.
    """
    if engine not in {None, _NONE} and engine not in checkout.engine_names():
        checkout.engine_environment(str(engine))
    return engine


def _plan(options: argparse.Namespace, engine: str | None, checkout: Checkout) -> Plan:
    """Decide what is set up: the program, and an engine with packages of its own."""
    base = checkout.environment(with_dev=options.dev)
    needed = 0 if base.is_ready() else place.BASE_BYTES
    chosen = engine or _narrator_that_fits(options, checkout)
    if chosen == _NONE:
        return Plan((base,), needed, place.LONGEST_WITHOUT_NARRATOR)
    environment = checkout.engine_environment(chosen, with_dev=options.dev)
    if not environment.is_ready():
        is_for_card = machine.torch_build(machine.look()).tag != "cpu" and os.environ.get("DEVICE") != "cpu"
        needed += place.CARD_BYTES if is_for_card else place.PROCESSOR_BYTES
    return Plan((base, environment), needed, place.LONGEST_INSIDE)


def _narrator_that_fits(options: argparse.Namespace, checkout: Checkout) -> str:
    """Name the narrator's environment where it is there already, or a card fits and the user agrees."""
    if options.dev or NARRATOR not in checkout.engine_names():
        return _NONE
    found = machine.look()
    for line in describe(found):
        say(line)
    if (checkout.root / ".venvs" / NARRATOR).exists():
        return NARRATOR
    if not fits_narrator(found):
        return _NONE
    question = (
        "Install the narrator too? It takes some 3 GB to fetch and 6 GB of the disk, and a model later."
    )
    return NARRATOR if not ask.can_ask() or options.yes or ask.agrees(question, default=True) else _NONE


def fits_narrator(found: machine.Machine) -> bool:
    """Whether the narrator reads on a computer's card, now or once its driver is new."""
    card = found.card
    if card is None or machine.torch_build(found).tag == "cpu":
        return False
    return card.memory_bytes is None or card.memory_bytes >= _LEAST_MEMORY_BYTES


def describe(found: machine.Machine) -> tuple[str, ...]:
    """Return what a computer means for VOX-1, a sentence for each line."""
    card, build = found.card, machine.torch_build(found)
    if card is None:
        silent = f"the graphics card's driver does not answer ({found.fault})"
        why = silent if found.fault else "there is no NVIDIA card that the driver knows of"
        plain = f"{why}: the draft voice reads, which is plain and quick"
        return (plain, "the narrator, who sounds like a person, wants an NVIDIA card, or is very slow")
    memory = f" with {card.memory_bytes / 1e9:.0f} GB" if card.memory_bytes else ""
    lines = [f"graphics card: {card.name}{memory}, driver {card.driver}"]
    if build.driver:
        lines.append(f"install driver {build.driver} or newer (nvidia.com/drivers): till then it is not used")
    elif build.tag == "cpu":
        lines.append(f"the narrator cannot use it: {build.reason}; the draft voice reads")
    elif fits_narrator(found):
        lines.append("the narrator, who sounds like a person, can read on it")
    else:
        lines.append("its memory is too small for the narrator; the draft voice reads")
    return tuple(lines)


def _try_out(checkout: Checkout, environment: Environment, *, with_doctor: bool) -> None:
    """Have a sentence spoken, and the doctor look; what the doctor finds stops nobody."""
    programs = Programs(checkout.root, checkout.log_file)
    checkout.log_file.parent.mkdir(parents=True, exist_ok=True)
    checkout.log_file.touch()
    SelfTest(checkout.root, environment, programs).speak(checkout.root / "temp_work" / "selftest")
    say("the draft voice speaks")
    if not with_doctor:
        return
    start = programs.log_size()
    programs.run(environment.python, "-c", ENTER, checkout.root, "doctor")
    for line in _findings(programs.output_since(start)):
        say(line)


def _findings(printed: str) -> list[str]:
    """What the doctor found that is not good: problems and warnings, each with its further lines."""
    found: list[str] = []
    is_bad = False
    for line in printed.splitlines():
        if not line.startswith(" "):
            is_bad = line.startswith(("problem", "warning"))
        if is_bad:
            found.append(line)
    return found or ["the doctor finds nothing wrong"]


def _make_shortcuts(checkout: Checkout) -> None:
    try:
        places = Shortcuts(checkout.root, Programs(checkout.root, checkout.log_file)).make()
    except OSError as err:
        say(f"warning: no shortcuts could be made: {err.strerror or err}")
        return
    where = f"VOX-1 can be started from {' and '.join(places)}"
    say(where if places else "warning: no shortcuts could be made")


def _offer_to_start(options: argparse.Namespace, checkout: Checkout) -> int:
    if (
        options.dev
        or options.no_start
        or not ask.can_ask()
        or not ask.agrees("Open VOX-1 now?", default=True)
    ):
        return 0
    folder, window = checkout.environment().folder, str(checkout.root / "app.py")
    if os.name == "nt":
        # Without a console, and not ended with this one.
        detached = getattr(subprocess, "DETACHED_PROCESS", 0)
        subprocess.Popen([str(folder / "Scripts" / "pythonw.exe"), window], creationflags=detached)
        return 0
    return hand_over([str(checkout.environment().python), window])


def _parser(checkout: Checkout) -> argparse.ArgumentParser:
    parser = Parser(
        prog="run.py setup",
        description="Set VOX-1 up, or repair it. Where an NVIDIA card fits, the narrator is added.",
        allow_abbrev=False,
    )
    known = ", ".join(checkout.engine_names()) or "none yet"
    parser.add_argument("--dev", action="store_true", help="also what the checks and tests need")
    parser.add_argument(
        "--engine",
        metavar="NAME",
        help=f"also an engine with packages of its own ({known}); none for the draft voice only",
    )
    parser.add_argument(
        "--shortcuts", action="store_true", help="also shortcuts on the desktop and in the menu"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask whether to add the narrator")
    parser.add_argument("--no-start", action="store_true", help="do not offer to open the window")
    return parser
