"""English measures: a number with its unit, feet and inches, degrees, percent, and fractions."""

from __future__ import annotations

import re

from vox1.script.normalise.english_style import DECIMAL, English, Reading, stop

# As written: singular and plural as said. Spelling is American; British has "metre" and "litre".
_UNITS = {
    "km": ("kilometer", "kilometers"),
    "m": ("meter", "meters"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "nm": ("nanometer", "nanometers"),
    "μm": ("micrometer", "micrometers"),
    "µm": ("micrometer", "micrometers"),
    "mi": ("mile", "miles"),
    "yd": ("yard", "yards"),
    "yds": ("yard", "yards"),
    "ft": ("foot", "feet"),
    "in": ("inch", "inches"),
    "ins": ("inch", "inches"),
    "kg": ("kilogram", "kilograms"),
    "KG": ("kilogram", "kilograms"),
    "kgs": ("kilogram", "kilograms"),
    "g": ("gram", "grams"),
    "mg": ("milligram", "milligrams"),
    "µg": ("microgram", "micrograms"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "cc": ("cc", "cc"),
    "cwt": ("hundredweight", "hundredweight"),
    "l": ("liter", "liters"),
    "L": ("liter", "liters"),
    "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"),
    "cl": ("centiliter", "centiliters"),
    "gal": ("gallon", "gallons"),
    "qt": ("quart", "quarts"),
    "pt": ("pint", "pints"),
    "tsp": ("teaspoon", "teaspoons"),
    "tbsp": ("tablespoon", "tablespoons"),
    "ha": ("hectare", "hectares"),
    "mph": ("mile per hour", "miles per hour"),
    "kph": ("kilometer per hour", "kilometers per hour"),
    "kmh": ("kilometer per hour", "kilometers per hour"),
    "rpm": ("revolution per minute", "revolutions per minute"),
    "bpm": ("beat per minute", "beats per minute"),
    "psi": ("pound per square inch", "pounds per square inch"),
    "kbps": ("kilobit per second", "kilobits per second"),
    "mbps": ("megabit per second", "megabits per second"),
    "Mbps": ("megabit per second", "megabits per second"),
    "Gbps": ("gigabit per second", "gigabits per second"),
    "KB": ("kilobyte", "kilobytes"),
    "kB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"),
    "Hz": ("hertz", "hertz"),
    "fps": ("frame per second", "frames per second"),
    "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"),
    "W": ("watt", "watts"),
    "kW": ("kilowatt", "kilowatts"),
    "MW": ("megawatt", "megawatts"),
    "GW": ("gigawatt", "gigawatts"),
    "kWh": ("kilowatt-hour", "kilowatt-hours"),
    "V": ("volt", "volts"),
    "kV": ("kilovolt", "kilovolts"),
    "mA": ("milliampere", "milliamperes"),
    "dB": ("decibel", "decibels"),
    "hp": ("horsepower", "horsepower"),
    "cal": ("calorie", "calories"),
    "kcal": ("kilocalorie", "kilocalories"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "sec": ("second", "seconds"),
    "secs": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"),
    "yr": ("year", "years"),
    "yrs": ("year", "years"),
    "ºC": ("degree Celsius", "degrees Celsius"),
    "ºF": ("degree Fahrenheit", "degrees Fahrenheit"),
    "° C": ("degree Celsius", "degrees Celsius"),
    "° F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°N": ("degree north", "degrees north"),
    "°S": ("degree south", "degrees south"),
    "° N": ("degree north", "degrees north"),
    "° S": ("degree south", "degrees south"),
    "° E": ("degree east", "degrees east"),
    "° W": ("degree west", "degrees west"),
    "°E": ("degree east", "degrees east"),
    "°W": ("degree west", "degrees west"),
    "℃": ("degree Celsius", "degrees Celsius"),
    "℉": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
    "º": ("degree", "degrees"),
    "%": ("percent", "percent"),
    "‰": ("per mille", "per mille"),
}
_PER = {"s": "second", "sec": "second", "h": "hour", "hr": "hour", "min": "minute", "day": "day"}
_NEVER_ALONE = {"in", "pt"}
"""Units that are also words: "5 in the room"; they need a stop, or no space."""
_STOPPED = frozenset(
    "ft in ins lb lbs oz yd yds mi min mins sec secs hr hrs yr yrs gal qt pt tsp tbsp".split()  # noqa: SIM905 - a list would be one word to a line
)
"""Units often written with a stop of their own."""
_SIGNS = frozenset(["%", "‰", "°", "º", "°C", "°F", "℃", "℉"])
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_SCALE = r"(?P<scale> (?:hundred|thousand|million|billion|trillion))?"
_AREA = r"(?P<area>sq\.? |cu\.? )?"
_VULGAR = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5",
    "⅘": "4/5", "⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
    "⅑": "1/9", "⅒": "1/10",
}  # fmt: skip
_PARTS = {1: ("over one", "over one"), 2: ("half", "halves"), 4: ("quarter", "quarters")}
_NOUN_AFTER = (
    "cup|hour|mile|inch|pound|pint|teaspoon|tablespoon|day|year|mi|century|bottle|glass|acre|dozen|page"
)
_ONE_OF = re.compile(r"\b(?:an?|another|one|every|each|this|that)\s$", re.IGNORECASE)
_NOUN = re.compile(
    r" (?!(?:an?|of|in|and|or|for|to|per|at|on|from|is|was|as|but|by|with|more|less|away|apart|above|below|"
    r"north|south|east|west|long|high|wide|deep|tall|off|up|down|out|before|after|later|ago|the|that)\b)[a-z]{2,}"
)


