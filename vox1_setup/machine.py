"""The machine: its system, its Python, its NVIDIA cards, and the build of torch that fits them.

Standard library only. `setup` installs by it and `doctor` judges by it, so that they never disagree. Nothing
here needs a card, a driver or torch, and nothing takes longer than `ASK_SECONDS`.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ASK_SECONDS = 20.0
"""For the driver's program: a card that nobody uses may take several seconds to wake."""
_KILL_SECONDS = 2.0
_NO_FIELD = ("Field", "is not a valid field")
"""How nvidia-smi refuses a question that its version does not know."""
_ROW = re.compile(
    r"(?P<name>.+), (?P<memory>\d+|\[[^,]+\]), (?P<driver>\d+(?:\.\d+)+)"
    r"(?:, (?P<capability>\d+\.\d+|\[[^,]+\]))?(?:, (?P<uuid>GPU-[^,]+|\[[^,]+\]))?"
)
"""A line of nvidia-smi's table; in brackets it says that a value is not known, ``[N/A]``."""
_MIB = 2**20

Capability = tuple[int, int]
"""What a card can do, as NVIDIA counts it: (8, 6) is sm_86."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program said.

    Attributes:
        status: Its exit status; None where it was ended because it took too long.
        output: Its standard output and its standard error, as they came.
    """

    status: int | None
    output: str


@dataclass(frozen=True, slots=True)
class Card:
    """An NVIDIA card.

    Attributes:
        name: As NVIDIA calls it.
        memory_bytes: All of its memory; None where the driver does not say.
        driver: The driver's version, ``566.36``.
        capability: What it can do; None where the driver does not say.
        uuid: Names it in CUDA_VISIBLE_DEVICES, ``GPU-...``.
    """

    name: str
    memory_bytes: int | None
    driver: str
    capability: Capability | None
    uuid: str


@dataclass(frozen=True, slots=True)
class Machine:
    """What VOX-1 runs on.

    Attributes:
        system: ``Windows``, ``Linux``, ``Darwin`` (macOS) or another name that Python has for it.
        release: The system's version.
        architecture: Of the processor, as the system calls it.
        python: The version of this Python.
        wsl: 1 or 2 in the Windows Subsystem for Linux of that version, 0 elsewhere.
        cards: NVIDIA cards, in the driver's order.
        fault: What the driver's program said instead of naming cards; empty where it named them, or is not
            installed.
    """

    system: str
    release: str
    architecture: str
    python: str
    wsl: int = 0
    cards: tuple[Card, ...] = ()
    fault: str = ""

    @property
    def card(self) -> Card | None:
        """The card that matters, if there is one."""
        return best_card(self.cards)

    @property
    def has_windows_driver(self) -> bool:
        """Whether the card's driver is that of Windows; WSL borrows it."""
        return self.system == "Windows" or self.wsl > 0


@dataclass(frozen=True, slots=True)
class TorchBuild:
    """A build of torch.

    Attributes:
        tag: Its name in PyTorch's own package index: ``cu130``, ``cu126`` or ``cpu``.
        index: The address of that index.
        reason: Why it is this one, in a sentence.
        driver: The driver that it needs, where the card's is older; until then it runs on the processor.
    """

    tag: str
    index: str
    reason: str
    driver: str = ""


@dataclass(frozen=True, slots=True)
class _CudaBuild:
    """A build of torch for NVIDIA cards.

    Attributes:
        tag: See `TorchBuild`.
        cuda: The major version of CUDA in it.
        binaries: The capabilities that it has machine code for.
    """

    tag: str
    cuda: int
    binaries: tuple[Capability, ...]


