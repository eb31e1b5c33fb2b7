"""Tests of run.py as a user starts it: in copies of the program, with tiny packages and no network."""

from __future__ import annotations

import ast
import json
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from vox1_setup import lock

REPOSITORY = Path(__file__).resolve().parents[1]

COMMAND_LINE = """
import json, os, sys
import toy
if "--output" in sys.argv:
    with open(sys.argv[sys.argv.index("--output") + 1], "wb") as file:
        file.write(bytes(5000))
if sys.argv[1] == "exit":
    sys.exit(int(sys.argv[2]))
seen = {"arguments": sys.argv[1:], "folder": os.getcwd(), "process": os.getpid(), "toy": toy.__file__}
print(json.dumps(seen))
"""
PYTEST = """
import os, sys
print("pytest", os.getcwd(), *sys.argv[1:])
sys.exit(5)
"""
PRETEND_OLD = """
import runpy, sys
sys.version_info = tuple(map(int, sys.argv[1].split(".")))
runpy.run_path("run.py", run_name="__main__")
"""


def build_wheel(folder: Path, name: str, files: dict[str, str]) -> None:
    """Make a package that pip can install (https://packaging.python.org/en/latest/specifications/binary-distribution-format/)."""
    info = f"{name}-1.0.dist-info"
    metadata = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    entries = {**files, **metadata}
    record = "".join(f"{path},,\n" for path in [*entries, f"{info}/RECORD"])
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        for path, text in {**entries, f"{info}/RECORD": record}.items():
            wheel.writestr(path, text)