def _measure(style: English, match: re.Match[str]) -> str | None:
    unit, last, mixed = match["unit"], match["last"], match["part"] or match["vulgar"]
    if unit in _NEVER_ALONE and match["space"] and not match.group().endswith("."):
        return None
    amount = ("minus " if match["sign"] else "") + style.decimal(match["first"])
    if mixed:
        amount += f" and {_after_whole(style, mixed)}"
    if last:
        amount += f" to {style.decimal(last)}"
    amount += match["scale"] or ""
    is_single = not last and not mixed and not match["scale"]
    is_quality = is_single and unit not in _SIGNS and _is_quality(match)
    one = is_quality or (is_single and match["first"] == "1")
    said = _unit(style, unit, match["area"], match["power"], one=one)
    said = amount + ("-" if is_quality and " " not in amount else " ") + said
    if match["per"]:
        said += f" per {_per(style, match['per'])}" + (" squared" if match["again"] else "")
    return said + _full_stop(match)


def _full_stop(match: re.Match[str]) -> str:
    """The full stop after a unit, which only some units swallow as their own."""
    return stop(match) if match["unit"] in _STOPPED or not match.group().endswith(".") else "."


def _unit(style: English, unit: str, area: str | None, power: str | None, *, one: bool) -> str:
    said = _UNITS[unit][0 if one else 1]
    if style.british:
        said = re.sub(r"(met|lit)er", r"\1re", said)
    if area:
        said = f"{'square' if area.startswith('sq') else 'cubic'} {said}"
    return f"{'square' if power in '²2' else 'cubic'} {said}" if power else said


def _per(style: English, unit: str) -> str:
    return _PER[unit] if unit in _PER else _unit(style, unit, None, None, one=True)


def _is_quality(match: re.Match[str]) -> bool:
    """Whether a measure tells what something is like, as in "a 5 km run"."""
    before = _ONE_OF.search(match.string, max(0, match.start() - 9), match.start())
    return bool(before and _NOUN.match(match.string, match.end()))


def _per_unit(style: English, match: re.Match[str]) -> str | None:
    number, unit = match.groups()
    return f"{style.decimal(number)} per {_per(style, unit)}"


def _feet(style: English, match: re.Match[str]) -> str | None:
    """Read 5'10" as a person's height is said."""
    feet, inches = match.groups()
    return f"{style.cardinal(feet)} foot {style.cardinal(inches)}" if int(inches) < 12 else None


_SIDES = {"N": "north", "S": "south", "E": "east", "W": "west"}


def _degrees(style: English, match: re.Match[str]) -> str:
    """Read the minutes and seconds of a place on the globe."""
    minutes, seconds, side = match.groups()
    said = f" degrees {style.cardinal(minutes)} minutes"
    if seconds:
        said += f" {style.cardinal(seconds)} seconds"
    return said + (f" {_SIDES[side]}{stop(match)}" if side else "")


def _foot(style: English, match: re.Match[str]) -> str:
    unit = _UNITS["ft" if match[2] in "'′" else "in"]
    return f"{style.cardinal(match[1])} {unit[0 if match[1] == '1' else 1]}"