_CUDA_BUILDS = (
    _CudaBuild("cu130", 13, ((7, 5), (8, 0), (8, 6), (9, 0), (10, 0), (12, 0))),
    _CudaBuild("cu126", 12, ((5, 0), (6, 0), (7, 0), (7, 5), (8, 0), (8, 6), (9, 0))),
)
"""Those of torch 2.12 to 2.14 for Linux and Windows, the first choice first.

Source: pytorch/pytorch RELEASE.md, "PyTorch CUDA Support Matrix" (pull requests 182849 and 187075). CUDA
12.8, the first to know sm_120 (torch 2.7), is not built any more since 2.12 (issue 178665); CUDA 13.2 is
experimental in 2.13 and left alone.
"""
_LEAST_DRIVERS = {13: ("580", "580"), 12: ("525.60.13", "528.33"), 11: ("450.80.02", "452.39")}
"""The oldest driver for each major version of CUDA, on Linux and on Windows.

Source: docs.nvidia.com/deploy/cuda-compatibility, "Minor Version Compatibility", and the CUDA release notes.
"""
_INDEX = "https://download.pytorch.org/whl/"
_WITH_CUDA = {("Linux", "x86_64"), ("Linux", "aarch64"), ("Windows", "amd64")}
"""Systems and processors that the CUDA builds are made for."""


def look() -> Machine:
    """Return what this machine is. Takes `ASK_SECONDS` at most; whatever fails is unknown."""
    cards, fault = _cards()
    return Machine(
        system=platform.system(),
        release=platform.release(),
        architecture=platform.machine(),
        python=platform.python_version(),
        wsl=wsl_version(_kernel(), os.environ),
        cards=cards,
        fault=fault,
    )


def torch_build(machine: Machine) -> TorchBuild:
    """Return the build of torch for a machine.

    A card whose driver is too old gets its build all the same: it runs on the processor until the driver is
    brought up to date, and nothing has to be installed again then.
    """
    card = machine.card
    if machine.system == "Darwin":
        return _cpu("on a Mac the ordinary build has everything that its chip can do")
    if card is None:
        no_card = "there is no NVIDIA card that the driver knows of"
        return _cpu("the driver of the graphics card does not answer" if machine.fault else no_card)
    if (machine.system, machine.architecture.lower()) not in _WITH_CUDA:
        return _cpu(f"PyTorch makes no CUDA build for {machine.system} on {machine.architecture}")
    if card.capability is None:
        return _cpu(f"the driver does not say what the {card.name} can do: bring it up to date")
    builds = [build for build in _CUDA_BUILDS if runs_on(build.binaries, card.capability)]
    if not builds and card.capability < min(_CUDA_BUILDS[-1].binaries):
        return _cpu(f"the {card.name} is older than anything PyTorch still supports")
    return _cuda(machine, card, builds or [_CUDA_BUILDS[0]])


def _cuda(machine: Machine, card: Card, builds: Sequence[_CudaBuild]) -> TorchBuild:
    """The first of the builds that the driver is new enough for, else the one that asks least of it."""
    for build in builds:
        if not missing_driver(machine, build.cuda):
            reason = f"it runs on the {card.name} with driver {card.driver}"
            return TorchBuild(build.tag, _INDEX + build.tag, reason)
    least = builds[-1]
    needed = missing_driver(machine, least.cuda)
    reason = f"it is for the {card.name}, once driver {needed} or newer replaces {card.driver}"
    return TorchBuild(least.tag, _INDEX + least.tag, reason, needed)


def _cpu(reason: str) -> TorchBuild:
    return TorchBuild("cpu", f"{_INDEX}cpu", reason)


def missing_driver(machine: Machine, cuda: int) -> str:
    """Return the oldest driver for a major version of CUDA, if the card's is older; else an empty string."""
    card = machine.card
    needed = _LEAST_DRIVERS.get(cuda, ("", ""))[machine.has_windows_driver]
    return needed if card and needed and _numbers(card.driver) < _numbers(needed) else ""


def runs_on(binaries: Sequence[Capability], capability: Capability) -> bool:
    """Whether machine code for these capabilities runs on a card.

    Source: CUDA C++ Programming Guide, "Binary Compatibility": on the same major number, and on a minor one
    that is no lower.
    """
    return any(major == capability[0] and minor <= capability[1] for major, minor in binaries)


def best_card(cards: Sequence[Card]) -> Card | None:
    """Return the card that VOX-1 reckons with: the one with the most memory; None where there is none.

    A card that CUDA_VISIBLE_DEVICES names first, by its identifier, comes before it.
    """
    named = os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")[0].strip()
    if named.startswith("GPU-"):
        cards = [card for card in cards if card.uuid.startswith(named)] or cards
    return max(cards, key=lambda card: (card.memory_bytes or 0, card.capability or (0, 0)), default=None)


