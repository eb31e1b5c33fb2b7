"""Tests of downloads, from a server on this computer that drops, stalls and lies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vox1_setup.servers import Server, serving
from vox1_setup import download
from vox1_setup.errors import SetupError

CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Serve one file, with little patience for who stalls."""
    monkeypatch.setattr(download, "STALL_SECONDS", 0.3)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "a.zip").write_bytes(CONTENT)
    with serving(folder) as server:
        yield server


def save(server: Server, folder: Path, sha256: str = "") -> Path:
    """Save the file, as what it is or as what it is not."""
    target = folder / "saved.zip"
    good = hashlib.sha256(CONTENT).hexdigest()
    download.save(server.address + "a.zip", target, len(CONTENT), sha256 or good)
    return target


@pytest.mark.parametrize(
    "troubles", [[], ["drop"], ["stall"], ["drop", "stall"], ["promise more"], ["no length"]]
)
def test_a_file_comes_whole_though_the_line_is_bad(
    server: Server, tmp_path: Path, troubles: list[str]
) -> None:
    """It is asked for again, up to three times."""
    server.troubles = {"a.zip": troubles}

    assert save(server, tmp_path).read_bytes() == CONTENT
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("trouble", ["drop", "stall"])
def test_a_line_that_stays_bad_is_an_error_and_leaves_no_file_of_that_name(
    server: Server, tmp_path: Path, trouble: str
) -> None:
    """What came is not taken for the whole."""
    server.troubles = {"a.zip": [trouble] * 3}

    with pytest.raises(SetupError, match="could not fetch"):
        save(server, tmp_path)

    assert not (tmp_path / "saved.zip").exists()


def test_a_server_that_sends_a_byte_now_and_then_is_given_up(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never says nothing for long, and never comes to an end."""
    monkeypatch.setattr(download, "LONGEST_SECONDS", 0.5)
    server.troubles = {"a.zip": ["drip"] * 3}

    with pytest.raises(SetupError, match="could not fetch"):
        save(server, tmp_path)


def test_a_file_that_is_not_what_was_promised_is_refused(server: Server, tmp_path: Path) -> None:
    """Of the right length, and with other bytes in it."""
    server.troubles = {"a.zip": ["swap"]}

    with pytest.raises(SetupError, match="SHA-256"):
        save(server, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["served"]


def test_a_file_longer_than_promised_is_not_read_to_its_end(server: Server, tmp_path: Path) -> None:
    """It could fill the disk."""
    (server.folder / "a.zip").write_bytes(CONTENT * 3)

    with pytest.raises(SetupError, match="not what was promised"):
        save(server, tmp_path)


@pytest.mark.parametrize(
    "address", ["http://example.org/a", "file:///etc/passwd", "ftp://127.0.0.1/a", "nonsense"]
)
def test_unsafe_addresses_are_refused(tmp_path: Path, address: str) -> None:
    """Others on the way could have changed what comes."""
    with pytest.raises(SetupError, match="safely"):
        download.save(address, tmp_path / "a", 1, "0" * 64)


def test_a_server_cannot_lead_to_an_unsafe_address(server: Server, tmp_path: Path) -> None:
    """A redirection is asked as the first address was."""
    server.troubles = {"a.zip": ["elsewhere"]}

    with pytest.raises(SetupError, match="safely"):
        save(server, tmp_path)


def test_what_is_missing_is_said_with_the_servers_words(server: Server) -> None:
    """And not asked for again."""
    with pytest.raises(SetupError, match="404"):
        download.read(server.address + "b.json", 100)

    assert server.asked == ["b.json"]


def test_nobody_listening_means_no_connection(tmp_path: Path) -> None:
    """The usual case: no network."""
    with pytest.raises(SetupError, match="could not fetch") as caught:
        download.save("http://127.0.0.1:9/a", tmp_path / "a", 1, "0" * 64)

    assert "internet" in caught.value.hint


def test_a_short_text_is_read_and_a_long_one_refused(server: Server) -> None:
    """A notice has a few hundred bytes."""
    (server.folder / "n.json").write_text("{}", encoding="utf-8")

    assert download.read(server.address + "n.json", 10) == b"{}"
    with pytest.raises(SetupError, match="longer"):
        download.read(server.address + "a.zip", 10)
