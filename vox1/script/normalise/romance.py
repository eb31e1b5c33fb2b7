"""What the Romance languages have in common: the shapes of dates, times and Roman numerals."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

from vox1.script.normalise.european import SPACE, Gender, one_of
from vox1.script.normalise.roman_rows import row_rule
from vox1.script.normalise.rules import DIGIT, Rule, needing
from vox1.script.normalise.signs import (
    HAS_ANY_ROMAN,
    HAS_ROMAN,
    ROMAN,
    SMALL_ROMAN,
    is_surely_roman,
    roman_value,
)

_DAY, _MONTH = r"(?P<day>0?[1-9]|[12]\d|3[01])", r"(?P<month>0?[1-9]|1[0-2])"
_HOUR, _MINUTE = r"(?P<hour>[01]?\d|2[0-4])", r"(?P<minute>[0-5]\d)"
_END = r"(?![\w/-]|[.,:]\d)"
_FRACTIONS = frozenset({("1", "2"), ("1", "3"), ("2", "3"), ("1", "4"), ("3", "4")})
_NUMERAL = rf"(?P<roman>{ROMAN})"
_LETTERS = frozenset("LCDM")
_ORDINARY = frozenset("IVX")

SHORT_YEAR = Rule("year", re.compile(r"(?<!\w)[’'](?=\d\d(?!\w))"), lambda _: "")
"""A year without its century, '68: the mark is not said."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language says dates and times.

    Attributes:
        months: The twelve names.
        short_months: Pattern of their abbreviations; each begins as its month does.
        of: Pattern of what stands between day, month and year, with its spaces ("de").
        joins_days: Joins two days of a month ("17/18 mars").
        before_day: Pattern of the words after which 5/6 is a day and month.
        date: Says day, month (1 to 12) and year (None where not written).
        time: Says hour, minute and second (None where not written), and what follows ("pm", "da tarde").
        after: Pattern of what may follow a time and shapes how it is said; None for no such thing.
        to: Joins the ends of a range of times.
        before_time: Pattern of the words after which 14.30 is a time; None where no word makes it one.
    """

    months: tuple[str, ...]
    short_months: str
    of: str
    joins_days: str
    before_day: str
    date: Callable[[int, int, int | None], str]
    time: Callable[[int, int | None, int | None, str], str | None]
    after: str | None
    to: str
    before_time: str | None


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a language says Roman numerals.

    Attributes:
        heads: Words that a numeral follows (chapter, part), in small letters, with their gender.
        headed: Says a numeral after a head of a gender.
        century: Pattern of the word for century before a numeral, and of what joins several.
        century_said: Says the number of a century.
        kings: Names of men that rulers and popes bear.
        queens: Names of women that rulers bear.
        titles: Pattern of the words that make any name after them a ruler's.
        ruler: Says a ruler's number; the flag tells a woman.
        articles: Pattern of the words after which a numeral stands before its noun; None if it never does.
        ordinal: Says an ordinal before a noun of a gender.
        gender_of: The gender that a noun shows.
        lone: Says a numeral that is a heading by itself.
        many_heads: The heads in the plural, which a row of numerals follows.
        joining: Pattern of the words that join a row ("et|ou|à").
        to: Said for a dash within a row, with its spaces.
    """

    heads: Mapping[str, Gender]
    headed: Callable[[int, Gender], str]
    century: str
    century_said: Callable[[int], str]
    kings: Collection[str]
    queens: Collection[str]
    titles: str
    ruler: Callable[[int, bool], str]
    articles: str | None
    ordinal: Callable[[int, Gender], str]
    gender_of: Callable[[str], Gender | None]
    lone: Callable[[int], str]
    many_heads: Collection[str]
    joining: str
    to: str


def date_rules(calendar: Calendar) -> tuple[Rule, ...]:
    """The rules for dates and times of day."""
    dates = (*_named_month_rules(calendar), *_numeric_date_rules(calendar))
    return needing(DIGIT, (*dates, *_time_rules(calendar)))


def _named_month_rules(calendar: Calendar) -> tuple[Rule, ...]:
    names = "|".join([*calendar.months, calendar.short_months])
    days = rf"(?P<days>\d\d?(?:/\d\d?|-\d\d?){{1,3}})(?={SPACE}(?:{calendar.of})?(?:{names})(?!\w))"
    date = (
        rf"{_DAY}(?:er|º|°|\.º)?{SPACE}(?:{calendar.of})?(?P<name>{names})(?!\w)\.?"
        rf"(?:{SPACE}(?:{calendar.of})?(?P<year>\d{{4}})(?!\d|[.,]\d))?"
    )
    return (
        Rule("date", re.compile(rf"(?<![\w.,/-]){days}"), partial(_say_days, calendar)),
        Rule("date", re.compile(rf"(?<![\w.,/-]){date}", re.IGNORECASE), partial(_say_date, calendar)),
    )


