"""Tests of updating an unpacked copy: from a server on this computer that drops, stalls and lies."""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vox1_setup import small
from tests.vox1_setup.servers import Server, serving
from vox1_setup import download, pip, release
from vox1_setup.checkout import Checkout
from vox1_setup.errors import SetupError
from vox1_setup.switch import Bench
from vox1_setup.update import update

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the small VOX-1's environment has links in it")


@pytest.fixture(autouse=True)
def prompt_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a pip in place of the real one that needs no network, and have little patience with servers."""
    monkeypatch.setattr(pip, "find", lambda environment, _programs: small.PromptPip(environment))
    monkeypatch.setattr(download, "STALL_SECONDS", 0.3)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Unpack version 1.0, set it up and use it."""
    root = tmp_path / "VOX 1 é"
    small.write_version(root, "1.0")
    small.listing(root, "1.0")
    small.make_environment(root)
    small.write_users_files(root)
    return root


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Publish version 2.0, with another package."""
    folder = tmp_path / "served"
    folder.mkdir()
    new = tmp_path / "new"
    small.write_version(new, "2.0", toy="2.0")
    small.listing(new, "2.0")
    small.archive(new, folder / "VOX-1-2.0.zip")
    small.publish(folder, folder / "VOX-1-2.0.zip", "2.0")
    with serving(folder) as server:
        monkeypatch.setenv("VOX1_RELEASES", server.address)
        yield server


def update_now(place: Path) -> int:
    """Update the copy without being asked."""
    return update(["--yes"], Checkout(place))


def assert_unchanged(place: Path, before: dict[str, bytes]) -> None:
    """See that the old version is whole and starts."""
    assert small.snapshot(place) == before
    assert small.start(place)[:2] == (0, "1.0 1.0")
    assert small.has_users_files(place)
    assert not Bench(place).new.exists()


@pytest.mark.usefixtures("server")
def test_a_published_version_is_fetched_and_put_in_place(place: Path) -> None:
    """Code and packages; files that are gone in it go, and what is the user's stays."""
    assert update_now(place) == 0

    assert small.start(place)[:2] == (0, "2.0 2.0")
    assert not (place / "vox1" / "part_1_0.py").exists()
    assert small.has_users_files(place)
    assert update_now(place) == 0


@pytest.mark.usefixtures("server")
def test_a_copy_without_a_list_of_its_files_keeps_what_it_does_not_know(place: Path) -> None:
    """It may be the user's."""
    (place / "release.json").unlink()

    assert update_now(place) == 0

    assert small.start(place)[:2] == (0, "2.0 2.0")
    assert (place / "vox1" / "part_1_0.py").exists()


def test_before_the_project_has_a_home_that_is_said(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what can be done all the same."""
    monkeypatch.delenv("VOX1_RELEASES", raising=False)
    monkeypatch.setattr(release, "HOME", "")

    with pytest.raises(SetupError, match="not published yet") as caught:
        update_now(place)

    assert "unpack" in caught.value.hint


@pytest.mark.parametrize("name", ["latest.json", "VOX-1-2.0.zip"])
@pytest.mark.parametrize("trouble", ["drop", "stall"])
def test_a_bad_line_is_survived_once_and_told_when_it_stays_bad(
    place: Path, server: Server, name: str, trouble: str
) -> None:
    """First three times in a row, then once."""
    before = small.snapshot(place)
    server.troubles = {name: [trouble] * 3}
    with pytest.raises(SetupError, match="could not fetch"):
        update_now(place)
    assert_unchanged(place, before)
    server.troubles = {name: [trouble]}

    assert update_now(place) == 0
    assert small.start(place)[:2] == (0, "2.0 2.0")


def test_without_a_connection_that_is_said(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VOX-1 works on."""
    monkeypatch.setenv("VOX1_RELEASES", "http://127.0.0.1:9/")
    before = small.snapshot(place)

    with pytest.raises(SetupError, match="could not fetch"):
        update_now(place)

    assert_unchanged(place, before)


@pytest.mark.parametrize(
    "lies",
    [
        {"sha256": "0" * 64},
        {"sha256": "short"},
        {"size_bytes": 10},
        {"size_bytes": -1},
        {"size_bytes": 10**12},
        {"version": "3.0"},
        {"version": "../../x"},
        {"archive": "../VOX-1-2.0.zip"},
        {"archive": "https://example.org/x.zip"},
        {"archive": "missing.zip"},
        {"schema": 2},
        {"size_bytes": None},
    ],
)
def test_a_server_that_lies_is_not_believed(place: Path, server: Server, lies: dict[str, object]) -> None:
    """Whatever of its notice does not hold."""
    small.publish(server.folder, server.folder / "VOX-1-2.0.zip", "2.0", lies)
    before = small.snapshot(place)

    with pytest.raises(SetupError):
        update_now(place)

    assert_unchanged(place, before)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "<html>"])
def test_a_notice_that_is_none_is_refused(place: Path, server: Server, text: str) -> None:
    """A hotel's page that asks for a room number, for one."""
    (server.folder / "latest.json").write_text(text, encoding="utf-8")

    with pytest.raises(SetupError, match="makes no sense"):
        update_now(place)


