"""Tests of bringing environments to where they are wanted, with a real venv and a pip of our own."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from vox1_setup import install as installation
from vox1_setup import pip, stamp
from vox1_setup.checkout import Checkout
from vox1_setup.errors import SetupError
from vox1_setup.install import install

if TYPE_CHECKING:
    from pathlib import Path

    from vox1_setup.environment import Environment, RequirementSet

OFFLINE = SetupError("could not fetch the packages: no connection", "check it")


@dataclass
class ObedientPip:
    """A pip that installs one file per set, and fails in a step on order."""

    environment: Environment
    failures: dict[str, BaseException] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)

    def download(self, _sets: tuple[RequirementSet, ...], into: Path) -> None:
        """Fetch into the folder that must be there and empty."""
        assert list(into.iterdir()) == []
        self._step("download")
        (into / "set.whl").touch()

    def install(self, sets: tuple[RequirementSet, ...], out_of: Path) -> None:
        """Install what was fetched; when it fails, half of it is there."""
        assert (out_of / "set.whl").exists()
        for wanted in sets:
            info = self.environment.site_packages / f"{wanted.name}-1.0.dist-info"
            info.mkdir(exist_ok=True)
            (info / "RECORD").write_text(f"{wanted.name}.py,sha256=x,1\n", encoding="utf-8")
            self._step("install")
            (self.environment.site_packages / f"{wanted.name}.py").write_text("#", encoding="utf-8")

    def _step(self, name: str) -> None:
        self.steps.append(name)
        if name in self.failures:
            raise self.failures[name]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Make a copy of VOX-1 that is nothing but requirements, in a folder with a difficult name."""
    root = tmp_path / "é à" / "VOX 1"
    (root / "requirements").mkdir(parents=True)
    (root / "requirements.txt").write_text("six==1.0\n", encoding="utf-8")
    (root / "requirements" / "dev.txt").write_text("toy==1.0\n", encoding="utf-8")
    return Checkout(root)