def _numeric_date_rules(calendar: Calendar) -> tuple[Rule, ...]:
    day_first = rf"{_DAY}(?P<mark>[./-]){_MONTH}(?P=mark)(?P<year>[12]\d{{3}}|\d\d){_END}"
    year_first = rf"(?P<year>[12]\d{{3}})(?P<mark>[/-]){_MONTH}(?P=mark){_DAY}{_END}"
    told = (
        rf"(?P<lead>(?<!\w)(?:{calendar.before_day}){SPACE}){_DAY}/(?P<month>0[1-9]|1[0-2]|[1-9])"
        rf"(?!{SPACE}?%){_END}"
    )
    say = partial(_say_date, calendar)
    return (
        Rule("date", re.compile(rf"(?<![\w.,/-]){day_first}"), say),
        Rule("date", re.compile(rf"(?<![\w.,/-]){year_first}"), say),
        Rule("date", re.compile(told, re.IGNORECASE), say),
    )


def _time_rules(calendar: Calendar) -> tuple[Rule, ...]:
    after = rf"(?:{SPACE}?(?P<after>{calendar.after}))?" if calendar.after else ""
    second = rf"(?:(?:[:m]|{SPACE}?min{SPACE}?)(?P<second>[0-5]\d)(?:{SPACE}?s(?:eg)?)?)?"
    with_minute = rf"{_HOUR}(?::|{SPACE}?h{SPACE}?){_MINUTE}{second}(?![\d:])(?!\w){after}"
    told = rf"(?<!\w)(?i:{calendar.before_time}){SPACE}|" if calendar.before_time else ""
    with_point = (
        rf"(?P<lead>{told}(?<![\w.,:/-])){_HOUR}\.{_MINUTE}(?![\d.,/:]*\d)(?!\w){after}(?P<end>\s{{0,3}}\Z)?"
    )
    whole_hour = rf"{_HOUR}{SPACE}?h(?!\w)(?P<minute>){after}"
    say = partial(_say_time, calendar)
    return (
        Rule(
            "time",
            re.compile(rf"(?<=\d[:h.]\d\d){SPACE}?[-–]{SPACE}?(?=\d\d?[:h.]\d\d(?!\d))"),
            lambda _: calendar.to,
        ),
        Rule("time", re.compile(rf"(?<![\w.,:/]){with_minute}"), say),
        Rule("time", re.compile(with_point), say),
        Rule("time", re.compile(rf"(?<![\w.,:/-]){whole_hour}"), say),
    )


def roman_rules(numerals: Numerals) -> tuple[Rule, ...]:
    """The rules for Roman numerals: after a head, in centuries and rulers' names, before a noun, alone."""
    row = row_rule([*numerals.heads, *numerals.many_heads], numerals.joining, numerals.to, numerals.lone)
    return (row, *_named_numeral_rules(numerals), *_bare_numeral_rules(numerals))


def _named_numeral_rules(numerals: Numerals) -> tuple[Rule, ...]:
    any_numeral = rf"(?P<roman>{ROMAN}|{SMALL_ROMAN})"
    headed = rf"(?P<head>(?i:{one_of(numerals.heads)})\.?{SPACE}){any_numeral}"
    century = rf"(?P<lead>(?i:{numerals.century}){SPACE}){any_numeral}"
    name = rf"(?P<name>{one_of([*numerals.kings, *numerals.queens])})"
    ruler = rf"(?P<lead>(?:{name}|(?i:{numerals.titles}){SPACE}[^\W\d_]+){SPACE}){_NUMERAL}"
    return needing(
        HAS_ANY_ROMAN,
        (
            Rule("roman-numeral", re.compile(rf"(?<!\w){headed}"), partial(_say_headed, numerals)),
            Rule("roman-numeral", re.compile(rf"(?<!\w){century}"), partial(_say_century, numerals)),
            Rule("roman-numeral", re.compile(rf"(?<!\w){ruler}"), partial(_say_ruler, numerals)),
        ),
    )


def _bare_numeral_rules(numerals: Numerals) -> tuple[Rule, ...]:
    return needing(
        HAS_ROMAN,
        (
            *_before_noun_rules(numerals),
            Rule(
                "roman-numeral",
                re.compile(rf"(?m)^(?P<lead>[^\w\n]{{0,8}}){_NUMERAL}(?=\.?[ \t]{{0,8}}$)"),
                partial(_say_lone, numerals),
            ),
            Rule("roman-numeral", re.compile(rf"(?<![\w.’'&-]){_NUMERAL}"), partial(_say_roman, numerals)),
        ),
    )


def _before_noun_rules(numerals: Numerals) -> tuple[Rule, ...]:
    if numerals.articles is None:
        return ()
    lead = rf"(?P<lead>(?<!\w)(?i:{numerals.articles}){SPACE}?)"
    pattern = rf"{lead}{_NUMERAL}(?={SPACE}(?P<noun>[^\W\d_]+))"
    return (Rule("roman-numeral", re.compile(pattern), partial(_say_before_noun, numerals)),)


