"""Abbreviations: which words stand for them, by where they may stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

from vox1.script.normalise.european import SPACE, last_point, one_of
from vox1.script.normalise.rules import Rule, point_after

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
    forms = {form for written in words for form in _forms(written)}
    either = "|".join(map(_pattern, sorted(forms, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w.])(?:{either}){then}")
    return (
        Rule("abbreviation", pattern, partial(_say, _said_forms(words), ending), re.compile(_needs(forms))),
    )


def _needs(forms: Collection[str]) -> str:
    """A pattern for the last point of an abbreviation, or for one without; there may be no space in it."""
    last_pieces = {form.removesuffix(".").split(" ")[-1] for form in forms if form.endswith(".")}
    without_point = [form for form in forms if not form.endswith(".")]
    points = [point_after(sorted(last_pieces))] if last_pieces else []
    return "|".join(points + ([one_of(without_point)] if without_point else []))


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


def _said_forms(words: Mapping[str, str]) -> dict[str, str]:
    """Each form, without its spaces, to what is said; a form that stands in the table comes before others."""
    said_forms = {}
    for written, said in words.items():
        for form in _forms(written):
            is_raised = form[0] != written[0] and form[0].isupper()
            said_forms[re.sub(SPACE, "", form)] = said[0].upper() + said[1:] if is_raised else said
    return said_forms | {re.sub(SPACE, "", written): said for written, said in words.items()}


def _say(
    said_forms: Mapping[str, str],
    ending: Callable[[re.Match[str], str], str | None],
    match: re.Match[str],
) -> str | None:
    written = re.sub(SPACE, "", match.group())
    if written not in said_forms:
        written = written.removesuffix(".")  # a point that the language does not ask for
    return ending(match, said_forms[written])


def _with_space(_match: re.Match[str], said: str) -> str:
    return f"{said} "


def _title(match: re.Match[str], said: str) -> str | None:
    before = match.string[max(0, match.start() - 30) : match.start()]
    is_initial = re.fullmatch(r"[A-Z]\.\s?", match.group()) and _AFTER_NAME.search(before)
    return None if is_initial else f"{said} "  # Franklin D. Roosevelt


def _with_point(openers: frozenset[str], match: re.Match[str], said: str) -> str:
    return said + last_point(match, openers)
