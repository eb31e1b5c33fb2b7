"""The two styles of English: how American and British narrators read numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from vox1.script.normalise import numbers

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)"
"""A whole number as written, with or without commas."""
DECIMAL = rf"(?:{NUMBER}(?:\.\d+)?|\.\d+)"
"""A number as written that may have decimals."""
START = r"(?<![\w.])(?<!\d[-–/:,])"
"""A number's first digit: nothing before it makes it the end of something longer."""

# Words that open a sentence more often than a name: a stop before one of them ends a sentence.
_OPENERS = (
    "The A An It He She They We You This That These Those There Then When Where While What Who Why How But "
    "And Or So If In On At As For From With After Before His Her Their Our My Your Its No Not Nobody Now "
    "Once Only All Every Each Some Many Most Even Yes Well Oh By To Of One Two Is Was Are Were Do Did Does "
    "Had Has Have Can Could Will Would Should May Might Here Perhaps Maybe Meanwhile Suddenly Later Soon "
    "Still Yet Nothing Something Everyone Everything Today Tomorrow Yesterday Although Though Because Since "
    "Until Unless Whatever Whoever Both Another Such I I’m I'm I’d I'd I’ll I'll I’ve I've It’s It's"
)
_OPENING = re.compile(
    r"[\"'”’)\]]*(?:\s*$|\s*\n|\s+[\"'“‘(\[]*(?:" + "|".join(_OPENERS.split()) + r")(?![\w’']))"
)


def ends_sentence(match: re.Match[str]) -> bool:
    """Whether a sentence seems to end where a match does, by what follows it."""
    return bool(_OPENING.match(match.string, match.end()))


def stop(match: re.Match[str]) -> str:
    """Return the full stop that an abbreviation's own stop also was, if a sentence ends with it."""
    return "." if match.group().endswith(".") and ends_sentence(match) else ""


@dataclass(frozen=True, slots=True)
class English:
    """How numbers are read.

    American leaves "and" out of numbers ("one hundred twenty"), as US schools and style guides teach;
    British has it ("one hundred and twenty").

    Attributes:
        british: Else American.
    """

    british: bool = False

    def cardinal(self, written: str) -> str:
        """Read a whole number, with or without commas."""
        return self._plain(numbers.cardinal(written.replace(",", ""), "en"))

    def ordinal(self, written: str) -> str:
        """Read a place in a row, from its digits alone: "21" is "twenty-first"."""
        return self._plain(numbers.ordinal(written.replace(",", ""), "en"))

    def decimal(self, written: str) -> str:
        """Read a number that may have decimals, those one by one: "0.25" is "zero point two five"."""
        whole, point, decimals = written.partition(".")
        said = self.cardinal(whole) if whole else ""
        return f"{said} point {numbers.digits(decimals, 'en')}".strip() if point else said

    def year(self, written: str) -> str:
        """Read one to four digits as a year: "1905" is "nineteen oh five"."""
        hundreds, rest = divmod(int(written), 100)
        if len(written) < 3 or (hundreds % 10 == 0 and rest < 10):
            return self.cardinal(str(int(written)))
        return self.pairs(written)

    def pairs(self, written: str) -> str:
        """Read three or four digits as a house, room or flight: "101" is "one oh one"."""
        head, tail = written[:-2], written[-2:]
        return f"{self.cardinal(head)} {self.tail(tail)}" if head.strip("0") else self.digits(written)

    def tail(self, written: str) -> str:
        """Read the last two digits of a year: "05" is "oh five", "00" is "hundred"."""
        if written == "00":
            return "hundred"
        return f"oh {self.cardinal(written[1])}" if written[0] == "0" else self.cardinal(written)

    def digits(self, written: str) -> str:
        """Read each digit."""
        return numbers.digits(written, "en")

    def _plain(self, words: str) -> str:
        words = words.replace(",", "")
        return words if self.british else words.replace(" and ", " ")


def plural(words: str) -> str:
    """Return the plural of a number in words: "sixties", "seven forty-sevens", "sixes"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")


class Reading(NamedTuple):
    """A rule before its style is known.

    Attributes:
        name: The rule's name.
        pattern: What is written.
        say: Returns what is said in a style, or ``None`` to leave what is written.
        needs: Pattern of what a text must hold for the rule to change it; empty for no such thing.
    """

    name: str
    pattern: str
    say: Callable[[English, re.Match[str]], str | None]
    needs: str = ""


def needing(needs: str, *readings: Reading) -> tuple[Reading, ...]:
    """Return readings that all need the same."""
    return tuple(reading._replace(needs=needs) for reading in readings)
