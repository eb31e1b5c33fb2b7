"""German: text as written made into text as spoken."""

from __future__ import annotations

import re
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
from vox1.script.normalise.german_words import (
    ABBREVIATIONS,
    CURRENCIES,
    FEMININE_ENDINGS,
    GENDERS,
    KINGS,
    MONTH_PATTERN,
    MONTHS,
    QUEENS,
    SCALES,
    UNITS,
)
from vox1.script.normalise.rules import Rule
from vox1.script.normalise.signs import (
    ROMAN,
    Signs,
    address_rules,
    is_surely_roman,
    letter_rules,
    roman_value,
)

# Words a sentence begins with, which a noun after an ordinal ("der 3. Mann") is not.
_OPENERS = frozenset(
    words(
        """
Aber Alle Alles Als Also Am An Auch Auf Aus Bei Bis Da Dabei Dafür Damals Damit Danach Dann Daran Darauf
Darum Das Dazu Dem Den Denn Der Des Deshalb Dessen Die Dies Diese Dieser Dieses Doch Dort Du Durch Ein
Eine Einen Einer Einige Er Erst Es Etwa Euer Für Gegen Gut Hat Hatte Hier Hinter Ich Ihm Ihn Ihr Ihre Im
In Ist Ja Jede Jeder Jedes Jetzt Kein Keine Man Manche Mehr Mein Meine Mit Nach Nachdem Neben Nein Nicht
Nichts Noch Nun Nur Ob Obwohl Oder Ohne Plötzlich Schon Sein Seine Seit So Sobald Sondern Sonst Später
Sie Sind Trotzdem Über Um Und Unser Unter Viele Vielleicht Vom Von Vor War Warum Was Weil Welche Wenn Wer
Wie Wieder Wir Wo Während Zu Zum Zur Zuerst Zwei Zwischen
"""
    )
)
_ORDINAL = r"(?P<number>\d{1,3}(?:\.\d{3})*)\."
_DATIVE = frozenset(words("ab aus bei mit nach seit von vor zu"))
_WITH_DATIVE = _DATIVE | frozenset(
    words("dem vom zum beim im am unter gegenüber an in auf neben zwischen zur")
)
_WITH_ACCUSATIVE = frozenset(words("den für gegen durch ohne um"))
_RANKS = re.compile(
    r"(?:könig|kaiser|herzog|graf|kurfürst|fürst|prinz|zar)(?:s|en|in)?|papst(?:es)?", re.IGNORECASE
)
_MINE = r"(?:k?ein|[msd]ein|ihr|unse?r|eue?r)"
# What stands before an ordinal, and the ending that it asks for by gender; the last fits all else.
_ENDINGS: tuple[tuple[str, dict[Gender, str]], ...] = (
    (rf"die|das|dies|diese|jede|jene|welche|ins|ans|aufs|fürs|{_MINE}e", {"m": "e", "f": "e", "n": "e"}),
    (r"(?:dies|jed|jen|welch)e[rs]", {"m": "e", "f": "e", "n": "e"}),
    (_MINE, {"m": "er", "f": "er", "n": "es"}),
    (r"de[mns]|am|im|vom|zu[mr]|beim|(?:dies|jed|jen|welch)e[mn]", {"m": "en", "f": "en", "n": "en"}),
    (rf"{_MINE}e[mnrs]", {"m": "en", "f": "en", "n": "en"}),
    ("|".join(_DATIVE), {"m": "em", "f": "er", "n": "em"}),
    ("|".join(_WITH_ACCUSATIVE | {"bis"}), {"m": "en", "f": "e", "n": "es"}),
    (".*", {"m": "er", "f": "e", "n": "es"}),
)


def cardinal(number: int, gender: Gender | None) -> str:
    """Say a whole number; 1 before a noun is "ein" or "eine"."""
    if number == 1 and gender:
        return "eine" if gender == "f" else "ein"
    return numbers.cardinal(number, "de").replace("einstausend", "eintausend")


@lru_cache(maxsize=4096)
def gender_of(noun: str) -> Gender | None:
    """Return the gender that a noun shows; a word in small letters is none."""
    if not noun[0].isupper():
        return None
    if noun in GENDERS:
        return GENDERS[noun]
    compound = max((known for known in GENDERS if noun.endswith(known.lower())), key=len, default=None)
    return GENDERS[compound] if compound else ("f" if noun.endswith(FEMININE_ENDINGS) else "m")


