"""English numbers that are no dates, money or measures: places, spans, telephone numbers, serials."""

from __future__ import annotations

import re
import unicodedata

from vox1.script.normalise.english_style import DECIMAL, NUMBER, START, English, Reading, plural

_ROADS = {
    "st": "Street",
    "street": "Street",
    "ave": "Avenue",
    "av": "Avenue",
    "avenue": "Avenue",
    "rd": "Road",
    "road": "Road",
    "blvd": "Boulevard",
    "boulevard": "Boulevard",
    "dr": "Drive",
    "drive": "Drive",
    "ln": "Lane",
    "lane": "Lane",
    "ct": "Court",
    "court": "Court",
    "pl": "Place",
    "place": "Place",
    "sq": "Square",
    "square": "Square",
    "hwy": "Highway",
    "highway": "Highway",
    "pkwy": "Parkway",
    "ter": "Terrace",
    "terrace": "Terrace",
}
_SIDES = {"N": "North", "S": "South", "E": "East", "W": "West", "NE": "Northeast", "NW": "Northwest"}
_SIDES |= {"SE": "Southeast", "SW": "Southwest"}
_STATES = dict(
    state.split(":")
    for state in """
    AL:Alabama AK:Alaska AZ:Arizona AR:Arkansas CA:California CO:Colorado CT:Connecticut DE:Delaware
    FL:Florida GA:Georgia HI:Hawaii ID:Idaho IL:Illinois IN:Indiana IA:Iowa KS:Kansas KY:Kentucky
    LA:Louisiana ME:Maine MD:Maryland MA:Massachusetts MI:Michigan MN:Minnesota MS:Mississippi MO:Missouri
    MT:Montana NE:Nebraska NV:Nevada NH:New_Hampshire NJ:New_Jersey NM:New_Mexico NY:New_York
    NC:North_Carolina ND:North_Dakota OH:Ohio OK:Oklahoma OR:Oregon PA:Pennsylvania RI:Rhode_Island
    SC:South_Carolina SD:South_Dakota TN:Tennessee TX:Texas UT:Utah VT:Vermont VA:Virginia WA:Washington
    WV:West_Virginia WI:Wisconsin WY:Wyoming DC:DC
    """.split()  # noqa: SIM905 - a list would be one word to a line
)
_NO_STATES = frozenset(["CO", "DC", "DE", "HI", "ID", "IN", "MA", "MD", "ME", "MS", "OH", "OK", "OR", "PA"])
"""Codes that are words or titles too: after a comma they need a ZIP code to be a state."""
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’]*"


def _address(style: English, match: re.Match[str]) -> str:
    word, number, door, side, name, road, mark = match.groups()
    place = f"{_SIDES[side.strip(' .')]} {name}" if side is not None else name
    ends = mark == "." and _OPENS.match(match.string, match.end())
    house = ("Number " if word == "N" else "number " if word else "") + _house(style, number)
    return f"{house}{door and f' {door}'} {place.strip()} {_ROADS[road.lower()]}{'.' if ends else ''}"


_OPENS = re.compile(r"[\"'”’)]*(?:\s+[\"“'‘(]?[A-Z]|\s*$)")


def _house(style: English, number: str) -> str:
    """Read a house number as two halves: "1428" is "fourteen twenty-eight"."""
    if len(number) in {3, 4} and not number.endswith("000"):
        return style.pairs(number) if number[-3:] != "00" or len(number) == 4 else style.cardinal(number)
    return style.cardinal(number)


def _zip(style: English, match: re.Match[str]) -> str:
    state, comma, code = match.groups()
    return f"{_STATES[state].replace('_', ' ')}{comma} {style.digits(code)}"


def _state(_: English, match: re.Match[str]) -> str:
    return _STATES[match[1]].replace("_", " ")


def _groups(style: English, match: re.Match[str]) -> str:
    """Read groups of digits one by one, with a breath between groups."""
    written = match.group()
    parts = re.findall(r"\d+", written)
    return ("plus " if written.startswith("+") else "") + ", ".join(_hundreds(style, part) for part in parts)


