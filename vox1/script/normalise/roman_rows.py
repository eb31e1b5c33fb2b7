"""Rows of Roman numerals after what they number: chapters IV to VI; books I, II and III."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from vox1.script.normalise.european import SPACE, one_of
from vox1.script.normalise.rules import Rule
from vox1.script.normalise.signs import HAS_ROMAN, ROMAN, roman_value

LETTERS = frozenset("CDLMcdlm")
"""Numerals that are letters where they stand alone: types C and D."""


def said_row(
    row: str, joint: str, joints: Mapping[str, str], say: Callable[[str], tuple[int, str] | None]
) -> str | None:
    """Say the numerals of a row for as long as they rise; the last of "II and III, I think" is who speaks.

    Args:
        row: The numerals as written.
        joint: Pattern of what stands between two of them, in one group.
        joints: What is said for a joint, its spaces left out; others stay as they are.
        say: Returns the value of a numeral and how it is said, ``None`` where it is none.
    """
    first, *rest = re.split(joint, row)
    said, last = "", 0
    for between, numeral in zip(["", *rest[::2]], [first, *rest[1::2]], strict=True):
        number = say(numeral)
        if number is None or number[0] <= last or numeral in LETTERS:
            break
        said += joints.get(between.strip(), between) + number[1]
        row, last = row[len(between + numeral) :], number[0]
    return said + row if last > 1 else None


def row_rule(heads: Iterable[str], joining: str, to: str, say: Callable[[int], str]) -> Rule:
    """The rule for rows of numerals.

    Args:
        heads: What is numbered, in the singular and the plural.
        joining: Pattern of the words that join numerals ("et|ou|à").
        to: Said for a dash between numerals, with its spaces.
        say: Says a number.
    """
    joint = rf"(,?{SPACE}(?:{joining}){SPACE}|,{SPACE}?|{SPACE}?[-–—]{SPACE}?)"
    joints = dict.fromkeys("-–—", to)

    def said(match: re.Match[str]) -> str | None:
        row = said_row(match["row"], joint, joints, lambda numeral: _number(numeral, say))
        return row and match["head"] + row

    between = joint.replace("(", "(?:", 1)
    pattern = rf"(?<!\w)(?P<head>(?i:{one_of(heads)}){SPACE})(?P<row>{ROMAN}(?:{between}{ROMAN})+)"
    return Rule("roman-numeral", re.compile(pattern), said, re.compile(HAS_ROMAN))


def _number(numeral: str, say: Callable[[int], str]) -> tuple[int, str]:
    value = roman_value(numeral)
    return value, say(value)
