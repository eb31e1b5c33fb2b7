"""French: text as written made into text as spoken."""

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
    words,
)
from vox1.script.normalise.french_words import (
    ABBREVIATIONS,
    CURRENCIES,
    FEMININE,
    FEMININE_ENDINGS,
    HEADS,
    KINGS,
    LABELLED,
    MANY_HEADS,
    MONTHS,
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
    roman_rules,
)
from vox1.script.normalise.rules import DIGIT, Rule, needing
from vox1.script.normalise.signs import ROMAN, Signs, address_rules, letter_rules, roman_value

_TO_TEN = {1: "primo", 2: "secundo", 3: "tertio", 4: "quarto", 5: "quinto", 6: "sexto", 7: "septimo"}


def cardinal(number: int, gender: Gender | None) -> str:
    """Say a whole number; before a feminine noun it ends in "une"."""
    said = numbers.cardinal(number, "fr")
    is_one = said == "un" or said.endswith((" un", "-un"))
    return f"{said}e" if gender == "f" and is_one else said


def gender_of(noun: str) -> Gender | None:
    """Return the gender of a noun that is counted, plural or not."""
    one = noun.lower().removesuffix("s")
    if one == "mille":
        return "m"
    return "f" if one in FEMININE or noun.lower() in FEMININE or one.endswith(FEMININE_ENDINGS) else "m"


def ordinal(number: int, gender: Gender) -> str:
    """Say an ordinal: premier, première, deuxième."""
    if number == 1:
        return "première" if gender == "f" else "premier"
    return numbers.ordinal(number, "fr")


def fraction(whole: int, over: int, under: int) -> str | None:
    """Say a fraction: un tiers, deux et demi; 24/7 is none."""
    if over > under:
        return None
    part = {2: "demi", 3: "tiers", 4: "quart"}.get(under) or ordinal(under, "m")
    part += "s" if over > 1 and not part.endswith("s") else ""
    if whole:
        return f"{cardinal(whole, None)} et {'demi' if under == 2 else f'{cardinal(over, None)} {part}'}"
    return f"{cardinal(over, None)} {part}"


def _date(day: int, month: int, year: int | None) -> str:
    said = f"{'premier' if day == 1 else cardinal(day, None)} {MONTHS[month - 1]}"
    return said if year is None else f"{said} {cardinal(year, None)}"


def _time(hour: int, minute: int | None, second: int | None, _after: str) -> str:
    said = f"{cardinal(hour, 'f')} heure{'s' if hour > 1 else ''}"
    if minute and second is not None:
        minutes = f"{cardinal(minute, 'f')} minute{'s' if minute > 1 else ''}"
        return f"{said} {minutes} et {cardinal(second, 'f')} seconde{'s' if second > 1 else ''}"
    return f"{said} {cardinal(minute, 'f')}" if minute else said


def _headed(number: int, gender: Gender) -> str:
    return ordinal(1, gender) if number == 1 else cardinal(number, None)


def _ruler(number: int, is_woman: bool) -> str:  # noqa: FBT001 - the common rules call it by place
    return _headed(number, "f" if is_woman else "m")


def _telephone_group(digits: str) -> str:
    """Telephone numbers are said by twos: quarante-deux, zéro un."""
    is_pair = len(digits) == 2 and digits[0] != "0"
    return cardinal(int(digits), None) if is_pair else numbers.digits(digits, "fr")


_TONGUE = Tongue(
    cardinal=cardinal,
    gender_of=gender_of,
    decimals=partial(grouped_decimals, cardinal),
    comma="virgule",
    point="point",
    minus="moins",
    span=lambda low, high, _: f"{low} à {high}",
    score="à",
    units=UNITS,
    currencies=CURRENCIES,
    scales=SCALES,
    of=lambda noun: "d’" if noun[0] in "aeiouéèh" else "de ",
    joins_parts=" et ",
    names_parts=False,
    plural_from=2,
    per="par",
    fraction=fraction,
    heads=LABELLED,
)

_CALENDAR = Calendar(
    months=MONTHS,
    short_months=SHORT_MONTHS,
    of="",
    joins_days=" et ",
    before_day="le|du|au",
    date=_date,
    time=_time,
    after=None,
    to=" à ",
    before_time=None,
)

_NUMERALS = Numerals(
    heads=HEADS,
    headed=_headed,
    century="siècle",
    century_said=lambda number: cardinal(number, None),
    kings=KINGS,
    queens=QUEENS,
    titles="roi|reine|pape|empereur|tsar|duc|prince|sultan",
    ruler=_ruler,
    articles=None,
    ordinal=ordinal,
    gender_of=gender_of,
    lone=lambda number: cardinal(number, None),
    many_heads=MANY_HEADS,
    joining="et|ou|à",
    to=" à ",
)

