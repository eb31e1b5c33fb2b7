"""Spanish: text as written made into text as spoken."""

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
from vox1.script.normalise.romance import (
    SHORT_YEAR,
    Calendar,
    Numerals,
    date_rules,
    half_rules,
    roman_rules,
)
from vox1.script.normalise.rules import DIGIT, Rule, needing
from vox1.script.normalise.signs import Signs, address_rules, letter_rules
from vox1.script.normalise.spanish_words import (
    ABBREVIATIONS,
    CURRENCIES,
    FEMININE,
    FEMININE_ENDINGS,
    HEADS,
    KINGS,
    LABELLED,
    MANY_HEADS,
    MASCULINE,
    MONTHS,
    QUEENS,
    SCALES,
    SHORT_MONTHS,
    UNITS,
)

_ONES = words("_ primero segundo tercero cuarto quinto sexto séptimo octavo noveno")
_TEENS = words(
    """
décimo undécimo duodécimo decimotercero decimocuarto decimoquinto decimosexto decimoséptimo decimoctavo
decimonoveno
"""
)
_TENS = words(
    """
_ _ vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo
"""
)
_HUNDREDS = words(
    """
_ centésimo ducentésimo tricentésimo cuadringentésimo quingentésimo sexcentésimo septingentésimo
octingentésimo noningentésimo
"""
)
_NOT_NOUNS = frozenset(
    words(
        """
de del que en y e o u a al por para con sin como se lo la le los las el no ni es fue era ha si más entre
sobre desde hasta pero ya un una cuando contra ante tras según
"""
    )
)
_OF = r"(?:de la|del|de|d’)"


def cardinal(number: int, gender: Gender | None) -> str:
    """Say a whole number; before a noun it is "veintiún" or "veintiuna", "doscientas"."""
    said = numbers.cardinal(number, "es")
    if gender == "f":
        large, mark, rest = said.rpartition("llones") if "llones" in said else said.rpartition("llón")
        rest = re.sub(r"(cient|quinient)os\b", r"\1as", rest)
        rest = re.sub(r"uno$", "una", rest)
        return large + mark + rest
    if gender == "m":
        return re.sub(r"veintiuno$", "veintiún", re.sub(r"\buno$", "un", said))
    return said


def gender_of(noun: str) -> Gender | None:
    """Return the gender of a noun that is counted, plural or not."""
    noun = noun.lower()
    one = noun.removesuffix("s")
    if noun in _NOT_NOUNS:
        return None
    if {noun, one, noun.removesuffix("es")} & FEMININE:
        return "f"
    if {noun, one} & MASCULINE:
        return "m"
    endings = (*FEMININE_ENDINGS, "iones", "dades", "tades", "tudes", "umbres")
    return "f" if one.endswith(FEMININE_ENDINGS) or noun.endswith(endings) else "m"


def ordinal(number: int, gender: Gender) -> str:
    """Say an ordinal: decimotercero, vigésima primera, cienmilésimo."""
    said = _ordinal(number)
    return re.sub(r"o\b", "a", said) if gender == "f" else said


def _ordinal(number: int) -> str:
    if number >= 1_000_000:
        millions, rest = divmod(number, 1_000_000)
        large = (_joined(millions) if millions > 1 else "") + "millonésimo"
    elif number >= 1000:
        thousands, rest = divmod(number, 1000)
        large = (_joined(thousands) if thousands > 1 else "") + "milésimo"
    elif number >= 100:
        hundreds, rest = divmod(number, 100)
        large = _HUNDREDS[hundreds]
    elif number >= 20:
        tens, rest = divmod(number, 10)
        large = _TENS[tens]
    else:
        return _ONES[number] if number < 10 else _TEENS[number - 10]
    return f"{large} {_ordinal(rest)}" if rest else large


def _joined(number: int) -> str:
    return cardinal(number, "m").replace(" y ", "i").replace(" ", "").replace("ú", "u")


def fraction(whole: int, over: int, under: int) -> str | None:
    """Say a fraction: un tercio, dos y medio, tres doceavos; 24/7 is none."""
    if over > under:
        return None
    if whole and (over, under) == (1, 2):
        return f"{cardinal(whole, None)} y medio"
    part = _part(under)
    if part is None:
        said = f"{cardinal(over, None)} sobre {cardinal(under, None)}"
    else:
        said = f"{cardinal(over, 'm')} {part}{'s' if over > 1 else ''}"
    return f"{cardinal(whole, None)} y {said}" if whole else said


