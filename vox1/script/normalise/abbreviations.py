"""Abbreviations: which words stand for them, by where they may stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from vox1.script.normalise.european import SPACE, last_point, one_of
from vox1.script.normalise.rules import Rule

_AFTER_NAME = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ][^\W\d_]*\.? $")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Abbreviations as written, with their spaces, to the words they stand for.

    Attributes:
        anywhere: Never the last word of a sentence; the point goes.
        may_end: The point stays where a sentence seems to end.
        before_name: Only before a capital letter.
        before_number: Only before a figure or a Roman numeral.
        openers: Words that a sentence begins with, where a capital alone does not show it.
    """

    anywhere: Mapping[str, str]
    may_end: Mapping[str, str]
    before_name: Mapping[str, str] = field(default_factory=dict)
    before_number: Mapping[str, str] = field(default_factory=dict)
    openers: frozenset[str] = frozenset()


def abbreviation_rules(table: Abbreviations) -> tuple[Rule, ...]:
    """The rules for abbreviations, in their order."""
    figure = rf"{SPACE}?(?=\d|[IVXLC]+\b|[ivxlc]+\b)"
    name = rf"{SPACE}?(?=[A-ZÀ-ÖØ-Þ](?!\.|{SPACE}[A-Z]\.)|d[’'e]{SPACE}?[A-Z])"
    return (
        *_rules(table.before_number, figure, _with_space),
        *_rules(table.may_end, "", partial(_with_point, table.openers)),
        *_rules(table.anywhere, "", lambda _, said: said),
        *_rules(table.before_name, name, _title),
    )


def _rules(
    words: Mapping[str, str], then: str, ending: Callable[[re.Match[str], str], str | None]
) -> tuple[Rule, ...]:
    if not words:
        return ()
    bare = {re.sub(SPACE, "", written): said for written, said in words.items()}
    forms = {form for written in words for form in _forms(written)}
    either = "|".join(map(_pattern, sorted(forms, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w.])(?:{either}){then}")
    return (Rule("abbreviation", pattern, partial(_say, bare, ending)),)


def _forms(written: str) -> tuple[str, ...]:
    """An abbreviation as it may begin: etc. and Etc., Sra. and sra., but not MM. and mm."""
    first, rest = written[0], written[1:]
    is_word = re.fullmatch(r"[a-zß-öø-ÿ.]+[ªº]?", rest)
    return (written, first.upper() + rest, *([first.lower() + rest] if is_word and len(rest) > 1 else []))


def _pattern(written: str) -> str:
    if written.endswith("."):
        return one_of([written])
    # A title may have a point that the language does not ask for: Mme. Bovary.
    return one_of([written]) + (r"\.?(?!\w)" if written[0].isupper() else r"(?!\w)")


def _say(
    bare: Mapping[str, str], ending: Callable[[re.Match[str], str], str | None], match: re.Match[str]
) -> str | None:
    written = re.sub(SPACE, "", match.group())
    if written not in bare and written.removesuffix(".") in bare:
        written = written.removesuffix(".")
    if written in bare:
        return ending(match, bare[written])
    if written[0].upper() + written[1:] in bare:
        return ending(match, bare[written[0].upper() + written[1:]])
    said = bare[written[0].lower() + written[1:]]
    return ending(match, said[0].upper() + said[1:])


def _with_space(_match: re.Match[str], said: str) -> str:
    return f"{said} "


def _title(match: re.Match[str], said: str) -> str | None:
    before = match.string[max(0, match.start() - 30) : match.start()]
    is_initial = re.fullmatch(r"[A-Z]\.\s?", match.group()) and _AFTER_NAME.search(before)
    return None if is_initial else f"{said} "  # Franklin D. Roosevelt


def _with_point(openers: frozenset[str], match: re.Match[str], said: str) -> str:
    return said + last_point(match, openers)