def _hundreds(style: English, written: str) -> str:
    return style.cardinal(written) if written in {"800", "900"} else style.digits(written)


def _abroad(style: English, match: re.Match[str]) -> str | None:
    """Read a number with its country; the shortest have eight digits, and no country's begins with 0."""
    written = match.group()
    is_telephone = len(re.findall(r"\d", written)) >= 8 and written[1] != "0"
    return _groups(style, match) if is_telephone else None


def _free_call(style: English, match: re.Match[str]) -> str:
    """Read "1-800" and the letters or words after it."""
    parts = match[2].split("-")
    words = [style.digits(part) if part.isdigit() else _small(part) for part in parts]
    return f"one, {_hundreds(style, match[1])}, {' '.join(words)}"


def _small(letters: str) -> str:
    return letters if len(letters) == 1 else letters.lower()


def _short_telephone(style: English, match: re.Match[str]) -> str | None:
    """Seven digits are a telephone number after a word that says so, or where they can be no span."""
    first, last = match.groups()
    told = _CALLED.search(match.string, max(0, match.start() - 24), match.start())
    if told or first == "555" or last.startswith("0") or int(last) < int(first):
        return f"{style.digits(first)}, {style.digits(last)}"
    return None


_CALLED = re.compile(
    r"\b(?:call(?:ed)?|phone|telephone|tel|number|dial(?:led|ed)?|ring|rang|fax)\b[^.!?]*$", re.IGNORECASE
)


def _code(style: English, match: re.Match[str]) -> str:
    return match[1] + style.digits(match[2])


def _flight(style: English, match: re.Match[str]) -> str:
    return match[1] + style.pairs(match[2])


def _ordinal(style: English, match: re.Match[str]) -> str | None:
    number, ending = match.groups()
    digits = number.replace(",", "")
    teen = digits[-2:] in {"11", "12", "13"}
    right = "th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th")
    if ending.lower() != right and not (ending == "d" and right in {"nd", "rd"}):
        return None
    if len(number) == 4 and "1100" < number < "2000" and number[2:] != "00":
        return f"{style.cardinal(number[:2])} {style.ordinal(number[2:])}"
    return style.ordinal(digits)


def _hundreds_of(style: English, match: re.Match[str]) -> str:
    """Read "1,000s" as "thousands" and "10,000s" as "ten thousands"."""
    return plural(style.cardinal(match[1]).removeprefix("one "))


def _row(style: English, match: re.Match[str]) -> str | None:
    """Read "1,2,3" as a list; "1,234,567" is one number."""
    if re.fullmatch(NUMBER, match.group()):
        return None
    return ", ".join(style.cardinal(number) for number in match.group().split(","))


def _plural(style: English, match: re.Match[str]) -> str:
    number = match[1]
    return plural(style.pairs(number) if len(number) == 3 else style.cardinal(number))


_SAYINGS = {"50-50": "fifty-fifty", "20-20": "twenty-twenty", "10-4": "ten-four", "80-20": "eighty-twenty"}


_AFTER_NUMBER = {"bn": "billion", "mn": "million", "tn": "trillion", "s": "seconds"}


def _span(style: English, match: re.Match[str]) -> str | None:
    """Read a span; where the second is far longer it is some file's number."""
    first, last = match.groups()
    if match.group() in _SAYINGS:
        return _SAYINGS[match.group()]
    if "−" in match.group() and _amount(last) <= _amount(first):
        return f"{style.decimal(first)} minus {style.decimal(last)}"
    if len(last) - len(first) > 2 and last.isdigit() and not last.endswith("0"):
        return f"{style.digits(first)}, {style.digits(last)}" if first.isdigit() else None
    return f"{style.decimal(first)} to {style.decimal(last)}"


def _amount(written: str) -> float:
    return float(written.replace(",", ""))


