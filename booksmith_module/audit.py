"""Audit: are all words of a file read or listed as skipped? A second, independent extractor is asked.

It knows nothing of chapters, notes or roles: it takes the tags out of the markup and counts what is left.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from booksmith_module.book import Block, Book
from booksmith_module.joins import Join, find_joins

_NEVER_SHOWN = re.compile(
    r"<(head|script|style|template)\b(?:[^>]*/>|.*?</\1\s*>)|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>",
    re.DOTALL | re.IGNORECASE,
)
# A tag may have a ">" in a value, but only in quotation marks that are closed.
_REST_OF_TAG = r"""(?:[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*|[^<>]*)>"""
_TAG = re.compile(f"<[/!a-zA-Z]{_REST_OF_TAG}")
_PICTURE = re.compile(rf"<img\b{_REST_OF_TAG}", re.IGNORECASE)
_DESCRIPTION = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")
_UNSPOKEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Audit:
    """What became of the words of a file.

    Attributes:
        words: How many words the file has, as pieces between spaces, marks and tags.
        narrated: How many are in divisions that are read.
        joins: Words that are cut in another way in the file: a drop cap, a hyphen at the end of a line.
        missing: Pieces that are neither read nor listed, with how often.
        extra: Words that are read or listed, and not in the file.
    """

    words: int
    narrated: int
    joins: tuple[Join, ...]
    missing: Counter[str]
    extra: Counter[str]

    @property
    def is_balanced(self) -> bool:
        """Whether every word is accounted for, once."""
        return not (self.missing or self.extra)


def markup_pieces(text: str) -> list[str]:
    """Return the words of an HTML or XHTML document, cut at every tag, in order.

    What a picture shows in words is among them.
    """
    text = _CDATA.sub(lambda match: html.escape(match.group(1)), text)
    text = _NEVER_SHOWN.sub(" ", text)
    text = _PICTURE.sub(_described, text)
    return plain_pieces(html.unescape(_TAG.sub("\0", text)))


def _described(picture: re.Match[str]) -> str:
    found = _DESCRIPTION.search(picture.group())
    return f"\0{next(filter(None, found.groups()), '')}\0" if found else "\0"


def plain_pieces(text: str) -> list[str]:
    """Return the words of a text in order: runs of letters and digits."""
    if text.isascii():
        return _WORD.findall(text)
    return _WORD.findall(unicodedata.normalize("NFKC", text.translate(_UNSPOKEN)))


def audit(source: Sequence[str], book: Book, hidden: Counter[str] | None = None) -> Audit:
    """Compare the pieces of a file with what is read and what is listed as skipped.

    Args:
        source: From `markup_pieces` or `plain_pieces`, in order.
        book: As read from that file.
        hidden: Words that are in the file, but may well not be read nor listed.
    """
    narrated = [p for c in book.chapters if c.enabled for p in _pieces_of(c.blocks)]
    other = [p for c in book.chapters if not c.enabled for p in _pieces_of(c.blocks)]
    listed = [p for s in book.skipped for p in plain_pieces(s.text)]
    told = Counter(chain(narrated, other, listed))
    joins, missing, extra = find_joins(source, told)
    return Audit(len(source), len(narrated), joins, missing, extra - (hidden or Counter()))


def _pieces_of(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        yield from plain_pieces(block.text)
