"""The spoken form: a text as it is said, with the way back to the text as written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module

from booksmith_module.alignment import Alignment
from vox1.script.normalise import common
from vox1.script.normalise.rules import Group, Rule, apply, grouped

_MODULES = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
}
"""The module with a language's rules; other languages get only the common ones."""

RULE_NAMES: Mapping[str, str] = {
    "space": "Unusual spaces and hidden characters",
    "ligature": "Letters printed as one: ﬁ, ﬂ",
    "dash": "Dashes of all kinds: --",
    "ellipsis": "Dots in a row: ...",
    "note-mark": "Marks of footnotes: †, *, ¹, [1]",
    "electronic": "Addresses of web and mail: www.example.com",
    "acronym": "Acronyms: NASA, R&B",
    "capitals": "Words in capitals: STOP IT!",
    "compound": "Numbers joined to words: 10-jährig",
    "date": "Dates: May 5, 1862; 12/25/2021",
    "year": "Years: 1984, 44 BC",
    "decade": "Decades: the 1920s",
    "time": "Times of day: 3:45 p.m.",
    "verse": "Chapter and verse: John 3:16",
    "address": "Addresses: 10 Downing St.",
    "telephone": "Telephone numbers",
    "abbreviation": "Abbreviations: Dr., etc., No. 5",
    "initials": "Initials: J. R. Smith, U.S.A.",
    "roman-numeral": "Roman numerals: Henry VIII, Chapter IV",
    "money": "Money: $3.50",
    "measure": "Measures: 5 km, 72°F, 10%",
    "range": "Spans: 12-15",
    "fraction": "Fractions: 1/2, ½",
    "ordinal": "Places in a row: 21st",
    "decimal": "Decimals: 3.14",
    "cardinal": "Numbers: 1,000,000",
    "multiplication": "Times: 2x4, 3x",
    "math": "Arithmetic: 2 + 2 = 4",
    "serial": "Serial numbers and codes: 007, MP3",
    "number-sign": "The number sign: #1",
    "symbol": "Other signs: &, @, §",
    "emoji": "Emoji",
    "ornament": "Arrows, stars and printers' flowers",
    "markup": "Marks of markup: *, _, <, >",
    "line-end": "Ends of lines and paragraphs",
}
"""The rules that can be switched off, with one line on each for the user, roughly in the order they run."""


def spoken_form(text: str, language: str, *, without: frozenset[str] = frozenset()) -> tuple[str, Alignment]:
    """Return a text as it is said, and its alignment to the text as written.

    Args:
        text: As written; a newline is the end of a line or paragraph.
        language: A BCP 47 tag.
        without: Names of rules that are switched off: the user's choice, or what an engine reads well.
    """
    return apply(_groups(language.lower()), text, without)


def normalise(text: str, language: str) -> str:
    """Return a text as it is said."""
    return spoken_form(text, language)[0]


@lru_cache(maxsize=32)
def _groups(language: str) -> tuple[Group, ...]:
    return grouped(_rules(language))


def _rules(language: str) -> tuple[Rule, ...]:
    """The rules for a language tag in lower case, in the order they run."""
    return (*common.BEFORE, *_own_rules(language), *common.AFTER)


def _own_rules(language: str) -> tuple[Rule, ...]:
    """A language's own rules: those of its region where its module has ``REGIONS``, else its ``RULES``."""
    primary, *others = language.replace("_", "-").split("-")
    if primary not in _MODULES:
        return ()
    module = import_module(f"vox1.script.normalise.{_MODULES[primary]}")
    regions: dict[str, tuple[Rule, ...]] = getattr(module, "REGIONS", {})
    rules: tuple[Rule, ...] = module.RULES
    return next((regions[part] for part in others if part in regions), rules)
