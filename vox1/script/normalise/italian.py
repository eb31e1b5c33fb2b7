"""Italian: text as written made into text as spoken."""

from __future__ import annotations

import re
from functools import partial

from vox1.script.normalise import numbers
from vox1.script.normalise.abbreviations import abbreviation_rules
from vox1.script.normalise.european import (
    SPACE,
    Gender,
    Tongue,
    amount_rules,
    count_rules,
    grouped_decimals,
    is_label,
    words,
)
from vox1.script.normalise.italian_words import (
    ABBREVIATIONS,
    CENTURIES,
    CURRENCIES,
    FEMININE,
    FEMININE_ENDINGS,
    HEADS,
    KINGS,
    LABELLED,
    MANY_HEADS,
    MASCULINE,
    MONTHS,
    NOT_NOUNS,
    QUEENS,
    SCALES,
    SHORT_MONTHS,
    UNITS,
)
from vox1.script.normalise.romance import (
    SHORT_YEAR,
    Calendar,
    Numerals,
    date_rules,
    half_rules,
    is_initial,
    roman_rules,
)
from vox1.script.normalise.rules import DIGIT, Rule, needing
from vox1.script.normalise.signs import ROMAN, Signs, address_rules, letter_rules, roman_value

_MEN_IN_A = frozenset(words("Luca Andrea Mattia Nicola Elia Tobia Barnaba Geremia Isaia Battista"))
_VOWELS = "aeiouàèéìòùAEIOUÀÈÉÌÒÙ"
_COUNTED_IN_E = frozenset(words("ora volta tazza giornata settimana bottiglia pagina lira mela pera"))
_IMPURE = re.compile(r"s[^aeiouàèéìòù]|z|gn|ps|pn|x|y", re.IGNORECASE)
"""Beginnings before which the articles are "uno" and "lo"."""


def cardinal(number: int, gender: Gender | None) -> str:
    """Say a whole number; 1 before a noun is "un" or "una"."""
    if number == 1 and gender in {"m", "f"}:
        return "una" if gender == "f" else "un"
    said = numbers.cardinal(number, "it")
    return f"{said[:-1]}é" if number > 3 and said.endswith("tre") else said


def gender_of(noun: str) -> Gender | None:
    """Return the gender of a noun that is counted, in the singular."""
    noun = noun.lower()
    if noun in NOT_NOUNS:
        return None
    # The plural in -e of a noun in -a: ore, volte.
    if noun.endswith("e") and f"{noun[:-1]}a" in _COUNTED_IN_E:
        return "f"
    if noun in MASCULINE:
        return "m"
    return "f" if noun in FEMININE or noun.endswith(FEMININE_ENDINGS) else "m"


def ordinal(number: int, gender: Gender) -> str:
    """Say an ordinal: primo, ventitreesima."""
    said = numbers.ordinal(number, "it")
    return f"{said[:-1]}a" if gender == "f" else said


def fraction(whole: int, over: int, under: int) -> str | None:
    """Say a fraction: un terzo, due e mezzo; 24/7 is none."""
    if over > under:
        return None
    part = "mezzo" if under == 2 else ordinal(under, "m")
    part = f"{part[:-1]}i" if over > 1 else part
    if whole and under == 2:
        return f"{cardinal(whole, None)} e mezzo"
    said = f"{cardinal(over, 'm')} {part}"
    return f"{cardinal(whole, None)} e {said}" if whole else said


def _date(day: int, month: int, year: int | None) -> str:
    said = f"{'primo' if day == 1 else cardinal(day, None)} {MONTHS[month - 1]}"
    return said if year is None else f"{said} {cardinal(year, None)}"


def _time(hour: int, minute: int | None, second: int | None, _after: str) -> str | None:
    if minute is None:
        return None  # a measure
    said = "una" if hour == 1 else cardinal(hour, None)
    if second:
        minutes = f"{cardinal(minute, 'm')} minut{'o' if minute == 1 else 'i'}"
        return f"{said}, {minutes} e {cardinal(second, 'm')} second{'o' if second == 1 else 'i'}"
    return f"{said} e {cardinal(minute, None)}" if minute else said