def wsl_version(kernel: str, environment: Mapping[str, str]) -> int:
    """Return the version of the Windows Subsystem for Linux that this is, 0 for none.

    Args:
        kernel: What the kernel says of itself (``/proc/version``): "Microsoft" in WSL 1,
            "microsoft-standard-WSL2" in WSL 2, and neither in a kernel that the user has built for WSL 2.
        environment: WSL names the distribution in it.
    """
    if "microsoft" in kernel.lower():
        return 1 if "Microsoft" in kernel and "WSL2" not in kernel else 2
    return 2 if kernel and environment.get("WSL_DISTRO_NAME") else 0


def ask(command: Sequence[str | Path], seconds: float) -> Answer | None:
    """Run a program that answers by itself, for a limited time.

    Its output goes to a file: what it may have started cannot keep us waiting by holding a pipe open.

    Returns:
        What it said; None where it cannot be started.
    """
    with suppress(OSError), tempfile.TemporaryFile() as output:
        process = subprocess.Popen(  # never a shell
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        status = _status(process, seconds)
        output.seek(0)
        return Answer(status, output.read().decode("utf-8", "replace"))
    return None


def _status(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """The exit status of a program, which is ended after a time; not even a stuck driver keeps us waiting."""
    with suppress(subprocess.TimeoutExpired):
        return process.wait(seconds)
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_KILL_SECONDS)
    return None


def _kernel() -> str:
    with suppress(OSError):
        return Path("/proc/version").read_text("utf-8", "replace")
    return ""


def _cards() -> tuple[tuple[Card, ...], str]:
    """The NVIDIA cards, and what is wrong with them."""
    program = _nvidia_smi()
    if program is None:
        return (), ""
    answer = _query(program, "name,memory.total,driver_version,compute_cap,uuid")
    if answer and all(sign in answer.output for sign in _NO_FIELD):  # drivers before 510
        answer = _query(program, "name,memory.total,driver_version,uuid")
    if answer is None:
        return (), f"{program} cannot be started"
    if answer.status is None:
        return (), f"nvidia-smi did not answer within {ASK_SECONDS:.0f} seconds"
    cards = tuple(card for line in answer.output.splitlines() if (card := _card(line)))
    if cards or "no devices were found" in answer.output.lower():
        return cards, ""
    said = " ".join(answer.output.split())[:300]
    return (), said or f"nvidia-smi ended with status {answer.status}"


def _nvidia_smi() -> Path | None:
    """The driver's program: on the path, or where Windows, old drivers and WSL keep it."""
    windows = Path(os.environ.get("SYSTEMROOT", "C:/Windows"), "System32", "nvidia-smi.exe")
    programs = Path(os.environ.get("PROGRAMFILES", "C:/Program Files"))
    places = (windows, programs / "NVIDIA Corporation" / "NVSMI" / "nvidia-smi.exe")
    found = shutil.which("nvidia-smi")
    usual = [*(places if os.name == "nt" else ()), Path("/usr/lib/wsl/lib/nvidia-smi")]
    return Path(found) if found else next((place for place in usual if place.is_file()), None)


def _query(program: Path, fields: str) -> Answer | None:
    return ask((program, f"--query-gpu={fields}", "--format=csv,noheader,nounits"), ASK_SECONDS)


def _card(line: str) -> Card | None:
    """A card from a line of nvidia-smi's table; None for a line that is none."""
    row = _ROW.fullmatch(line.strip())
    if not row:
        return None
    memory = row["memory"].strip()
    return Card(
        name=row["name"].strip(),
        memory_bytes=int(memory) * _MIB if memory.isdecimal() else None,
        driver=row["driver"],
        capability=_capability(row["capability"] or ""),
        uuid=row["uuid"] or "",
    )


def _capability(text: str) -> Capability | None:
    found = re.fullmatch(r"\s*(\d+)\.(\d+)\s*", text)
    return (int(found[1]), int(found[2])) if found else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))
