"""English: all its rules, in the order they run, for American and for British narrators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from vox1.script.normalise import (
    english_abbreviations,
    english_capitals,
    english_dates,
    english_measures,
    english_money,
    english_numbers,
    english_roman,
    english_signs,
    english_times,
)
from vox1.script.normalise.english_style import English, Reading
from vox1.script.normalise.rules import DIGIT, Rule

_OPENING = (
    *english_signs.EARLY,
    *english_capitals.READINGS,
)
_NUMBERED = (*english_dates.EARLY, *english_numbers.EARLY)
_WORDS = (
    *english_numbers.PLACES,
    *english_signs.NUMBERED,
    *english_abbreviations.READINGS,
    *english_roman.READINGS,
)
_NUMBERS = (
    *english_money.READINGS,
    *english_measures.READINGS,
    *english_dates.READINGS,
    *english_times.READINGS,
    *english_numbers.LATE,
)


def _rules(style: English) -> tuple[Rule, ...]:
    return (
        *_styled(style, _OPENING),
        *_styled(style, _NUMBERED, DIGIT),
        *_styled(style, _WORDS),
        *_styled(style, _NUMBERS, DIGIT),
        *_styled(style, english_signs.LATE),
    )


def _styled(style: English, readings: Iterable[Reading], all_need: str = "") -> Iterator[Rule]:
    for name, pattern, say, own_need in readings:
        needs = own_need or all_need
        yield Rule(name, re.compile(pattern), partial(say, style), re.compile(needs) if needs else None)


RULES: tuple[Rule, ...] = _rules(English())
"""American English, and English of no stated region."""

_BRITISH = _rules(English(british=True))
REGIONS: dict[str, tuple[Rule, ...]] = dict.fromkeys(("gb", "uk", "ie", "au", "nz", "in", "za"), _BRITISH)
"""The regions, in lower case, that read as British narrators do."""