def _part(under: int) -> str | None:
    """The name of a part; None where there is none in use and "sobre" is said."""
    if under <= 10 or (under >= 100 and under % 100 == 0 and under < 1000):
        return {2: "medio", 3: "tercio"}.get(under) or _ordinal(under)
    if under < 100:
        joined = cardinal(under, None).replace(" y ", "i").replace("é", "e").replace("ó", "o")
        return re.sub(r"(un)o$|(ent)a$", r"\1\2", joined) + "avo"
    is_round = under in {100, 1000} or (under % 1000 == 0 and str(under).rstrip("0") in "123456789")
    return _ordinal(under) if is_round else None


def _date(day: int, month: int, year: int | None) -> str:
    said = f"{'primero' if day == 1 else cardinal(day, None)} de {MONTHS[month - 1]}"
    return said if year is None else f"{said} de {cardinal(year, None)}"


def _time(hour: int, minute: int | None, second: int | None, after: str) -> str | None:
    if minute is None and not after:
        return None  # a measure
    minute = minute or 0
    if second:
        minutes = f"{cardinal(minute, 'm')} minuto{'' if minute == 1 else 's'}"
        seconds = f"{cardinal(second, 'm')} segundo{'' if second == 1 else 's'}"
        said = f"{cardinal(hour, 'f')} hora{'' if hour == 1 else 's'} {minutes} y {seconds}"
    else:
        quarter = {0: "", 15: " y cuarto", 30: " y media"} if hour <= 12 else {0: ""}
        said = cardinal(hour, "f") + quarter.get(minute, f" y {cardinal(minute, None)}")
    return said + _half_of_day(hour, after.lower().replace(" ", "")) + ("." if after.endswith("..") else "")


def _half_of_day(hour: int, after: str) -> str:
    if after.startswith("a"):
        return " de la noche" if hour == 12 else " de la madrugada" if hour < 5 else " de la mañana"
    if after.startswith("p"):
        return " de la noche" if 8 <= hour < 12 else " de la tarde"
    return " horas" if after.startswith("hor") else ""


def _headed(number: int, gender: Gender) -> str:
    """Up to ten an ordinal, then a cardinal (Academia Española, Ortografía 2010, on Roman numerals)."""
    return ordinal(number, gender) if number <= 10 else cardinal(number, None)


def _before_noun(number: int, gender: Gender) -> str:
    """Before a masculine noun "primero" and "tercero" lose their end."""
    return re.sub(r"(primer|tercer)o$", r"\1", ordinal(number, gender))


def _ruler(number: int, is_woman: bool) -> str:  # noqa: FBT001 - the common rules call it by place
    return _headed(number, "f" if is_woman else "m")


_TONGUE = Tongue(
    cardinal=cardinal,
    gender_of=gender_of,
    decimals=partial(grouped_decimals, cardinal),
    comma="coma",
    point="punto",
    minus="menos",
    span=lambda low, high, _: f"{low} a {high}",
    score="a",
    units=UNITS,
    currencies=CURRENCIES,
    scales=SCALES,
    of=lambda _: "de ",
    joins_parts=" con ",
    names_parts=True,
    plural_from=1.001,
    per="por",
    fraction=fraction,
    heads=LABELLED,
    thousand="mil",
)

_CALENDAR = Calendar(
    months=MONTHS,
    short_months=SHORT_MONTHS,
    of=rf"{_OF}{SPACE}",
    joins_days=" y ",
    before_day="el|del|al|día",
    date=_date,
    time=_time,
    after=r"[ap]\.?\s?m\b\.?|horas|hrs?\b\.?|hs?\b\.?",
    to=" a ",
    before_time="las?|hacia las?",
)

_NUMERALS = Numerals(
    heads=HEADS,
    headed=_headed,
    century="siglos?",
    century_said=lambda number: ordinal(number, "m") if number < 10 else cardinal(number, None),
    kings=KINGS,
    queens=QUEENS,
    titles="rey|reina|papa|emperador|emperatriz|zar|sultán|duque",
    ruler=_ruler,
    articles=r"el|la|los|las|del|al|un|una|su|nuestr[oa]|este|esta|(?m:^)",
    ordinal=_before_noun,
    gender_of=gender_of,
    lone=lambda number: cardinal(number, None),
    many_heads=MANY_HEADS,
    joining="y|e|o|u|a|al",
    to=" a ",
)