def _sum(_: English, match: re.Match[str]) -> str | None:
    """A line of arithmetic: its minus signs are no spans."""
    if not re.search(r"=|\d ?\+ ?\d", match.group()):
        return None
    signs = {"-": "minus", "−": "minus", "–": "minus", "+": "plus", "=": "equals", "*": "times", "×": "times"}
    return re.sub(r" ?([-−–+=*×]) ?", lambda sign: f" {signs[sign[1]]} ", match.group())


def _than(_: English, match: re.Match[str]) -> str:
    return f" is {'less' if match[1] == '<' else 'greater'} than "


def _spaced(style: English, match: re.Match[str]) -> str:
    """Read "10 000" and "1 000 000", as much of the world writes thousands."""
    return style.cardinal(match.group().replace(" ", ""))


def _lines(style: English, match: re.Match[str]) -> str:
    """Read the lines of a picture: "1080p"."""
    return f"{style.pairs(match[1])} p"


def _players(style: English, match: re.Match[str]) -> str:
    """Read "49ers"."""
    return style.cardinal(match[1]).removesuffix("e") + "ers"


def _paragraph(style: English, match: re.Match[str]) -> str:
    """Read "401(k)"."""
    return f"{style.pairs(match[1])} {match[2]}"


def _exponent(style: English, match: re.Match[str]) -> str:
    """Read "x²" and "10^6"."""
    power = match[1] or "".join(str(unicodedata.digit(digit)) for digit in match.group())
    said = {"2": "squared", "3": "cubed"}.get(power) or f"to the power of {style.cardinal(power)}"
    return f" {said}" + _space_after(match)


def _subscript(style: English, match: re.Match[str]) -> str:
    """Read "CO₂"."""
    return f" {style.cardinal(str(unicodedata.digit(match.group())))}" + _space_after(match)


def _space_after(match: re.Match[str]) -> str:
    return " " if match.string[match.end() : match.end() + 1].isalnum() else ""


def _jet(style: English, match: re.Match[str]) -> str:
    return style.pairs(match.group())


def _side(_: English, match: re.Match[str]) -> str:
    return f"{_SIDES[match[1]]} "


def _letters_after(style: English, match: re.Match[str]) -> str:
    """Read "2.3bn" and "9.58s"."""
    number, letters = match.groups()
    return f"{style.decimal(number)} {_AFTER_NUMBER.get(letters, letters)}"


def _by(style: English, match: re.Match[str]) -> str:
    first, last = match.groups()
    is_product = match.string.startswith((" to the power", " squared", " cubed"), match.end())
    word = "times" if is_product else "by"
    return f"{style.decimal(first)} {word} {style.decimal(last)}"


def _times(style: English, match: re.Match[str]) -> str:
    return f"{style.decimal(match[1])} times"


def _minus(style: English, match: re.Match[str]) -> str:
    return f"minus {style.decimal(match[1])}"


def _points(style: English, match: re.Match[str]) -> str:
    """Read a section's or version's number: "4.2.1"."""
    parts = match.group().split(".")
    if len(parts) > 3:  # an address of the internet
        return " dot ".join(style.digits(part) for part in parts)
    return " point ".join(
        style.digits(part) if part.startswith("0") or len(part) > 4 else style.cardinal(part)
        for part in parts
    )


def _number(style: English, match: re.Match[str]) -> str:
    """Read what is left: leading zeros and very long numbers one by one."""
    number = match.group()
    whole, point, decimals = number.partition(".")
    is_long = len(whole) > 7 and not whole.endswith("000")
    if number == "007":
        return "double oh seven"
    if "," not in whole and (is_long or (whole.startswith("0") and len(whole) > 1)):
        return style.digits(whole) + (f" point {style.digits(decimals)}" if point else "")
    return style.decimal(number)