_TONGUE = Tongue(
    cardinal=cardinal,
    gender_of=gender_of,
    decimals=partial(grouped_decimals, cardinal),
    comma="virgola",
    point="punto",
    minus="meno",
    span=lambda low, high, _: f"{low}-{high}",
    score="a",
    units=UNITS,
    currencies=CURRENCIES,
    scales=SCALES,
    of=lambda _: "di ",
    joins_parts=" e ",
    names_parts=True,
    plural_from=1.001,
    per="per",
    fraction=fraction,
    heads=LABELLED,
)

_CALENDAR = Calendar(
    months=MONTHS,
    short_months=SHORT_MONTHS,
    of="",
    joins_days=" e ",
    before_day="il|del|dal|al|giorno",
    date=_date,
    time=_time,
    after=None,
    to="-",
    before_time="alle|dalle|delle|le|ore|all[’']|dell[’']",
)

_NUMERALS = Numerals(
    heads=HEADS,
    headed=ordinal,
    century="secolo",
    century_said=lambda number: ordinal(number, "m"),
    kings=KINGS,
    queens=QUEENS,
    titles="re|regina|papa|imperatore|imperatrice|zar|sultano|duca",
    ruler=lambda number, is_woman: ordinal(number, "f" if is_woman else "m"),
    articles=(
        r"il|lo|la|i|gli|le|del|dello|della|dei|degli|delle|nel|nello|nella|nei|negli|al|allo|alla|dal|dallo|dalla"
        r"|sul|sullo|sulla|un|uno|una|suo|sua|questo|questa|quel|quella|(?:(?:da|ne|de|a|su)?ll|un)[’']|(?m:^)"
    ),
    ordinal=ordinal,
    gender_of=gender_of,
    lone=lambda number: cardinal(number, None),
    many_heads=MANY_HEADS,
    joining="e|ed|o|a|al",
    to=" a ",
)

_SIGNS = Signs(
    digit=lambda digit: cardinal(digit, None),
    group=lambda group: numbers.digits(group, "it"),
    names={
        ".": "punto",
        "/": "slash",
        ":": "due punti",
        "@": "chiocciola",
        "-": "trattino",
        "_": "trattino basso",
        "?": "punto interrogativo",
        "=": "uguale",
        "&": "e commerciale",
        "#": "cancelletto",
        "+": "più",
        "%": "per cento",
        "~": "tilde",
    },
    symbols={
        r"(?<=\w) ?& ?(?=[eE])": " ed ",
        r"(?<=\w) ?& ?(?=\w)": " e ",
        r"&": "e",
        r"(?<=\w) ?\+ ?(?=\w)": " più ",
        r"(?<=\w) ?= ?(?=\w)": " uguale ",
        r"(?<=\w) ?[×·] ?(?=\w)": " per ",
        r"(?<=\w) ?÷ ?(?=\w)": " diviso ",
        r"±": "più o meno ",
        r"§§? ?": "paragrafo ",
        r"#(?=\w)": "numero ",
        r"@": " chiocciola ",
        r"%": " per cento",
        r"°": " gradi",
        r"€": " euro",
        r"\$": " dollari",
        r"£": " sterline",
    },
    acronyms={
        **dict.fromkeys(
            words(
                """
USA UE CE CEE CIA FBI DNA RNA IBM ISBN USB IVA PCI DC CGIL CISL UIL PSI MSI AC CEO BCE FMI OMC IA QI UTC
GMT ASL EU
"""
            ),
            "",
        ),
        "S.p.A.": "esse pi a",
        "SpA": "esse pi a",
    },
    cluster=3,
    telephone=r"[Tt]el\.|[Tt]elefono|[Ff]ax",
    extension="interno",
)


def _say_comma(match: re.Match[str]) -> str | None:
    return _time(int(match["hour"]), int(match["minute"]), None, "")


