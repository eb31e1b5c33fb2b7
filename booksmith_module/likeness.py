"""Likeness: whether a text looks like what its title says, and what one is that has no title."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from booksmith_module.book import Role
from booksmith_module.prose import is_speech, prose_share, running_share
from booksmith_module.roles import ADVERTISEMENT, CONTENTS, NOTES, TRANSCRIBER

_LINE_CHARACTERS = 120
_TITLE_PAGE_WORDS = 80
_IMPRINT_WORDS = 1_500
_UNTITLED_WORDS = 400
_MOST_PROSE = 0.8
_MOST_SPEECH = 0.3
_MOST_RUNNING = 0.3
_FEWEST_ENTRIES = 6
_OPENING = "“\"'‘«([—–- "
_LITTLE_PROSE = 0.2
_NUMBER = re.compile(r"\d|\b[ivxlcIVXLC]+\b[.:)]?$|^\W*[ivxlcIVXLC]+[.:)]")
_NOTE_NUMBER = re.compile(r"\W*(\d{1,4})\b")
_DATE = re.compile(
    r"\W*\d{1,2}(?:st|nd|rd|th|er|\.|º)? (?:de |di )?"
    r"(?:jan|feb|mar|apr|ma[yi]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|f[ée]v|avr|juin|juil|ao[uû]t|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|out)",
    re.IGNORECASE,
)
_NOTE_SIGN = re.compile(r"[\[(]?[*†‡§]")
_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d\b")
# What only a page about the edition says, in six languages.
_SURE_IMPRINT = re.compile(
    r"©|\(c\) ?(?:\d{4}|by)|copyright,? (?:\d{4}|by)|\bISBN\b|rights? reserved|alle rechte|tous droits"
    r"|todos los derechos|tutti i diritti|todos os direitos",
    re.IGNORECASE,
)
_IMPRINT = (
    re.compile(r"©|\(c\) ?(?:\d{4}|by)|copyright", re.IGNORECASE),
    re.compile(r"\b(?:e-?)?ISBN\b", re.IGNORECASE),
    re.compile(
        r"rights? reserved|alle rechte|tous droits|derechos reservados|diritti riservati", re.IGNORECASE
    ),
    re.compile(
        r"may be reproduced|retrieval system|without (?:the )?(?:prior )?(?:written )?permission",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:edition|printing|impression|auflage|édition|edición|edizione|edição)\b", re.IGNORECASE),
    re.compile(
        r"published|publish(?:ing|ers?)|\bpress\b|verlag|éditions|editorial|editore|editora|e-?books?\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"printed (?:in|by|and)|printer|typeset|gedruckt|imprimé|impreso|stampato|impresso", re.IGNORECASE
    ),
    re.compile(
        r"library of congress|british library|catalogu?ing|dépôt légal|depósito legal|nationalbibliothek",
        re.IGNORECASE,
    ),
    re.compile(r"work of fiction|coincidental", re.IGNORECASE),
    re.compile(r"cover (?:design|art|image|illustration|photo)|(?:designed|illustrated) by", re.IGNORECASE),
    re.compile(r"https?:|www\.|\w@\w|public domain|licen[cs]e", re.IGNORECASE),
)
_ADVERTISEMENT = re.compile(
    r"https?:|www\.|\.com\b|\w@\w|newsletter|mailing list|\bsubscri|\bsign up|e-?mail|facebook|twitter"
    r"|instagram|goodreads|leave (?:a|your) (?:review|rating)"
    r"|also by|available (?:from|now|in)|\btitles\b|\border (?:now|from|direct|online)",
    re.IGNORECASE,
)
_TYPE = re.compile(r"\btype(?:face|set)?s?\b|\bfonts?\b|\bpunch(?:es|cutter)\b", re.IGNORECASE)
# What whoever typed a book anew speaks of.
_COPYING = re.compile(
    r"spelling|spelt|punctuat|hyphen|typograph|misprint|\berrors?\b|correct(?:ed|ions?)|retained|unchanged|transcri"
    r"|e-?texts?\b|e-?books?\b|public domain|cover image|\boriginal|\bhtml\b|\bscan|inconsisten|\bprinted\b"
    r"|schreibweise|rechtschreib|druckfehler|korrigiert|orthogra|coquille|corrig|ortogr|errata",
    re.IGNORECASE,
)
# Who is quoted: after a dash, or nothing but names and titles on a line.
_QUOTED = re.compile(r"[—–―-]\s?[A-ZÀ-Þ][^.!?]{2,120}$")
_LICENCE = tuple(
    re.compile(word, re.IGNORECASE)
    for word in (
        r"licen[cs]e",
        r"permi(?:t|ssion)",
        r"copyright",
        r"distribut",
        r"terms|conditions",
        r"warrant|liab",
        r"trademark",
    )
)


def is_like(reason: str, lines: Sequence[str]) -> bool:
    """Return whether a text can be what its title says: a novel may have a chapter called "The Index".

    Args:
        reason: Why the text would not be read, as `roles` names it.
        lines: Of the text, without its headings.
    """
    check = _CHECKS.get(reason)
    return not lines or check is None or check(lines)


def is_imprint(lines: Sequence[str], *, is_titled: bool = False) -> bool:
    """Return whether a text is the page about the edition, though no title says so: short, full of its words.

    Args:
        lines: Of the text, without its headings.
        is_titled: Whether it has a heading, of whatever words. Then sentences alone are none: they may be
            the author's, about the edition.
    """
    if (is_titled and prose_share(lines) > _MOST_PROSE) or (lines and _is_dialogue(lines)):
        return False
    text = "\n".join(lines)
    if len(text.split()) > _UNTITLED_WORDS or not _SURE_IMPRINT.search(text):
        return False
    signs = sum(bool(sign.search(text)) for sign in _IMPRINT)
    return signs >= 3 or (signs == 2 and len(text.split()) <= _TITLE_PAGE_WORDS)


IMPRINT = (Role.FRONT, "imprint")
"""The role of such a page, as `roles` has it."""


def _is_list(lines: Sequence[str]) -> bool:
    return sum(map(len, lines)) / len(lines) <= _LINE_CHARACTERS and prose_share(lines) < 0.5


def _is_list_of_titles(lines: Sequence[str]) -> bool:
    """Short lines with numbers, or such as stand by themselves: a poem's begin small and end in commas."""
    return _is_list(lines) and (_numbered_share(lines) >= 0.5 or running_share(lines) < _MOST_RUNNING)


