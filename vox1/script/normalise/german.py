"""German: text as written made into text as spoken."""

from __future__ import annotations

import re

from vox1.script.normalise import numbers
from vox1.script.normalise.abbreviations import abbreviation_rules
from vox1.script.normalise.european import (
    SPACE,
    Tongue,
    amount_rules,
    count_rules,
    is_label,
    last_point,
    words,
)
from vox1.script.normalise.german_grammar import (
    DATIVE,
    cardinal,
    case_of_ruler,
    ending_after,
    fraction,
    gender_of,
    is_determined,
    one,
    ordinal,
    year,
)
from vox1.script.normalise.german_words import (
    ABBREVIATIONS,
    CURRENCIES,
    GENDERS,
    HEADS,
    KINGS,
    LABELLED,
    MANY_HEADS,
    MONTH_PATTERN,
    MONTHS,
    OPENERS,
    QUEENS,
    SCALES,
    UNITS,
)
from vox1.script.normalise.roman_rows import row_rule
from vox1.script.normalise.rules import DIGIT, Rule, needing
from vox1.script.normalise.signs import (
    HAS_ROMAN,
    ROMAN,
    Signs,
    address_rules,
    is_surely_roman,
    letter_rules,
    roman_value,
)

_LETTERS = frozenset("LCDM")
_ORDINAL = r"(?P<number>\d{1,3}(?:\.\d{3})*)\."


def _digits(written: str) -> str:
    return numbers.digits(written, "de")


_TONGUE = Tongue(
    cardinal=cardinal,
    gender_of=gender_of,
    decimals=_digits,
    comma="Komma",
    point="Punkt",
    minus="minus",
    span=lambda low, high, _: f"{low} bis {high}",
    score="zu",
    units=UNITS,
    currencies=CURRENCIES,
    scales=SCALES,
    of=lambda _: "",
    joins_parts=" ",
    names_parts=False,
    plural_from=1.001,
    per="pro",
    fraction=fraction,
    openers=OPENERS,
    heads=LABELLED,
)

_SIGNS = Signs(
    digit=lambda digit: cardinal(digit, None),
    group=_digits,
    names={
        ".": "Punkt",
        "/": "Schrägstrich",
        ":": "Doppelpunkt",
        "@": "at",
        "-": "Bindestrich",
        "_": "Unterstrich",
        "?": "Fragezeichen",
        "=": "gleich",
        "&": "und",
        "#": "Raute",
        "+": "plus",
        "%": "Prozent",
        "~": "Tilde",
    },
    symbols={
        r"(?<=\w) ?& ?(?=\w)": " und ",
        r"&": "und",
        r"(?<=\w) ?\+ ?(?=\w)": " plus ",
        r"(?<=\w) ?= ?(?=\w)": " gleich ",
        r"(?<=\w) ?[×·] ?(?=\w)": " mal ",
        r"(?<=\w) ?÷ ?(?=\w)": " geteilt durch ",
        r"±": "plus minus ",
        r"§§ ?": "Paragrafen ",
        r"§ ?": "Paragraf ",
        r"#(?=\w)": "Nummer ",
        r"@": " at ",
        r"%": " Prozent",
        r"°": " Grad",
        r"€": " Euro",
        r"\$": " Dollar",
        r"£": " Pfund",
    },
    acronyms={
        "GmbH": "G m b H",
        "UdSSR": "U d S S R",
        "StGB": "St G B",
        "KdF": "K d F",
        "BaföG": "Bafög",
        "k. u. k.": "k und k",
        **dict.fromkeys(
            words(
                """
USA UdSSR EU AG EKG EDV IBM CIA FBI UKW AOK BAföG OP IQ UN UNHCR ADAC AEG ARD HIV DNA DNS IP EG ICE IC
VIP NSDAP SA OHG KI UV ISBN EC OEZ OKW OHL UFA USB IRA IS ETA EKD EZB IHK ÖVP ÖBB FPÖ SPÖ US VW BASF
"""
            ),
            "",
        ),
        "UFA": "Ufa",
    },
    cluster=5,
    telephone=r"Tel\.|Telefon|Fax|Ruf",
    extension="Durchwahl",
)


def _words_before(match: re.Match[str]) -> list[str]:
    """The three words before a match, in small letters, without those of a row of ordinals."""
    before = match.string[max(0, match.start() - 60) : match.start()]
    before = re.sub(r"(?:\b(?:\d{1,3}|[IVXL]+)\.\s?(?:und|oder|sowie|bis|,|/|–|-)\s?)+$", "", before)
    before = re.split(r"[.!?;:,()\n](?=\s|$)", before)[-1]
    return re.findall(r"\w+", before.lower())[-3:]


