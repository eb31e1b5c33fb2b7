"""Numbers as German and the Romance languages write them: 1.234,56, amounts of money, measures, ranges."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar

from vox1.script.normalise.rules import DIGIT, Rule, needing

Gender = Literal["m", "f", "n"]
T = TypeVar("T")

SPACE = "[ \u00a0\u202f\u2009]"
# A group of three may follow a space; more than eight would be a table, not a number.
NUMBER = rf"(?<!\d)(?<!\d[.,'’])(?:\d{{1,3}}(?:{SPACE}\d{{3}}){{1,8}}(?!\d)(?:,\d+)?|\d+(?:[.,'’]\d+)*)(?!\d)"
# A dash is a minus only where it touches the number and no sentence could begin.
MINUS = r"(?:(?<![\w)\]/])(?P<minus>[-−]|(?<=[^\W\d_] )–))?"
_ENDS_SENTENCE = re.compile(r"[\"”“’»«)\]]*(?:\s*$|\s+[\"“„«»¿¡—–-]*\s?(?P<next>[A-ZÀ-ÖØ-Þ]\w*))")
_THOUSANDS = frozenset({"mil", "mila", "tausend"})
_MOST_DIGITS = 15
_WORD_BEFORE = re.compile(rf"([^\W\d_]+)\.?{SPACE}$")


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted.

    Attributes:
        one: The singular.
        many: The plural, or the singular again where a measure has none.
        gender: Shapes the number before it.
    """

    one: str
    many: str
    gender: Gender = "m"


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency and its hundredth."""

    unit: Noun
    part: Noun


@dataclass(frozen=True, slots=True)
class Tongue:
    """What the common rules must know of a language.

    Attributes:
        cardinal: Says a whole number: counting (None), or before a noun of a gender.
        gender_of: The gender of a noun as written, None where the word does not show it.
        decimals: Says the digits after the decimal mark.
        comma: Says the mark "," in a number.
        point: Says the mark "." in a number.
        minus: Says "-" before a number.
        span: Says a range from the words of its ends; the flag tells years and other large numbers.
        score: Says two numbers of which the second is smaller, as in a game's result.
        units: Symbol to noun.
        currencies: Symbol or code to currency.
        scales: Written word or abbreviation ("Mio.", "millions") to the noun it stands for.
        of: Joins a large number to its noun ("millions de francs"); may look at the noun.
        joins_parts: Joins euros and cents.
        names_parts: Whether the cents are named ("fünf Euro fünfzig" leaves them out).
        plural_from: The smallest amount that takes the plural.
        per: Joins an amount to the unit it is for (42/km²).
        fraction: Says whole number (0 for none), numerator and denominator; None where it is no fraction.
        openers: Words that begin a sentence, where a capital alone does not show it.
        heads: Words after which a number is a label and counts nothing ("page 1"), in small letters.
        thousand: The word after a figure that lets it agree with the noun that follows ("21 mil casas").
    """

    cardinal: Callable[[int, Gender | None], str]
    gender_of: Callable[[str], Gender | None]
    decimals: Callable[[str], str]
    comma: str
    point: str
    minus: str
    span: Callable[[str, str, bool], str]
    score: str
    units: Mapping[str, Noun]
    currencies: Mapping[str, Currency]
    scales: Mapping[str, Noun]
    of: Callable[[str], str]
    joins_parts: str
    names_parts: bool
    plural_from: float
    per: str
    fraction: Callable[[int, int, int], str | None]
    openers: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    thousand: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as written, taken apart: digits before the decimal mark, the mark, digits after it."""

    whole: str
    mark: str = ""
    part: str = ""

    @property
    def value(self) -> float:
        """About how much it is; exact enough to choose between singular and plural."""
        return float(f"{self.whole[:_MOST_DIGITS]}.{self.part[:6] or 0}")


def figure(written: str) -> Figure | None:
    """Take a number apart; None where it is several numbers with marks between (3.2.1)."""
    text = re.sub(rf"{SPACE}|['’]", "", written)
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", text):
        whole, mark, part = text.replace(".", "").partition(",")
    elif re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+\.\d+|[1-9]\d{0,2}(?:,\d{3}){2,}", text):
        whole, mark, part = text.replace(",", "").partition(".")
    elif re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        mark = "," if "," in text else "." if "." in text else ""
        whole, _, part = text.replace(",", ".").partition(".")
    else:
        return None
    return Figure(whole, mark, part)


