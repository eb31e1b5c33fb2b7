"""Heading lines: what a line that stands alone in a text without markup says it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from booksmith_module.heading_words import (
    FIGURES,
    Division,
    Label,
    is_contents,
    is_matter,
    is_reference,
    is_stand_alone,
    read_label,
)


class HeadingKind(Enum):
    """What a heading names, from the outermost to the innermost."""

    PART = "part"
    CHAPTER = "chapter"
    NUMBER = "number"
    """A number and no word for what is numbered."""
    NAMED = "named"
    """A preface, an epilogue and the like, which stand beside the parts."""
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """What a line says of itself.

    Attributes:
        kind: What it names.
        number: As printed, in small letters: ``iv``, ``4``, ``four``; empty where it has none.
        title: What stands after the number; empty where nothing does.
    """

    kind: HeadingKind
    number: str = ""
    title: str = ""


_NUMBER = re.compile(rf"[-–—*\s\[(]*(?P<number>{FIGURES})[-–—*\s.:)\]]*", re.IGNORECASE)
_NUMBER_TITLE = re.compile(
    rf"(?P<number>{FIGURES})(?:[.:)]\s*[-–—]?|\s*[-–—])\s*(?P<title>\S.*)", re.IGNORECASE | re.DOTALL
)
_LONGEST = 120
"""Characters of a heading; the longest chapter titles of the nineteenth century aside."""


def heading_line(line: str) -> HeadingLine | None:
    """Return what a line that stands alone says it is, or None where it says nothing of the kind.

    A number with a title (``II. The Storm``) is a `HeadingKind.NUMBER`; so is the item of a list, so the
    caller looks at what stands around it.
    """
    line = line.strip().strip("_*=#").strip()
    if not line or len(line) > _LONGEST or line[-1] in ",;" or line[0].islower():
        return None
    if is_contents(line):
        return HeadingLine(HeadingKind.CONTENTS)
    if is_stand_alone(line) or is_matter(line) or is_reference(line):
        return HeadingLine(HeadingKind.NAMED)
    label = read_label(line)
    # "Section 4. The seller shall" is a clause as often as a heading, and nothing in a text shows which.
    is_label = label is not None and label.division is not Division.SECTION
    return _division(label) if label and is_label else _numbered(line)


def _numbered(line: str) -> HeadingLine | None:
    found = _NUMBER.fullmatch(line) or _NUMBER_TITLE.fullmatch(line)
    if not found or not (found["number"].isdigit() or found["number"].isupper()):
        return None
    title = found.groupdict().get("title", "")
    return HeadingLine(HeadingKind.NUMBER, found["number"].lower(), title) if _is_title(title) else None


def _division(label: Label) -> HeadingLine | None:
    # "Part two of the plan" and "Book I read last year" are sentences.
    if label.title and not (label.gap and _is_title(label.title)):
        return None
    if label.title and not re.search(r"[.:)\]–—-]|\s{2}|\n", label.gap) and label.title[-1] in ".!?。！？":
        return None
    kind = HeadingKind.CHAPTER if label.division is Division.CHAPTER else HeadingKind.PART
    return HeadingLine(kind, label.number, label.title)


def _is_title(text: str) -> bool:
    return not text[:1].islower()


def is_all_capitals(line: str) -> bool:
    """Whether a line is set in capitals: at least two letters, and none of them small."""
    return line.isupper() and sum(map(str.isalpha, line)) >= 2


def title_key(line: str) -> str:
    """Return what of a title is the same in the contents list and above the chapter.

    The page number that a contents list has after dots or wide spaces is no part of it.
    """
    return re.sub(r"[\W_]+", "", re.sub(r"(?:[.\s·…]{2,}|\t)\W*[\divxlc]{1,6}\s*$", "", line.casefold()))
