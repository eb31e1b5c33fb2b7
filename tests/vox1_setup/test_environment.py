"""Tests of whether an environment is fit to use."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from vox1_setup import stamp as stamps
from vox1_setup.environment import PYTHON_VERSION, Environment, RequirementSet, base_python


def finished_environment(root: Path) -> tuple[Environment, stamps.Stamp]:
    """Make what looks like a finished environment, and its stamp."""
    requirements = root / "requirements.txt"
    requirements.write_bytes(b"six==1.0\n")
    environment = Environment(root / ".venv", (RequirementSet("base", requirements),))
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    (environment.folder / "pyvenv.cfg").touch()
    stamp = stamps.Stamp(
        revision=stamps.REVISION,
        python=PYTHON_VERSION,
        base_python=sys.executable,
        sets={"base": environment.sets[0].digest()},
        distributions=(),
    )
    stamps.write(environment.folder, stamp)
    return environment, stamp


def test_a_finished_environment_is_ready(tmp_path: Path) -> None:
    """Nothing is done at an ordinary start."""
    environment, _ = finished_environment(tmp_path)

    assert environment.is_ready()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"revision": stamps.REVISION + 1}, "another version of VOX-1"),
        ({"python": "3.9"}, "made for Python 3.9"),
        ({"base_python": "/nowhere/python3"}, "is gone"),
    ],
)
def test_an_environment_made_otherwise_has_a_fault(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    """Each thing that the stamp records is compared with how things are now."""
    environment, stamp = finished_environment(tmp_path)
    stamps.write(environment.folder, replace(stamp, **change))  # type: ignore[arg-type] # one field at a time

    assert not environment.is_ready()
    assert reason in environment.fault(stamps.read(environment.folder))


def test_an_environment_without_stamp_was_left_unfinished(tmp_path: Path) -> None:
    """A set-up that was killed leaves this."""
    environment, _ = finished_environment(tmp_path)
    stamps.remove(environment.folder)

    assert not environment.is_ready()
    assert "unfinished" in environment.fault(None)


def test_an_environment_whose_python_is_gone_has_a_fault(tmp_path: Path) -> None:
    """An upgrade of the system takes the Python away and leaves a dangling link."""
    environment, stamp = finished_environment(tmp_path)
    environment.python.unlink()

    assert not environment.is_ready()
    assert "is gone" in environment.fault(stamp)


def test_an_environment_without_its_configuration_has_a_fault(tmp_path: Path) -> None:
    """Its Python starts, as that of the system, and finds no package."""
    environment, stamp = finished_environment(tmp_path)
    (environment.folder / "pyvenv.cfg").unlink()

    assert not environment.is_ready()
    assert "pyvenv.cfg" in environment.fault(stamp)


def test_changed_requirements_are_no_fault_but_not_ready(tmp_path: Path) -> None:
    """Other packages are wanted: they are installed, and the environment is kept."""
    environment, stamp = finished_environment(tmp_path)
    environment.sets[0].file.write_bytes(b"six==2.0\n")

    assert not environment.is_ready()
    assert environment.fault(stamp) == ""


def test_a_set_that_was_never_installed_is_not_ready(tmp_path: Path) -> None:
    """`test` needs more than a user's first start installed."""
    environment, _ = finished_environment(tmp_path)
    dev = RequirementSet("dev", environment.sets[0].file)

    assert not replace(environment, sets=(*environment.sets, dev)).is_ready()


def test_line_endings_do_not_count(tmp_path: Path) -> None:
    """Git may change them without changing what is wanted."""
    unix, windows = tmp_path / "unix", tmp_path / "windows"
    unix.write_bytes(b"six==1.0\nlxml==6.0\n")
    windows.write_bytes(b"six==1.0\r\nlxml==6.0\r\n")

    assert RequirementSet("base", unix).digest() == RequirementSet("base", windows).digest()


def test_environments_are_made_from_a_python_outside_of_any(tmp_path: Path) -> None:
    """Otherwise removing an environment would break the one made from it."""
    assert base_python().exists()
    assert not base_python().is_relative_to(tmp_path)
    if sys.prefix != sys.base_prefix:
        assert not base_python().is_relative_to(Path(sys.prefix))


@pytest.mark.skipif(os.name == "nt", reason="not so there")
def test_in_a_venv_of_an_old_python_the_one_behind_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.10 takes a venv's own Python for the base one."""
    monkeypatch.setattr(sys, "prefix", "/some/venv")
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    monkeypatch.setattr(sys, "_base_executable", "/some/venv/bin/python")

    assert base_python() == Path(f"/usr/bin/python{PYTHON_VERSION}")
