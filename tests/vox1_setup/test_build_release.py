"""Tests of building releases that `run.py update` takes."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from tests.vox1_setup import small
from tests.vox1_setup.servers import serving
from vox1_setup import release

REPOSITORY = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def test_a_release_that_is_built_is_fetched_whole_with_the_list_of_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the last commit, through a server, to a folder."""
    spec = importlib.util.spec_from_file_location(
        "build_release", REPOSITORY / "scripts" / "build_release.py"
    )
    assert spec
    assert spec.loader
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    repository = tmp_path / "repository"
    repository.mkdir()
    small.git(repository, "init", "--quiet")
    small.write_version(repository, "1.2")
    (repository / "run.py").chmod(0o755)
    small.commit(repository, "1.2")
    (repository / "app.py").write_text("print('not committed')\n", encoding="utf-8")

    builder.build(repository, tmp_path / "served")

    with serving(tmp_path / "served") as server:
        monkeypatch.setenv("VOX1_RELEASES", server.address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        notice = release.newest()
        release.unpack(release.fetch(notice, tmp_path / "fetched"), tmp_path / "new")
    listed = release.read_listing(tmp_path / "new")
    assert notice.version == release.own_version(tmp_path / "new") == "1.2"
    assert listed is not None
    assert (tmp_path / "new" / "app.py").read_text(encoding="utf-8") == "print('window')\n"
    for name, digest in listed.items():
        assert release.file_hash(tmp_path / "new" / name) == digest
    assert listed.keys() | {"release.json"} == small.snapshot(tmp_path / "new").keys()
