"""Tokens: a well-formed document cut at its tags, so that it can be added to and is else left as it was.

A tree written out again is another document: entities, quotation marks, comments and the declaration are
gone. Here everything keeps its bytes, and places in it are counted as the reader of the book counts them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from html.entities import html5
from itertools import pairwise
from typing import Any, NamedTuple


class Kind(Enum):
    """What a stretch of markup is."""

    TEXT = "text"
    OPEN = "start tag"
    CLOSE = "end tag"
    EMPTY = "tag of an element with nothing in it"
    OTHER = "comment, declaration or instruction"


class Token(NamedTuple):
    """A stretch of markup.

    Attributes:
        kind: What it is.
        start: Where it begins in the markup.
        end: Where the next one begins.
        name: Of the element, without its prefix, in small letters; empty for what is no tag.
        at: Characters of text before it, counted from the beginning of the body.
    """

    kind: Kind
    start: int
    end: int
    name: str
    at: int


_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>"
    r"|<(?P<close>/?)(?P<name>[^\s/>!?]+)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>"
    r"|(?P<text>[^<]+)",
    re.DOTALL | re.IGNORECASE,
)
_BODY = re.compile(r"(?:[^\s:]+:)?body")
_REFERENCE = re.compile(r"&[^;\s&<]*;|\r\n?")


class TokenError(ValueError):
    """A document cannot be cut into tokens, or not as the reader of the book does it."""


def tokens_of(markup: str) -> Iterator[Token]:
    """Return the tokens of a whole document; the text before its body counts from 0 too.

    Raises:
        TokenError: There is something in it that is neither text nor a tag, such as a CDATA section.
    """
    place, at = 0, 0
    for match in _TOKEN.finditer(markup):
        if match.start() != place:
            break
        place = match.end()
        name = (match["name"] or "").rpartition(":")[2].lower()
        yield Token(_kind(match), match.start(), place, name, at)
        if match["text"] is not None:
            at += len(offsets(markup, match.start(), place)) - 1
    if place != len(markup):
        raise TokenError(f"no markup at character {place}")


def _kind(match: re.Match[str]) -> Kind:
    if match["text"] is not None:
        return Kind.TEXT
    if match["name"] is None:
        return Kind.OTHER
    if match["close"]:
        return Kind.CLOSE
    return Kind.EMPTY if match["rest"].endswith("/") else Kind.OPEN


def body_of(markup: str) -> list[Token]:
    """Return the tokens of the body, its own tags first and last, and its first character's `at` being 0.

    Of a document without a body they are those of its outermost element.

    Raises:
        TokenError: It cannot be cut.
    """
    tokens = list(tokens_of(markup))
    tags = [n for n, token in enumerate(tokens) if token.kind in {Kind.OPEN, Kind.EMPTY}]
    first = next((n for n in tags if _is_body(markup, tokens[n])), next(iter(tags), None))
    if first is None:
        raise TokenError("no element")
    depth, begin = 0, tokens[first].at
    for last in range(first, len(tokens)):
        depth += (tokens[last].kind is Kind.OPEN) - (tokens[last].kind is Kind.CLOSE)
        if depth == 0:
            return [token._replace(at=token.at - begin) for token in tokens[first : last + 1]]
    raise TokenError("the body does not end")


def _is_body(markup: str, token: Token) -> bool:
    return token.name == "body" and _BODY.match(markup, token.start + 1) is not None


def offsets(markup: str, start: int, end: int) -> Sequence[int]:
    """Return where each character of a text stands in the markup, and at last where the text ends.

    References and ends of lines are counted as the reader counts them (`parse_markup`): ``&nbsp;`` and
    ``&#160;`` are one character, and so are the two bytes that end a line on Windows.
    """
    found: list[int] = []
    read = start
    for match in _REFERENCE.finditer(markup, start, end):
        found += range(read, match.start())
        found += [match.start()] * len(character_of(match.group()))
        read = match.end()
    return [*found, *range(read, end + 1)] if found else range(start, end + 1)


def character_of(reference: str) -> str:
    """Return what a reference such as ``&eacute;`` stands for; itself where it is none."""
    if reference in {"\r", "\r\n"}:
        return "\n"
    if reference.startswith("&#"):
        return html.unescape(reference)
    return html5.get(reference[1:], reference)


def text_of(markup: str, start: int, end: int) -> str:
    """Return a stretch of text with characters for references."""
    return _REFERENCE.sub(lambda match: character_of(match.group()), markup[start:end])


def text_between(markup: str, tokens: Iterable[Token]) -> str:
    """Return the text of some tokens, with characters for references."""
    return "".join(text_of(markup, token.start, token.end) for token in tokens if token.kind is Kind.TEXT)


def find_places(tokens: Iterable[Token], places: Collection[str]) -> dict[str, int]:
    """Return the numbers of the start tags that places such as ``body/div[2]/p[1]`` name.

    Args:
        tokens: Of a body; see `body_of`.
        places: As the sources of blocks have them. Those that are not there are left out.
    """
    found: dict[str, int] = {}
    tree = _tree(places)
    # What is looked for below each open element, and how many like-named children it has had so far.
    open_elements: list[tuple[dict[str, Any], dict[str, int]]] = []
    for number, token in enumerate(tokens):
        if token.kind is Kind.CLOSE:
            open_elements.pop()
        elif token.kind in {Kind.OPEN, Kind.EMPTY}:
            wanted = _below(open_elements[-1], token.name) if open_elements else tree.get(token.name)
            for place in (wanted or {}).get("", ()):
                found[place] = number
            if token.kind is Kind.OPEN:
                open_elements.append((wanted or {}, {}))
    return found


def _below(parent: tuple[dict[str, Any], dict[str, int]], name: str) -> Any:
    wanted, seen = parent
    if not wanted:
        return None
    seen[name] = seen.get(name, 0) + 1
    return wanted.get(f"{name}[{seen[name]}]")


def _tree(places: Iterable[str]) -> dict[str, Any]:
    """Places by their steps, each at the key ``""`` of its last one."""
    tree: dict[str, Any] = {}
    for place in places:
        node = tree
        for step in place.split("/"):
            node = node.setdefault(step, {})
        node[""] = (place,)
    return tree


def spliced(markup: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """Return a document with stretches of it replaced; see `booksmith_module.alignment.rewrite`.

    Raises:
        TokenError: Two changes are of the same stretch.
    """
    ordered = sorted(changes, key=lambda change: change[:2])
    if any(earlier[1] > later[0] for earlier, later in pairwise(ordered)):
        raise TokenError("two changes of the same stretch")
    parts: list[str] = []
    read = 0
    for start, end, replacement in ordered:
        parts += (markup[read:start], replacement)
        read = end
    return "".join([*parts, markup[read:]])
