"""Tests of what is known of the machine, with drivers' programs that are slow, broken or lie."""

from __future__ import annotations

import stat
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1_setup import machine
from vox1_setup.machine import Card, Machine, ask, best_card, look, runs_on, torch_build, wsl_version

posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for nvidia-smi is a shell script")

Fake = Callable[[str], None]

RTX_4090 = Card("NVIDIA GeForce RTX 4090", 24_564 * 2**20, "580.95.05", (8, 9), "GPU-1111")
LINUX = Machine("Linux", "6.8", "x86_64", "3.11.7", cards=(RTX_4090,))


def with_card(capability: tuple[int, int] | None, driver: str = "580.95.05", on: Machine = LINUX) -> Machine:
    """Return a machine with a card that can do so much."""
    return replace(on, cards=(replace(RTX_4090, capability=capability, driver=driver),))


@pytest.fixture
def nvidia_smi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Return a function that puts a shell script in the place of nvidia-smi."""

    def put(script: str) -> None:
        program = tmp_path / "bin" / "nvidia-smi"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    return put


def test_this_machine_is_known() -> None:
    """Its system and its Python, whatever else is in it."""
    found = look()

    assert found.system
    assert found.python == ".".join(str(part) for part in sys.version_info[:3])
    assert torch_build(found).index.endswith(torch_build(found).tag)


@posix
def test_a_card_is_what_the_driver_says(nvidia_smi: Fake) -> None:
    """All five facts of it."""
    nvidia_smi('echo "NVIDIA GeForce RTX 4090, 24564, 580.95.05, 8.9, GPU-1111"')

    assert look().cards == (RTX_4090,)
    assert look().fault == ""


@posix
def test_of_several_cards_the_one_with_the_most_memory_counts(
    nvidia_smi: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the user has named another."""
    nvidia_smi(
        'echo "NVIDIA GeForce GT 1030, 2048, 580.95.05, 6.1, GPU-aaaa"\n'
        'echo "NVIDIA GeForce RTX 3090, 24576, 580.95.05, 8.6, GPU-bbbb"\n'
        'echo "NVIDIA RTX 4000, SFF, 20475, 580.95.05, 8.9, GPU-cccc"'
    )
    found = look()

    assert [card.uuid for card in found.cards] == ["GPU-aaaa", "GPU-bbbb", "GPU-cccc"]
    assert found.cards[2].name == "NVIDIA RTX 4000, SFF"
    assert found.card == found.cards[1]
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "GPU-cc,GPU-bbbb")
    assert found.card == found.cards[2]


@posix
def test_what_the_driver_does_not_say_is_unknown(nvidia_smi: Fake) -> None:
    """Cards that share the processor's memory have none of their own to tell."""
    nvidia_smi('echo "NVIDIA GB10, [N/A], 580.95.05, [N/A], GPU-1"')

    assert look().cards == (Card("NVIDIA GB10", None, "580.95.05", None, "GPU-1"),)


@posix
def test_a_driver_that_knows_no_capability_is_asked_without(nvidia_smi: Fake) -> None:
    """As those before 510 do; the card is then too old in any case, or the driver is."""
    nvidia_smi(
        'case "$1" in *compute_cap*) echo "Field \\"compute_cap\\" is not a valid field"; exit 2;;\n'
        '*) echo "NVIDIA GeForce GTX 1080, 8119, 470.256.02, GPU-1";; esac'
    )
    found = look()

    assert found.card == Card("NVIDIA GeForce GTX 1080", 8119 * 2**20, "470.256.02", None, "GPU-1")
    assert torch_build(found).tag == "cpu"
    assert "up to date" in torch_build(found).reason


@posix
@pytest.mark.parametrize(
    "said",
    [
        "Failed to initialize NVML: Driver/library version mismatch",
        "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
        "Unable to determine the device handle for GPU0000:01:00.0: Unknown Error",
    ],
)
def test_a_driver_that_fails_is_quoted(nvidia_smi: Fake, said: str) -> None:
    """The words are the only clue to what is wrong."""
    nvidia_smi(f'echo "{said}"\necho "NVML library version: 580.95"\nexit 18')

    assert look().cards == ()
    assert look().fault.startswith(said)


@posix
@pytest.mark.parametrize(
    "script", ["head -c 5000 /dev/urandom", "echo a, b, c, d, e", "exit 9", "kill -9 $$"]
)
def test_broken_answers_are_faults(nvidia_smi: Fake, script: str) -> None:
    """Never cards, never an exception."""
    nvidia_smi(script)
    found = look()

    assert found.cards == ()
    assert 0 < len(found.fault) <= 300


@posix
def test_no_device_is_no_fault(nvidia_smi: Fake) -> None:
    """The driver is there, the card is not."""
    nvidia_smi('echo "No devices were found"; exit 6')

    assert (look().cards, look().fault) == ((), "")


