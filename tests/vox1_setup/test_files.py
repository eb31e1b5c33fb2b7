"""Tests of moving, copying and removing files and folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vox1_setup import files

needs_links = pytest.mark.skipif(os.name == "nt", reason="making links needs a right there")


class Refusal(OSError):
    """What Windows says."""

    def __init__(self, winerror: int) -> None:
        super().__init__(13, "refused")
        self.winerror = winerror


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_windows_is_asked_again_where_it_refuses_for_a_moment(
    monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    """An antivirus lets go after some tenths of a second."""
    monkeypatch.setattr(files, "_RETRY_SECONDS", (0.0,) * 6)
    refusals = [Refusal(winerror)] * 3

    def action() -> str:
        if refusals:
            raise refusals.pop()
        return "done"

    assert files.patiently(action) == "done"


@pytest.mark.parametrize(("error", "tries"), [(Refusal(5), 7), (Refusal(2), 1), (OSError(28, "full"), 1)])
def test_a_lasting_refusal_is_an_error(monkeypatch: pytest.MonkeyPatch, error: OSError, tries: int) -> None:
    """At once, if it is of another kind."""
    monkeypatch.setattr(files, "_RETRY_SECONDS", (0.0,) * 6)
    tried = []

    def action() -> None:
        tried.append(1)
        raise error

    with pytest.raises(OSError, match=r"refused|full"):
        files.patiently(action)
    assert len(tried) == tries


def test_a_tree_of_the_same_files_is_changed_by_itself_when_files_are_replaced(tmp_path: Path) -> None:
    """As pip replaces them; the tree takes no room of its own."""
    source = tmp_path / "a"
    (source / "deep").mkdir(parents=True)
    (source / "deep" / "kept").write_text("old", encoding="utf-8")
    (source / "deep" / "gone").write_text("old", encoding="utf-8")

    files.link_tree(source, tmp_path / "b")
    files.write_text(tmp_path / "b" / "deep" / "kept", "new")
    (tmp_path / "b" / "deep" / "gone").unlink()

    assert (source / "deep" / "kept").read_text(encoding="utf-8") == "old"
    assert (source / "deep" / "gone").exists()


def test_where_files_cannot_be_linked_they_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAT has no links."""

    def refuse(*_paths: object) -> None:
        raise OSError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_text("x", encoding="utf-8")

    files.link_tree(tmp_path / "a", tmp_path / "b")

    assert (tmp_path / "b" / "file").read_text(encoding="utf-8") == "x"


@needs_links
def test_links_are_removed_and_what_they_lead_to_stays(tmp_path: Path) -> None:
    """In a folder, and as the folder itself; their target counts for nothing either."""
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "book").write_text("x" * 1000, encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(precious)
    (folder / "broken").symlink_to(tmp_path / "nowhere")
    alone = tmp_path / "alone"
    alone.symlink_to(precious)

    assert files.size_bytes(folder) < 1000
    for path in (folder, alone):
        files.remove(path)
        assert not os.path.lexists(path)

    assert (precious / "book").exists()


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    """Somebody else was faster."""
    files.remove(tmp_path / "nothing")
    assert files.size_bytes(tmp_path / "nothing") == 0


@needs_links
def test_a_file_is_copied_whole_with_its_rights_and_a_link_as_a_link(tmp_path: Path) -> None:
    """So that what is put back is what it was."""
    script = tmp_path / "script"
    script.write_text("x", encoding="utf-8")
    script.chmod(0o755)
    (tmp_path / "link").symlink_to("script")

    files.put_copy(script, tmp_path / "deep" / "script")
    files.put_copy(tmp_path / "link", tmp_path / "deep" / "link")

    assert os.access(tmp_path / "deep" / "script", os.X_OK)
    assert (tmp_path / "deep" / "link").readlink() == Path("script")