def ordinal(number: int, ending: str) -> str:
    """Say an ordinal with its ending: "dritt" and "er"."""
    return numbers.ordinal(number, "de").removesuffix("e").replace("einstausend", "eintausend") + ending


def fraction(whole: int, over: int, under: int) -> str | None:
    """Say a fraction: ein Drittel, eineinhalb; 24/7 is none."""
    if over > under:
        return None
    if (over, under) == (1, 2):
        return f"{cardinal(whole, 'm')}einhalb" if whole else "ein halb"
    part = "Halbe" if under == 2 else ordinal(under, "el").capitalize()
    return (
        f"{cardinal(whole, None)} {cardinal(over, 'n')} {part}" if whole else f"{cardinal(over, 'n')} {part}"
    )


def year(number: int) -> str:
    """Say a year: neunzehnhundertvierzehn, tausendsechsundsechzig, zweitausenddrei."""
    return numbers.year(number, "de") if 1100 <= number < 2000 else cardinal(number, None)


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
    fraction=fraction,
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


def _ending(before: list[str], noun: str | None) -> str:
    """The ending of an ordinal after the words before it: am dritten, ein drittes Kind, dritter Mai."""
    last = before[-1] if before else ""
    gender = (gender_of(noun) if noun else None) or "m"
    if last == "der":
        return "en" if gender == "f" or (len(before) > 1 and before[-2] in _WITH_DATIVE) else "e"
    return next(endings[gender] for pattern, endings in _ENDINGS if re.fullmatch(pattern, last))


def _is_determined(before: list[str]) -> bool:
    """Tell whether the words before call for an ordinal: der, am, mein, zum ..."""
    articles = rf"de[rmns]|das|die|am|im|vom|zu[mr]|beim|ins|{_MINE}(?:e[mnrs]?)?|(?:dies|jed)e[mnrs]?"
    return bool(before) and bool(re.fullmatch(articles, before[-1]))


def _value(written: str) -> int:
    return roman_value(written) if written[0] in "IVXLCDM" else int(written.replace(".", ""))


def _month(written: str) -> str:
    start = written[:3].replace("Jän", "Jan")
    return next(month for month in MONTHS if month.startswith(start))


def _say_half(match: re.Match[str]) -> str:
    """One half before what is halved: eine halbe Stunde."""
    gender = gender_of(match["noun"])
    if _words_before(match)[-1:] and _words_before(match)[-1] in _DATIVE | {"in"}:
        return "einer halben" if gender == "f" else "einem halben"
    return {"f": "eine halbe", "n": "ein halbes"}.get(gender or "m", "ein halber")


def _say_date(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 20) : match.start()]
    earlier = re.search(r"t(e[mnrs]?) (?:und|bis) $", before)
    day = ordinal(int(match["day"]), earlier[1] if earlier else _ending(_words_before(match), "Tag"))
    name = match.groupdict().get("name")
    month = _month(name) if name else MONTHS[int(match["month"]) - 1]
    said = f"{day} {month}"
    if not match["year"]:
        return said
    written = match["year"]
    return f"{said} {year(int(written)) if len(written) == 4 else cardinal(int(written), None)}"


def _say_day(match: re.Match[str]) -> str:
    """One of several days: the 3. of "3. bis 5. Mai", "3./4. Mai"."""
    day = ordinal(int(match["day"]), _ending(_words_before(match), "Tag"))
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


def _say_king(match: re.Match[str]) -> str | None:
    name, before = match["name"], _words_before(match)
    is_woman = name in QUEENS or name.removesuffix("s") in QUEENS
    cases = {"": ("der", "e"), "d": ("dem", "en"), "a": ("den", "en"), "g": ("des", "en")}
    if is_woman:
        cases = {"": ("die", "e"), "d": ("der", "en"), "a": ("die", "e"), "g": ("der", "en")}
    article, ending = cases[_case(name, before)]
    said = f"{name} {article} {ordinal(roman_value(match['roman']), ending).capitalize()}"
    return said + _kept_point(match)


