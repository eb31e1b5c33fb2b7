"""Portuguese: text as written made into text as spoken, as in Brazil; Portugal's own numbers for pt-PT."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from vox1.script.normalise import numbers
from vox1.script.normalise.abbreviations import abbreviation_rules
from vox1.script.normalise.european import (
    SPACE,
    Gender,
    Tongue,
    amount_rules,
    count_rules,
    words,
)
from vox1.script.normalise.portuguese_words import (
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
from vox1.script.normalise.signs import Signs, address_rules, letter_rules

_ONES = words("_ primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono")
_TENS = words(
    """
_ décimo vigésimo trigésimo quadragésimo quinquagésimo sexagésimo septuagésimo octogésimo nonagésimo
"""
)
_HUNDREDS = words(
    """
_ centésimo ducentésimo tricentésimo quadringentésimo quingentésimo sexcentésimo septingentésimo
octingentésimo nongentésimo
"""
)
_SCALES = (("trilhão", "trilhões"), ("bilhão", "bilhões"), ("milhão", "milhões"))


def cardinal(number: int, gender: Gender | None) -> str:
    """Say a whole number as in Brazil; before a feminine noun "duas", "duzentas"."""
    return _agreeing(_brazilian(number), gender)


def european_cardinal(number: int, gender: Gender | None) -> str:
    """Say a whole number as in Portugal: dezasseis, mil milhões."""
    return _agreeing(numbers.cardinal(number, "pt"), gender)


def _agreeing(said: str, gender: Gender | None) -> str:
    if gender != "f":
        return said
    # Only what follows the millions agrees.
    millions = re.match(r".*(?:lhão|lhões|lião|liões)\b", said)
    end = millions.end() if millions else 0
    rest = re.sub(r"\bdois\b", "duas", re.sub(r"entos\b", "entas", said[end:]))
    return said[:end] + re.sub(r"\bum$", "uma", rest)


@lru_cache(maxsize=4096)
def _brazilian(number: int) -> str:
    """Thousands follow one another without "e", but for a last group below or of whole hundreds."""
    if number < 1000 or number >= 10**15:
        return numbers.cardinal(number, "pt_BR")
    groups = []
    for power, (one, many) in zip((10**12, 10**9, 10**6), _SCALES, strict=True):
        count, number = divmod(number, power)
        if count:
            groups.append((count, f"{numbers.cardinal(count, 'pt_BR')} {one if count == 1 else many}"))
    thousands, rest = divmod(number, 1000)
    if thousands:
        groups.append((thousands, f"{numbers.cardinal(thousands, 'pt_BR')} mil" if thousands > 1 else "mil"))
    if rest:
        groups.append((rest, numbers.cardinal(rest, "pt_BR")))
    last, said = groups[-1]
    if len(groups) == 1:
        return said
    joint = " e " if last < 100 or last % 100 == 0 else " "
    return " ".join(text for _, text in groups[:-1]) + joint + said


def gender_of(noun: str) -> Gender | None:
    """Return the gender of a noun that is counted, plural or not."""
    noun = noun.lower()
    one = noun.removesuffix("s")
    if noun in NOT_NOUNS:
        return None
    if {noun, one, noun.removesuffix("es")} & FEMININE:
        return "f"
    if {noun, one} & MASCULINE:
        return "m"
    return "f" if one.endswith(FEMININE_ENDINGS) or noun.endswith(FEMININE_ENDINGS) else "m"


def ordinal(number: int, gender: Gender) -> str:
    """Say an ordinal: décimo primeiro, vigésima terceira."""
    said = _ordinal(number)
    return re.sub(r"o\b", "a", said) if gender == "f" else said


def _ordinal(number: int) -> str:
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        large = f"{_ordinal(thousands)} milésimo" if thousands > 1 else "milésimo"
    elif number >= 100:
        hundreds, rest = divmod(number, 100)
        large = _HUNDREDS[hundreds]
    else:
        tens, rest = divmod(number, 10)
        if not tens:
            return _ONES[rest]
        large = _TENS[tens]
    return f"{large} {_ordinal(rest)}" if rest else large


def fraction(whole: int, over: int, under: int) -> str | None:
    """Say a fraction: um terço, dois e meio, três doze avos; 24/7 is none."""
    if over > under:
        return None
    if whole and (over, under) == (1, 2):
        return f"{cardinal(whole, None)} e meio"
    if under <= 10 or under in {100, 1000}:
        part = {2: "meio", 3: "terço"}.get(under) or _ordinal(under)
        said = f"{cardinal(over, 'm')} {part}{'s' if over > 1 else ''}"
    else:
        said = f"{cardinal(over, 'm')} {cardinal(under, None)} avos"
    return f"{cardinal(whole, None)} e {said}" if whole else said


def _date(day: int, month: int, year: int | None) -> str:
    said = f"{'primeiro' if day == 1 else cardinal(day, None)} de {MONTHS[month - 1]}"
    return said if year is None else f"{said} de {cardinal(year, None)}"


def _time(hour: int, minute: int | None, second: int | None, after: str) -> str:
    half = after.lower().strip()
    if (half == "da tarde" and 12 < hour < 20) or (half == "da noite" and 17 < hour < 24):
        hour -= 12
    said = f"{cardinal(hour, 'f')} hora{'' if hour == 1 else 's'}"
    if second is not None:
        minutes = f"{cardinal(minute or 0, 'm')} minuto{'' if minute == 1 else 's'}"
        said += f" e {minutes} e {cardinal(second, 'm')} segundo{'' if second == 1 else 's'}"
    elif minute:
        said += f" e {cardinal(minute, None)}"
    return f"{said} {half}" if half.startswith("d") else said


def _headed(number: int, gender: Gender) -> str:
    """Up to ten an ordinal, then a cardinal (Cunha and Cintra, Nova gramática, on numerals)."""
    return ordinal(number, gender) if number <= 10 else cardinal(number, None)


def _ruler(number: int, is_woman: bool) -> str:  # noqa: FBT001 - the common rules call it by place
    return _headed(number, "f" if is_woman else "m")


_TONGUE = Tongue(
    cardinal=cardinal,
    gender_of=gender_of,
    decimals=lambda written: numbers.digits(written, "pt_BR"),
    comma="vírgula",
    point="ponto",
    minus="menos",
    span=lambda low, high, _: f"{low} a {high}",
    score="a",
    units=UNITS,
    currencies=CURRENCIES,
    scales=SCALES,
    of=lambda _: "de ",
    joins_parts=" e ",
    names_parts=True,
    plural_from=2,
    per="por",
    fraction=fraction,
    heads=LABELLED,
    thousand="mil",
)

_CALENDAR = Calendar(
    months=MONTHS,
    short_months=SHORT_MONTHS,
    of=rf"de{SPACE}",
    joins_days=" e ",
    before_day="dia",
    date=_date,
    time=_time,
    after="da (?:manhã|tarde|noite|madrugada)|horas",
    to=" a ",
    before_time="às?|as|das|até as",
)

_NUMERALS = Numerals(
    heads=HEADS,
    headed=_headed,
    century="séculos?",
    century_said=lambda number: _headed(number, "m"),
    kings=KINGS,
    queens=QUEENS,
    titles="rei|rainha|papa|imperador|imperatriz|czar|sultão|duque|[Dd]om",
    ruler=_ruler,
    articles=r"o|a|os|as|do|da|no|na|ao|à|pelo|pela|um|uma|seu|sua|este|esta|(?m:^)",
    ordinal=ordinal,
    gender_of=gender_of,
    lone=lambda number: cardinal(number, None),
    many_heads=MANY_HEADS,
    joining="e|ou|a|ao",
    to=" a ",
)

_SIGNS = Signs(
    digit=lambda digit: cardinal(digit, None),
    group=lambda group: numbers.digits(group, "pt_BR"),
    names={
        ".": "ponto",
        "/": "barra",
        ":": "dois pontos",
        "@": "arroba",
        "-": "hífen",
        "_": "sublinhado",
        "?": "ponto de interrogação",
        "=": "igual",
        "&": "e",
        "#": "cerquilha",
        "+": "mais",
        "%": "por cento",
        "~": "til",
    },
    symbols={
        r"(?<=\w) ?& ?(?=\w)": " e ",
        r"&": "e",
        r"(?<=\w) ?\+ ?(?=\w)": " mais ",
        r"(?<=\w) ?= ?(?=\w)": " igual a ",
        r"(?<=\w) ?[×·] ?(?=\w)": " vezes ",
        r"(?<=\w) ?÷ ?(?=\w)": " dividido por ",
        r"±": "mais ou menos ",
        r"§§? ?": "parágrafo ",
        r"#(?=\w)": "número ",
        r"@": " arroba ",
        r"%": " por cento",
        r"°": " graus",
        r"€": " euros",
        r"R?\$": " reais",
        r"£": " libras",
    },
    acronyms=dict.fromkeys(
        words(
            """