class Copy:
    """A copy of the program, with a command line of its own and packages in a folder beside it."""

    def __init__(self, root: Path, wheels: Path) -> None:
        self.root = root
        self.environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))},
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": wheels.as_uri(),
        }

    @property
    def stamp(self) -> Path:
        """What says that the environment is finished."""
        return self.root / ".venv" / "vox1-stamp.json"

    def start(self, *arguments: str, cwd: Path | None = None, **environ: str) -> subprocess.Popen[str]:
        """Start run.py."""
        return subprocess.Popen(
            [sys.executable, str(self.root / "run.py"), *arguments],
            cwd=cwd or self.root.parent,
            env={**self.environ, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments: str, cwd: Path | None = None, **environ: str) -> tuple[int, str, str]:
        """Run run.py to its end: exit status, stdout, stderr."""
        process = self.start(*arguments, cwd=cwd, **environ)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the packages: `toy` for the base install, and a stand-in for pytest."""
    folder = tmp_path_factory.mktemp("wheels")
    build_wheel(folder, "toy", {"toy.py": "LOUD = True\n"})
    build_wheel(folder, "pytest", {"pytest.py": PYTEST})
    return folder


@pytest.fixture
def fresh(tmp_path: Path, wheels: Path) -> Copy:
    """Copy the program to a folder with a difficult name, as it is after a clone."""
    root = tmp_path / "é à" / "VOX 1 ünï"
    (root / "requirements").mkdir(parents=True)
    shutil.copy(REPOSITORY / "run.py", root)
    shutil.copytree(
        REPOSITORY / "vox1_setup", root / "vox1_setup", ignore=shutil.ignore_patterns("__pycache__")
    )
    (root / "requirements.txt").write_text("toy==1.0\n", encoding="utf-8")
    (root / "requirements" / "dev.txt").write_text("-r ../requirements.txt\npytest==1.0\n", encoding="utf-8")
    (root / "vox1_cli").mkdir()
    (root / "vox1_cli" / "__init__.py").touch()
    (root / "vox1_cli" / "__main__.py").write_text(COMMAND_LINE, encoding="utf-8")
    return Copy(root, wheels)


@pytest.fixture(scope="session")
def finished_venv(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Path:
    """Make an environment once, for the tests that begin with a finished one; they get copies."""
    root = tmp_path_factory.mktemp("finished")
    shutil.copy(REPOSITORY / "run.py", root)
    shutil.copytree(
        REPOSITORY / "vox1_setup", root / "vox1_setup", ignore=shutil.ignore_patterns("__pycache__")
    )
    (root / "requirements.txt").write_text("toy==1.0\n", encoding="utf-8")
    (root / "vox1_cli").mkdir()
    (root / "vox1_cli" / "__init__.py").touch()
    (root / "vox1_cli" / "__main__.py").write_text(COMMAND_LINE, encoding="utf-8")
    status, _, err = Copy(root, wheels).run("setup")
    assert status == 0, err
    return root / ".venv"


@pytest.fixture
def ready(fresh: Copy, finished_venv: Path) -> Copy:
    """Copy the program with a finished environment."""
    shutil.copytree(finished_venv, fresh.root / ".venv", symlinks=True)
    return fresh


def assert_is_error(err: str) -> None:
    """Check that stderr ends with one error and one hint, and shows no traceback."""
    *rest, error, hint = err.splitlines()
    assert error.startswith("error: "), err
    assert hint.startswith("hint: "), err
    assert not any(line.startswith(("Traceback", "error: ", "hint: ")) for line in rest), err


def test_the_first_start_sets_up_and_then_does_what_was_asked(fresh: Copy) -> None:
    """With nothing but the command's own output on stdout."""
    status, out, err = fresh.run("read", "a book.epub", "--json")

    assert status == 0, err
    assert json.loads(out)["arguments"] == ["read", "a book.epub", "--json"]
    assert Path(json.loads(out)["toy"]).is_relative_to(fresh.root / ".venv")
    assert err.startswith("VOX-1: making .venv")


def test_later_starts_say_nothing_and_pass_the_exit_status_on(ready: Copy) -> None:
    """No set-up, no network, no words."""
    assert ready.run("exit", "41", PIP_FIND_LINKS="") == (41, "", "")


@pytest.mark.skipif(os.name == "nt", reason="no program can take another's place there")
def test_the_command_takes_our_process_over(ready: Copy) -> None:
    """So that Ctrl-C and other signals reach it directly."""
    process = ready.start("show")
    out, _ = process.communicate(timeout=60)

    assert json.loads(out)["process"] == process.pid


def test_the_users_folder_stays_current_and_its_files_replace_no_module(ready: Copy, tmp_path: Path) -> None:
    """A book folder may hold a json.py."""
    for name in ("json.py", "runpy.py", "toy.py", "sitecustomize.py", "vox1_setup.py"):
        (tmp_path / name).write_text("raise SystemExit('shadowed')\n", encoding="utf-8")

    status, out, err = ready.run("show", cwd=tmp_path)

    assert status == 0, err
    assert Path(json.loads(out)["folder"]).samefile(tmp_path)


def test_a_safe_path_in_the_users_environment_does_no_harm(ready: Copy) -> None:
    """PYTHONSAFEPATH leaves the script's own folder off the module path."""
    assert ready.run("exit", "3", PYTHONSAFEPATH="1") == (3, "", "")


def test_test_brings_pytest_and_runs_it_in_our_folder(ready: Copy, tmp_path: Path) -> None:
    """A user's environment becomes a developer's by being asked to test."""
    status, out, err = ready.run("test", "-k", "x", cwd=tmp_path)

    assert status == 5, err
    assert out.split()[0] == "pytest"
    assert out.rstrip().endswith("-k x")
    assert str(ready.root) in out
    assert json.loads(ready.stamp.read_text(encoding="utf-8"))["sets"].keys() == {"base", "dev"}


def test_without_a_network_the_first_start_says_so(fresh: Copy) -> None:
    """And leaves nothing that looks finished."""
    status, out, err = fresh.run("exit", "0", PIP_FIND_LINKS="")

    assert (status, out) == (2, "")
    assert_is_error(err)
    assert str(fresh.root / "temp_work" / "logs" / "setup.log") in err
    assert not fresh.stamp.exists()


def test_without_a_network_test_fails_and_everything_else_works_on(ready: Copy) -> None:
    """What is there is not put at risk for what is wanted on top."""
    status, _, err = ready.run("test", PIP_FIND_LINKS="")

    assert status == 2
    assert_is_error(err)
    assert ready.run("exit", "3", PIP_FIND_LINKS="") == (3, "", "")


def test_of_two_starts_at_once_one_does_the_work(ready: Copy) -> None:
    """The other one says that it waits, and uses what the first one made."""
    (ready.root / "requirements.txt").write_text("toy==1.0\npytest==1.0\n", encoding="utf-8")
    with lock.hold(ready.root / "temp_work" / "setup.lock"):
        starts = [ready.start("exit", status) for status in ("3", "4")]
        said = [process.stderr.readline() for process in starts if process.stderr]

    errors = [process.communicate(timeout=120)[1] for process in starts]
    assert all("waiting" in line for line in said)
    assert [process.returncode for process in starts] == [3, 4]
    assert sum("installing" in err for err in errors) == 1


@pytest.mark.skipif(os.name == "nt", reason="an orphaned pip does not keep the lock there")
def test_a_start_killed_while_pip_works_is_recovered_from(fresh: Copy) -> None:
    """The next start waits for the orphaned pip, then begins again."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = f"http://127.0.0.1:{server.getsockname()[1]}/"
        killed = fresh.start("exit", "0", PIP_FIND_LINKS=place, PIP_RETRIES="0", NO_PROXY="127.0.0.1")
        connection, _ = server.accept()  # pip has begun to fetch
        with connection:
            killed.kill()
            killed.wait(timeout=60)
            after = fresh.start("exit", "6")
            assert after.stderr is not None
            said = after.stderr.readline()
    killed.communicate()

    _, err = after.communicate(timeout=120)
    assert "waiting" in said
    assert "left unfinished" in err
    assert after.returncode == 6


def test_a_package_that_was_deleted_is_installed_again(ready: Copy) -> None:
    """The start that misses it says so; the next one makes the environment anew, and does what was asked."""
    (module,) = ready.root.glob(".venv/[Ll]ib/**/toy.py")
    module.unlink()

    status, _, err = ready.run("exit", "6")
    assert status == 2
    assert_is_error(err)
    assert "toy is missing" in err

    status, _, err = ready.run("exit", "6")
    assert status == 6, err


@pytest.mark.parametrize("damaged", ["from toy import nothing_of_this_name", "def half_a_func("])
def test_a_package_that_was_damaged_is_installed_again(ready: Copy, damaged: str) -> None:
    """By a disk, or by a guard that took away half of it: it was a traceback."""
    (module,) = ready.root.glob(".venv/[Ll]ib/**/toy.py")
    module.write_text(damaged, encoding="utf-8")

    status, _, err = ready.run("exit", "6")
    assert status == 2
    assert_is_error(err)
    assert "cannot be loaded" in err

    status, _, err = ready.run("exit", "6")
    assert status == 6, err


def test_an_environment_without_its_configuration_is_made_anew(ready: Copy) -> None:
    """Its Python would know none of its packages."""
    (ready.root / ".venv" / "pyvenv.cfg").unlink()

    assert ready.run("exit", "6")[0] == 6


def test_an_unusable_folder_is_an_error_with_a_hint(fresh: Copy) -> None:
    """A file where a folder of ours belongs: the system refuses, whoever the user is."""
    (fresh.root / "temp_work").touch()

    status, _, err = fresh.run("exit", "0")

    assert status == 2
    assert_is_error(err)


def test_run_py_can_be_read_by_old_pythons() -> None:
    """Or they would show a syntax error in place of our sentence."""
    source = (REPOSITORY / "run.py").read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 6))
    assert "__future__" not in source


@pytest.mark.parametrize("version", ["2.7.18", "3.6.15", "3.9.18", "3.14.0"])
def test_any_other_python_is_told_which_ones_will_do(version: str) -> None:
    """Before anything else is loaded."""
    done = subprocess.run(
        [sys.executable, "-c", PRETEND_OLD, version],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stdout == ""
    assert_is_error(done.stderr)
    assert version in done.stderr
