"""A small VOX-1, set up in milliseconds: our starter and set-up, and a program of three lines behind them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from vox1_setup import stamp
from vox1_setup.checkout import Checkout
from vox1_setup.environment import PYTHON_VERSION, Environment, RequirementSet, base_python

REPOSITORY = Path(__file__).resolve().parents[2]

PROGRAM = """
import sys
import toy
from vox1.version import VERSION
if "--output" in sys.argv:
    with open(sys.argv[sys.argv.index("--output") + 1], "wb") as file:
        file.write(bytes(5000))
print(VERSION, toy.VERSION)
"""
USERS = {
    "Output/A Book.m4b": "audio",
    "VOX-Output/Anna/voice.json": "{}",
    "models/m/model.safetensors": "weights",
    "temp_work/takes/ab/1.flac": "take",
    "user_settings.json": "{}",
    "lexicon.json": "{}",
    "window.json": "{}",
}
"""What a user has in the folder, by name."""
IGNORED = "".join(f"/{name.split('/')[0]}\n" for name in [*USERS, ".venv", ".venvs"]) + "__pycache__/\n"


def write_version(root: Path, version: str, *, toy: str = "1.0", program: str = PROGRAM) -> None:
    """Write a version of the small VOX-1.

    Args:
        root: Where.
        version: As it shows itself.
        toy: The version of its one package that it pins.
        program: Its command line.
    """
    shutil.copytree(
        REPOSITORY / "vox1_setup",
        root / "vox1_setup",
        ignore=shutil.ignore_patterns("__pycache__"),
        dirs_exist_ok=True,
    )
    shutil.copy(REPOSITORY / "run.py", root)
    texts = {
        "app.py": "print('window')\n",
        "requirements.txt": f"toy=={toy}\n",
        "vox1/__init__.py": "",
        "vox1/version.py": f'VERSION = "{version}"\n',
        f"vox1/part_{version.replace('.', '_')}.py": f'"""Only in {version}."""\n',
        "vox1_cli/__init__.py": "",
        "vox1_cli/__main__.py": program,
        ".gitignore": IGNORED,
        "CHANGELOG.md": f"# Changelog\n\n### Added\n- What came with `{version}`\n  and more.\n",
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for stale in root.glob("vox1/part_*.py"):
        if stale.name != f"part_{version.replace('.', '_')}.py":
            stale.unlink()


def make_environment(root: Path, toy: str = "1.0") -> None:
    """Make an environment as the set-up leaves it, without its cost; POSIX only."""
    environment = Checkout(root).environment()
    environment.python.parent.mkdir(parents=True)
    environment.python.symlink_to(base_python())
    text = f"home = {base_python().parent}\ninclude-system-site-packages = false\n"
    (environment.folder / "pyvenv.cfg").write_text(text, encoding="utf-8")
    install_toy(environment, toy)
    stamp.write(
        environment.folder,
        stamp.Stamp(
            revision=stamp.REVISION,
            python=PYTHON_VERSION,
            base_python=str(base_python()),
            sets={wanted.name: wanted.digest() for wanted in environment.sets},
            distributions=(f"toy-{toy}.dist-info",),
        ),
    )


def install_toy(environment: Environment, version: str) -> None:
    """Install the one package, as pip does: what was there goes first."""
    packages = environment.site_packages
    packages.mkdir(parents=True, exist_ok=True)
    for old in [*packages.glob("toy*"), *packages.glob("__pycache__")]:
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()
    (packages / "toy.py").write_text(f'VERSION = "{version}"\n', encoding="utf-8")
    (packages / f"toy-{version}.dist-info").mkdir()
    (packages / f"toy-{version}.dist-info" / "RECORD").write_text("toy.py,,\n", encoding="utf-8")


@dataclass
class PromptPip:
    """A pip that installs the one package in no time, or fails."""

    environment: Environment
    failure: BaseException | None = None

    def download(self, _sets: tuple[RequirementSet, ...], _into: Path) -> None:
        """Fetch nothing: there is no network in tests."""

    def install(self, sets: tuple[RequirementSet, ...], _out_of: Path) -> None:
        """Install what the requirements pin, or fail half-way."""
        (self.environment.site_packages / "toy.py").unlink(missing_ok=True)
        if self.failure is not None:
            raise self.failure
        install_toy(self.environment, sets[0].file.read_text(encoding="utf-8").strip().split("==")[1])


def write_users_files(root: Path) -> None:
    """Put in the folder what a user has there."""
    for name, text in USERS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def has_users_files(root: Path) -> bool:
    """Whether all that a user has in the folder is there, byte for byte."""
    return all((root / name).read_text(encoding="utf-8") == text for name, text in USERS.items())


def start(root: Path, *arguments: str) -> tuple[int, str, str]:
    """Start the small VOX-1: exit status, stdout, stderr."""
    done = subprocess.run(
        [sys.executable, str(root / "run.py"), *(arguments or ("--version",))],
        cwd=root.parent,
        env={
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PIP_", "PYTHON", "GIT_"))
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout.strip(), done.stderr


def git(root: Path, *words: str) -> str:
    """Run git in a folder and give what it says."""
    names = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    fixed = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C"}
    done = subprocess.run(
        [shutil.which("git") or "git", *names, *words],
        cwd=root,
        env={**environment, **fixed},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip()


def commit(root: Path, message: str) -> str:
    """Keep all files of a folder as a version, and give its name."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)
    return git(root, "rev-parse", "HEAD")


def listing(root: Path, version: str) -> None:
    """Write the list of a release's files."""
    names = [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.name != "release.json"
    ]
    digests = {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in names}
    text = json.dumps({"schema": 1, "version": version, "files": digests})
    (root / "release.json").write_text(text, encoding="utf-8")


def archive(root: Path, target: Path, top: str = "VOX-1/") -> None:
    """Pack a folder as a release."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and ".git" not in path.parts:
                packed.write(path, top + path.relative_to(root).as_posix())


def publish(folder: Path, archive_path: Path, version: str, lies: dict[str, object] | None = None) -> None:
    """Write what is said of the newest release, true but for the lies."""
    content = archive_path.read_bytes()
    fields = {
        "schema": 1,
        "version": version,
        "archive": archive_path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size_bytes": len(content),
        **(lies or {}),
    }
    (folder / "latest.json").write_text(json.dumps(fields), encoding="utf-8")


def snapshot(root: Path) -> dict[str, bytes]:
    """Give the files of the program and its environments, without git's, the user's, caches and leftovers."""
    found = {}
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        is_top = here == root
        skipped = {"__pycache__", ".git", *({"temp_work"} if is_top else ())}
        folders[:] = [name for name in folders if name not in skipped and not name.startswith("~")]
        found.update(
            {(here / name).relative_to(root).as_posix(): (here / name).read_bytes() for name in names}
        )
    return found