_SIGNS = Signs(
    digit=lambda digit: cardinal(digit, None),
    group=lambda group: numbers.digits(group, "es"),
    names={
        ".": "punto",
        "/": "barra",
        ":": "dos puntos",
        "@": "arroba",
        "-": "guion",
        "_": "guion bajo",
        "?": "signo de interrogación",
        "=": "igual",
        "&": "y",
        "#": "almohadilla",
        "+": "más",
        "%": "por ciento",
        "~": "virgulilla",
    },
    symbols={
        r"(?<=\w) ?& ?(?=[Hh]?[Ii](?![ae]))": " e ",
        r"(?<=\w) ?& ?(?=\w)": " y ",
        r"&": "y",
        r"(?<=\w) ?\+ ?(?=\w)": " más ",
        r"(?<=\w) ?= ?(?=\w)": " igual a ",
        r"(?<=\w) ?[×·] ?(?=\w)": " por ",
        r"(?<=\w) ?÷ ?(?=\w)": " entre ",
        r"±": "más menos ",
        r"§§? ?": "párrafo ",
        r"#(?=\w)": "número ",
        r"@": " arroba ",
        r"%": " por ciento",
        r"°": " grados",
        r"€": " euros",
        r"\$": " dólares",
        r"£": " libras",
    },
    acronyms=dict.fromkeys(
        words(
            """
USA UE CIA FBI ADN ARN URSS USSR IBM ISBN USB IVA DNI UGT PIB TVE BBVA IU UCI UVI RDA RFA AC CEO FMI BCE
EU UK VIP IRA ESO CNI OMC OMS IA QI UTC GMT EST PST
"""
        ),
        "",
    ),
    cluster=3,
    telephone=r"[Tt]el\.|[Tt]eléf\.|[Tt]eléfono|[Ff]ax|[Tt]fno\.",
    extension="extensión",
)

_ORDINAL_MARKS = (
    r"(?P<mark>\.?[ \u00a0]?[ºª]s?(?!C)|\.?ᵉʳ|°(?!\s?[CF]\b)"
    r"|\.?(?:er|ero|era|ro|ra|do|da|to|ta|mo|ma|vo|va|no|na)s?(?!\w))(?:\.(?=\s[a-zà-ÿ]))?"
)


def _say_ordinal(match: re.Match[str]) -> str | None:
    number, mark = int(re.sub(r"\D", "", match["number"])), match["mark"].lstrip(". \u00a0")
    if not number or number > 10**9:
        return None
    if mark in {"er", "ᵉʳ"}:
        return _before_noun(number, "m").replace("undécimo", "decimoprimer")
    feminine = mark.rstrip("s").endswith(("ª", "a"))
    plural = "s" if mark.endswith("s") else ""
    noun = match["noun"] or ""
    said = ordinal(number, "f" if feminine else "m") + plural
    apocope = not feminine and not plural and noun[:1].islower() and gender_of(noun) == "m"
    return _before_noun(number, "m") if apocope else said


_ORDINAL = Rule(
    "ordinal",
    re.compile(
        rf"(?<![\w.,])(?P<number>\d{{1,3}}(?:[. \u00a0]\d{{3}}){{1,3}}|\d{{1,4}}){_ORDINAL_MARKS}"
        rf"(?:(?={SPACE}(?P<noun>[^\W\d_]+)))?"
    ),
    _say_ordinal,
)

RULES: tuple[Rule, ...] = (
    *address_rules(_SIGNS),
    *date_rules(_CALENDAR),
    *needing(DIGIT, (SHORT_YEAR, _ORDINAL)),
    *half_rules(
        cardinal,
        gender_of,
        lambda noun, gender: f"{'media' if gender == 'f' else 'medio'} {noun}",
        lambda gender: "y media" if gender == "f" else "y medio",
    ),
    *amount_rules(_TONGUE),
    *abbreviation_rules(ABBREVIATIONS),
    *roman_rules(_NUMERALS),
    *count_rules(_TONGUE),
    *letter_rules(_SIGNS),
)
"""Spanish rules, in the order they run."""
