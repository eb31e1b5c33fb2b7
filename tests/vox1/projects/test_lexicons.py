"""Tests of lexicons on the disk: whole or absent, and a damaged one is never taken for an empty one."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.vox1.conftest import FailingDisk
from vox1.errors import DiskError, InputError
from vox1.paths import Folders
from vox1.projects.lexicons import (
    Added,
    add,
    export_entries,
    import_entries,
    lexicon_of,
    lexicon_path,
    load,
    remove,
    save,
)
from vox1.projects.project import Project
from vox1.script.lexicon import Entry, Lexicon, new_entry

TOM, ANN = new_entry("Tom", "tomm"), new_entry("Ann", "annn")
DAMAGED = [
    b"",
    b"{",
    b"[]",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"schema": 2, "entries": []}',
    b'{"schema": 1}',
    b'{"schema": 1, "entries": [{"written": "(", "spoken": "x", "regex": true}]}',
    b'{"schema": 1, "entries": [{"written": "a", "spoken": ""}]}',
]


@pytest.fixture
def path(folders: Folders) -> Path:
    """Where the lexicon of all books is."""
    return folders.lexicon


def test_a_book_has_its_own_lexicon_beside_that_of_all_books(
    make_project: Callable[..., Project], folders: Folders
) -> None:
    """Without either file no word is said otherwise."""
    project = make_project()
    assert lexicon_of(project, folders) == lexicon_of(None, folders) == Lexicon()
    save(folders.lexicon, [TOM])
    save(lexicon_path(project, folders), [ANN])

    assert lexicon_of(project, folders) == Lexicon((TOM,), (ANN,))
    assert lexicon_of(None, folders) == Lexicon((TOM,))
    assert lexicon_path(project, folders) == project.folder / "lexicon.json"


def test_a_file_of_the_first_version_still_opens(path: Path) -> None:
    """It is the listener's own work; a mark at its beginning (Windows Notepad) does no harm."""
    path.parent.mkdir()
    old = '{"schema": 1, "entries": [{"written": "May", "spoken": "meh", "language": "en", "regex": false,'
    path.write_text(old + ' "case": "any"}]}', "utf-8-sig")

    assert load(path) == (Entry("May", "meh", "en", match_case=False),)


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_lexicon_is_an_error_that_names_it(content: bytes, path: Path, folders: Folders) -> None:
    """Going on would say names wrong in silence; adding to it would lose it."""
    path.parent.mkdir()
    path.write_bytes(content)

    for use in (lambda: load(path), lambda: add(path, folders, [TOM])):
        with pytest.raises(DiskError) as caught:
            use()
        assert str(path) in caught.value.message
        assert "backup" in caught.value.hint
    assert path.read_bytes() == content


def test_words_are_added_replaced_and_left(path: Path, folders: Folders) -> None:
    """And what became of each is told."""
    other = new_entry("Tom", "other")
    assert add(path, folders, [TOM, ANN]) == Added((TOM, ANN), (), 0)
    assert add(path, folders, [other, ANN]) == Added((), (TOM,), 1)
    assert load(path) == (other, ANN)
    assert json.loads(path.read_text("utf-8"))["schema"] == 1


def test_a_word_is_removed_in_one_language_or_in_all(path: Path, folders: Folders) -> None:
    """As it was typed, with other spaces too."""
    german, general = new_entry("Tom B", "x", "de"), new_entry("Tom B", "y")
    save(path, [german, general, ANN])

    assert remove(path, folders, " Tom  B", "de") == (german,)
    add(path, folders, [german])
    assert remove(path, folders, "Tom B", None) == (general, german)
    assert load(path) == (ANN,)


def test_removing_an_unknown_word_names_the_nearest(path: Path, folders: Folders) -> None:
    """And changes nothing."""
    save(path, [new_entry("Hermione", "x"), TOM])

    with pytest.raises(InputError, match="“Hermoine” is not in the lexicon") as caught:
        remove(path, folders, "Hermoine", None)

    assert caught.value.hint == "Did you mean “Hermione”?"
    assert len(load(path)) == 2


def test_two_who_add_at_once_lose_nothing(path: Path, folders: Folders) -> None:
    """Each waits for the other to have written."""
    words = [new_entry(f"Name{number}", "x") for number in range(12)]
    threads = [threading.Thread(target=add, args=(path, folders, [word])) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(entry.written for entry in load(path)) == sorted(entry.written for entry in words)


def test_a_full_disk_leaves_the_old_lexicon(path: Path, failing_disk: FailingDisk) -> None:
    """Wherever the writing stops."""
    save(path, [TOM])
    for step in range(1, 20):
        with failing_disk.failing(step, lasts=False), suppress(DiskError):
            save(path, [TOM, ANN])
        if not failing_disk.failed:
            break
        assert load(path) in {(TOM,), (TOM, ANN)}
        save(path, [TOM])
    assert load(path) == (TOM, ANN)


@pytest.mark.parametrize("name", ["words.csv", "words.JSON"])
def test_what_is_exported_is_imported(name: str, tmp_path: Path) -> None:
    """As a table or as JSON, by the file's ending."""
    entries = (TOM, new_entry("Zoë", "zo; ee", "en"))
    export_entries(tmp_path / name, entries)

    assert import_entries(tmp_path / name) == entries


def test_an_exported_table_opens_in_excel(tmp_path: Path) -> None:
    """Which takes it for UTF-8 by the mark at its beginning, and parts columns as it was told."""
    export_entries(tmp_path / "words.csv", [new_entry("Zoë", "zo-ee")], ";")

    assert (tmp_path / "words.csv").read_bytes() == (
        b"\xef\xbb\xbfwritten;spoken;language;regex;case\r\nZo\xc3\xab;zo-ee;;;exact\r\n"
    )


def test_a_table_without_the_mark_is_read_too(tmp_path: Path) -> None:
    """Other programs write none."""
    (tmp_path / "words.csv").write_text("Zoë,zo-ee\n", "utf-8")

    assert import_entries(tmp_path / "words.csv") == (new_entry("Zoë", "zo-ee"),)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("gone.csv", None, "cannot be read"),
        ("old.csv", "Zoë,zo-ee\n".encode("cp1252"), "not UTF-8"),
        ("wide.csv", "Zoë,zo-ee\n".encode("utf-16"), "not UTF-8"),
        ("bad.csv", b"Tom\n", "bad.csv: line 1"),
        ("bad.json", b"Tom,tomm\n", "not JSON"),
        ("deep.json", b"[" * 100_000, "not JSON"),
        ("other.json", b"[]", "no lexicon"),
    ],
)
def test_a_file_that_cannot_be_imported_is_named(
    name: str, content: bytes | None, says: str, tmp_path: Path
) -> None:
    """With the line, and what to do."""
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=says) as caught:
        import_entries(tmp_path / name)

    assert name in caught.value.message
    assert caught.value.hint


def test_a_lexicon_is_exported_as_a_table_or_json_only(tmp_path: Path) -> None:
    """Anything else is refused before a byte is written."""
    with pytest.raises(InputError, match="neither CSV nor JSON"):
        export_entries(tmp_path / "words.xlsx", [TOM])
    assert list(tmp_path.iterdir()) == []