@posix
def test_a_driver_that_hangs_is_given_up(nvidia_smi: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what it started, which would hold a pipe open for an hour."""
    monkeypatch.setattr(machine, "ASK_SECONDS", 0.2)
    nvidia_smi("sleep 3600 &\nsleep 3600")
    began = time.monotonic()

    assert "did not answer" in look().fault
    assert time.monotonic() - began < 10


@posix
def test_without_the_driver_there_are_no_cards(nvidia_smi: Fake, tmp_path: Path) -> None:
    """And nothing is wrong."""
    nvidia_smi("exit 0")
    (tmp_path / "bin" / "nvidia-smi").unlink()

    assert (look().cards, look().fault) == ((), "")


@posix
def test_a_driver_that_cannot_be_started_is_a_fault(nvidia_smi: Fake, tmp_path: Path) -> None:
    """A file of that name may be anything."""
    nvidia_smi("exit 0")
    (tmp_path / "bin" / "nvidia-smi").write_bytes(b"#!/nowhere/at/all\n")

    assert "cannot be started" in look().fault


def test_a_program_is_ended_in_time(tmp_path: Path) -> None:
    """What it had said by then is kept."""
    answer = ask((sys.executable, "-c", "import time; print('first', flush=True); time.sleep(3600)"), 3.0)

    assert answer is not None
    assert answer.status is None
    assert answer.output.strip() == "first"
    assert ask((tmp_path / "nowhere",), 1.0) is None


@pytest.mark.parametrize(
    ("kernel", "name", "version"),
    [
        ("Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com) (gcc version 5.4.0)", "Ubuntu", 1),
        ("Linux version 5.15.90.1-microsoft-standard-WSL2 (oe-user@oe-host)", "Ubuntu", 2),
        ("Linux version 6.6.87.2-microsoft-standard-WSL2 (root@439a258ad544)", "", 2),
        ("Linux version 6.9.0-Microsoft-standard-WSL2+ (me@home)", "Debian", 2),
        ("Linux version 6.9.1-of-mine (me@home)", "Debian", 2),
        ("Linux version 6.1.0-13-amd64 (debian-kernel@lists.debian.org)", "", 0),
        ("Linux version 6.8.0-1021-azure (buildd@lcy02-amd64-059)", "", 0),
        ("", "", 0),
        ("", "Ubuntu", 0),
    ],
)
def test_wsl_is_told_by_its_kernel(kernel: str, name: str, version: int) -> None:
    """Or by its name for the distribution, under a kernel of the user's own."""
    assert wsl_version(kernel, {"WSL_DISTRO_NAME": name}) == version


@pytest.mark.parametrize(
    ("capability", "driver", "tag", "needed"),
    [
        ((3, 5), "580.95.05", "cpu", ""),
        ((5, 0), "580.95.05", "cu126", ""),
        ((6, 1), "525.60.13", "cu126", ""),
        ((6, 1), "525.60.12", "cu126", "525.60.13"),
        ((7, 0), "580.95.05", "cu126", ""),
        ((7, 5), "580.95.05", "cu130", ""),
        ((7, 5), "579.99", "cu126", ""),
        ((8, 0), "580.65.06", "cu130", ""),
        ((8, 6), "560.35.03", "cu126", ""),
        ((8, 9), "470.256.02", "cu126", "525.60.13"),
        ((9, 0), "580.95.05", "cu130", ""),
        ((10, 0), "575.64.05", "cu130", "580"),
        ((10, 3), "580.95.05", "cu130", ""),
        ((12, 0), "572.16", "cu130", "580"),
        ((12, 0), "580.95.05", "cu130", ""),
        ((12, 1), "580.95.05", "cu130", ""),
        ((13, 0), "600.10", "cu130", ""),
        (None, "580.95.05", "cpu", ""),
    ],
)
def test_each_card_gets_the_build_that_runs_on_it(
    capability: tuple[int, int] | None, driver: str, tag: str, needed: str
) -> None:
    """And with which driver, where its own is too old."""
    build = torch_build(with_card(capability, driver))

    assert (build.tag, build.driver) == (tag, needed)
    assert build.index == f"https://download.pytorch.org/whl/{tag}"
    assert needed in build.reason


def test_wsl_borrows_the_driver_of_windows() -> None:
    """Its versions are counted as those of Windows."""
    windows = Machine("Windows", "11", "AMD64", "3.11.7")
    wsl = replace(LINUX, wsl=2)

    assert torch_build(with_card((8, 6), "527.41", windows)).driver == "528.33"
    assert torch_build(with_card((8, 6), "527.41", wsl)).driver == "528.33"
    assert torch_build(with_card((8, 6), "527.41")).driver == ""


@pytest.mark.parametrize(
    "where",
    [
        Machine("Darwin", "24", "arm64", "3.12.1", cards=(RTX_4090,)),
        Machine("Windows", "11", "ARM64", "3.12.1", cards=(RTX_4090,)),
        Machine("FreeBSD", "14", "amd64", "3.12.1", cards=(RTX_4090,)),
        replace(LINUX, cards=()),
    ],
)
def test_everything_else_gets_the_build_for_the_processor(where: Machine) -> None:
    """With the reason."""
    build = torch_build(where)

    assert build.tag == "cpu"
    assert build.reason


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 9))), st.integers(1, 20), st.integers(0, 9))
def test_machine_code_runs_on_its_generation_only(
    binaries: list[tuple[int, int]], major: int, minor: int
) -> None:
    """And on what came later in it."""
    fits = {(other, least) for other, least in binaries if other == major and least <= minor}

    assert runs_on(binaries, (major, minor)) == bool(fits)


def test_there_is_no_best_of_no_cards() -> None:
    """An empty list is an ordinary machine."""
    assert best_card(()) is None
