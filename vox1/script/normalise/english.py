"""English: all its rules, in the order they run, for American and for British narrators."""

from __future__ import annotations

import re
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
from vox1.script.normalise.english_style import English
from vox1.script.normalise.rules import Rule

_READINGS = (
    *english_signs.EARLY,
    *english_capitals.READINGS,
    *english_dates.EARLY,
    *english_numbers.EARLY,
    *english_abbreviations.READINGS,
    *english_roman.READINGS,
    *english_money.READINGS,
    *english_measures.READINGS,
    *english_dates.READINGS,
    *english_times.READINGS,
    *english_signs.NUMBERED,
    *english_numbers.LATE,
    *english_signs.LATE,
)


def _rules(style: English) -> tuple[Rule, ...]:
    return tuple(Rule(name, re.compile(pattern), partial(say, style)) for name, pattern, say in _READINGS)


RULES: tuple[Rule, ...] = _rules(English())
"""American English, and English of no stated region."""

_BRITISH = _rules(English(british=True))
REGIONS: dict[str, tuple[Rule, ...]] = dict.fromkeys(("gb", "uk", "ie", "au", "nz", "in", "za"), _BRITISH)
"""The regions, in lower case, that read as British narrators do."""