def test_an_older_version_is_not_offered(
    place: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server cannot take an update back."""
    small.publish(server.folder, server.folder / "VOX-1-2.0.zip", "0.9")

    assert update_now(place) == 0
    assert "up to date" in capsys.readouterr().err


@pytest.mark.usefixtures("server")
def test_changed_files_are_named_and_kept(place: Path) -> None:
    """As in a clone."""
    (place / "app.py").write_text("print('mine')\n", encoding="utf-8")
    before = small.snapshot(place)

    with pytest.raises(SetupError, match="1 of VOX-1's own files") as caught:
        update_now(place)

    assert caught.value.details == ("app.py",)
    assert_unchanged(place, before)


def pack(target: Path, entries: dict[str, bytes], *, mode: int = 0o644) -> None:
    """Pack an archive of which every name is taken as it is."""
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            packed.writestr(entry, content)


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",
        "/etc/outside.txt",
        "a/../../outside.txt",
        "C:/outside.txt",
        "..\\outside.txt",
        "models/mine.bin",
        "TEMP_WORK/x",
        ".git/hooks/post-checkout",
        ".venv/bin/python",
        "User_Settings.json",
        "vox1/con.py",
        "vox1/nul",
        "vox1/dot.",
        "vox1/space ",
        "vox1/ques?tion",
        "vox1//double",
        "./run2.py",
    ],
)
def test_an_archive_with_a_name_that_leads_elsewhere_is_refused_whole(tmp_path: Path, name: str) -> None:
    """Out of the folder, into the user's, or one that Windows cannot write."""
    pack(tmp_path / "x.zip", {"run.py": b"", name: b"x"})

    with pytest.raises(SetupError, match=r"impossible name|what is yours"):
        release.unpack(tmp_path / "x.zip", tmp_path / "into")

    assert [path for path in (tmp_path / "into").rglob("*") if path.is_file()] == []
    assert not (tmp_path / "outside.txt").exists()


def test_links_and_twins_in_an_archive_are_refused(tmp_path: Path) -> None:
    """A link leads anywhere, and of two names alike one would win."""
    pack(tmp_path / "links.zip", {"run.py": b"/etc/passwd"}, mode=stat.S_IFLNK | 0o777)
    pack(tmp_path / "twins.zip", {"run.py": b"", "README": b"", "Readme": b""})

    for name in ("links.zip", "twins.zip"):
        with pytest.raises(SetupError, match="archive has"):
            release.unpack(tmp_path / name, tmp_path / name[:-4])


def test_an_archive_that_would_fill_the_disk_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what it says of itself; zipfile stops what is longer than that."""
    pack(tmp_path / "x.zip", {"run.py": bytes(2000)})
    monkeypatch.setattr(release, "_LARGEST_UNPACKED_BYTES", 1999)

    with pytest.raises(SetupError, match="larger"):
        release.unpack(tmp_path / "x.zip", tmp_path / "into")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", b"PK\x05\x06" + bytes(17)])
def test_what_is_no_archive_is_an_error(tmp_path: Path, content: bytes) -> None:
    """Whatever its hash was."""
    (tmp_path / "x.zip").write_bytes(content)

    with pytest.raises(SetupError, match="damaged"):
        release.unpack(tmp_path / "x.zip", tmp_path / "into")


def test_a_damaged_entry_is_an_error(tmp_path: Path) -> None:
    """zipfile compares each with its checksum."""
    small.write_version(tmp_path / "v", "2.0")
    small.archive(tmp_path / "v", tmp_path / "x.zip")
    content = bytearray((tmp_path / "x.zip").read_bytes())
    content[len(content) // 3] ^= 0xFF
    (tmp_path / "x.zip").write_bytes(bytes(content))

    with pytest.raises(SetupError, match="damaged"):
        release.unpack(tmp_path / "x.zip", tmp_path / "into")


@pytest.mark.parametrize("top", ["", "VOX-1-2.0/", "a b é/"])
def test_an_archive_may_have_one_folder_around_all(tmp_path: Path, top: str) -> None:
    """As those that websites make have."""
    small.write_version(tmp_path / "v", "2.0")
    (tmp_path / "v" / "run.py").chmod(0o755)
    small.archive(tmp_path / "v", tmp_path / "x.zip", top)

    release.unpack(tmp_path / "x.zip", tmp_path / "into")

    assert small.snapshot(tmp_path / "into") == small.snapshot(tmp_path / "v")
    assert os.access(tmp_path / "into" / "run.py", os.X_OK)


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("1.10", "1.9", True),
        ("1.0", "1.0.0", False),
        ("2.0", "10.0", False),
        ("0.1.1", "0.1", True),
        ("1", "", True),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, than: str, *, newer: bool) -> None:
    """Not by their letters."""
    assert release.is_newer(version, than) is newer


@pytest.mark.usefixtures("server")
def test_folders_where_files_should_go_stop_the_update(place: Path, tmp_path: Path) -> None:
    """They are the user's."""
    shutil.rmtree(place / "app.py", ignore_errors=True)
    (place / "app.py").unlink()
    (place / "app.py").mkdir()
    (place / "app.py" / "mine").touch()

    with pytest.raises(SetupError, match="folders of yours"):
        update_now(place)

    assert (place / "app.py" / "mine").exists()
    assert tmp_path.exists()
