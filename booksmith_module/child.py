"""Reading in a child process: bounded in time and memory, so that no book can take VOX-1 down.

Run as ``python -m booksmith_module.child BOOK OPTIONS``, it writes to its standard output either
``{"error": ...}``, or the book's manifest in lines of JSON: all but the chapters, and how many they
are, then a chapter a line, so that a long book is never held twice.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO

from booksmith_module import confined, limits
from booksmith_module.book import Book
from booksmith_module.detect import check_file, reader_for
from booksmith_module.errors import BookError
from booksmith_module.manifest import from_json, loads, to_json
from booksmith_module.nature import Nature, nature_of
from booksmith_module.options import DEFAULTS, ReadingOptions
from booksmith_module.shelved import ShelvedChapters
from booksmith_module.unread import chosen

_MODULE = "booksmith_module.child"
_OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""Python's 700 would look through a growing book again and again."""


def read_book(
    path: Path,
    options: ReadingOptions = DEFAULTS,
    watch: Callable[[], None] = lambda: None,
) -> Book:
    """Read a book file, or a manifest, without letting it do harm.

    Args:
        path: The file.
        options: What of it is read; a manifest says that itself, but for the kinds that are switched.
        watch: Called again and again meanwhile; the reading ends if it raises.

    Raises:
        BookError: It cannot be read, with the reason and what to do.
    """
    if path.suffix.lower() == ".json":
        return chosen(_read_manifest(path), options)
    check_file(path)
    answer = _unnamed_file()
    try:
        with _unnamed_file() as complaints:
            confined.run(_MODULE, path, [options.to_json()], (answer, complaints), watch)
            return _book(path, answer, complaints)
    except BaseException:
        answer.close()
        raise


def _unnamed_file() -> IO[bytes]:
    try:
        return tempfile.TemporaryFile()
    except OSError as err:
        raise _no_temporary_files(str(err)) from err


def _no_temporary_files(reason: str) -> BookError:
    return BookError(
        "no-temporary-files",
        f"No temporary file could be written: {reason}",
        "Free some space on the system's disk, or let the variable TMPDIR (TEMP on Windows) name another"
        " folder.",
    )


def _book(path: Path, answer: IO[bytes], complaints: IO[bytes]) -> Book:
    """The book that a child answered, or the error; a child that died or talks nonsense is an error too.

    Its chapters stay in the file that the child wrote.
    """
    answer.seek(0)
    try:
        manifest = json.loads(answer.readline())
        if "error" not in manifest:
            chapters = ShelvedChapters(answer, manifest["chapters"])
            return replace(from_json({**manifest, "chapters": []}), chapters=chapters)
        error = BookError(**manifest["error"])
    except (BookError, RecursionError, TypeError, ValueError) as err:
        complaints.seek(0)
        reason = complaints.read().decode("utf-8", "replace").strip().splitlines()[-1:] or ["it ended early"]
        if "No space left" in reason[0]:
            raise _no_temporary_files(reason[0]) from err
        raise BookError(
            "damaged",
            f"{path.name} could not be read ({reason[0]})",
            "The file may be damaged. Open and save it again in Calibre's editor.",
        ) from err
    raise error


def _read_manifest(path: Path) -> Book:
    try:
        if path.stat().st_size > limits.MAX_MANIFEST_BYTES:
            raise BookError(
                "too-large",
                f"{path.name} is larger than {limits.MAX_MANIFEST_BYTES >> 20} MB, too large for a manifest",
                "Split the book, or choose the book file itself.",
            )
        return loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as err:
        raise BookError("not-found", f"There is no file {path}", "Check the name and the folder.") from err
    except (OSError, UnicodeDecodeError) as err:
        raise BookError(
            "unreadable", f"{path} cannot be read: {err}", "Check that you may read it and that it is UTF-8."
        ) from err


def main(argv: list[str]) -> int:
    """Read the book named on the command line and answer on standard output."""
    confined.bound_memory()
    # Libraries print; only the answer may stand on standard output.
    with contextlib.redirect_stdout(sys.stderr):
        lines = _answer(Path(argv[1]), ReadingOptions.from_json(argv[2]))
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _answer(path: Path, options: ReadingOptions) -> list[str]:
    try:
        book = chosen(reader_for(path)(path, options), options)
        # What Calibre made was counted while it was there.
        if options.audit and nature_of(path) is not Nature.CALIBRE:
            book = _recounted(path, book, options)
        manifest = to_json(book)
        chapters = manifest.pop("chapters")
        lines = [json.dumps(part) for part in ({**manifest, "chapters": len(chapters)}, *chapters)]
    except BookError as err:
        return [_refusal(err)]
    except MemoryError:
        return [_refusal(_too_large(path))]
    return lines if sum(map(len, lines)) <= limits.MAX_RESULT_BYTES else [_refusal(_too_large(path))]


def _recounted(path: Path, book: Book, options: ReadingOptions) -> Book:
    from booksmith_module.recount import recounted  # noqa: PLC0415  # only the child loads parsers

    return recounted(path, book, options)


def _refusal(err: BookError) -> str:
    return json.dumps({"error": {"code": err.code, "message": err.message, "hint": err.hint}})


def _too_large(path: Path) -> BookError:
    return BookError(
        "too-large",
        f"{path.name} needs more memory than a book may",
        "If this is a real book, split it into volumes first.",
    )


if __name__ == "__main__":
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    sys.exit(main(sys.argv))