def _is_index(lines: Sequence[str]) -> bool:
    """Short lines with page numbers, or in the order of the alphabet."""
    if not _is_list(lines):
        return False
    initials = [line.lstrip(_OPENING)[:1].casefold() for line in lines]
    ordered = sum(before <= after for before, after in pairwise(initials))
    is_ordered = len(lines) >= _FEWEST_ENTRIES and ordered >= 0.7 * (len(lines) - 1)
    return is_ordered or _numbered_share(lines) >= 0.3


def _numbered_share(lines: Sequence[str]) -> float:
    return sum(bool(_NUMBER.search(line)) for line in lines) / len(lines)


def _is_notes(lines: Sequence[str]) -> bool:
    """Numbers that count up, or signs, at half of the lines: a diary's dates do not count up."""
    undated = [line for line in lines if not _DATE.match(line)]
    numbers = [int(match.group(1)) for line in undated if (match := _NOTE_NUMBER.match(line))]
    counting = sum(after - before in {0, 1} or after == 1 for before, after in pairwise([0, *numbers]))
    return counting + sum(bool(_NOTE_SIGN.match(line)) for line in lines) >= len(lines) / 2


def _is_bibliography(lines: Sequence[str]) -> bool:
    return _is_notes(lines) or sum(bool(_YEAR.search(line)) for line in lines) >= len(lines) / 2


def _is_title_page(lines: Sequence[str]) -> bool:
    return _words(lines) <= _TITLE_PAGE_WORDS and prose_share(lines) < 0.5 and not _is_dialogue(lines)


def _is_dialogue(lines: Sequence[str]) -> bool:
    return sum(map(is_speech, lines)) >= _MOST_SPEECH * len(lines)


def _is_imprint_page(lines: Sequence[str]) -> bool:
    return _words(lines) <= _IMPRINT_WORDS and (prose_share(lines) < 0.5 or _is_signed(lines, _IMPRINT))


def _is_advertisement(lines: Sequence[str]) -> bool:
    is_list = prose_share(lines) < _LITTLE_PROSE  # of other titles
    return _words(lines) <= _IMPRINT_WORDS and (is_list or _is_signed(lines, (_ADVERTISEMENT,)))


def _is_signed(lines: Sequence[str], signs: Sequence[re.Pattern[str]]) -> bool:
    """Whether sentences are full of signs of what they may be: prose with one of them is a story."""
    words = _words(lines)
    found = sum(len(sign.findall("\n".join(lines))) for sign in signs)
    kinds = sum(any(map(sign.search, lines)) for sign in signs)
    needed = 1 if words <= _TITLE_PAGE_WORDS else min(2, len(signs))
    share = words / (50 if prose_share(lines) > _MOST_PROSE else 100)  # a story may have an address in it
    return found >= max(1, share) and kinds >= needed


def _is_praise(lines: Sequence[str]) -> bool:
    """What others said, short, each with a name below or after it."""
    quoted = sum(bool(_QUOTED.search(line)) for line in lines)
    return _words(lines) <= _IMPRINT_WORDS and quoted >= max(1, len(lines) / 4)


def _is_about_type(lines: Sequence[str]) -> bool:
    return sum(len(_TYPE.findall(line)) for line in lines) >= max(1, _words(lines) / 100)


def _is_about_copying(lines: Sequence[str]) -> bool:
    return sum(len(_COPYING.findall(line)) for line in lines) >= max(1, _words(lines) / 80)


def _is_licence(lines: Sequence[str]) -> bool:
    """At least three of a licence's words, and one of them in every hundred words."""
    text = "\n".join(lines)
    kinds = sum(bool(word.search(text)) for word in _LICENCE)
    found = sum(len(word.findall(text)) for word in _LICENCE)
    return found >= _words(lines) / 100 and (kinds >= 3 or _words(lines) <= _TITLE_PAGE_WORDS)


def _words(lines: Sequence[str]) -> int:
    return sum(len(line.split()) for line in lines)


_CHECKS: dict[str, Callable[[Sequence[str]], bool]] = {
    CONTENTS: _is_list_of_titles,
    "index": _is_index,
    "list of illustrations": _is_list_of_titles,
    NOTES: _is_notes,
    "bibliography": _is_bibliography,
    "cover": _is_title_page,
    "title page": _is_title_page,
    "imprint": _is_imprint_page,
    "colophon": _is_imprint_page,
    ADVERTISEMENT: _is_advertisement,
    "praise": _is_praise,
    "note on the type": _is_about_type,
    TRANSCRIBER: _is_about_copying,
    "licence": _is_licence,
}
