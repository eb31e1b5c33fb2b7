"""What the tests of projects share: a project, and another process that holds it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vox1.paths import Folders
from vox1.projects.project import Project, project_for

ROOT = Path(__file__).resolve().parents[3]
_HOLDER = """
import sys
from pathlib import Path
from vox1.projects.project import Project
with Project("", Path(sys.argv[1])).locked():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Folders of one test."""
    return Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user")


@pytest.fixture
def make_project(tmp_path: Path, folders: Folders) -> Callable[..., Project]:
    """Return a function that makes the project of a book: ``make_project("A Title", content=b"...")``."""

    def make(title: str = "A Title", content: bytes = b"a book", name: str = "book.epub") -> Project:
        path = tmp_path / name
        path.write_bytes(content)
        return project_for(path, title, folders)

    return make


@pytest.fixture
def hold() -> Iterator[Callable[[Project], subprocess.Popen[str]]]:
    """Return a function that starts another process that holds a project, and returns when it does."""
    holders: list[subprocess.Popen[str]] = []

    def start(project: Project) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", _HOLDER, str(project.folder)]
        holder = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        holders.append(holder)
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        return holder

    yield start
    for holder in holders:
        holder.kill()
        holder.communicate(timeout=30)