def _mingled(style: English, match: re.Match[str]) -> str:
    """Read digits in a row of letters with the letters apart: "MP3", "H2O", "12A"."""
    number, text = match.group(), match.string
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    long = len(number) > 4 or (number.startswith("0") and len(number) > 1)
    said = style.digits(number) if long else style.cardinal(number)
    left = " " if before.isalnum() or _ends_word(text, match.start()) else ""
    return left + said + (" " if after.isalnum() else "")


def _ends_word(text: str, place: int) -> bool:
    """Whether a word and its mark stand right before a place, as before a note's number."""
    return bool(re.search(r"[^\W\d_][.,;:!?]$", text[max(0, place - 2) : place]))


def _hyphened(style: English, match: re.Match[str]) -> str:
    """Read "B-52" and "COVID-19" without their hyphen."""
    letters, number = match.groups()
    return f"{letters} {style.pairs(number) if len(number) == 3 else style.cardinal(number)}"


_NUMBERED = (
    "Boeing|Airbus|Flight|Room|Rooms|Suite|Apartment|Apt|Route|Highway|Interstate|Bus|Train|Gate|Locker|Cell|Car|"
    "Studio|Area|Channel"
)
_CODES = r"PIN|pin|code|Code|extension|ext\.?|zip|ZIP|serial|password|combination|ending in|ends in|badge"

EARLY: tuple[Reading, ...] = (
    Reading(
        "address",
        rf"(?:\b([Nn])o\. ?|(?<![\w.,/$£€-]))(\d{{1,5}})([A-Da-d]?) "
        rf"((?:NE|NW|SE|SW|[NSEW])\.? )?((?:{_NAME}\s){{1,3}})"
        rf"((?i:{'|'.join(sorted(_ROADS, key=len, reverse=True))}))\b(\.?)(?!['’\w])",
        _address,
    ),
    Reading("address", rf"\b({'|'.join(_STATES)})(,?) (\d{{5}}(?:-\d{{4}})?)(?![\w-])", _zip),
    Reading("address", r"\b([NSEW])\. (?=\d{1,3}(?:st|nd|rd|th)\b)", _side),
    Reading("telephone", r"(?<![\w.,-])\(?0\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}(?![\w-])", _groups),
    Reading("telephone", r"(?<![\w.-])\+\d{1,3}(?:[ .-]\(?\d{1,4}\)?){2,5}(?![\w-])", _abroad),
    Reading(
        "telephone",
        r"(?<![\w.+-])(?:1[-. ])?(?:\(\d{3}\)[ -]?|\d{3}[-. ])\d{3}[-. ]\d{4}(?:-\d{1,4})?(?![\w-])",
        _groups,
    ),
    Reading(
        "telephone", r"(?<![\w.-])1-(8\d\d|900)-((?:[A-Z]+|\d+)(?:-(?:[A-Z]+|\d+)){0,4})(?![\w-])", _free_call
    ),
    Reading("telephone", r"(?<![\w.,/$£€-])(\d{3})-(\d{4})(?![\w-])", _short_telephone),
    Reading("serial", r"(?<![\w.,/$£€-])\d{1,9}(?:-\d{1,9}){2,8}(?:-[\dX])?(?![\w-])", _groups),
    Reading("telephone", r"\b((?:[Dd]ial(?:led|ed|ing)?|[Cc]all(?:ed)?) )(911|999|112|411|101|111)\b", _code),
    Reading("serial", rf"\b((?:{_CODES}):? )(\d{{3,8}})(?![\w,.]\d|\w)", _code),
    Reading("serial", rf"\b((?:{_NUMBERED}) )(\d{{3,4}})(?![\w,]|\.\d)", _flight),
)
"""What runs before dates, money and measures."""

PLACES: tuple[Reading, ...] = (
    Reading(
        "address",
        rf"\b([NSEW])\. (?={_NAME} (?:St|Ave|Rd|Blvd|Street|Avenue|Road|Boulevard)\b)",
        _side,
        r"[NSEW]\. ",
    ),
    Reading(
        "address",
        rf"(?<=[a-z], )({'|'.join(sorted(_STATES.keys() - _NO_STATES))})\b(?!['’.]\w)",
        _state,
        r", [A-Z]{2}",
    ),
)
"""Sides of streets and states, which stand without a number too."""

