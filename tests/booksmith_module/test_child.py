"""Tests of reading in a bounded process: the same book comes back, and no file takes the program down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from booksmith_module import child, confined, limits
from booksmith_module.book import Book
from booksmith_module.child import read_book
from booksmith_module.errors import BookError
from booksmith_module.manifest import to_json
from booksmith_module.options import DEFAULTS, ReadingOptions
from booksmith_module.readers.epub import read_epub

MakeEpub = Callable[..., Path]
SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "five-teaspoons-of-rain.epub"
BODY = [("One", "<h1>One</h1><p>Text \U0001f986 of “ducks”.</p>")]
TEXT = "One\n\nText \U0001f986 of “ducks”."


def refused(path: Path) -> BookError:
    """Read a file that must be refused with a whole error, and return it."""
    with pytest.raises(BookError) as caught:
        read_book(path)
    assert caught.value.message.strip()
    assert caught.value.hint.strip()
    assert "Traceback" not in caught.value.message
    return caught.value


def test_the_child_gives_the_same_book() -> None:
    """Nothing is lost on the way through the other process: blocks, sources, cover and all."""
    assert read_book(SAMPLE) == read_epub(SAMPLE)


def test_names_of_any_letters_are_read(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Spaces, quotation marks, a leading dash and letters of any alphabet are only a name."""
    path = make_epub(tmp_path / "-Bö 'k & 本 🦆.epub", BODY, title="")

    book = read_book(path)

    assert book.title == "-Bö 'k & 本 🦆"
    assert book.chapters[0].blocks[1].text == "Text \U0001f986 of “ducks”."


@pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="only Linux allows names that are no characters"
)
def test_a_name_of_no_characters_is_read(make_epub: MakeEpub, tmp_path: Path) -> None:
    """A title taken from such a name can still be written to a file."""
    path = make_epub(tmp_path / os.fsdecode(b"b\xffk.epub"), BODY, title="")

    assert read_book(path).title.encode() == b"b?k"


def test_a_relative_path_is_the_callers(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process has a folder of its own, but the book is where the caller is."""
    make_epub(tmp_path / "book.epub", BODY)
    monkeypatch.chdir(tmp_path)

    assert read_book(Path("book.epub")).chapters[0].text == TEXT


def test_programs_beside_the_book_are_not_run(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module planted in the folder of the book, where the user is, must not be imported."""
    path = make_epub(tmp_path / "book.epub", BODY)
    for name in ("booksmith_module", "lxml", "bs4", "ebooklib"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('planted')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert read_book(path).chapters[0].text == TEXT


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "damaged"),
        (b"PK\x03\x04", "damaged"),
        (b"Once upon a time", "not-epub"),
    ],
)
def test_other_files_are_refused_within_a_second_or_two(tmp_path: Path, content: bytes, code: str) -> None:
    """The answer to a wrong file comes at once, with what is wrong and what to do."""
    path = tmp_path / "book.epub"
    path.write_bytes(content)
    begun = time.monotonic()

    error = refused(path)

    assert error.code == code
    assert time.monotonic() - begun < 5  # about half a second; slow machines are given time


def test_the_childs_refusal_arrives_whole(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Code, message and hint are those of the reader."""
    path = make_epub(tmp_path / "bük.epub", BODY, files={"META-INF/container.xml": None})
    with pytest.raises(BookError) as here:
        read_epub(path)

    error = refused(path)

    assert (error.code, error.message, error.hint) == (here.value.code, here.value.message, here.value.hint)


def test_what_a_library_prints_is_not_taken_for_the_answer(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the answer goes to standard output, whatever a parser has to say."""

    def talkative(path: Path, options: ReadingOptions) -> Book:
        print("MuPDF error: something")  # noqa: T201 - as libraries do
        return read_epub(path, options)

    monkeypatch.setattr(confined, "bound_memory", lambda: None)  # this is the tests' own process
    monkeypatch.setattr(child, "reader_for", lambda _: talkative)

    status = child.main(["child", str(make_epub(tmp_path / "book.epub", BODY)), DEFAULTS.to_json()])

    printed = capsys.readouterr()
    assert (status, json.loads(printed.out.splitlines()[0])["title"]) == (0, "A Small Book")
    assert "MuPDF error" in printed.err


def test_a_book_with_a_broken_drawing_is_read(make_epub: MakeEpub, tmp_path: Path) -> None:
    """What goes wrong inside the drawing library stays a warning about the cover."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M 1 x 2"/><image/></svg'

    book = read_book(make_epub(tmp_path / "book.epub", BODY, cover=drawing, cover_type="image/svg+xml"))

    assert book.chapters[0].text == TEXT
    assert [warning for warning in book.warnings if "cover" in warning]


def reader_that(does: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of one line in the place of the reading process."""
    package = folder / "program" / "booksmith_module"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "child.py").write_text(does, encoding="utf-8")
    monkeypatch.setattr(confined, "_ROOT", package.parent)