def half_rules(
    cardinal: Callable[[int, Gender | None], str],
    gender_of: Callable[[str], Gender | None],
    before: Callable[[str, Gender], str],
    after: Callable[[Gender], str],
) -> tuple[Rule, ...]:
    """The rules for halves of what is named: half an hour, two hours and a half.

    Args:
        cardinal: Says a whole number before a noun of a gender.
        gender_of: The gender of a noun, None for what is no noun.
        before: Says a half and the noun it is of.
        after: Says "and a half" after a noun.
    """

    def say(match: re.Match[str]) -> str | None:
        noun = match["noun"]
        gender = gender_of(noun)
        if gender is None:
            return None
        if match["whole"]:
            return f"{cardinal(int(match['whole']), gender)} {noun} {after(gender)}"
        return before(noun, gender)

    half = rf"(?:(?P<whole>\d{{1,4}})(?:{SPACE}?½|{SPACE}1/2)|½|1/2)"
    return needing(
        DIGIT,
        [Rule("fraction", re.compile(rf"(?<![\w/.,½])(?<!\d ){half}{SPACE}(?P<noun>[a-zà-ÿ]{{3,}})"), say)],
    )


def _say_date(calendar: Calendar, match: re.Match[str]) -> str | None:
    place = match.groupdict()
    name = place.get("name")
    if place.get("lead") and (match["day"], match["month"]) in _FRACTIONS:
        return None
    month = _month(calendar, name) if name else int(match["month"])
    year = place.get("year")
    said = calendar.date(int(match["day"]), month, int(year) if year else None)
    # The point of "14 oct." may end the sentence too; said twice it does no harm.
    ends = match.group().endswith(".") and not match.string[match.end() :].strip()
    return f"{place.get('lead') or ''}{said}{'.' if ends else ''}"


def _say_days(calendar: Calendar, match: re.Match[str]) -> str:
    days = re.findall(r"\d+", match["days"])
    return calendar.joins_days.join(days) if len(days) == 2 else ", ".join(days)


def _month(calendar: Calendar, written: str) -> int:
    written = written.lower().rstrip(".")
    return next(
        number
        for length in range(len(written), 0, -1)
        for number, name in enumerate(calendar.months, 1)
        if name.lower().startswith(written[:length])
    )


def _say_time(calendar: Calendar, match: re.Match[str]) -> str | None:
    place = match.groupdict()
    is_halved = re.match(r"[ap]", place.get("after") or "")
    is_alone = match.start() == 0 and place.get("end") is not None
    if place.get("lead") == "" and not is_halved and not is_alone:
        return None  # 12.15 is a time only after words that call for one
    second = place.get("second")
    said = calendar.time(
        int(match["hour"]),
        int(match["minute"]) if match["minute"] else None,
        int(second) if second else None,
        place.get("after") or "",
    )
    return None if said is None else f"{place.get('lead') or ''}{said}{place.get('end') or ''}"


def _say_headed(numerals: Numerals, match: re.Match[str]) -> str | None:
    head, roman = match["head"], match["roman"]
    if roman in _LETTERS:
        return None  # Part C
    gender = numerals.heads[head.strip(" .\u00a0\u202f\u2009").lower()]
    return head + numerals.headed(roman_value(roman), gender)


def _say_century(numerals: Numerals, match: re.Match[str]) -> str:
    return match["lead"] + numerals.century_said(roman_value(match["roman"]))


def _say_ruler(numerals: Numerals, match: re.Match[str]) -> str | None:
    if match["roman"] in _LETTERS:
        return None  # an initial
    return match["lead"] + numerals.ruler(roman_value(match["roman"]), match["name"] in numerals.queens)


def _say_before_noun(numerals: Numerals, match: re.Match[str]) -> str | None:
    noun, roman = match["noun"], match["roman"]
    gender = numerals.gender_of(noun)
    if _is_pronoun(match):
        return None
    # A letter alone may be an article or a name: "I libri", "la X enorme".
    is_letter = len(roman) == 1 and (roman == "I" or not match["lead"] or noun[0].islower())
    if gender is None or is_letter or not set(roman) <= _ORDINARY:
        return None
    return match["lead"] + numerals.ordinal(roman_value(match["roman"]), gender)


def _say_lone(numerals: Numerals, match: re.Match[str]) -> str | None:
    roman = match["roman"]
    if len(roman) == 1 and roman not in _ORDINARY:
        return None
    return (
        match["lead"] + numerals.lone(roman_value(roman))
        if is_surely_roman(roman) or len(roman) == 1
        else None
    )


def _say_roman(numerals: Numerals, match: re.Match[str]) -> str | None:
    roman = match["roman"]
    is_plain = (
        is_surely_roman(roman) and not _is_pronoun(match) and (set(roman) <= _ORDINARY or len(roman) > 3)
    )
    return numerals.lone(roman_value(roman)) if is_plain else None


def is_initial(match: re.Match[str]) -> bool:
    """Tell whether a letter with a point follows a name, as in Franklin D. Roosevelt."""
    before = match.string[max(0, match.start() - 30) : match.start()]
    return bool(re.search(r"(?<!\w)[A-ZÀ-Þ]\w*\.? $", before))


def _is_pronoun(match: re.Match[str]) -> bool:
    """Tell whether VI is a word among others in capitals: Italian "VI PREGO"."""
    after = match.string[match.end("roman") : match.end("roman") + 4]
    return match["roman"] == "VI" and bool(re.match(r"\s[A-ZÀ-Ý]{2}", after))
