"""Runs: the stretches of markup that can each be enclosed by one element, for a stretch of text.

A media overlay highlights one element at a time. A sentence that begins inside an ``<i>`` and ends after it
cannot be in one element, so it is as few runs as the markup allows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from booksmith_module.book import is_sayable
from vox1.outputs.readalong.tokens import Kind, Token, offsets, text_of

_SET_APART = frozenset(("audio", "button", "canvas", "iframe", "map", "math", "noscript", "object"))
_SEEN = frozenset(("script", "select", "svg", "template", "textarea", "video", "style"))
WHOLE = _SET_APART | _SEEN
"""Elements that are never narrated and whose inside is of no concern: a run may go around them."""
# fmt: off
_PHRASES = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del",
    "dfn", "em", "embed", "font", "i", "img", "input", "ins", "kbd", "label", "mark", "meter",
    "nobr", "output", "param", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp",
    "small", "source", "span", "strike", "strong", "sub", "sup", "time", "track", "tt", "u", "var",
    "wbr",
))
# fmt: on
ENCLOSABLE = _PHRASES | WHOLE
"""What a ``<span>`` may hold: https://html.spec.whatwg.org/multipage/dom.html#phrasing-content, and what
older books have in its place."""


@dataclass(slots=True)
class Run:
    """A stretch of markup that one element can enclose.

    Attributes:
        start: Where it begins in the markup.
        end: Where it ends.
        characters: Of text in it that can be seen.
        is_sayable: Whether there is a letter or a digit in it.
        inner: The run inside the only element that it consists of; None where it is more than one element.
        name: Of that element.
    """

    start: int
    end: int
    characters: int
    is_sayable: bool
    inner: Run | None = None
    name: str = ""

    @property
    def innermost(self) -> Run:
        """The same text, inside of all elements that have no other: they keep their places in the tree."""
        run = self
        while run.inner:
            run = run.inner
        return run


@dataclass(slots=True)
class _Level:
    """An element that is open inside the stretch, or the one that the stretch begins in.

    Attributes:
        opened: Its start tag; None for one that began before the stretch.
        is_enclosable: Whether a run may hold the whole of it.
        run: The run that goes on.
        done: Runs that are complete.
    """

    opened: Token | None
    is_enclosable: bool
    run: Run | None = None
    done: list[Run] = field(default_factory=list)

    def cut(self) -> None:
        """Complete the run that goes on."""
        if self.run:
            self.done.append(self.run.innermost)
            self.run = None


@dataclass(frozen=True, slots=True)
class _Text:
    """A text between two tags.

    Attributes:
        start: Where it begins in the markup.
        places: Where each of its characters stands there, and at last where it ends.
        first: Number of its first character that can be seen.
        last: Number of the character after the last one.
    """

    start: int
    places: Sequence[int]
    first: int
    last: int


class Runs:
    """The runs of stretches of a document's text.

    Args:
        markup: The document.
        tokens: Of its body.
    """

    def __init__(self, markup: str, tokens: Sequence[Token]) -> None:
        self._markup = markup
        self._tokens = tokens
        self._begins = [token.at for token in tokens]
        self._looked_at = _Text(-1, (), 0, 0)

    def of(self, start: int, end: int) -> list[Run]:
        """Return the runs of a stretch of text in order, none of them without a letter or a digit.

        Args:
            start: First character, counted in the body's text.
            end: The character after the last.
        """
        first, last = self._holding(start), self._holding(end - 1)
        levels = [_Level(None, is_enclosable=False)]
        done: list[Run] = []
        skipped_depth = 0
        for token in self._tokens[self._before(first, start) : self._after(last, end)]:
            if skipped_depth or (token.name in WHOLE and token.kind is Kind.OPEN):
                skipped_depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            elif token.kind is Kind.TEXT:
                self._take(levels[-1], token, start, end)
            elif token.kind is Kind.OPEN:
                self._open(levels, token)
            elif token.kind is Kind.EMPTY:
                self._pass(levels, token)
            elif token.kind is Kind.CLOSE:
                done += self._close(levels, token)
        for level in levels:
            level.cut()
            done += level.done
        sayable = [run for run in done if run.is_sayable]
        return sorted(sayable or done[:1], key=lambda run: run.start)

    def _holding(self, at: int) -> int:
        """The number of the text that holds a character."""
        number = bisect_right(self._begins, at) - 1
        while self._tokens[number].kind is not Kind.TEXT:
            number -= 1
        return number

    def _before(self, number: int, start: int) -> int:
        """The first token to look at: with the tags of elements that have no text before the stretch."""
        token = self._tokens[number]
        if self._text(token).first < start - token.at:
            return number
        while number and self._is_mere_tag(self._tokens[number - 1], Kind.OPEN):
            number -= 1
        return number

    def _after(self, number: int, end: int) -> int:
        """The number after the last token to look at, as `_before`."""
        token, number = self._tokens[number], number + 1
        if self._text(token).last > end - token.at:
            return number
        while number < len(self._tokens) and self._is_mere_tag(self._tokens[number], Kind.CLOSE):
            number += 1
        return number

    def _is_mere_tag(self, token: Token, kind: Kind) -> bool:
        if token.kind is Kind.TEXT:
            return self._markup[token.start : token.end].isspace()
        return token.kind is Kind.OTHER or (token.kind is kind and token.name in _PHRASES)

    def _text(self, token: Token) -> _Text:
        """What is known of a text; of the last one only, for most have one or two sentences in them."""
        if self._looked_at.start != token.start:
            text = text_of(self._markup, token.start, token.end)
            self._looked_at = _Text(
                token.start,
                offsets(self._markup, token.start, token.end),
                len(text) - len(text.lstrip()),
                len(text.rstrip()),
            )
        return self._looked_at

    def _visible(self, token: Token, start: int, end: int) -> tuple[int, int, str]:
        """Where the visible part of some of a text's characters stands in the markup, and that part."""
        places = self._text(token).places
        first, last = (min(max(at - token.at, 0), len(places) - 1) for at in (start, end))
        text = text_of(self._markup, places[first], places[last])
        first += len(text) - len(text.lstrip())
        return places[first], places[first + len(text.strip())], text.strip()

    def _take(self, level: _Level, token: Token, start: int, end: int) -> None:
        first, last, text = self._visible(token, start, end)
        if not text:
            return
        if level.run is None:
            level.run = Run(first, last, len(text), is_sayable(text))
        else:
            self._extend(level.run, Run(first, last, len(text), is_sayable(text)))

    def _open(self, levels: list[_Level], token: Token) -> None:
        is_enclosable = token.name in ENCLOSABLE
        if not is_enclosable:
            for level in levels:
                level.cut()
        levels.append(_Level(token, is_enclosable))

    def _pass(self, levels: list[_Level], token: Token) -> None:
        """Go past an element with nothing in it: lines of verse that are elements stay elements."""
        run = levels[-1].run
        if token.name not in ENCLOSABLE:
            for level in levels:
                level.cut()
        elif token.name == "br" and run and run.name == "span":
            levels[-1].cut()

    def _close(self, levels: list[_Level], token: Token) -> list[Run]:
        """Leave an element: it becomes part of the run around it if all of it is one run."""
        level = levels.pop()
        if level.opened is None:
            level.cut()
            levels.append(_Level(None, is_enclosable=False))
            return level.done
        around = levels[-1]
        if level.done or not level.is_enclosable:
            level.cut()
            around.cut()
            around.done += level.done
        elif level.run:
            inner = level.run
            whole = Run(level.opened.start, token.end, inner.characters, inner.is_sayable, inner, token.name)
            self._join(around, whole)
        return []

    def _join(self, level: _Level, element: Run) -> None:
        if level.run and level.run.name == element.name == "span" and self._are_lines(level.run, element):
            level.cut()
        if level.run is None:
            level.run = element
        else:
            self._extend(level.run, element)

    def _are_lines(self, above: Run, below: Run) -> bool:
        """Whether two elements stand one below the other in the file, as lines of verse do."""
        return "\n" in self._markup[above.end : below.start]

    @staticmethod
    def _extend(run: Run, more: Run) -> None:
        run.end, run.inner, run.name = more.end, None, ""
        run.characters += more.characters
        run.is_sayable |= more.is_sayable