def test_a_reader_that_hangs_is_ended_in_time(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the seconds it was given, the process is gone and the listener is told."""
    pid_file = tmp_path / "pid"
    reader_that(
        f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(600)",
        tmp_path,
        monkeypatch,
    )
    begun = time.monotonic()

    monkeypatch.setattr(limits, "MAX_READ_SECONDS", 1.5)
    error = refused(make_epub(tmp_path / "book.epub", BODY))

    assert error.code == "too-slow"
    assert 1.5 <= time.monotonic() - begun < 10
    assert not is_running(int(pid_file.read_text(encoding="utf-8")))


def is_running(pid: int) -> bool:
    """Tell whether there is a process of this number (on Windows, asking would end it)."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    "does",
    [
        "import os; os._exit(9)",
        "import os; os.abort()",
        "raise SystemExit(3)",
        "raise ValueError('x')",
        "print('half an ans')",
        "print('null')",
        "print('{\"error\": {}}')",
        "import sys; sys.stdout.buffer.write(b'\\xff\\xfe')",
        "import sys; sys.stderr.buffer.write(b'\\xff\\xfe'); sys.exit(1)",
    ],
)
def test_a_reader_that_dies_is_a_clear_error(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    """Killed, crashed or talking nonsense: the book is refused with its name and what to do."""
    reader_that(does, tmp_path, monkeypatch)

    error = refused(make_epub(tmp_path / "book.epub", BODY))

    assert error.code == "damaged"
    assert "book.epub" in error.message


def test_a_full_disk_is_not_the_books_fault(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer goes through a temporary file: where there is none, or no room in it, that is said."""
    book = make_epub(tmp_path / "book.epub", BODY)
    reader_that("raise OSError(28, 'No space left on device')", tmp_path, monkeypatch)
    assert refused(book).code == "no-temporary-files"

    def refuse() -> None:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    error = refused(book)
    assert error.code == "no-temporary-files"
    assert "TMPDIR" in error.hint


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit that a process can set itself")
def test_a_reader_that_wants_all_memory_is_a_clear_error(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past its limit the process is refused memory, not the computer."""
    real = (
        Path(child.__file__)
        .read_text(encoding="utf-8")
        .replace("reader_for(path)(path, options)", "bytearray(2**40)")
    )
    reader_that(real.replace("from booksmith_module import confined, limits", _LIMITS), tmp_path, monkeypatch)

    assert refused(make_epub(tmp_path / "book.epub", BODY)).code == "too-large"


_LIMITS = f"""
import subprocess
import sys
sys.path.insert(0, {str(Path(child.__file__).parents[1])!r})
for name in [name for name in sys.modules if name.startswith("booksmith_module")]:
    del sys.modules[name]
from booksmith_module import confined, limits
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of address space")
def test_a_book_is_read_under_a_limit_that_somebody_else_has_set(make_epub: MakeEpub, tmp_path: Path) -> None:
    """As by ``ulimit -v``: a process may not raise it, and used to call the book damaged."""
    path = make_epub(tmp_path / "book.epub", [("One", "<p>Words.</p>")])
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30));"
        "from pathlib import Path; from booksmith_module.child import read_book;"
        "print(read_book(Path(sys.argv[1])).title)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        (sys.executable, "-c", script, str(path)), cwd=root, capture_output=True, text=True, check=False
    )
    assert done.stdout == "A Small Book\n", done.stderr


def test_an_answer_larger_than_the_limit_is_refused(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program that asked never has to hold more than was agreed."""
    monkeypatch.setattr(limits, "MAX_RESULT_BYTES", 100)

    (line,) = child._answer(make_epub(tmp_path / "book.epub", BODY), DEFAULTS)

    assert json.loads(line)["error"]["code"] == "too-large"


# --- manifests ---


def test_a_manifest_is_read(tmp_path: Path) -> None:
    """A .json file is a manifest, with or without the mark that Notepad writes."""
    book = read_epub(SAMPLE)
    (tmp_path / "a.json").write_text(json.dumps(to_json(book)), encoding="utf-8")
    (tmp_path / "b.JSON").write_text('{"title": "Ü", "chapters": [{"text": "Hello."}]}', encoding="utf-8-sig")

    assert read_book(tmp_path / "a.json") == book
    assert read_book(tmp_path / "b.JSON").title == "Ü"


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "bad-manifest"), (b"[", "bad-manifest"), (b"\xff\xfe{", "unreadable")]
)
def test_a_bad_manifest_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    """Empty, broken or not UTF-8: each with its reason."""
    path = tmp_path / "book.json"
    path.write_bytes(content)

    assert refused(path).code == code


def test_a_missing_manifest_and_a_folder_are_refused(tmp_path: Path) -> None:
    """A name that ends in .json need not be a file."""
    (tmp_path / "folder.json").mkdir()

    assert refused(tmp_path / "no.json").code == "not-found"
    assert refused(tmp_path / "folder.json").code in {"unreadable", "not-a-book"}
    assert refused(tmp_path).code == "not-a-book"
    assert refused(tmp_path / "no.epub").code == "not-found"


# --- other formats, through the other process ---

PROSE = "The rain had begun before anyone was awake, and it went on through the day.\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("book.txt", f"CHAPTER I\n\n{PROSE}".encode()),
        ("book.txt", f"CHAPTER I\r\n\r\n{PROSE}".encode("utf-16-le")),
        ("book.pdf", f"CHAPTER I\n\n{PROSE}".encode()),
        ("book.html", f"<h1>CHAPTER I</h1><p>{PROSE}".encode()),
        ("book", f"<!DOCTYPE html><h1>CHAPTER I</h1><p>{PROSE}".encode("utf-16")),
    ],
)
def test_texts_and_pages_are_read_by_what_they_are(tmp_path: Path, name: str, content: bytes) -> None:
    """The child finds the reader; the name has no say."""
    (tmp_path / name).write_bytes(content)

    assert read_book(tmp_path / name).chapters[0].text == f"CHAPTER I\n\n{PROSE.strip()}"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b" \n\t", "no-text"),
        (b"\0" * 5000, "no-text"),
        (b"<html></html>", "no-text"),
        (b"\xff\xd8\xff\xe0 a picture", "not-a-book"),
        (b"<fulfillmentToken>", "loan-ticket"),
        (b"\x01\x02\x03\x04" * 500, "not-a-book"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes, code: str) -> None:
    """Each with what it is and what to do."""
    path = tmp_path / "book.txt"
    path.write_bytes(content)

    assert refused(path).code == code
