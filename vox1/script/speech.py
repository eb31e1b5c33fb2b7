"""Speech: how a book's text is said, by the rules of its language and by the listener's lexicon."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from booksmith_module.alignment import Alignment, Edit
from vox1.script.lexicon import EMPTY, Lexicon
from vox1.script.matching import Matcher, Replacement
from vox1.script.normalise import spoken_form

DEFAULT_LANGUAGE = "en"
"""Of a book that does not say its own."""


class Speech:
    """How a book is said.

    Args:
        language: A BCP 47 tag, resolved.
        lexicon: The listener's respellings.
        without: Names of normalisation's rules that are switched off.
    """

    def __init__(
        self, language: str, lexicon: Lexicon = EMPTY, without: frozenset[str] = frozenset()
    ) -> None:
        self.language = language
        self._without = without
        self._matcher = Matcher(lexicon, language)

    def spoken(self, text: str) -> tuple[str, Alignment]:
        """Return a text as it is said, and its alignment to the text as written.

        The rules see the whole text as written; then each word of the lexicon takes the place of what
        the rules made of it, and is left as it is. Where a rule changed a word of the lexicon together
        with its neighbours, these are normalised by themselves, so that none of them is lost.

        Raises:
            InputError: A regular expression of the lexicon takes too long.
        """
        said, alignment = self._normalised(text)
        replacements = self.replacements(text)
        if not replacements:
            return said, alignment
        edits = [_tightened(edit, text, said) for edit in alignment.edits]
        joined = _Joined()
        for start, end, respelling in replacements:
            self._add_between(joined, (text, said), edits, start)
            joined.replace(end - start, respelling)
        self._add_between(joined, (text, said), edits, len(text))
        return "".join(joined.parts), Alignment(tuple(joined.edits))

    def replacements(self, text: str) -> list[Replacement]:
        """Return what the lexicon changes in a text; see `Matcher.replacements`."""
        return self._matcher.replacements(text)

    def _normalised(self, text: str) -> tuple[str, Alignment]:
        return spoken_form(text, self.language, without=self._without)

    def _add_between(self, joined: _Joined, texts: tuple[str, str], edits: Sequence[Edit], end: int) -> None:
        """Add what stands between the last replacement and the next, as the rules have it."""
        text, said = texts
        start = joined.read
        first = bisect_left(edits, start, key=attrgetter("source_start"))
        after = bisect_right(edits, end, key=attrgetter("source_end"))
        reaches_over = (first > 0 and edits[first - 1].source_end > start) or (
            after < len(edits) and edits[after].source_start < end
        )
        if reaches_over:
            apart, alignment = self._normalised(text[start:end])
            joined.add(end - start, apart, alignment.edits)
            return
        begin = start + _shift(edits, first)
        inside = Alignment(tuple(edits[first:after])).moved(-start, -begin)
        joined.add(end - start, said[begin : end + _shift(edits, after)], inside.edits)


class _Joined:
    """A spoken text being put together.

    Attributes:
        parts: Of the spoken text.
        edits: So far.
        read: Characters of the written text so far.
        length: Characters of the spoken text so far.
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.edits: list[Edit] = []
        self.read = 0
        self.length = 0

    def add(self, written: int, said: str, edits: Sequence[Edit]) -> None:
        """Add what was made of the next so many written characters."""
        self.edits += Alignment(tuple(edits)).moved(self.read, self.length).edits
        self.parts.append(said)
        self.read += written
        self.length += len(said)

    def replace(self, written: int, said: str) -> None:
        """Add a respelling of the next so many written characters."""
        self.add(written, said, [Edit(0, written, 0, len(said))])


def _shift(edits: Sequence[Edit], count: int) -> int:
    """How far ahead of the written text the spoken one is after the first ``count`` edits."""
    return edits[count - 1].end - edits[count - 1].source_end if count else 0


def _tightened(edit: Edit, text: str, said: str) -> Edit:
    """An edit without the words at its ends that it left as they were: of "Henry VIII" only "VIII"."""
    old, new = text[edit.source_start : edit.source_end], said[edit.start : edit.end]
    head = _common_words(old, new)
    tail = _common_words(old[head:][::-1], new[head:][::-1])
    return Edit(edit.source_start + head, edit.source_end - tail, edit.start + head, edit.end - tail)


def _common_words(first: str, second: str) -> int:
    """How many characters of whole words, each with its space, two texts begin with in common."""
    pairs = enumerate(zip(first, second, strict=False))
    differ = next((place for place, (a, b) in pairs if a != b), min(len(first), len(second)))
    return first.rfind(" ", 0, differ) + 1