def _case(name: str, before: list[str]) -> str:
    """The case a ruler's name stands in: "" nominative, "g", "d", "a"."""
    near = [word for word in before if not _RANKS.fullmatch(word)][-1:]
    if (name not in KINGS | QUEENS and name.endswith("s")) or near == ["des"]:
        return "g"
    if near and near[0] in _WITH_DATIVE:
        return "d"
    return "a" if near and near[0] in _WITH_ACCUSATIVE else ""


def _kept_point(match: re.Match[str]) -> str:
    """The point after an ordinal, where the sentence seems to end with it as well."""
    after = match.string[match.end() : match.end() + 30]
    return "." if match["point"] and re.match(r"[\"“”»«)]*(?:\s*$|\s+[\"„»–—]?\s?[A-ZÄÖÜ])", after) else ""


def _say_heading(match: re.Match[str]) -> str:
    return f"{match['head']} {cardinal(roman_value(match['roman']), None)}"


def _say_ordinal(match: re.Match[str]) -> str | None:
    """An ordinal before a word: before a noun only where an article or the noun itself calls for one."""
    before, noun = _words_before(match), match["noun"]
    number = match["number"]
    if not number[0].isdigit() and not is_surely_roman(number) and number not in {"I", "V", "X"}:
        return None
    is_noun = noun[0].isupper() and noun not in _OPENERS
    if noun[0].isupper() and not is_noun:
        return None
    if is_noun and not _is_determined(before) and noun not in GENDERS:
        return None
    if not is_noun and not number[0].isdigit():
        return None
    return ordinal(_value(number), _ending(before, noun if is_noun else _noun_after(match)))


def _noun_after(match: re.Match[str]) -> str | None:
    """The noun that an ordinal belongs to, after "und 4." or an adjective."""
    after = match.string[match.end() : match.end() + 40]
    found = re.match(
        r"\s(?:(?:und|oder|bis|,)\s)?(?:\d{1,3}\.\s)?(?:[a-zäöüß]+e[nrs]?\s)?([A-ZÄÖÜ]\w+)", after
    )
    return found[1] if found and found[1] not in _OPENERS else None


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
            r"(?<![\w.,])(?P<number>\d{1,3}(?:\.\d{3})?|\d{1,5})(?P<percent>%)?-?"
            r"(?P<rest>(?:[Jj]ährig|mal(?!\w)|malig|fach|stündig|tägig|köpfig|teilig|stöckig|prozentig|minütig|"
            r"wöchig|monatig|zeilig|seitig|bändig|gliedrig|stellig|zackig|eck|armig|stufig|sitzig|"
            r"ig(?=e[mnrs]?(?!\w)|(?!\w))|er(?!\w)|ern(?!\w))\w*)"
        ),
        _say_compound,
    ),
)

_ROMANS = (
    Rule(
        "roman-numeral",
        re.compile(
            r"(?<!\w)(?P<head>(?i:Kapitel|Teil|Band|Buch|Akt|Szene|Aufzug|Auftritt|Abschnitt|Gesang|Abteilung|"
            r"Tafel|Artikel|Heft|Satz|Anhang|Nummer|Weltkrieg|Lektion|Brief|Stück|Bild))"
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
    Rule("roman-numeral", re.compile(rf"(?m)^(?P<open>\W*)(?P<roman>{ROMAN})(?=\.?\s*$)"), _say_lone),
    Rule("roman-numeral", re.compile(rf"(?<![\w.’'&-])(?P<roman>{ROMAN})"), _say_roman),
)

RULES: tuple[Rule, ...] = (
    *address_rules(_SIGNS),
    *_DATES,
    *_TIMES,
    *_YEARS,
    Rule(
        "fraction", re.compile(rf"(?<![\w/.,½])(?<!\d )(?:½|1/2)(?={SPACE}(?P<noun>[A-ZÄÖÜ]\w+))"), _say_half
    ),
    *amount_rules(_TONGUE),
    *abbreviation_rules(ABBREVIATIONS),
    *_ROMANS,
    *_ORDINALS,
    *_NUMERALS,
    Rule("year", re.compile(r"(?<![\w.,/-])(?P<year>1[1-9]\d\d)(?![\w]|[.,]\d|-\d)"), _say_year),
    *count_rules(_TONGUE),
    *letter_rules(_SIGNS),
)
"""German rules, in the order they run."""