def _say_one(match: re.Match[str]) -> str | None:
    noun = match["noun"]
    gender = gender_of(noun)
    if gender is None or is_label(_TONGUE, match):
        return None
    if gender == "f":
        return "un’" if noun[0] in _VOWELS else "una "
    return "uno " if _IMPURE.match(noun) else "un "


def _say_ordinal(match: re.Match[str]) -> str | None:
    number = int(match["number"])
    return ordinal(number, "f" if match["mark"] in {"ª", "a"} else "m") if number else None


def _say_century(match: re.Match[str]) -> str:
    """The '800 is the nineteenth century: l'Ottocento."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    elided = match["mark"] if before.isalpha() else ""
    return elided + CENTURIES[int(match["hundreds"])]


def _say_saint(match: re.Match[str]) -> str | None:
    """S. before a name: san, santo, santa or sant' by what follows."""
    if is_initial(match):
        return None
    name = match["name"]
    is_woman = name.endswith("a") and name not in _MEN_IN_A
    if name[0] in _VOWELS:
        return "Sant’"
    if is_woman:
        return "Santa "
    return "Santo " if re.match(r"S[^aeiou]|Z", name) else "San "


# Hours and minutes with a comma between, as Italian papers print them.
_TIME_WITH_COMMA = Rule(
    "time",
    re.compile(r"(?<=lle )(?P<hour>[01]?\d|2[0-4]),(?P<minute>[0-5]\d)(?!\d|[.,]\d|\s?%)"),
    _say_comma,
)
_FIGURES = (
    Rule("year", re.compile(r"(?P<mark>[’'])(?P<hundreds>[2-9]00)(?!\d|[.,]\d)"), _say_century),
    SHORT_YEAR,
    Rule(
        "ordinal",
        re.compile(
            r"(?<![\w.,])(?P<number>\d{1,4})(?P<mark>[ºª]|°(?=\s(?!a\s|di\s|e\s|in\s|all|sotto|sopra|C\b|F\b)[a-zà-ù]))"
        ),
        _say_ordinal,
    ),
    Rule("measure", re.compile(rf"(?<![\w.,/-])0?1{SPACE}?h(?!\w)"), lambda _: "un’ora"),
)
_SAINT = Rule(
    "abbreviation", re.compile(rf"(?<![\w.])S\.{SPACE}?(?=(?P<name>[A-ZÀ-Þ][^\W\d_]+))"), _say_saint
)
_CENTURIES = (
    Rule(
        "roman-numeral",
        re.compile(
            rf"(?<![\w.’'])(?P<roman>{ROMAN})(?={SPACE}?(?:e|ed|o|al|-|–){SPACE}?{ROMAN}{SPACE}secolo)"
        ),
        lambda match: ordinal(roman_value(match["roman"]), "m"),
    ),
    Rule(
        "roman-numeral",
        re.compile(rf"(?<![\w.])(?P<roman>{ROMAN})(?={SPACE}secolo)"),
        lambda match: ordinal(roman_value(match["roman"]), "m"),
    ),
)
_ONE = Rule("cardinal", re.compile(rf"(?<![\w.,+−-])1{SPACE}(?=(?P<noun>[^\W\d_]+))"), _say_one)

RULES: tuple[Rule, ...] = (
    *address_rules(_SIGNS),
    *needing(DIGIT, [_TIME_WITH_COMMA]),
    *date_rules(_CALENDAR),
    *needing(DIGIT, _FIGURES),
    *half_rules(
        cardinal,
        gender_of,
        lambda noun, gender: f"{'mezza' if gender == 'f' else 'mezzo'} {noun}",
        lambda gender: "e mezza" if gender == "f" else "e mezzo",
    ),
    *amount_rules(_TONGUE),
    *needing(r"S\.", [_SAINT]),
    *abbreviation_rules(ABBREVIATIONS),
    *needing("secolo", _CENTURIES),
    *roman_rules(_NUMERALS),
    *needing(DIGIT, [_ONE]),
    *count_rules(_TONGUE),
    *letter_rules(_SIGNS),
)
"""Italian rules, in the order they run."""
