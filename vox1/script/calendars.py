"""Calendars: days and months, in the languages that write them with a capital in mid-sentence."""

from __future__ import annotations

_ENGLISH = """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
July August September October November December"""
_GERMAN = """Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag Januar Jänner Februar
Feber März April Mai Juni Juli August September Oktober November Dezember"""

DAYS_AND_MONTHS = {"en": frozenset(_ENGLISH.split()), "de": frozenset(_GERMAN.split())}
