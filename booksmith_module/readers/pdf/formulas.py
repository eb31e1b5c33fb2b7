"""Formulas: displayed mathematics, which is fragments on a page rather than words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from booksmith_module.readers.pdf.flow import Column
from booksmith_module.readers.pdf.lines import Line, Part

# Fonts that typesetters use for mathematics only: Computer Modern's, AMS's, MathTime's, OpenType's.
_FONT = re.compile(
    r"CM(MI|SY|EX)|MSAM|MSBM|EUFM|EUSM|RSFS|MT(MI|SY|EX)|Math|Symbol|LM(Math|Roman.*Math)", re.IGNORECASE
)
_OPERATOR = re.compile(r"[=+−±×÷<>≤≥≠≈≡∼∝∞∂∇∑∏∫√∈∉⊂⊆∪∩→⇒⇔∀∃·∗^|]")
_WORD = re.compile(r"[^\W\d_⁰¹²³⁴-⁹₀-₉]{3,}")
# Names that stand upright in formulas (ISO 80000-2).
_NAME = re.compile(
    r"arg|cosh?|cot|csc|deg|det|dim|exp|gcd|inf|ker|lim|log|max|min|mod|sec|sinh?|sup|tanh?", re.IGNORECASE
)
_NUMBER = re.compile(r"[.\s…]*\(\s*[A-Z]?[\d.]+[a-z]?\s*\)[.\s]*")
_MOST_WORDS = 1


def mark_formulas(column: Column) -> None:
    """Mark the lines of a column that are displayed formulas."""
    sure = [line.part is Part.TEXT and _is_formula(line, column) for line in column.lines]
    for number, line in enumerate(column.lines):
        near = any(
            sure[other] and abs(column.lines[other].baseline - line.baseline) < 2.5 * line.size
            for other in range(max(0, number - 2), min(len(sure), number + 3))
        )
        if sure[number] or (near and line.part is Part.TEXT and _is_fragment(line, column)):
            line.part = Part.FORMULA


def _words(text: str) -> int:
    return sum(not _NAME.fullmatch(word) for word in _WORD.findall(text))


def _is_set_in(line: Line, column: Column) -> bool:
    return line.x0 > column.left + 1.2 * line.size


def _is_formula(line: Line, column: Column) -> bool:
    """Whether a line is indented and has signs and letters of mathematics, but hardly a word."""
    if not _is_set_in(line, column) or _words(line.text) > _MOST_WORDS:
        return False
    letters = sum(run.letters for run in line.runs)
    maths = sum(run.letters for run in line.runs if _FONT.search(run.font))
    has_operator = _OPERATOR.search(line.text) is not None
    if maths:
        return maths >= 0.25 * letters or has_operator
    return has_operator and _words(line.text) == 0 and _is_letters_and_signs(line.text)


def _is_letters_and_signs(text: str) -> bool:
    """Whether every piece between signs is a letter or a number: ``E = m c²`` and the like."""
    pieces = re.findall(r"[^\W_]+", text)
    return bool(pieces) and any(piece.isalpha() for piece in pieces) and all(len(p) <= 3 for p in pieces)


def _is_fragment(line: Line, column: Column) -> bool:
    """Whether a line beside a formula is part of one: a numerator, a limit, its number."""
    if _NUMBER.fullmatch(line.text):
        return True
    return _is_set_in(line, column) and _words(line.text) == 0 and len(line.text) < 40


def formulas(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the formulas among lines, those that follow one another as one."""
    found: list[list[Line]] = []
    before: Line | None = None
    for line in lines:
        if line.part is Part.FORMULA:
            if before is not None and before.part is Part.FORMULA and before.page == line.page:
                found[-1].append(line)
            else:
                found.append([line])
        before = line
    return found