def _fraction(style: English, written: str) -> str:
    """Read "3/4", and a fraction of one character, as parts of a whole."""
    above, _, below = _VULGAR.get(written, written.replace("⁄", "/")).replace(" ", "").partition("/")
    if int(below) < 2:
        return f"{style.cardinal(above)} over {style.cardinal(below)}"
    one = int(above) == 1
    if int(below) in _PARTS:
        return f"{style.cardinal(above)} {_PARTS[int(below)][0 if one else 1]}"
    part = style.ordinal(below).replace(" ", "-") if len(below) == 3 else style.ordinal(below)
    return f"{style.cardinal(above)} {part}{'' if one else 's'}"


def _after_whole(style: English, written: str) -> str:
    said = _fraction(style, written)
    return f"a {said[4:]}" if written.startswith(("1/", "1⁄", *"½⅓¼⅕⅙⅐⅛⅑⅒")) else said


def _mixed(style: English, match: re.Match[str]) -> str:
    whole, part = match.groups()
    return f"{style.cardinal(whole)} and {_after_whole(style, part)}"


def _part_of(style: English, match: re.Match[str]) -> str:
    """Read "½ cup" as "half a cup" and "¼ mile" as "a quarter of a mile"."""
    part, noun = match.groups()
    a = "an" if noun[0] in "aeiou" or noun.startswith("hour") else "a"
    said = _fraction(style, part)
    if said == "one half":
        return f"half {a} {noun}"
    return f"{'a' + said[3:] if said.startswith('one ') else said} of {a} {noun}"


def _part(style: English, match: re.Match[str]) -> str:
    said = _SAID.get(match.group()) or _fraction(style, match.group())
    named = re.search(r"\b(?:an?|the)\s$", match.string[max(0, match.start() - 5) : match.start()])
    return said[4:] if named and said.startswith("one ") else said


_SAID = {
    "24/7": "twenty-four seven",
    "9/11": "nine eleven",
    "7/7": "seven seven",
    "50/50": "fifty-fifty",
    "20/20": "twenty-twenty",
}
_SINGLE = "[" + "".join(_VULGAR) + "]"
_SLASHED = r"\d{1,6} ?⁄ ?\d{1,6}|\d{1,6}/\d{1,6}"

READINGS: tuple[Reading, ...] = (
    Reading("measure", r"(?<![\w.,])(\d{1,3})(['′\"″])(?= (?:tall|wide|high|long|deep|by|x)\b)", _foot),
    Reading("measure", r"(?<=\d)° ?(\d{1,2})['’′](?: ?(\d{1,2})[\"”″])?(?: ?([NSEW])\b\.?)?", _degrees),
    Reading("range", r"(?<=\d[%°])\s?[-–—]\s?(?=\d)", lambda *_: " to "),
    Reading("measure", r"(?<![\w.,])(\d{1,2})['’′] ?(\d{1,2})(?:\"|”|″|'')", _feet),
    Reading(
        "measure",
        rf"(?<![\w.,/])(?<!\d[-–])(?P<sign>(?<![\w)%°])[-−–])?(?P<first>{DECIMAL})"
        rf"(?:[- ](?P<part>\d{{1,2}}[/⁄]\d{{1,3}})|(?P<vulgar>{_SINGLE}))?"
        rf"(?:\s?[-–—]\s?(?P<last>{DECIMAL}))?{_SCALE}(?P<space>[ -]?)"
        rf"{_AREA}(?P<unit>{_UNIT})(?P<power>[²³])?(?:/(?P<per>{_UNIT}|s|h|day)(?P<again>²)?)?(?!\w|['’-]\w)\.?(?!\w)",
        _measure,
    ),
    Reading("measure", rf"(?<![\w.,/])({DECIMAL})/(kg|lb|oz|km|g|day|hr|h|min|sec)\b", _per_unit),
    Reading("fraction", rf"(?<![\w.,/])(\d{{1,6}}) ?({_SINGLE})", _mixed),
    Reading("fraction", rf"(?<![\w.,/-])(\d{{1,6}})[ -]({_SLASHED})(?![\w/]|[.,]\d)", _mixed),
    Reading("fraction", rf"(?<!\ba )(?<!\bthe )({_SINGLE}|[13]/4|1/[23]|2/3) ({_NOUN_AFTER})\b", _part_of),
    Reading("fraction", rf"(?<![\w.,/-])(?:{_SLASHED})(?![\w/]|[.,-]\d)|{_SINGLE}", _part),
)