def digits(tongue: Tongue, written: str) -> str:
    """Say digits one by one; all else in the text is a space."""
    return " ".join(tongue.cardinal(int(d), None) for d in written if d.isdecimal())


def whole(tongue: Tongue, written: str, gender: Gender | None = None) -> str:
    """Say a run of digits; one that begins in 0 or is too long for a number word by its digits."""
    if (written[0] == "0" and len(written) > 1) or len(written) > _MOST_DIGITS:
        return digits(tongue, written)
    return tongue.cardinal(int(written), gender)


def number(tongue: Tongue, written: str, gender: Gender | None = None) -> str:
    """Say a number as written, marks and all."""
    parts = figure(written)
    if parts is None:
        between = ", " if "." not in written else f" {tongue.point} "
        return between.join(whole(tongue, run) for run in re.findall(r"\d+", written))
    if not parts.mark:
        return whole(tongue, parts.whole, gender)
    mark = tongue.comma if parts.mark == "," else tongue.point
    return f"{tongue.cardinal(int(parts.whole[:_MOST_DIGITS]), None)} {mark} {tongue.decimals(parts.part)}"


def grouped_decimals(cardinal: Callable[[int, Gender | None], str], written: str) -> str:
    """Say decimals as the Romance languages do: zeros first, then up to three digits as a number."""
    zeros = len(written) - len(written.lstrip("0"))
    rest = written[zeros:]
    said = [cardinal(0, None)] * zeros
    said += [cardinal(int(rest), None)] if 0 < len(rest) <= 3 else [cardinal(int(d), None) for d in rest]
    return " ".join(said)


def counted(tongue: Tongue, written: str, noun: Noun, scale: str | None = None) -> str:
    """Say a number and what it counts, with the number of the noun and the gender of the numeral."""
    written = re.sub(r"^0(?=\d$)", "", written)  # 01 h
    parts = figure(written)
    amount = parts.value if parts else 2.0
    if scale:
        word = tongue.scales[scale]
        large = word.many if amount >= tongue.plural_from else word.one
        large = scale if scale in {word.one, word.many} else large
        joint = "" if large in _THOUSANDS else tongue.of(noun.many)
        return f"{number(tongue, written, word.gender)} {large} {joint}{noun.many}"
    is_many = amount >= tongue.plural_from or (amount != 1 and tongue.plural_from < 2)
    named = noun.many if is_many else noun.one
    round_millions = parts and not parts.mark and amount >= 1e6 and amount % 1e6 == 0
    joint = tongue.of(named) if round_millions else ""
    return f"{number(tongue, written, noun.gender)} {joint}{named}"


def paid(tongue: Tongue, written: str, currency: Currency, scale: str | None = None) -> str:
    """Say an amount of money."""
    parts = figure(written)
    if scale or parts is None or len(parts.part) not in {1, 2} or not parts.mark:
        return counted(tongue, written, currency.unit, scale)
    cents = str(int(parts.part.ljust(2, "0")))
    if int(parts.whole) == 0 and int(cents):
        return counted(tongue, cents, currency.part)
    said = counted(tongue, parts.whole, currency.unit)
    if not int(cents):
        return said
    if tongue.names_parts or int(cents) < 10:
        return said + tongue.joins_parts + counted(tongue, cents, currency.part)
    return f"{said} {number(tongue, cents)}"


