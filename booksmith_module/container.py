"""Zip containers of books: each entry read within limits, in memory, and nothing unpacked."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path
from types import TracebackType

from booksmith_module import limits
from booksmith_module.errors import BookError

UNREADABLE = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a damaged, encrypted or exotically compressed entry raises."""


def swells(entry: zipfile.ZipInfo, content: bytes) -> bool:
    """Return whether an entry unpacks to more than any text of its packed size does."""
    return (
        len(content) >= limits.SWELLING_FROM_BYTES
        and len(content) > limits.MAX_SWELLING * entry.compress_size
    )


class Container:
    """A zip container open for reading.

    Attributes:
        names: Its entries, with slashes whatever system wrote them.
    """

    def __init__(self, path: Path) -> None:
        """Open a container.

        Raises:
            BookError: It is damaged or holds more entries than a book may.
        """
        self._path = path
        self._read_bytes = 0
        try:
            self._zip = zipfile.ZipFile(path)
        except UNREADABLE as err:
            raise self._damaged("its zip container is corrupt or cut short") from err
        self._entries = {name.replace("\\", "/").lstrip("/"): name for name in self._zip.namelist()}
        self.names = tuple(self._entries)
        if len(self._zip.namelist()) > limits.MAX_ZIP_ENTRIES:
            self._zip.close()
            raise BookError(
                "too-large",
                f"{path.name} holds {len(self.names):,} files, more than any book",
                "If this is a real book, split it into volumes first.",
            )

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """Return an entry, however much its header says it is.

        Raises:
            BookError: It is missing or damaged, or larger than the limits allow.
        """
        most = limits.MAX_DOCUMENT_BYTES
        try:
            with self._zip.open(self._entries[name]) as stream:
                content = stream.read(most + 1)
        except KeyError as err:
            raise self._damaged(f"{name} is not in it") from err
        except UNREADABLE as err:
            raise self._damaged(f"{name} in it cannot be read") from err
        self._read_bytes += len(content)
        is_swollen = swells(self._zip.getinfo(self._entries[name]), content)
        if is_swollen or len(content) > most or self._read_bytes > limits.MAX_INFLATED_BYTES:
            raise BookError(
                "too-large",
                f"{name} in {self._path.name} is too large to be part of a book",
                "If this is a real book, split it into volumes first.",
            )
        return content

    def _damaged(self, reason: str) -> BookError:
        return BookError(
            "damaged", f"{self._path.name} is damaged: {reason}", "Download or copy the book again."
        )
