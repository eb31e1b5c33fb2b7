"""Tests of vox1.render.encoded: a cache that is checked when it is read, and may be lost at any time."""

from __future__ import annotations

from pathlib import Path

import pytest

from vox1.render.encoded import EncodedSections, remove_encoded


@pytest.fixture
def encoded(tmp_path: Path) -> EncodedSections:
    """An empty one."""
    return EncodedSections(tmp_path / "encoded")


def test_what_was_kept_comes_back(encoded: EncodedSections) -> None:
    """Frames and measurements, by their keys."""
    assert (encoded.has("a"), encoded.frames("a"), encoded.measured("a")) == (False, None, {})
    encoded.add("a", b"frames")
    encoded.add_measured("a", {"lufs": -20.5})
    assert (encoded.has("a"), encoded.frames("a")) == (True, b"frames")
    assert encoded.measured("a") == {"lufs": -20.5}


@pytest.mark.parametrize("change", ["flip", "cut", "empty"])
def test_frames_that_are_not_what_was_kept_count_as_absent(encoded: EncodedSections, change: str) -> None:
    """A disk that lost or changed a byte costs one section encoded again, not an audiobook."""
    encoded.add("a", b"frames" * 100)
    (path,) = encoded.folder.iterdir()
    content = path.read_bytes()
    damaged = {"flip": content[:100] + b"x" + content[101:], "cut": content[:-1], "empty": b""}[change]
    path.write_bytes(damaged)
    assert encoded.frames("a") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_a_measurement_that_cannot_be_read_is_made_again(encoded: EncodedSections, content: bytes) -> None:
    """Whatever is in its file."""
    encoded.add_measured("a", {})
    (path,) = encoded.folder.iterdir()
    path.write_bytes(content)
    assert encoded.measured("a") == {}


def test_what_is_no_longer_used_is_swept_away(encoded: EncodedSections) -> None:
    """With what a kill left half written."""
    for key in ("a", "b"):
        encoded.add(key, b"frames")
        encoded.add_measured(key, {})
    encoded.scratch("a-1").write_bytes(b"half")
    encoded.scratch("b-1").write_bytes(b"half")
    encoded.remove_unfinished()
    assert not list(encoded.folder.glob("*.part"))
    encoded.scratch("a-1").write_bytes(b"half")
    encoded.sweep({"a"})
    assert sorted(path.name for path in encoded.folder.iterdir()) == ["a.aac", "a.json"]
    assert remove_encoded(encoded.folder) == 32 + 6 + 2
    assert remove_encoded(encoded.folder) == 0