def last_point(match: re.Match[str], openers: frozenset[str] = frozenset()) -> str:
    """Return the point that an abbreviation ends in where it ends the sentence as well, else nothing.

    Args:
        match: The abbreviation.
        openers: The words that begin a sentence, for a language in which every noun has a capital.
    """
    if not match.group().endswith("."):
        return ""
    ends = _ENDS_SENTENCE.match(match.string[match.end() : match.end() + 30])
    return "." if ends and (not ends["next"] or not openers or ends["next"] in openers) else ""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in order."""
    return tuple(text.split())


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first; a space may be any one or none."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace("\\ ", f"{SPACE}?") for word in longest_first)


def amount_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """The rules for money, measures and fractions, in their order."""
    return needing(DIGIT, (*_money_rules(tongue), *_measure_rules(tongue), *_fraction_rules(tongue)))


def _amount(tongue: Tongue) -> str:
    """Pattern of a number with its sign, the number it spans from and its scale."""
    low = rf"(?:(?P<low>{NUMBER}){SPACE}?[-–—]{SPACE}?)?"
    round_sum = r"(?:[.,](?:[-–]{1,2}|—)(?!\w))?"
    scale = rf"(?:{SPACE}?(?P<scale>{one_of(tongue.scales)})(?!\w)(?:{SPACE}d[’'e]{SPACE}?)?)?"
    return rf"(?<!\d[/⁄]){MINUS}{low}(?P<number>{NUMBER}){round_sum}{scale}"


def _money_rules(tongue: Tongue) -> tuple[Rule, ...]:
    amount = _amount(tongue)
    money = one_of(tongue.currencies)
    symbol = one_of(key for key in tongue.currencies if not key[0].islower())
    coins = (
        rf"(?<![\w.,])(?P<number>\d{{1,6}}){SPACE}?(?P<unit>{money}){SPACE}?(?P<cents>\d\d)"
        rf"(?:{SPACE}?(?:c\.|ct|Pf\.?))?(?!{SPACE}?[\w%€]|[.,/]\d)"
    )
    symbol_first = rf"(?<!\w)(?P<before>{symbol}){SPACE}?{amount}(?![\w%])"
    symbol_last = rf"{amount}{SPACE}?(?P<after>{money})(?!\w)"
    return (
        Rule("money", re.compile(coins), partial(_say_coins, tongue)),
        Rule("money", re.compile(symbol_first), partial(_say_money, tongue)),
        Rule("money", re.compile(symbol_last), partial(_say_money, tongue)),
    )


def _measure_rules(tongue: Tongue) -> tuple[Rule, ...]:
    unit = rf"(?P<unit>{one_of(tongue.units)})(?![\w²³])"
    sign = rf"(?P<sign>[-−–](?=\d[\d.,]*{SPACE}?°))?"
    measure = rf"{sign}{_amount(tongue)}{SPACE}?{unit}"
    return (
        Rule("measure", re.compile(measure), partial(_say_measure, tongue)),
        Rule("measure", re.compile(rf"(?<=\d){SPACE}?/{SPACE}?{unit}"), partial(_say_per, tongue)),
    )


def _fraction_rules(tongue: Tongue) -> tuple[Rule, ...]:
    unit = rf"(?:{SPACE}?(?P<unit>{one_of(tongue.units)})(?![\w²³]))?"
    vulgar = rf"{MINUS}(?:(?<![\w/.,])(?P<whole>\d{{1,4}}){SPACE}?(?![\d/]))?(?P<vulgar>[¼-¾⅐-⅞]){unit}"
    slashed = (
        rf"{MINUS}(?<![\w/.,])(?:(?P<whole>\d{{1,4}}){SPACE})?(?P<over>\d{{1,6}})[/⁄]"
        rf"(?P<under>\d{{1,9}}|\d{{1,3}}(?:\.\d{{3}})+){unit}(?![\w/]|[.,]\d)"
    )
    return (
        Rule("fraction", re.compile(vulgar), partial(_say_vulgar, tongue)),
        Rule("fraction", re.compile(slashed), partial(_say_fraction, tongue)),
    )


def count_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """The rules for ranges and every number that no other rule took."""
    through = rf"(?:{tongue.thousand}{SPACE})?" if tongue.thousand else ""
    to = tongue.span("", "", False)  # noqa: FBT003 - reads as "not years"
    return needing(
        DIGIT,
        (
            Rule(
                "range",
                re.compile(
                    rf"(?<![\w\-–.,])(?P<low>{NUMBER}){SPACE}?(?P<dash>[-–−]){SPACE}?(?P<high>{NUMBER})(?![\w\-–%])"
                ),
                partial(_say_range, tongue),
            ),
            Rule("range", re.compile(rf"(?<=\d){SPACE}?[–—]{SPACE}?(?=[-−]\d)"), lambda _: to),
            Rule(
                "cardinal",
                re.compile(
                    rf"{MINUS}(?P<number>{NUMBER})(?:(?={SPACE}(?P<thousand>{through})(?P<noun>[^\W\d_]+)))?"
                ),
                partial(_say_number, tongue),
            ),
            Rule("cardinal", re.compile(r"\d+"), lambda match: digits(tongue, match.group())),
        ),
    )


def _signed(tongue: Tongue, match: re.Match[str], said: str) -> str:
    return f"{tongue.minus} {said}" if match["minus"] else said


def _from_low(tongue: Tongue, match: re.Match[str], said: str, gender: Gender) -> str:
    if not match["low"]:
        return said
    return tongue.span(number(tongue, match["low"], gender), said, False)  # noqa: FBT003 - reads as "not years"


def _say_money(tongue: Tongue, match: re.Match[str]) -> str:
    place = match.groupdict()
    symbol = place.get("before") or place.get("after") or ""
    currency = _looked_up(tongue.currencies, symbol)
    said = paid(tongue, match["number"], currency, _key(tongue.scales, match["scale"]))
    said = _signed(tongue, match, _from_low(tongue, match, said, currency.unit.gender))
    return said + last_point(match, tongue.openers)


def _say_coins(tongue: Tongue, match: re.Match[str]) -> str:
    """Francs and centimes as they were once written: 3 fr. 50."""
    currency = _looked_up(tongue.currencies, match["unit"])
    return paid(tongue, f"{match['number']},{match['cents']}", currency)


def _say_measure(tongue: Tongue, match: re.Match[str]) -> str:
    noun = _looked_up(tongue.units, match["unit"])
    said = counted(tongue, match["number"], noun, _key(tongue.scales, match["scale"]))
    said = _signed(tongue, match, _from_low(tongue, match, said, noun.gender))
    return (f"{tongue.minus} {said}" if match["sign"] else said) + last_point(match, tongue.openers)


def _say_per(tongue: Tongue, match: re.Match[str]) -> str:
    return f" {tongue.per} {_looked_up(tongue.units, match['unit']).one}"


def _key(table: Mapping[str, object], written: str | None) -> str | None:
    """The table's own spelling of a word found in a text with other spaces."""
    if written is None or written in table:
        return written
    bare = re.sub(SPACE, "", written)
    return next((key for key in table if key.replace(" ", "") == bare), None)


