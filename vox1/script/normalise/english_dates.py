"""English dates: days, years, decades and eras."""

from __future__ import annotations

import re

from vox1.script.normalise.english_style import START, English, Reading, plural, stop

_MONTHS = ("January February March April May June July August September October November December").split()  # noqa: SIM905 - a list would be one word to a line
_BY_START = {month[:3].lower(): month for month in _MONTHS}
# "may" and "march" in small letters are verbs; "mar" in small letters is one too.
_MONTH = (
    r"(?:(?i:january|february|april|june|july|august|september|october|november|december)|May|MAY|March|MARCH"
    r"|(?:(?i:jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)|Mar|MAR)\b\.?)"
)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_ERA = r"B\.C\.E?\.?|A\.D\.?|C\.E\.?|BCE?|AD|CE"
_YEAR = r"(?:(,?)[ -](\d{4})(?![\d%]|[-–]\d|,\d|\.\d))?"
_ABOUT = {
    "c": "circa",
    "ca": "circa",
    "b": "born",
    "d": "died",
    "fl": "flourished",
    "r": "reigned",
    "est": "established",
}
_DASH = r"\s?[-–—]\s?"


def _month(written: str) -> str:
    return _BY_START[written[:3].lower()]


def _is_day(written: str | None) -> bool:
    return written is None or 1 <= int(written) <= 31


def _after_article(match: re.Match[str]) -> bool:
    """Whether "the" stands before a match already."""
    return match.string[max(0, match.start() - 4) : match.start()].lower() == "the "


def _of(style: English, day: str, month: str) -> str:
    return f"the {style.ordinal(day)} of {month}"


def _month_first(style: English, match: re.Match[str]) -> str | None:
    month, day, last, comma, year = match.groups()
    if not (_is_day(day) and _is_day(last)):
        return None
    the = "the " if style.british else ""
    said = f"{_month(month)} {the}{style.ordinal(day)}"
    if last:
        said += f" to {the}{style.ordinal(last)}"
    return said + (f"{comma} {style.year(year)}" if year else "")


def _day_first(style: English, match: re.Match[str]) -> str | None:
    day, last, month, comma, year = match.groups()
    if not (_is_day(day) and _is_day(last)):
        return None
    said = style.ordinal(day) if _after_article(match) else f"the {style.ordinal(day)}"
    if last:
        said += f" to the {style.ordinal(last)}"
    return f"{said} of {_month(month)}" + (f"{comma} {style.year(year)}" if year else "")


def _month_of_year(style: English, match: re.Match[str]) -> str:
    month, comma, year = match.groups()
    return f"{_month(month)}{comma} {style.year(year)}"


def _year_first(style: English, match: re.Match[str]) -> str | None:
    year, _, month, day = match.groups()
    if not (1 <= int(month) <= 12 and _is_day(day)):
        return None
    return _said_in_full(style, day, _MONTHS[int(month) - 1], year, day_first=style.british)


def _numeric(style: English, match: re.Match[str]) -> str | None:
    """American order is month, day; the other where only the other can be."""
    first, _, second, year = match.groups()
    if match[2] != "/" and len(year) == 2:
        return None
    day, month = (first, second) if style.british else (second, first)
    if int(month) > 12:
        day, month = month, day
    if not (1 <= int(month) <= 12 and _is_day(day)):
        return None
    day_first = style.british or day == first
    return _said_in_full(style, day, _MONTHS[int(month) - 1], _full(year), day_first=day_first)


def _full(year: str) -> str:
    """Two digits are the year of the last hundred that can be meant: "99" is 1999, "21" is 2021."""
    return year if len(year) == 4 else ("20" if int(year) < 40 else "19") + year


def _said_in_full(style: English, day: str, month: str, year: str, *, day_first: bool) -> str:
    date = _of(style, day, month) if day_first else f"{month} {style.ordinal(day)}"
    return f"{date}, {style.year(year)}"


def _era(style: English, match: re.Match[str]) -> str:
    first, last, era = match.groups()
    said = style.year(first) + (f" to {style.year(last)}" if last else "")
    return f"{said} {era.replace('.', '')}{stop(match)}"


def _era_first(style: English, match: re.Match[str]) -> str:
    return f"AD {style.year(match[1])}"


def _life(_: English, match: re.Match[str]) -> str:
    return _ABOUT[match[1]]


def _about(_: English, match: re.Match[str]) -> str:
    return f"{_ABOUT[match[1] or match[2]]} "


def _decade(style: English, match: re.Match[str]) -> str:
    written, apostrophe = match.groups()
    if not written.strip("0"):
        return match.group()
    if apostrophe and not written.endswith("0"):
        return f"{style.year(written)}{apostrophe}s"
    return plural(style.year(written))


def _short_decade(style: English, match: re.Match[str]) -> str:
    return plural(style.cardinal(match[1]))


