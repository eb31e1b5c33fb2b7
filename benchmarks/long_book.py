"""A book of any length: the sample's text again and again, no paragraph the same twice."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "five-teaspoons-of-rain.epub"
CHARACTERS_PER_HOUR = 51_000
"""Of the draft voice with its pauses, measured on the sample; the benchmark reports the real length."""
_CHAPTER_CHARACTERS = 25_000
_DIGITS = ("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

_CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
_PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">{title}</dc:identifier>
<dc:title>{title}</dc:title><dc:language>en-GB</dc:language><dc:creator>VOX-1</dc:creator></metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>{items}</manifest>
<spine>{spine}</spine></package>"""
_PAGE = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title>{title}</title></head><body>{body}</body></html>"""


def sample_paragraphs() -> list[str]:
    """Return the sample's paragraphs as text."""
    with zipfile.ZipFile(SAMPLE) as book:
        names = sorted(name for name in book.namelist() if "chapter-" in name)
        pages = [book.read(name).decode("utf-8") for name in names]
    found = re.findall(r"<p[^>]*>(.*?)</p>", "\n".join(pages), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", paragraph).split()) for paragraph in found]


def build(
    path: Path, hours: float, characters_per_hour: float = CHARACTERS_PER_HOUR, names: Sequence[str] = ()
) -> None:
    """Write an EPUB that a voice, the draft voice unless told otherwise, reads in about so many hours.

    Args:
        path: Where.
        hours: Of audio.
        characters_per_hour: Of the voice.
        names: Each is put into one sentence more, all of them evenly over the book.
    """
    paragraphs = sample_paragraphs()
    wanted = hours * characters_per_hour
    places = [(number + 0.5) * wanted / len(names) for number in range(len(names))]
    to_come = list(zip(places, names, strict=True))[::-1]
    chapters: list[list[str]] = []
    written = used = 0
    while written < wanted:
        chapter: list[str] = []
        size = 0
        while size < _CHAPTER_CHARACTERS and written < wanted:
            text = f"{paragraphs[used % len(paragraphs)]} {_in_words(used + 1)}."
            if to_come and written >= to_come[-1][0]:
                text += f" Nobody had asked {to_come.pop()[1]} about it."
            chapter.append(text)
            used += 1
            size += len(text)
            written += len(text)
        chapters.append(chapter)
    _write(path, f"{hours:g} hours", chapters)


def _in_words(number: int) -> str:
    """A number in words, digit by digit: digits would make every paragraph one with numbers in it."""
    return " ".join(_DIGITS[int(digit)] for digit in str(number)).capitalize()


def build_short(path: Path, chapters: int, paragraphs: int) -> None:
    """Write an EPUB of some chapters of a few of the sample's paragraphs each."""
    texts = sample_paragraphs()
    _write(path, "short", [texts[n * paragraphs : (n + 1) * paragraphs] for n in range(chapters)])


def _write(path: Path, title: str, chapters: list[list[str]]) -> None:
    numbers = range(1, len(chapters) + 1)
    links = "".join(f'<li><a href="c{n}.xhtml">Chapter {n}</a></li>' for n in numbers)
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in numbers
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", _CONTAINER)
        book.writestr("package.opf", _PACKAGE.format(title=title, items=items, spine=spine))
        nav = f'<nav epub:type="toc"><ol>{links}</ol></nav>'
        book.writestr("nav.xhtml", _PAGE.format(title=title, body=nav))
        for number, chapter in zip(numbers, chapters, strict=True):
            body = f"<h1>Chapter {number}</h1>" + "".join(f"<p>{text}</p>" for text in chapter)
            book.writestr(f"c{number}.xhtml", _PAGE.format(title=title, body=body))
