"""A read-along book read back with nothing of ours: what is highlighted when, and what it says."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

SMIL = "{http://www.w3.org/ns/SMIL}"
OPF = "{http://www.idpf.org/2007/opf}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"


@dataclass(frozen=True)
class Played:
    """An element and the sound that goes with it."""

    document: str
    name: str
    text: str
    audio: str
    start_seconds: float
    end_seconds: float


def opened(content: bytes) -> ET.Element:
    """Parse a document of a book that was made by the tests or is one of the samples."""
    return ET.fromstring(content)  # noqa: S314


def package(book: zipfile.ZipFile) -> tuple[str, ET.Element]:
    """Return the package document's name and root."""
    container = opened(book.read("META-INF/container.xml"))
    name = next(container.iter(f"{CONTAINER}rootfile")).attrib["full-path"]
    return name, opened(book.read(name))


def items(book: zipfile.ZipFile) -> dict[str, tuple[str, ET.Element]]:
    """Return what the manifest lists by id, with its name in the container."""
    name, root = package(book)
    return {
        item.attrib["id"]: (resolved(name, item.attrib["href"]), item) for item in root.iter(f"{OPF}item")
    }


def resolved(file: str, address: str) -> str:
    """Return the name of a file of the container that another one names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(address)))


def seconds(clock: str) -> float:
    """Read a clock value."""
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def played(path: Path) -> list[Played]:
    """Return all that is shown and played, in order: the spine's documents, each as its overlay has it."""
    with zipfile.ZipFile(path) as book:
        listed = items(book)
        order = [reference.attrib["idref"] for reference in package(book)[1].iter(f"{OPF}itemref")]
        return [
            one
            for identifier in order
            if (overlay := listed[identifier][1].get("media-overlay"))
            for one in _of_document(book, listed[identifier][0], listed[overlay][0])
        ]


def _of_document(book: zipfile.ZipFile, document: str, overlay: str) -> Iterator[Played]:
    named = {
        element.attrib["id"]: element
        for element in opened(book.read(document)).iter()
        if "id" in element.attrib
    }
    for par in opened(book.read(overlay)).iter(f"{SMIL}par"):
        text, audio = par.find(f"{SMIL}text"), par.find(f"{SMIL}audio")
        assert text is not None
        assert audio is not None
        file, _, name = text.attrib["src"].partition("#")
        assert resolved(overlay, file) == document
        sound = resolved(overlay, audio.attrib["src"])
        assert book.getinfo(sound).file_size > 0
        clip = [seconds(audio.attrib[edge]) for edge in ("clipBegin", "clipEnd")]
        yield Played(document, name, "".join(named[name].itertext()), sound, clip[0], clip[1])


def letters(text: str) -> str:
    """Return what of a text can be heard."""
    return re.sub(r"[\W_]", "", text)
