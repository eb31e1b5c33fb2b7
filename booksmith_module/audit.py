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

from booksmith_module.book import Block, BlockKind, Book

_DESCRIPTION = "image description"
_LETTERS_AND_DIGITS = frozenset(("Lu", "Ll", "Lt", "Lo", "Nd", "Nl", "No"))
_NEVER_SHOWN = re.compile(
    r"<(head|script|style|template)\b(?:[^>]*/>|.*?</\1\s*>)|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>",
    re.DOTALL | re.IGNORECASE,
)
# A picture of a first letter, and the rest of its word. That letter is read.
_DRAWN_LETTER = re.compile(
    r"<(?i:img)\b[^>]*?\b(?i:alt)\s*=\s*([\"'])\s*(?P<letter>[“‘«„]? ?[^\W\d_a-zß-ÿ])\s*\1[^>]*>"
    r"(?=(?:\s|<[^>]*>)*(?:[a-zß-ÿ'’]|[A-ZÀ-Þ]{2}))",
)
_TAG = re.compile(r"<[/!a-zA-Z][^>]*>", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")
_UNSPOKEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Audit:
    """What became of the words of a file.

    Attributes:
        words: How many words the file has, as pieces between spaces, marks and tags.
        narrated: How many are in divisions that are read.
        joined: Words that are cut in another way in the file: a drop cap, a hyphen at the end of a line.
        missing: Pieces that are neither read nor listed, with how often.
        extra: Words that are read or listed, and not in the file.
    """

    words: int
    narrated: int
    joined: int
    missing: Counter[str]
    extra: Counter[str]

    @property
    def is_balanced(self) -> bool:
        """Whether every word is accounted for, once."""
        return not (self.missing or self.extra)


def markup_pieces(text: str) -> list[str]:
    """Return the words of an HTML or XHTML document, cut at every tag, in order."""
    text = _CDATA.sub(lambda match: html.escape(match.group(1)), text)
    text = _NEVER_SHOWN.sub(" ", text)
    text = _DRAWN_LETTER.sub(lambda match: f"{match['letter']}\0", text)
    return plain_pieces(html.unescape(_TAG.sub("\0", text)))


def plain_pieces(text: str) -> list[str]:
    """Return the words of a text in order: runs of letters and digits."""
    return _WORD.findall(unicodedata.normalize("NFKC", text.translate(_UNSPOKEN)))


def audit(source: Sequence[str], book: Book, *, has_descriptions: bool = False) -> Audit:
    """Compare the pieces of a file with what is read and what is listed as skipped.

    Args:
        source: From `markup_pieces` or `plain_pieces`, in order.
        book: As read from that file.
        has_descriptions: Whether descriptions of pictures are in the text, not in attributes of markup.
    """
    narrated = [p for c in book.chapters if c.enabled for p in _pieces_of(c.blocks, has_descriptions)]
    other = [p for c in book.chapters if not c.enabled for p in _pieces_of(c.blocks, has_descriptions)]
    in_text = (s for s in book.skipped if has_descriptions or s.kind != _DESCRIPTION)
    listed = [p for s in in_text for p in plain_pieces(s.text)]
    told = Counter(narrated) + Counter(other) + Counter(listed)
    found = Counter(source)
    missing, extra = found - told, told - found
    joined = _join(source, missing, extra)
    if _letters(missing) == _letters(
        extra
    ):  # cut elsewhere: a mark at a word, a hyphen before a running head
        joined += extra.total()
        missing, extra = Counter(), Counter()
    return Audit(len(source), len(narrated), joined, +missing, +extra)


def _letters(words: Counter[str]) -> Counter[str]:
    """How often each letter is in words, accents apart: some fonts have them as signs of their own."""
    text = unicodedata.normalize("NFKD", "".join(words.elements()))
    return Counter(c for c in text if unicodedata.category(c) in _LETTERS_AND_DIGITS)


def _pieces_of(blocks: Iterable[Block], has_descriptions: bool) -> Iterable[str]:  # noqa: FBT001
    for block in blocks:
        if has_descriptions or block.kind is not BlockKind.IMAGE_DESCRIPTION:
            yield from plain_pieces(block.text)


def _join(source: Sequence[str], missing: Counter[str], extra: Counter[str]) -> int:
    """Take from both sides the words that are neighbouring pieces put together; return how many."""
    joined = 0
    by_first: dict[str, list[str]] = {}
    for word in extra:
        by_first.setdefault(word[0], []).append(word)
    for start, piece in enumerate(source):
        if not missing[piece]:
            continue
        for word in by_first.get(piece[0], ()):
            pieces = _spelling(word, source, start) if extra[word] and word.startswith(piece) else []
            if pieces and all(missing[piece] >= count for piece, count in Counter(pieces).items()):
                missing.subtract(pieces)
                extra[word] -= 1
                joined += 1
                break
    return joined


def _spelling(word: str, source: Sequence[str], start: int) -> list[str]:
    """The pieces from a place on that make a word; none if they do not."""
    pieces: list[str] = []
    length = 0
    while length < len(word) and start + len(pieces) < len(source):
        piece = source[start + len(pieces)]
        if not word.startswith(piece, length):
            return []
        pieces.append(piece)
        length += len(piece)
    return pieces if length == len(word) and len(pieces) > 1 else []