USA EUA UE CIA FBI ADN DNA ARN RNA URSS USSR IBM ISBN USB IVA IPTU IBGE INSS FGV USP UFRJ OAB PT PIB TV
DVD CEO FMI BCE OMC OMS IA QI UTC GMT UTI CPI STF
"""
        ),
        "",
    ),
    cluster=3,
    telephone=r"[Tt]el\.|[Tt]elefone|[Ff]ax",
    extension="extensão",
)


def _say_ordinal(match: re.Match[str]) -> str | None:
    number, mark = int(re.sub(r"\D", "", match["number"])), match["mark"].lstrip(". \u00a0")
    if not 0 < number < 10**6:
        return None
    plural = "s" if mark.endswith("s") else ""
    return ordinal(number, "f" if mark.startswith(("ª", "a")) else "m") + plural


def _say_saint(match: re.Match[str]) -> str | None:
    """S. before a name: são, santo before a vowel, santa for a woman."""
    if is_initial(match):
        return None
    name = match["name"]
    if name in QUEENS or name.endswith("a"):
        return "Santa "
    return "Santo " if name[0] in "AEIOUÁÂÉÊÍÓÔÚ" else "São "


def _say_don(match: re.Match[str]) -> str | None:
    """D. before a name: dona for a woman's, dom for a man's."""
    if is_initial(match):
        return None
    name = match["name"]
    said = "dona" if name in QUEENS or name.endswith("a") else "dom"
    return (said.capitalize() if match.start() == 0 else said) + " "


_ORDINAL = Rule(
    "ordinal",
    re.compile(
        r"(?<![\w.,])(?P<number>\d{1,3}(?:[. \u00a0]\d{3}){1,3}|\d{1,4})"
        r"(?P<mark>\.?[ \u00a0]?[ºª]s?(?!C)|°(?!\s?[CF]\b)(?=\s[a-zà-ÿ])|\.(?:o|a|os|as)(?!\w))"
    ),
    _say_ordinal,
)
_DON = Rule("abbreviation", re.compile(rf"(?<![\w.])D\.{SPACE}(?=(?P<name>[A-ZÀ-ÖØ-Þ][^\W\d_]+))"), _say_don)
_SAINT = Rule(
    "abbreviation", re.compile(rf"(?<![\w.])S\.{SPACE}(?=(?P<name>[A-ZÀ-ÖØ-Þ][^\W\d_]+))"), _say_saint
)


def _rules(tongue: Tongue) -> tuple[Rule, ...]:
    return (
        *address_rules(_SIGNS),
        *date_rules(_CALENDAR),
        *needing(DIGIT, (SHORT_YEAR, _ORDINAL)),
        *half_rules(
            tongue.cardinal,
            gender_of,
            lambda noun, gender: f"{'meia' if gender == 'f' else 'meio'} {noun}",
            lambda gender: "e meia" if gender == "f" else "e meio",
        ),
        *amount_rules(tongue),
        *needing(r"[DS]\.", (_DON, _SAINT)),
        *abbreviation_rules(ABBREVIATIONS),
        *roman_rules(_NUMERALS),
        *count_rules(tongue),
        *letter_rules(_SIGNS),
    )


RULES: tuple[Rule, ...] = _rules(_TONGUE)
"""Portuguese rules as in Brazil, in the order they run."""

REGIONS: dict[str, tuple[Rule, ...]] = {"pt": _rules(replace(_TONGUE, cardinal=european_cardinal))}
"""The rules of a region that counts its own way."""