def _decades(style: English, match: re.Match[str]) -> str:
    first, last = match.groups()
    return f"{plural(style.year(first))} to {plural(style.year(last))}"


def _short_year(style: English, match: re.Match[str]) -> str:
    return style.tail(match[1]) if match[1] != "00" else "oh oh"


def _short_years(style: English, match: re.Match[str]) -> str:
    return f"{style.tail(match[1])} to {style.tail(match[2])}"


def _years(style: English, match: re.Match[str]) -> str | None:
    """Two years are written "1905-6"; "1905-3" is something else."""
    first, last = match.groups()
    if len(last) == 4:
        return f"{style.year(first)} to {style.year(last)}"
    if int(last) <= int(first[-len(last) :]):
        return None
    return f"{style.year(first)} to {style.tail(last) if len(last) == 2 else style.cardinal(last)}"


_IN = re.compile(r"\b(?:in|since|by|until|till|from|before|after|during|year|circa)\s*$", re.IGNORECASE)
# A noun in the plural; the words that end in "s" and are none.
_THINGS = re.compile(r" (?!(?:was|is|has|as|does|his|this|its|us|thus|perhaps|always)\b)[a-z]{2,}s\b(?!')")


def _year(style: English, match: re.Match[str]) -> str | None:
    """Four digits are a year unless they count something: "1834 tickets", but "in 1834 settlers came"."""
    written = match.group()
    told = bool(_IN.search(match.string, max(0, match.start() - 10), match.start()))
    alone = not _THINGS.match(match.string, match.end())
    if "1100" <= written <= "2099":
        return style.year(written) if told or alone or written.endswith("00") else None
    return style.year(written) if told and alone else None


EARLY: tuple[Reading, ...] = (
    Reading("date", r"(?<![\w/.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\w/-]|\.\d)", _year_first),
    Reading("date", r"(?<![\w/.-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|\.\d)", _numeric),
)
"""Dates in digits, which run before telephone numbers."""

READINGS: tuple[Reading, ...] = (
    Reading(
        "year",
        r"(?<![\w.])(?:(ca?)\. ?(?=AD\b|A\.D|\d{1,4}(?!\d|,\d))|(b|d|fl|r|est)\. ?(?=\d{4}(?!\d|,\d)))",
        _about,
    ),
    Reading("date", rf"(?<=\d)\s?[-–—]\s?(?={_MONTH} \d)", lambda *_: " to "),
    Reading("date", rf"(?<![\w.])([bd])\.(?= (?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH})", _life),
    Reading(
        "date",
        rf"\b({_MONTH})[ -]{_DAY}(?:{_DASH}{_DAY})?(?![\w:/%]|[-–]\d\d?\b|[.,]\d){_YEAR}",
        _month_first,
    ),
    Reading("date", rf"{START}{_DAY}(?:{_DASH}{_DAY})?(?: of)?[ -]({_MONTH})(?!\w){_YEAR}", _day_first),
    Reading("date", rf"\b({_MONTH})(,?) (\d{{4}})(?![\w%]|[-–]\d|,\d|\.\d)", _month_of_year),
    Reading("year", rf"{START}(\d{{1,4}})(?:{_DASH}(\d{{1,4}}))?\s?({_ERA})(?!\w)", _era),
    Reading("year", r"\bA\.?D\.? ?(\d{1,4})(?![\w,])", _era_first),
    Reading("decade", r"(?<!\w)(\d{3}0)s\s?[-–—]\s?['’]?(\d0)s\b", _decades),
    Reading("decade", r"(?<!\w)(\d{3}0)s?\s?[-–—]\s?(\d{3}0)s\b", _decades),
    Reading("decade", r"(?<![\w$£€.,])(\d{4})(['’]?)s\b", _decade),
    Reading("decade", r"(?<![\w.,])['’‘]?([1-9]0)s\b", _short_decade),
    Reading("year", r"(?<![\w.,'’])['’‘](\d\d)[-–—]['’‘]?(\d\d)(?!\w)", _short_years),
    Reading("year", r"(?<![\w.,'’])['’‘](\d\d)(?!\w|['’](?!s\b)|[-,.]\d)", _short_year),
    Reading("year", r"(?<![\w.,$£€/-])(1\d{3}|20\d{2})\s?[-–—]\s?(\d{4})(?![\w/]|[-–.,]\d)", _years),
    Reading("year", r"(?<![\w.,$£€/-])(1\d{3}|20\d{2})[-–—/](\d{1,2})(?![\w/%]|[-–.,:]\d)", _years),
    Reading("year", r"(?:(?<![\w.,$£€/:+*×-])|(?<=[a-z]-))[1-9]\d{3}(?![\w/:%°]|[-–—×+*]\d|[.,]\d)", _year),
)
