"""Tests of finding pip, and of the words for its failures."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vox1_setup import pip
from vox1_setup.environment import Environment, RequirementSet
from vox1_setup.errors import SetupError
from vox1_setup.programs import Programs

BASE = Path("base-python")
SETS = (RequirementSet("base", Path("requirements.txt")), RequirementSet("dev", Path("dev.txt")))


@dataclass(frozen=True, slots=True)
class ScriptedPrograms(Programs):
    """Programs that do as a table says: by a word of the command, what it prints if it succeeds."""

    answers: dict[str, str]
    ran: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, *command: str | Path, seconds: float | None = None) -> bool:  # noqa: ARG002 - as the real ones
        """Answer from the table; what is not in it fails."""
        self.ran.append(tuple(map(str, command)))
        known = [word for word in self.answers if word in map(str, command)]
        with self.log_file.open("a", encoding="utf-8") as log:
            log.writelines(self.answers[word] + "\n" for word in known)
        return bool(known) and not self.answers[known[0]].startswith("ERROR")


def scripted(folder: Path, answers: dict[str, str]) -> ScriptedPrograms:
    """Prepare programs with these answers."""
    programs = ScriptedPrograms(folder, folder / "setup.log", answers)
    programs.begin_log()
    return programs


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """Describe an environment without pip, on a machine without Debian's wheels."""
    monkeypatch.setattr(pip, "base_python", lambda: BASE)
    monkeypatch.setattr(pip, "_DEBIAN_WHEELS_DIR", tmp_path / "python-wheels")
    return Environment(tmp_path / ".venv", SETS)


def test_an_environments_own_pip_is_used_without_asking(environment: Environment, tmp_path: Path) -> None:
    """A later set-up of the same environment must not install pip again."""
    (environment.site_packages / "pip").mkdir(parents=True)
    (environment.site_packages / "pip" / "__main__.py").touch()
    programs = scripted(tmp_path, {})

    assert pip.find(environment, programs).command == (environment.python, "-m", "pip")
    assert programs.ran == []


def test_the_pip_that_python_brings_along_comes_first(environment: Environment, tmp_path: Path) -> None:
    """That is the ordinary case everywhere but on bare Debian and Ubuntu."""
    programs = scripted(tmp_path, {"ensurepip": "ok", "--version": "pip 24.0 from there"})

    assert pip.find(environment, programs).command == (environment.python, "-m", "pip")


@pytest.mark.parametrize("version", ["22.3", "23.0.1", "26.1"])
def test_without_it_the_base_pythons_pip_works_on_the_environment(
    environment: Environment, tmp_path: Path, version: str
) -> None:
    """Debian without python3-venv, but with python3-pip."""
    programs = scripted(tmp_path, {"--version": f"pip {version} from there"})

    assert pip.find(environment, programs).command == (BASE, "-m", "pip", "--python", environment.python)


@pytest.mark.parametrize("answer", ["pip 22.2.2 from there", "pip 9.0.1 from there", "who knows"])
def test_a_base_pip_that_is_too_old_is_passed_over_for_debians_wheel(
    environment: Environment, tmp_path: Path, answer: str
) -> None:
    """`--python` came with pip 22.3; the wheel needs no installed pip at all."""
    wheel = tmp_path / "python-wheels" / "pip-23.0.1-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.touch()

    found = pip.find(environment, scripted(tmp_path, {"--version": answer}))

    assert found.command == (environment.python, wheel / "pip")


def test_with_no_pip_at_all_the_hint_is_the_one_command_to_type(
    environment: Environment, tmp_path: Path
) -> None:
    """Nothing else can be done without an administrator."""
    with pytest.raises(SetupError) as caught:
        pip.find(environment, scripted(tmp_path, {}))

    assert caught.value.hint == "type: sudo apt install python3-venv"


def test_only_the_download_may_use_the_network(tmp_path: Path) -> None:
    """And neither step may name an index, build anything or ask anything."""
    programs = scripted(tmp_path, {"download": "ok", "install": "ok"})
    chosen = pip.Pip(("pip",), programs)

    chosen.download(SETS, tmp_path / "wheels")
    chosen.install(SETS, tmp_path / "wheels")

    download, install = programs.ran
    assert "--no-index" not in download
    assert "--no-index" in install
    for command in (download, install):
        assert "--only-binary=:all:" in command
        assert "--no-input" in command
        assert command[-4:] == ("--requirement", "requirements.txt", "--requirement", "dev.txt")
        assert not {"--index-url", "-i", "--extra-index-url", "--isolated"} & set(command)


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        (
            ("--no-deps", "--extra-index-url", "https://example.org/cpu"),
            [
                ("download", "requirements.txt", "dev.txt"),
                ("download", "--no-deps", "--extra-index-url", "https://example.org/cpu", "torch.txt"),
                ("install", "requirements.txt", "dev.txt"),
                ("install", "--no-deps", "--force-reinstall", "torch.txt"),
            ],
        ),
        (
            ("--extra-index-url", "https://example.org/cu130"),
            [
                ("download", "requirements.txt", "dev.txt"),
                ("download", "--extra-index-url", "https://example.org/cu130", "torch.txt"),
                ("install", "requirements.txt", "dev.txt"),
                ("install", "--no-deps", "--force-reinstall", "torch.txt"),
                ("install", "torch.txt"),
            ],
        ),
    ],
)
def test_a_build_beside_the_usual_index_is_fetched_apart_and_replaces_another(
    tmp_path: Path, beside: tuple[str, ...], expected: list[tuple[str, ...]]
) -> None:
    """2.13.0+cpu satisfies 2.13.0: without force, the build for a new card would never come in."""
    programs = scripted(tmp_path, {"download": "ok", "install": "ok"})
    sets = (*SETS, RequirementSet("torch", Path("torch.txt"), beside))

    pip.Pip(("pip",), programs).download(sets, tmp_path / "wheels")
    pip.Pip(("pip",), programs).install(sets, tmp_path / "wheels")

    told = {word for words in expected for word in words}
    assert [tuple(word for word in command if word in told) for command in programs.ran] == expected


def test_a_failure_is_an_error_with_pips_last_words_and_the_log(tmp_path: Path) -> None:
    """The user should not have to read pip's output, but may."""
    programs = scripted(tmp_path, {"download": "ERROR: No matching distribution found for six==1.0"})

    with pytest.raises(SetupError) as caught:
        pip.Pip(("pip",), programs).download(SETS, tmp_path / "wheels")

    assert caught.value.message.startswith("could not fetch the packages: ")
    assert str(programs.log_file) in caught.value.hint
    assert caught.value.details == ("ERROR: No matching distribution found for six==1.0",)


def test_an_earlier_steps_output_does_not_explain_a_failure(tmp_path: Path) -> None:
    """A retried connection that worked in the end is not why the installation failed."""
    programs = scripted(
        tmp_path, {"download": "NewConnectionError, retrying", "install": "ERROR: No space left on device"}
    )
    chosen = pip.Pip(("pip",), programs)
    chosen.download(SETS, tmp_path / "wheels")

    with pytest.raises(SetupError) as caught:
        chosen.install(SETS, tmp_path / "wheels")

    assert caught.value.message == "could not install the packages: the disk is full"


def test_fetched_packages_are_cleared_in_any_state(tmp_path: Path) -> None:
    """A killed set-up may leave a wheel cut short, which pip would take for whole."""
    wheels = tmp_path / "downloads"
    pip.clear(wheels)
    wheels.mkdir()
    (wheels / "half.whl").touch()

    pip.clear(wheels)

    assert not wheels.exists()