LATE: tuple[Reading, ...] = (
    Reading("range", r"(?<=\d(?:st|nd|rd|th))\s?[-–—]\s?(?=\d{1,4}(?:st|nd|rd|th)\b)", lambda *_: " to "),
    Reading("serial", r"(?<![\w.,])(\d{3,4})p\b", _lines),
    Reading("ordinal", rf"{START}({NUMBER})((?i:st|nd|rd|th)|d)\b", _ordinal),
    Reading(
        "math", rf"(?<![\w.,-]){DECIMAL}(?: ?[-−–+=*×] ?{DECIMAL}){{1,20}}(?!\w|[.,]\d| ?[-+=*×]\w)", _sum
    ),
    Reading("cardinal", r"(?<![\w.,-])(?<!\d )\d{1,3}(?: \d{3}){2,4}(?![\w-]| \d)", _spaced),
    Reading("cardinal", r"(?<![\w.,-])(?<!\d )[1-9]\d{0,2} 000(?![\w-]| \d|,\d)", _spaced),
    Reading("serial", r"(?<![\w.,])(\d{1,2})ers\b", _players),
    Reading("serial", r"(?<![\w.,])(\d{3})\(([a-z])\)", _paragraph),
    Reading("math", r"(?<=[\w)])(?<![⁰¹²³⁴-⁹])[⁰¹²³⁴-⁹]{1,9}|(?<=\d)\^(\d{1,9})", _exponent),
    Reading("math", r"(?<=[\w)])[₀-₉]", _subscript),
    Reading("math", r"(?<=\d) ?([<>]) ?(?=\d)", _than),
    Reading("serial", r"(?<=\b[Tt]he )7\d7\b|(?<=\b[Aa] )7\d7\b", _jet),
    Reading("serial", r"(?<![\w.,])(\d{1,9}\.\d{1,9}|\d{1,9}(?=[bmt]n\b))([A-Za-z]{1,9})", _letters_after),
    Reading("multiplication", rf"{START}({NUMBER}) ?[x×] ?({NUMBER})(?![\w,]|\.\d)", _by),
    Reading("multiplication", rf"{START}({DECIMAL})[x×](?!\w)", _times),
    Reading(
        "range",
        rf"(?<![\w.,/-])({DECIMAL})\s?[-–—−]\s?({DECIMAL})(?!\w|[-–]\d|[.,]\d)",
        _span,
    ),
    Reading("range", r"(?<=\d)\s?[–—]\s?(?=[-−]\.?\d)", lambda *_: " to "),
    Reading("serial", r"(?<![\w.,])v\.?(?=\d+\.\d)", lambda *_: "v "),
    Reading("serial", r"(?<![\w.,])\d{1,9}(?:\.\d{1,9}){2,9}(?!\w|\.\d)", _points),
    Reading("serial", r"(?<![\w'’.,])(\d{3})['’]?s\b", _plural),
    Reading("cardinal", r"(?<![\w'’.,$£€])(\d{1,3}(?:,000)+)['’]?s\b", _hundreds_of),
    Reading("cardinal", r"(?<![\w.,$£€])(?:[1-9]\d{0,2},){2,40}[1-9]\d{0,2}(?![\w,%°]|\.\d)", _row),
    Reading("serial", r"\b([A-Z]{1,3}|[A-Z][a-z]{3,})-(\d{1,3})(?![\w,-]|\.\d)", _hyphened),
    Reading("cardinal", rf"(?<![\w.)-])[-−–]({DECIMAL})(?!\w|[.,]\d)", _minus),
    Reading("cardinal", rf"(?<![\w.,]){DECIMAL}(?!\w)|(?<![\w.])\.\d+", _number),
    Reading("serial", r"\d+", _mingled),
)
"""What runs after them: the numbers no other rule knows."""
