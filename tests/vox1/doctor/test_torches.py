"""Tests of what is said of torch, with stand-ins for the Python of an engine's environment."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vox1.doctor.conftest import BARE, RTX_3060
from vox1.doctor import torches
from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Finding, Level
from vox1.doctor.torches import Torch, runs_card, torch_of
from vox1.engines.registry import EngineRow, engine_row
from vox1_setup.machine import Machine

Make = Callable[..., Circumstances]
Program = Callable[[str, str], Path]
Install = Callable[[str], EngineRow]

posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for Python is a shell script")
WITH_CARD = replace(BARE, cards=(RTX_3060,))
SUITS = ["2.13.0+cu130", "13.0", ["sm_75", "sm_80", "sm_86", "sm_120"], True]


@pytest.fixture
def install(program: Program, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Return a function that installs an engine with a Python of its own, which is a shell script."""

    def put(script: str) -> EngineRow:
        row = replace(engine_row("tone"), id="narrator", title="The narrator", environment="narrator")
        python = program("python", script)
        monkeypatch.setattr(torches, "ENGINES", {"narrator": row})
        monkeypatch.setattr(torches, "environment_python", lambda _: python)
        return row

    return put


def says(answer: list[object]) -> str:
    """Return a script of a Python whose torch is this, with a warning before it."""
    return f"echo 'UserWarning: an old driver' >&2\necho '{json.dumps(answer)}'"


def found_of(circumstances: Make, machine: Machine) -> Finding:
    """Return what is said of torch on a machine."""
    (found,) = torches.look(circumstances(machine=machine))
    return found


def test_engines_without_packages_of_their_own_have_no_torch(circumstances: Make) -> None:
    """Nothing is asked."""
    assert [row for row in map(engine_row, ("espeak", "tone")) if torches.has_own_packages(row)] == []
    assert not any("espeak" in finding.topic for finding in torches.look(circumstances()))


@posix
def test_a_build_that_suits_is_good(install: Install, circumstances: Make) -> None:
    """By the card, the driver and what torch itself sees."""
    install(says(SUITS))
    found = found_of(circumstances, WITH_CARD)

    assert (found.level, found.topic) == (Level.GOOD, "torch of narrator")
    assert "2.13.0+cu130 (CUDA 13.0) suits" in found.message


@posix
@pytest.mark.parametrize(
    ("answer", "driver", "reason", "fix"),
    [
        (["2.13.0+cpu", None, [], False], "580.95", "processor only", "setup --engine narrator"),
        (SUITS, "560.35.03", "needs driver 580 or newer, and 560.35.03", "Install driver 580 or newer"),
        (["2.8.0+cu126", "12.6", [], False], "470.1", "needs driver 525.60.13", "driver 525.60.13 or newer"),
        (
            ["2.13.0+cu130", "13.0", ["sm_90", "sm_120"], True],
            "580.95",
            "sm_90, sm_120 only",
            "setup --engine",
        ),
        (["2.13.0+cu130", "13.0", [], False], "580.95", "does not see it", "CUDA_VISIBLE_DEVICES"),
    ],
)
def test_a_build_that_cannot_use_the_card_is_a_problem(
    answer: list[object], driver: str, reason: str, fix: str, install: Install, circumstances: Make
) -> None:
    """With the reason and the fix for it."""
    install(says(answer))
    machine = replace(BARE, cards=(replace(RTX_3060, driver=driver),))
    found = found_of(circumstances, machine)

    assert found.level is Level.PROBLEM
    assert reason in found.message
    assert fix in found.fix


@posix
@pytest.mark.parametrize("answer", [["2.13.0+cpu", None, [], False], SUITS])
def test_without_a_card_every_build_does(answer: list[object], install: Install, circumstances: Make) -> None:
    """On the processor."""
    install(says(answer))

    assert found_of(circumstances, BARE).level is Level.GOOD


@posix
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo \"ModuleNotFoundError: No module named 'torch'\"; exit 1", "torch is missing from it"),
        ("echo 'OSError: libcudart.so.13: cannot open'; exit 1", "libcudart.so.13"),
        ("echo 'null'; echo '[1, 2]'; echo '{}'", "torch cannot be loaded"),
        ("sleep 3600", "no answer"),
    ],
)
def test_an_environment_that_is_broken_is_a_problem(
    script: str, reason: str, install: Install, circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Card or not; the repair is the set-up."""
    monkeypatch.setattr(torches, "_SECONDS", 0.5)
    install(script)
    found = found_of(circumstances, BARE)

    assert found.level is Level.PROBLEM
    assert reason in found.message
    assert found.fix == "python3 run.py setup --engine narrator"


def test_a_real_python_is_asked_in_isolation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of that name in the current folder is not torch."""
    (tmp_path / "torch.py").write_text("raise SystemExit('taken for torch')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    answer = torch_of(Path(sys.executable))

    assert isinstance(answer, Torch) or "taken for torch" not in answer
    assert torch_of(tmp_path / "nowhere") == "its Python cannot be started"


@pytest.mark.parametrize(
    ("architectures", "capability", "runs"),
    [
        (("sm_80", "sm_86"), (8, 9), True),
        (("sm_86",), (8, 0), False),
        (("sm_90a", "sm_120"), (12, 1), True),
        (("sm_90",), (12, 0), False),
        (("sm_90", "compute_90"), (12, 0), True),
        (("sm_120", "compute_120"), (9, 0), False),
        (("sm_100",), (10, 3), True),
    ],
)
def test_code_runs_on_its_generation_or_is_translated(
    architectures: tuple[str, ...], capability: tuple[int, int], runs: object
) -> None:
    """Forwards, never back."""
    assert runs_card(Torch("2.13.0", "13.0", architectures, sees_card=True), capability) is runs
