"""The lexicon: how the listener tells VOX-1 to say a name or word."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import regex

from booksmith_module.book import is_sayable
from booksmith_module.language import normal_tag
from vox1.errors import InputError

_MOST_CHARACTERS = 300
"""Of a word or its respelling: as long as a whole chunk, and no more."""
_CLASSES = regex.compile(r"\\[pPNLgk]\{[^}]*\}|\\.|\(\?P?<[^>]*>|\(\?[A-Za-z-]+[:)]")
"""What has letters in a pattern without meaning them: ``\\W``, ``\\p{L}``, ``(?P<Name>``."""


@dataclass(frozen=True, slots=True)
class Entry:
    r"""One word and how it is said. `new_entry` makes one of what a listener wrote.

    Attributes:
        written: The word or words as the book has them, or a regular expression.
        spoken: The respelling; for a regular expression it may name groups, as ``\1``.
        language: Only in books of this language, a BCP 47 tag or the first part of one; empty for all.
        is_regex: Whether ``written`` is a regular expression, which may match parts of words.
        match_case: Whether capitals must be as in ``written``.
    """

    written: str
    spoken: str
    language: str = ""
    is_regex: bool = False
    match_case: bool = True

    @property
    def name(self) -> tuple[str, str, bool]:
        """What no two entries of one lexicon have in common."""
        return self.written, self.language, self.is_regex

    def is_for(self, language: str) -> bool:
        """Whether it holds for books of a language: ``en`` also holds for ``en-GB``.

        Source: RFC 4647, section 3.3.1, basic filtering.
        """
        return f"{language}-".lower().startswith(f"{self.language}-".lower()) or not self.language


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that holds for one book.

    Attributes:
        general: Entries for every book.
        book: Entries for this one; they come first.
    """

    general: tuple[Entry, ...] = ()
    book: tuple[Entry, ...] = ()

    def entries_for(self, language: str) -> list[Entry]:
        """Return the entries for a language, the most specific first.

        A book's entry comes before one for every book, the exact language before any, a word before
        a regular expression, and one with its own capitals before one with any.
        """
        return [
            entry
            for entries in (self.book, self.general)
            for entry in sorted(entries, key=_precedence)
            if entry.is_for(language)
        ]


EMPTY = Lexicon()
"""Every word is said as the voice has it."""


def _precedence(entry: Entry) -> tuple[int, bool, bool]:
    subtags = len(entry.language.split("-")) if entry.language else 0
    return -subtags, entry.is_regex, not entry.match_case


def new_entry(
    written: str,
    spoken: str,
    language: str = "",
    *,
    is_regex: bool = False,
    match_case: bool | None = None,
) -> Entry:
    """Return an entry for what a listener wrote.

    Args:
        written: See `Entry`.
        spoken: See `Entry`.
        language: See `Entry`; names such as ``English`` are known too.
        is_regex: See `Entry`.
        match_case: See `Entry`; None asks for it where ``written`` has a capital: "May", but not "may".

    Raises:
        InputError: It can match nothing, or there is nothing to say.
    """
    written = unicodedata.normalize("NFC", written)
    written = written if is_regex else " ".join(written.split())
    spoken = " ".join(unicodedata.normalize("NFC", spoken).split())
    _check_text(written, spoken)
    if is_regex:
        _check_regex(written, spoken)
    tag = normal_tag(language)
    if language.strip() and not tag:
        raise InputError(
            f"“{language}” is not a language", "Give its code, such as en, de or pt-BR.", "bad-language"
        )
    if match_case is None:
        letters = _CLASSES.sub("", written) if is_regex else written
        match_case = letters != letters.lower()
    return Entry(written, spoken, tag, is_regex, match_case)


def _check_text(written: str, spoken: str) -> None:
    if not any(character.isprintable() and not character.isspace() for character in written):
        raise InputError("There is no word to be said otherwise", "Give the word as the book has it.")
    if not is_sayable(spoken):
        raise InputError(
            f"“{spoken}” is nothing to say for “{written}”",
            "Write how it sounds, such as “her-MY-oh-nee” for “Hermione”.",
        )
    for text in (written, spoken):
        if len(text) > _MOST_CHARACTERS:
            raise InputError(
                f"“{text[:30]}…” is too long: it has {len(text)} characters",
                f"A word and how it is said have {_MOST_CHARACTERS} characters at most.",
            )
        if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
            raise InputError(
                f"{text[:30]!r} has characters that no book has", "Type it anew, without control characters."
            )


def _check_regex(written: str, spoken: str) -> None:
    """See that a regular expression and the groups its respelling names are there.

    How long it takes on a text is bounded where it is used: no look at the pattern alone can tell.
    """
    try:
        pattern = regex.compile(written)
        names = {number: f"?P<{name}>" for name, number in pattern.groupindex.items()}
        # The same groups, all matching nothing: only so are those that the respelling names looked up.
        alike = "".join(f"({names.get(number + 1, '')})" for number in range(pattern.groups))
        regex.sub(alike, spoken, "")
    except (regex.error, IndexError, OverflowError, RecursionError) as err:
        raise InputError(
            f"“{written}” with “{spoken}” is not a regular expression: {err}",
            "Leave out --regex to mean the word itself, or put a backslash before . ? * + ( ) [ ] and \\.",
            "bad-regex",
        ) from err


def put(entries: Sequence[Entry], added: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries with others added; one of the same name takes the place of the old."""
    return tuple({entry.name: entry for entry in (*entries, *added)}.values())


def nearest(word: str, entries: Iterable[Entry]) -> list[str]:
    """Return up to three words of a lexicon that look like another, the likest first."""
    known = {entry.written.casefold(): entry.written for entry in entries}
    return [known[match] for match in get_close_matches(word.casefold(), known, n=3)]
