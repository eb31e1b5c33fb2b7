"""Tests of reading through Calibre, with a program in its place that does what a test asks for."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from booksmith_module.child import read_book
from booksmith_module.errors import BookError
from booksmith_module.options import ReadingOptions
from booksmith_module.readers import calibre
from booksmith_module.readers.calibre import find_calibre, is_encrypted_kindle, read_through_calibre

MakeEpub = Callable[..., Path]
RTF = b"{\\rtf1\\ansi Once upon a time.}"
# What a script on the search path can stand in for: Windows would not start it.
needs_scripts = pytest.mark.skipif(sys.platform == "win32", reason="Windows starts no scripts by their name")


def kindle(encryption: int) -> bytes:
    """Return the header of a Kindle book with one record."""
    header = bytearray(78 + 8)
    header[60:68] = b"BOOKMOBI"
    header[76:78] = (1).to_bytes(2, "big")
    header[78:82] = (86).to_bytes(4, "big")
    return bytes(header) + bytes(12) + encryption.to_bytes(2, "big") + bytes(2)


def install(folder: Path, does: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of a few lines of Python where Calibre's converter is looked for."""
    program = folder / "bin" / "ebook-convert"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nimport sys\n{does}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def book_file(folder: Path, content: bytes = RTF, name: str = "My book.rtf") -> Path:
    """Write a book that only Calibre reads."""
    path = folder / name
    path.write_bytes(content)
    return path


def refused(path: Path) -> BookError:
    """Read a book that must be refused with a whole error, and return it."""
    with pytest.raises(BookError) as caught:
        read_through_calibre(path)
    assert caught.value.hint
    return caught.value


@needs_scripts
def test_what_calibre_makes_is_read(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The EPUB is read as any other; the book keeps the name of its own file."""
    made = make_epub(
        tmp_path / "made.epub", [("One", "<p>Once upon a time.</p>")], title="", authors=("Unknown",)
    )
    install(tmp_path, f"import shutil; shutil.copyfile({str(made)!r}, sys.argv[2])", monkeypatch)

    book = read_through_calibre(book_file(tmp_path))

    assert (book.title, book.authors) == ("My book", ())
    assert book.chapters[0].text == "Once upon a time."


@needs_scripts
def test_what_calibre_makes_is_counted(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit is of the EPUB, which is gone afterwards."""
    made = make_epub(tmp_path / "made.epub", [("One", "<p>Once upon a time.</p>")])
    install(tmp_path, f"import shutil; shutil.copyfile({str(made)!r}, sys.argv[2])", monkeypatch)

    book = read_book(book_file(tmp_path), ReadingOptions(audit=True))

    assert (book.audited_words, book.warnings) == (4, ())


@needs_scripts
def test_names_are_no_options_and_endings_are_right(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Calibre sees names of ours, in a folder that is gone afterwards."""
    made = make_epub(tmp_path / "made.epub", [("One", "<p>Text.</p>")])
    said = tmp_path / "said"
    install(
        tmp_path,
        f"import shutil; open({str(said)!r}, 'w').write(sys.argv[1])\n"
        f"shutil.copyfile({str(made)!r}, sys.argv[2])",
        monkeypatch,
    )

    read_through_calibre(book_file(tmp_path, name="--help & rm.unknown"))

    seen = Path(said.read_text(encoding="utf-8"))
    assert seen.name == "book.rtf"
    assert not seen.parent.exists()


def test_without_calibre_the_hint_is_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else can be done but convert the book elsewhere."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(calibre, "_USUAL_PLACES", ())

    error = refused(book_file(tmp_path))

    assert error.code == "needs-calibre"
    assert "Install Calibre" in error.hint


def test_calibre_is_found_in_its_usual_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its installers for Windows and macOS do not put it on the search path."""
    program = tmp_path / "ebook-convert.exe"
    program.touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(calibre, "_USUAL_PLACES", (str(tmp_path / "none"), str(program)))

    assert find_calibre() == program


@pytest.mark.parametrize(("encryption", "is_it"), [(0, False), (1, True), (2, True)])
def test_a_kindle_header_says_whether_it_is_encrypted(encryption: int, is_it: bool) -> None:  # noqa: FBT001 - a table
    """Both kinds of encryption are copy protection."""
    assert is_encrypted_kindle(kindle(encryption)) is is_it
    assert not is_encrypted_kindle(RTF)
    assert not is_encrypted_kindle(kindle(2)[:80])


def test_a_protected_kindle_book_is_named_without_calibre(tmp_path: Path) -> None:
    """Its header is enough."""
    assert refused(book_file(tmp_path, kindle(2), "book.azw3")).code == "drm"


@needs_scripts
@pytest.mark.parametrize(
    ("does", "code", "words"),
    [
        ("print('calibre.ebooks.DRMError: This book has DRM'); sys.exit(1)", "drm", "DRM"),
        ("print('1% Converting'); print('ValueError: no good'); sys.exit(1)", "calibre-failed", "no good"),
        ("sys.exit(3)", "calibre-failed", "did not say why"),
        ("", "calibre-failed", "did not say why"),
        ("open(sys.argv[2], 'w').close()", "calibre-failed", "did not say why"),
        ("open(sys.argv[2], 'w').write('no zip')", "damaged", "damaged"),
        ("print('x' * 5_000_000); sys.exit(1)", "calibre-failed", "xxx"),
    ],
)
def test_what_goes_wrong_in_calibre_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, code: str, words: str
) -> None:
    """Its last line is the reason; it may also end well and leave nothing."""
    install(tmp_path, does, monkeypatch)

    error = refused(book_file(tmp_path))

    assert error.code == code
    assert words in error.message
    assert len(error.message) < 400


@needs_scripts
def test_calibre_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its time neither it nor its own children are there."""
    pids = tmp_path / "pids"
    install(
        tmp_path,
        "import os, subprocess, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(600)",
        monkeypatch,
    )
    monkeypatch.setattr(calibre, "MAX_SECONDS", 2.0)
    begun = time.monotonic()

    error = refused(book_file(tmp_path))

    assert error.code == "too-slow"
    assert time.monotonic() - begun < 20
    assert not [pid for pid in pids.read_text(encoding="utf-8").split() if is_running(int(pid))]


def is_running(pid: int) -> bool:
    """Tell whether a process is there and no mere entry that its parent has not read yet."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S607
    return bool(shown.stdout.strip()) and not shown.stdout.strip().startswith("Z")


@needs_scripts
def test_a_program_that_cannot_be_started_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an installation is said to be one."""
    install(tmp_path, "", monkeypatch)
    (tmp_path / "bin" / "ebook-convert").write_bytes(b"#!/no/such/interpreter\n")

    assert refused(book_file(tmp_path)).code == "calibre-failed"