def _value(written: str) -> int:
    return roman_value(written) if written[0] in "IVXLCDM" else int(written.replace(".", ""))


def _month(written: str) -> str:
    start = written[:3].replace("Jän", "Jan")
    return next(month for month in MONTHS if month.startswith(start))


def _say_half(match: re.Match[str]) -> str:
    """One half before what is halved: eine halbe Stunde."""
    gender = gender_of(match["noun"])
    if _words_before(match)[-1:] and _words_before(match)[-1] in DATIVE | {"in"}:
        return "einer halben" if gender == "f" else "einem halben"
    return {"f": "eine halbe", "n": "ein halbes"}.get(gender or "m", "ein halber")


def _say_date(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 20) : match.start()]
    earlier = re.search(r"t(e[mnrs]?) (?:und|bis) $", before)
    day = ordinal(int(match["day"]), earlier[1] if earlier else ending_after(_words_before(match), "Tag"))
    name = match.groupdict().get("name")
    month = _month(name) if name else MONTHS[int(match["month"]) - 1]
    said = f"{day} {month}"
    if not match["year"]:
        return said
    written = match["year"]
    return f"{said} {year(int(written)) if len(written) == 4 else cardinal(int(written), None)}"


def _say_day(match: re.Match[str]) -> str:
    """One of several days: the 3. of "3. bis 5. Mai", "3./4. Mai"."""
    day = ordinal(int(match["day"]), ending_after(_words_before(match), "Tag"))
    return day + {"/": " und "}.get(match["joint"].strip(), " bis ")


def _say_time(match: re.Match[str]) -> str | None:
    hour, minute, second = int(match["hour"]), int(match["minute"]), match["second"]
    said = f"{cardinal(hour, 'm')} Uhr"
    if second:
        minutes = "eine Minute" if minute == 1 else f"{cardinal(minute, None)} Minuten"
        seconds = "eine Sekunde" if int(second) == 1 else f"{cardinal(int(second), None)} Sekunden"
        return f"{said} {minutes} {seconds}" if minute or int(second) else said
    return f"{said} {cardinal(minute, None)}" if minute else said


def _say_year(match: re.Match[str]) -> str:
    return year(int(match["year"]))


def _say_years(match: re.Match[str]) -> str:
    joint = " " if match["joint"].strip() == "/" else " bis "
    second = match["second"]
    return (
        year(int(match["year"]))
        + joint
        + (year(int(second)) if len(second) == 4 else cardinal(int(second), None))
    )


def _say_decade(match: re.Match[str]) -> str:
    return f"{year(int(match['year']))}er{match['ending']}"


def _say_compound(match: re.Match[str]) -> str:
    number = re.sub(r"\D", "", match["number"])
    said = "ein" if int(number) == 1 else cardinal(int(number), None) if len(number) < 7 else None
    if said is None:
        return match.group()
    percent = "prozent" if match["percent"] else ""
    return f"{said}{percent}{match['rest'].lower()}"


def _say_one(match: re.Match[str]) -> str | None:
    if match["noun"] in OPENERS or is_label(_TONGUE, match):
        return None
    return one(_words_before(match), match["adjective"].strip(), match["noun"])


def _say_king(match: re.Match[str]) -> str | None:
    name, before = match["name"], _words_before(match)
    if match["roman"] in _LETTERS:
        return None  # an initial
    is_woman = name in QUEENS or name.removesuffix("s") in QUEENS
    cases = {"": ("der", "e"), "d": ("dem", "en"), "a": ("den", "en"), "g": ("des", "en")}
    if is_woman:
        cases = {"": ("die", "e"), "d": ("der", "en"), "a": ("die", "e"), "g": ("der", "en")}
    article, ending = cases[case_of_ruler(name, before)]
    said = f"{name} {article} {ordinal(roman_value(match['roman']), ending).capitalize()}"
    return said + _kept_point(match)


def _kept_point(match: re.Match[str]) -> str:
    """The point after an ordinal, where the sentence seems to end with it as well."""
    return last_point(match, OPENERS) if match["point"] else ""


def _say_heading(match: re.Match[str]) -> str | None:
    if match["roman"] in _LETTERS:
        return None  # Teil C
    return f"{match['head']} {cardinal(roman_value(match['roman']), None)}"


def _say_ordinal(match: re.Match[str]) -> str | None:
    """An ordinal before a word: before a noun only where an article or the noun itself calls for one."""
    before, noun = _words_before(match), match["noun"]
    number = match["number"]
    if not number[0].isdigit() and not is_surely_roman(number) and number not in {"I", "V", "X"}:
        return None
    if before[-1:] == ["zu"] and noun[0].islower():
        return ordinal(_value(number), "")  # zu zweit
    is_noun = noun[0].isupper() and noun not in OPENERS
    if noun[0].isupper() and not is_noun:
        return None
    if is_noun and not is_determined(before) and noun not in GENDERS:
        return None
    if not is_noun and not number[0].isdigit():
        return None
    return ordinal(_value(number), ending_after(before, noun if is_noun else _noun_after(match)))


