"""Books in other formats, turned into EPUB by the user's own Calibre.

`ebook-convert` (https://manual.calibre-ebook.com/generated/en/ebook-convert.html) is a program apart: it
runs in a folder of its own, without a shell and for a limited time, and only its EPUB is read.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from booksmith_module import limits
from booksmith_module.book import Book
from booksmith_module.errors import BookError
from booksmith_module.options import DEFAULTS, ReadingOptions
from booksmith_module.readers.epub import read_epub
from booksmith_module.readers.single import name_of
from booksmith_module.recount import recounted

_PROGRAM = "ebook-convert"
_USUAL_PLACES = (
    r"C:\Program Files\Calibre2\ebook-convert.exe",
    r"C:\Program Files (x86)\Calibre2\ebook-convert.exe",
    r"C:\Program Files\Calibre\ebook-convert.exe",
    "/Applications/calibre.app/Contents/MacOS/ebook-convert",
    "/opt/calibre/ebook-convert",
)
MAX_SECONDS = 100.0
"""How long a conversion may take: less than reading may, so that the reason is said."""
_DRM = re.compile(r"\bDRM\b|DRMError|is encrypted|encrypted book", re.IGNORECASE)
_DRM_HINT = "VOX-1 reads unprotected books only. Ask the shop for an edition without DRM."
# The first bytes decide how Calibre reads a file, but it asks the name's ending first.
_ENDINGS = (
    (b"{\\rtf", ".rtf"),
    (b"ITOLITLS", ".lit"),
    (b"ITSF", ".chm"),
    (b"L\0R\0F\0", ".lrf"),
    (b"\xb0\x0c\xb0\x0c", ".rb"),
    (b"!!8-Bit!!", ".tcr"),
    (b"TPZ", ".azw1"),
    (b"AT&TFORM", ".djvu"),
)


def read_through_calibre(path: Path, options: ReadingOptions = DEFAULTS) -> Book:
    """Read a book in a format that Calibre knows.

    An audit counts the words of what Calibre made, for that file is gone afterwards.

    Raises:
        BookError: Calibre is missing, fails or takes too long, or the book is protected.
    """
    with path.open("rb") as stream:
        beginning = stream.read(2**16)
    if is_encrypted_kindle(beginning):
        raise _protected(path)
    program = find_calibre()
    if program is None:
        raise BookError(
            "needs-calibre",
            f"{path.name} is a book in a format that only Calibre can convert, and Calibre was not found",
            "Install Calibre from calibre-ebook.com (it is free), or convert the book to EPUB.",
        )
    # Windows keeps files of a program that was ended open for a moment.
    with tempfile.TemporaryDirectory(prefix="vox1-calibre-", ignore_cleanup_errors=True) as folder:
        # Names of its own: the book's may begin with a dash or hold what no other program understands.
        source = Path(folder, f"book{_ending(path, beginning)}")
        converted = Path(folder, "converted.epub")
        shutil.copyfile(path, source)
        _convert(path, program, source, converted)
        book = read_epub(converted, options)
        if options.audit:
            book = recounted(converted, book, options)
    is_unnamed = book.title in {"book", "converted", "Unknown"}
    authors = tuple(author for author in book.authors if author != "Unknown")
    return replace(book, title=name_of(path) if is_unnamed else book.title, authors=authors)


def find_calibre() -> Path | None:
    """Return where Calibre's converter is, or None where it is not installed."""
    found = shutil.which(_PROGRAM)
    places = [Path(found)] if found else [Path(place) for place in _USUAL_PLACES]
    return next((place for place in places if place.is_file()), None)


def is_encrypted_kindle(beginning: bytes) -> bool:
    """Return whether the header of a Kindle book says that its text is encrypted.

    The first record's offset is at 78 in the Palm database; the kind of encryption is at 12 in the record
    (https://wiki.mobileread.com/wiki/MOBI#PalmDOC_Header).
    """
    if beginning[60:68] not in {b"BOOKMOBI", b"TEXtREAd"}:
        return False
    record = int.from_bytes(beginning[78:82], "big")
    return int.from_bytes(beginning[record + 12 : record + 14], "big") in {1, 2}


def _protected(path: Path) -> BookError:
    return BookError("drm", f"{path.name} is protected by DRM, so its text is encrypted", _DRM_HINT)


def _ending(path: Path, beginning: bytes) -> str:
    """The name's ending for Calibre: by the file's signature, else as it is, if it is plain."""
    if beginning[60:68] == b"BOOKMOBI":
        return ".mobi"
    by_signature = next((ending for start, ending in _ENDINGS if beginning.startswith(start)), "")
    own = path.suffix.lower()
    is_plain = re.fullmatch(r"\.[a-z0-9]{1,5}", own) is not None
    if by_signature or not is_plain or own in {".zip", ".txt"}:
        return by_signature or _by_content(beginning)
    return own


def _by_content(beginning: bytes) -> str:
    if beginning[60:68].strip(b"\0"):
        return ".pdb" if not beginning.startswith((b"PK", b"<", b"\xef\xbb\xbf")) else _of_markup(beginning)
    return _of_markup(beginning)


def _of_markup(beginning: bytes) -> str:
    return ".odt" if b"opendocument.text" in beginning[:200] else ".fb2"


def _convert(path: Path, program: Path, source: Path, converted: Path) -> None:
    """Run the converter.

    Raises:
        BookError: It cannot be started, fails, or takes too long.
    """
    with tempfile.TemporaryFile() as output:
        try:
            status = _run([str(program), str(source), str(converted)], source.parent, output.fileno())
        except subprocess.TimeoutExpired as err:
            raise BookError(
                "too-slow",
                f"Calibre took longer than {MAX_SECONDS:.0f} seconds to convert {path.name}",
                "Convert the book to EPUB in Calibre itself, and choose the EPUB.",
            ) from err
        except OSError as err:
            raise BookError(
                "calibre-failed",
                f"Calibre could not be started ({err.strerror or err})",
                "Install Calibre again, or convert the book to EPUB on another computer.",
            ) from err
        output.seek(0)
        said = output.read(2**20).decode("utf-8", "replace")
    if status != 0 or not converted.is_file() or not converted.stat().st_size:
        raise _protected(path) if _DRM.search(said) else _failed(path, said)
    if converted.stat().st_size > limits.MAX_FILE_BYTES:
        raise BookError(
            "too-large",
            f"{path.name} is larger than a book may be",
            "If this is a real book, split it first.",
        )


def _failed(path: Path, said: str) -> BookError:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reason = lines[-1][:200] if lines else "it did not say why"
    return BookError(
        "calibre-failed",
        f"Calibre could not convert {path.name} ({reason})",
        "Try it in Calibre itself; the file may be damaged.",
    )


def _run(command: list[str], folder: Path, output: int) -> int:
    """Run a program to its end, or end it with all that it started.

    Raises:
        OSError: It cannot be started.
        subprocess.TimeoutExpired: It did not end in time.
    """
    # Calibre bounds itself; what it needs is more address space than reading may have.
    with (
        subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "CALIBRE_TEMP_DIR": str(folder), "PYTHONPATH": ""},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as process,
        _ended_with_us(process),
    ):
        return process.wait(timeout=MAX_SECONDS)


@contextlib.contextmanager
def _ended_with_us(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process and all that it started if we leave before it does."""
    try:
        yield
    except BaseException:
        end_tree(process)
        raise


def end_tree(process: subprocess.Popen[bytes]) -> None:
    """End a process that leads a session of its own, and all that it started."""
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)],  # noqa: S607 - a part of Windows
            check=False,
            capture_output=True,
        )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