@pytest.fixture
def obedient_pip(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> ObedientPip:
    """Put our pip in the place of the real one."""
    made = ObedientPip(checkout.environment())
    monkeypatch.setattr(pip, "find", lambda _environment, _programs: made)
    return made


def mark(environment: Environment) -> Path:
    """Leave a file that lasts as long as the environment is not made again."""
    file = environment.folder / "mark"
    file.touch()
    return file


def test_a_first_set_up_makes_a_working_python_and_leaves_no_downloads(
    checkout: Checkout, obedient_pip: ObedientPip, capsys: pytest.CaptureFixture[str]
) -> None:
    """From nothing to ready, told on stderr."""
    environment = checkout.environment()

    install(checkout, environment)

    shown = capsys.readouterr()
    assert environment.is_ready()
    assert environment.python.exists()
    assert obedient_pip.steps == ["download", "install"]
    assert not checkout.downloads_dir.exists()
    assert "making .venv" in shown.err
    assert shown.out == ""


@pytest.mark.parametrize("thorough", [False, True])
def test_a_ready_environment_is_left_alone(
    checkout: Checkout, obedient_pip: ObedientPip, *, thorough: bool
) -> None:
    """Also by the start that waited while another one made it."""
    install(checkout, checkout.environment())
    kept = mark(checkout.environment())
    obedient_pip.steps.clear()

    install(checkout, checkout.environment(), thorough=thorough)

    assert kept.exists()
    assert obedient_pip.steps == []


@pytest.mark.parametrize("step", ["download", "install"])
@pytest.mark.parametrize("failure", [OFFLINE, KeyboardInterrupt(), OSError(errno.ENOSPC, "full")])
def test_a_first_set_up_that_fails_is_not_taken_for_finished_and_is_made_again(
    checkout: Checkout, obedient_pip: ObedientPip, step: str, failure: BaseException
) -> None:
    """Whatever stops it and wherever: the next start begins from scratch and succeeds."""
    environment = checkout.environment()
    obedient_pip.failures = {step: failure}
    with pytest.raises(type(failure)):
        install(checkout, environment)
    assert not environment.is_ready()
    leftover = mark(environment)
    obedient_pip.failures = {}

    install(checkout, environment)

    assert environment.is_ready()
    assert not leftover.exists()
    assert not checkout.downloads_dir.exists()


def test_a_further_set_is_added_to_the_same_environment(
    checkout: Checkout, obedient_pip: ObedientPip
) -> None:
    """`test` after a user's start keeps what is there."""
    install(checkout, checkout.environment())
    kept = mark(checkout.environment())

    install(checkout, checkout.environment(with_dev=True))

    assert obedient_pip.steps.count("download") == 2
    assert kept.exists()
    assert checkout.environment().is_ready()
    assert checkout.environment(with_dev=True).is_ready()


def test_without_a_network_a_working_environment_goes_on_working(
    checkout: Checkout, obedient_pip: ObedientPip
) -> None:
    """A further set that cannot be fetched must not cost the user the program."""
    install(checkout, checkout.environment())
    kept = mark(checkout.environment())
    obedient_pip.failures = {"download": OFFLINE}

    with pytest.raises(SetupError):
        install(checkout, checkout.environment(with_dev=True))

    assert kept.exists()
    assert checkout.environment().is_ready()
    assert not checkout.environment(with_dev=True).is_ready()


def test_an_installation_stopped_half_way_counts_as_unfinished(
    checkout: Checkout, obedient_pip: ObedientPip
) -> None:
    """From the first changed file on, nothing can be trusted until the end."""
    install(checkout, checkout.environment())
    obedient_pip.failures = {"install": KeyboardInterrupt()}

    with pytest.raises(KeyboardInterrupt):
        install(checkout, checkout.environment(with_dev=True))

    assert not checkout.environment().is_ready()


def test_changed_requirements_are_installed_into_the_same_environment(
    checkout: Checkout, obedient_pip: ObedientPip
) -> None:
    """And a set that was not asked for this time stays recorded."""
    install(checkout, checkout.environment(with_dev=True))
    kept = mark(checkout.environment())
    (checkout.root / "requirements.txt").write_text("six==2.0\n", encoding="utf-8")
    obedient_pip.steps.clear()

    install(checkout, checkout.environment())

    assert obedient_pip.steps == ["download", "install"]
    assert kept.exists()
    assert checkout.environment(with_dev=True).is_ready()


@pytest.mark.usefixtures("obedient_pip")
def test_a_damaged_file_is_seen_by_a_thorough_look_only(checkout: Checkout) -> None:
    """An ordinary start has no time to look at each file; `setup` has."""
    environment = checkout.environment()
    install(checkout, environment)
    module = environment.site_packages / "base.py"
    module.unlink()

    install(checkout, environment)
    assert not module.exists()
    install(checkout, environment, thorough=True)
    assert module.exists()


@pytest.mark.usefixtures("obedient_pip")
def test_a_removal_stopped_half_way_counts_as_unfinished(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packages are missing then, so nothing may use the environment."""
    environment = checkout.environment()
    install(checkout, environment)
    (environment.site_packages / "base.py").unlink()

    def stop(_folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", stop)

    with pytest.raises(KeyboardInterrupt):
        install(checkout, environment, thorough=True)

    assert environment.python.exists()
    assert not environment.is_ready()


@pytest.mark.usefixtures("obedient_pip")
def test_a_file_in_the_way_is_replaced(checkout: Checkout) -> None:
    """Nothing that lies at the environment's place can stop a set-up."""
    checkout.environment().folder.write_text("in the way", encoding="utf-8")

    install(checkout, checkout.environment())

    assert checkout.environment().is_ready()


@pytest.mark.skipif(os.name == "nt", reason="making links needs a right there")
@pytest.mark.usefixtures("obedient_pip")
def test_what_a_link_leads_to_is_never_removed(checkout: Checkout, tmp_path: Path) -> None:
    """Only the link itself is ours."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").touch()
    checkout.environment().folder.symlink_to(elsewhere)

    install(checkout, checkout.environment())

    assert (elsewhere / "precious").exists()
    assert checkout.environment().is_ready()


@pytest.mark.skipif(os.name == "nt", reason="such a name cannot exist there")
def test_a_folder_that_python_cannot_work_in_is_named(tmp_path: Path) -> None:
    """`venv` refuses the separator of PATH."""
    root = tmp_path / "a:b"
    root.mkdir()
    (root / "requirements.txt").touch()
    checkout = Checkout(root)

    with pytest.raises(SetupError, match="a:b"):
        install(checkout, checkout.environment())


def test_an_environment_that_cannot_be_made_is_an_error_with_the_log(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python that cannot even make an empty one, for whatever reason."""
    monkeypatch.setattr(installation, "base_python", lambda: checkout.root / "nowhere")

    with pytest.raises(SetupError) as caught:
        install(checkout, checkout.environment())

    assert ".venv" in caught.value.message
    assert str(checkout.log_file) in caught.value.hint
    assert "could not be started" in "".join(caught.value.details)


@pytest.mark.usefixtures("obedient_pip")
def test_a_stamp_that_cannot_be_written_leaves_no_finished_environment(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up at the very end."""

    def refuse(_folder: Path, _stamp: stamp.Stamp) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(stamp, "write", refuse)

    with pytest.raises(OSError, match="No space"):
        install(checkout, checkout.environment())

    assert not checkout.environment().is_ready()