def _noun_after(match: re.Match[str]) -> str | None:
    """The noun that an ordinal belongs to, after "und 4." or an adjective."""
    after = match.string[match.end() : match.end() + 40]
    found = re.match(
        r"\s(?:(?:und|oder|bis|,)\s)?(?:\d{1,3}\.\s)?(?:[a-zäöüß]+e[nrs]?\s)?([A-ZÄÖÜ]\w+)", after
    )
    return found[1] if found and found[1] not in OPENERS else None


def _say_last_ordinal(match: re.Match[str]) -> str:
    return f"{match['article']} {ordinal(int(match['number']), 'en')}."


def _say_lone(match: re.Match[str]) -> str | None:
    numeral = match["roman"]
    return cardinal(roman_value(numeral), None) if is_surely_roman(numeral) or numeral in "IVX" else None


def _say_roman(match: re.Match[str]) -> str | None:
    numeral = match["roman"]
    is_plain = is_surely_roman(numeral) and (set(numeral) <= set("IVX") or len(numeral) > 3)
    return cardinal(roman_value(numeral), None) if is_plain else None


_DAY, _MONTH = r"(?P<day>0?[1-9]|[12]\d|3[01])", r"(?P<month>0?[1-9]|1[0-2])"
_YEAR = r"(?P<year>[12]\d{3})"
_NUMERAL = rf"(?P<roman>{ROMAN})"
_NOUN = r"(?P<noun>[^\W\d_]+)"

_DATES = (
    Rule(
        "date",
        re.compile(
            rf"(?<![\w.,]){_DAY}\.(?P<joint>{SPACE}?(?:[-–/]|bis){SPACE}?)"
            rf"(?=(?:\d\d?\.{SPACE}?)(?:{MONTH_PATTERN}))"
        ),
        _say_day,
    ),
    Rule(
        "date",
        re.compile(
            rf"(?<![\w.,]){_DAY}\.{SPACE}?(?P<name>{MONTH_PATTERN})(?!\w)"
            rf"(?:{SPACE}(?P<year>\d{{4}})(?!\d|[.,]\d))?"
        ),
        _say_date,
    ),
    Rule(
        "date",
        re.compile(
            rf"(?<![\w.,/-]){_DAY}\.{SPACE}?{_MONTH}\.{SPACE}?(?P<year>\d{{4}}|\d\d)(?![\w/-]|[.,]\d)"
        ),
        _say_date,
    ),
    Rule("date", re.compile(rf"(?<![\w.,/-]){_YEAR}-{_MONTH}-{_DAY}(?![\w/-]|[.,]\d)"), _say_date),
    Rule(
        "date",
        re.compile(
            rf"(?:(?<=\b[Aa]m )|(?<=\b[Vv]om )|(?<=\b[Dd]en )|(?<=\b[Zz]um )|(?<=\b[Bb]is )|"
            r"(?<=\b[Ss]eit )|(?<=\b[Aa]b ))"
            rf"{_DAY}\.{_MONTH}\.(?P<year>)(?!\d)"
        ),
        _say_date,
    ),
)

_TIMES = (
    Rule(
        "time",
        re.compile(rf"(?<=\d[:.]\d\d){SPACE}?[-–]{SPACE}?(?=\d\d?[:.]\d\d{SPACE}?Uhr)"),
        lambda _: " bis ",
    ),
    Rule(
        "time",
        re.compile(
            rf"(?<![\w.,:])(?P<hour>[01]?\d|2[0-4])[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
            rf"{SPACE}?(?:Uhr|h)(?!\w)"
        ),
        _say_time,
    ),
    Rule(
        "time",
        re.compile(
            r"(?<![\w.,:])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\w:]|[.,]\d)"
        ),
        _say_time,
    ),
    Rule("range", re.compile(r"(?<=\d):(?=\d)"), lambda _: " zu "),
)