_SIGNS = Signs(
    digit=lambda digit: cardinal(digit, None),
    group=_telephone_group,
    names={
        ".": "point",
        "/": "barre oblique",
        ":": "deux-points",
        "@": "arobase",
        "-": "tiret",
        "_": "tiret bas",
        "?": "point d’interrogation",
        "=": "égale",
        "&": "et",
        "#": "dièse",
        "+": "plus",
        "%": "pour cent",
        "~": "tilde",
    },
    symbols={
        r"(?<=\w) ?& ?(?=\w)": " et ",
        r"&": "et",
        r"(?<=\w) ?\+ ?(?=\w)": " plus ",
        r"(?<=\w) ?= ?(?=\w)": " égale ",
        r"(?<=\w) ?[×·] ?(?=\w)": " fois ",
        r"(?<=\w) ?÷ ?(?=\w)": " divisé par ",
        r"±": "plus ou moins ",
        r"§§? ?": "paragraphe ",
        r"#(?=\w)": "numéro ",
        r"@": " arobase ",
        r"%": " pour cent",
        r"°": " degrés",
        r"€": " euros",
        r"\$": " dollars",
        r"£": " livres",
    },
    acronyms=dict.fromkeys(
        words(
            """
USA UE EDF SNCF RATP CIA FBI ADN ARN URSS USSR IBM CIO OGM PIB RDA RFA ISBN USB TVA UMP CE HLM BNF IVG
VIP IRA EU UK AOC PACA CAP IUT CEA EPHAD OAS IA QI
"""
        ),
        "",
    ),
    cluster=3,
    telephone=r"[Tt]él\.|[Tt]éléphone|[Ff]ax",
    extension="poste",
)


def _say_ordinal(match: re.Match[str]) -> str | None:
    written, ending = match["number"], match["ending"]
    value = int(written) if written.isdecimal() else roman_value(written)
    if not written.isdecimal() and len(written) == 1 and written not in "IVX":
        return None
    plural = "s" if ending.endswith("s") else ""
    if ending.startswith(("nd", "d")) and value == 2:
        return f"second{'e' if ending.startswith(('nde', 'de')) else ''}{plural}"
    is_first = ending.startswith(("er", "re", "ère", "ᵉʳ", "ʳᵉ"))
    if not value or is_first != (value == 1) or ending.startswith(("n", "d")):
        return None  # "Vers" is no numeral
    return ordinal(value, "f" if ending.startswith(("re", "ère", "ʳᵉ")) else "m") + plural


def _say_enumerated(match: re.Match[str]) -> str | None:
    return _TO_TEN.get(int(match["number"]))


_ENDINGS = r"(?P<ending>ers?|ères?|res?|ièmes?|i?èmes|èmes?|es?|nde?s?|d(?=e?\b)e?s?|ᵉʳ|ʳᵉ|ᵉ)"

_CENTURY = Rule(
    "abbreviation",
    re.compile(rf"(?<=[IVX]e{SPACE})s\.|(?<=[IVX]ème{SPACE})s\."),
    lambda _: "siècle",
    re.compile(r"[IVX](?:e|ème)"),
)
_ORDINAL = Rule(
    "ordinal",
    re.compile(rf"(?<![\w.,])(?P<number>\d{{1,4}}|{ROMAN.split('(?![')[0]}){_ENDINGS}(?!\w)"),
    _say_ordinal,
)
_ENUMERATED = Rule(
    "ordinal", re.compile(r"(?m)(?:(?<=^)|(?<=[:;] )|(?<=\())(?P<number>[1-7])°(?=\s\w)"), _say_enumerated
)

RULES: tuple[Rule, ...] = (
    *address_rules(_SIGNS),
    *date_rules(_CALENDAR),
    *needing(DIGIT, [SHORT_YEAR]),
    _CENTURY,
    _ORDINAL,
    *needing(DIGIT, [_ENUMERATED]),
    *half_rules(
        cardinal,
        gender_of,
        lambda noun, gender: f"{'une' if gender == 'f' else 'un'} demi-{noun}",
        lambda gender: "et demie" if gender == "f" else "et demi",
    ),
    *amount_rules(_TONGUE),
    *abbreviation_rules(ABBREVIATIONS),
    *roman_rules(_NUMERALS),
    *count_rules(_TONGUE),
    *letter_rules(_SIGNS),
)
"""French rules, in the order they run."""