def _looked_up(table: Mapping[str, T], written: str) -> T:
    return table[_key(table, written) or written]


def _say_vulgar(tongue: Tongue, match: re.Match[str]) -> str | None:
    over, _, under = unicodedata.normalize("NFKC", match["vulgar"]).partition("⁄")
    return _mixed(tongue, match, int(over), int(under or 0))


def _say_fraction(tongue: Tongue, match: re.Match[str]) -> str | None:
    return _mixed(tongue, match, int(match["over"]), int(match["under"].replace(".", "")))


def _mixed(tongue: Tongue, match: re.Match[str], over: int, under: int) -> str | None:
    whole_part = int(match["whole"] or 0)
    is_year = 1100 <= under < 2100 and under % 100  # a law's number and year: 633/1941
    said = tongue.fraction(whole_part, over, under) if over and under > 1 and not is_year else None
    if said is None:
        return None
    if match["unit"]:
        noun = _looked_up(tongue.units, match["unit"])
        joint = "" if whole_part or under == 2 else tongue.of(noun.one)
        said = f"{said} {joint}{noun.many if whole_part >= tongue.plural_from else noun.one}"
    return _signed(tongue, match, said)


def _say_range(tongue: Tongue, match: re.Match[str]) -> str:
    low, high = figure(match["low"]), figure(match["high"])
    ends = number(tongue, match["low"]), number(tongue, match["high"])
    if low is None or high is None:
        return " ".join(ends)
    if match["dash"] == "−" and low.value >= high.value:
        return f"{ends[0]} {tongue.minus} {ends[1]}"
    is_score = low.value > high.value and low.value < 100
    if is_score:
        return f"{ends[0]} {tongue.score} {ends[1]}"
    return tongue.span(*ends, low.value >= 1000)


def _say_number(tongue: Tongue, match: re.Match[str]) -> str:
    gender = tongue.gender_of(match["noun"]) if match["noun"] and not is_label(tongue, match) else None
    if gender is None and match["thousand"]:
        gender = "m"  # veintiún mil
    return apart(match, _signed(tongue, match, number(tongue, match["number"], gender)))


def is_label(tongue: Tongue, match: re.Match[str]) -> bool:
    """Tell whether a number follows a word that it tells apart and counts nothing: page 1."""
    before = _WORD_BEFORE.search(match.string[max(0, match.start() - 30) : match.start()])
    return before is not None and before[1].lower() in tongue.heads


def apart(match: re.Match[str], said: str) -> str:
    """Keep words made of a figure from running into the letters beside it (A4, 3D)."""
    before, after = (
        match.string[max(0, match.start() - 1) : match.start()],
        match.string[match.end() : match.end() + 1],
    )
    return f"{' ' if before.isalpha() else ''}{said}{' ' if after.isalpha() else ''}"