_YEARS = (
    Rule("decade", re.compile(r"(?<![\w.,])[’'‘]?(?P<year>\d{4}|\d0)er(?P<ending>n?)(?!\w)"), _say_decade),
    Rule("year", re.compile(r"(?<![\w.,])[’'‘](?P<year>\d\d)(?=er|(?!\w))"), _say_year),
    Rule(
        "year",
        re.compile(
            rf"(?<![\w.,/–-])(?P<year>1[1-9]\d\d|20\d\d)(?P<joint>{SPACE}?[-–/]{SPACE}?)"
            rf"(?P<second>1[1-9]\d\d|20\d\d|\d\d)(?![\w/–-]|[.,]\d|{SPACE}(?:Uhr|Mark|Euro|%|€))"
        ),
        _say_years,
    ),
    Rule(
        "compound",
        re.compile(
            r"(?<![\w.,])(?P<number>\d{1,3}(?:\.\d{3})?|\d{1,5})(?P<percent>%)?(?:-|[ \u00a0](?=mal(?!\w)))?"
            r"(?P<rest>(?:[Jj]ährig|mal(?!\w)|malig|fach|stündig|tägig|köpfig|teilig|stöckig|prozentig|minütig|"
            r"wöchig|monatig|zeilig|seitig|bändig|gliedrig|stellig|zackig|eck|armig|stufig|sitzig|"
            r"ig(?=e[mnrs]?(?!\w)|(?!\w))|er(?!\w)|ern(?!\w))\w*)"
        ),
        _say_compound,
    ),
)

_ROMANS = (
    row_rule([*HEADS, *MANY_HEADS], "und|oder|bis|sowie", " bis ", lambda number: cardinal(number, None)),
    Rule(
        "roman-numeral",
        re.compile(
            rf"(?<!\w)(?P<head>(?i:{'|'.join(HEADS)}))"
            rf"{SPACE}{_NUMERAL}"
        ),
        _say_heading,
    ),
    Rule(
        "roman-numeral",
        re.compile(
            rf"(?<!\w)(?P<name>(?:{'|'.join(sorted(KINGS | QUEENS, key=len, reverse=True))})s?)"
            rf"{SPACE}{_NUMERAL}(?P<point>\.?)"
        ),
        _say_king,
    ),
    Rule(
        "ordinal",
        re.compile(rf"(?<![\w.,])(?P<number>{ROMAN})\.(?={SPACE}{_NOUN})"),
        _say_ordinal,
    ),
)

_ORDINALS = (
    Rule("ordinal", re.compile(rf"(?<![\w.,]){_ORDINAL}(?={SPACE}{_NOUN})"), _say_ordinal),
    Rule(
        "ordinal",
        re.compile(rf"(?<!\w)(?P<article>[Aa]m|[Vv]om|[Zz]um|[Bb]eim){SPACE}(?P<number>\d{{1,3}})\.(?!\w)"),
        _say_last_ordinal,
    ),
    Rule(
        "ordinal",
        re.compile(r"(?<![\w.,])(?P<number>\d{1,4})\.?-?te(?P<ending>[mnrs]?)(?!\w)"),
        lambda match: ordinal(int(match["number"]), f"e{match['ending']}"),
    ),
)

_NUMERALS = (
    Rule("roman-numeral", re.compile(rf"(?m)(?<=^)(?P<roman>{ROMAN})(?=\.?[ \t]{{0,8}}$)"), _say_lone),
    Rule("roman-numeral", re.compile(rf"(?<![\w.’'&-])(?P<roman>{ROMAN})"), _say_roman),
)

_HALF = Rule(
    "fraction", re.compile(rf"(?<![\w/.,½])(?<!\d )(?:½|1/2)(?={SPACE}(?P<noun>[A-ZÄÖÜ]\w+))"), _say_half
)
_FOLLOWING = Rule(
    "abbreviation",
    re.compile(rf"(?<=\d){SPACE}?ff?\.(?!\w)"),
    lambda match: f" folgende{last_point(match, OPENERS)}",
)
_ONE = Rule(
    "cardinal",
    re.compile(
        rf"(?<![\w.,+−–-])1(?={SPACE}(?P<adjective>(?:[a-zäöüß]+e[nrs]?{SPACE})?)(?P<noun>[A-ZÄÖÜ][a-zäöüß]\w*))"
    ),
    _say_one,
)
_LONE_YEAR = Rule("year", re.compile(r"(?<![\w.,/-])(?P<year>1[1-9]\d\d)(?![\w]|[.,]\d|-\d)"), _say_year)

RULES: tuple[Rule, ...] = (
    *address_rules(_SIGNS),
    *needing(DIGIT, (*_DATES, *_TIMES, *_YEARS, _HALF)),
    *amount_rules(_TONGUE),
    *needing(DIGIT, [_FOLLOWING]),
    *abbreviation_rules(ABBREVIATIONS),
    *needing(HAS_ROMAN, _ROMANS),
    *needing(DIGIT, _ORDINALS),
    *needing(HAS_ROMAN, _NUMERALS),
    *needing(DIGIT, (_ONE, _LONE_YEAR)),
    *count_rules(_TONGUE),
    *letter_rules(_SIGNS),
)
"""German rules, in the order they run."""
