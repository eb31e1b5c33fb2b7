"""Notes: footnotes set apart from the text above them, and their marks taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from booksmith_module.readers.pdf.body import ENDS_SENTENCE, Body
from booksmith_module.readers.pdf.flow import Note
from booksmith_module.readers.pdf.lines import Line, Run
from booksmith_module.readers.pdf.pages import Page

NOTE_MARK = "note mark"

_SMALLER = 0.94
"""Notes are set in type of at most this size, compared with the text."""
_IN_RHYTHM = 1.6
"""In ems: lines of notes are no further apart."""
_SIGNS = r"[*∗⁎†‡§¶‖#]{1,4}"
_MARK = re.compile(rf"[(\[]?(\d{{1,3}}|{_SIGNS}|[a-z])[)\]]?[,.]?")
# Superscripts and the asterisks of mathematics, as the marks that they stand for.
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹∗⁎", "0123456789**")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_RAISED_NUMBER = re.compile(r"(?<=[^\W\d_]{2})[⁰¹²³⁴-⁹]+|(?<=[.,;:!?”’\"»)])[⁰¹²³⁴-⁹]+")
# A figure that hangs on a word or its stop: a superscript drawn by a glyph of its own.
_GLUED = re.compile(r"(?:(?<=[^\W\d_][.,;:!?”’\"»)])|(?<=[^\W\d_]{2})|(?<=[.,!?][”’\"»)]))(\d{1,3})(?!\w)")
# A number in brackets after a word or its stop; in round ones it must hang on it, for lists have those.
_BRACKETED = re.compile(r"(?<=[\w.,;:!?”’\"»)])(?:\s?\[(\d{1,3})\]|\((\d{1,3})\)(?=\s|$))")
_ASTERISKS = "[*∗⁎]"
_NOTE_START = re.compile(rf"(?:[(\[]?(\d{{1,3}})(?:[)\].](?=\s)|(?=\s|[^\W\d]|$))|({_SIGNS})|([⁰¹²³⁴-⁹]+))")
_MATH_FONT = re.compile(r"CM(MI|SY|EX)|MSAM|MSBM|Math|Symbol", re.IGNORECASE)


@dataclass(slots=True)
class _PageNotes:
    """The notes of one page while they are being found.

    Attributes:
        notes: Those that begin on it.
        continued: Lines that go on with the last note of the page before.
        last: The last note of the page before, if it may go on.
        has_text: Whether there is any text on the page that is not in small type.
    """

    last: Note | None
    has_text: bool
    notes: list[Note] = field(default_factory=list)
    continued: list[Line] = field(default_factory=list)


def take_notes(
    pages: Iterable[tuple[Page, list[list[Line]]]], body: Body
) -> tuple[dict[int, list[Note]], dict[str, list[str]]]:
    """Take footnotes out of columns, and their marks out of the lines that stay.

    Args:
        pages: Each page with its columns, which are changed.
        body: The measures of the running text.

    Returns:
        The notes of each page, and the words of the marks, by ``page 12``.
    """
    found: dict[int, list[Note]] = {}
    marks: dict[str, list[str]] = {}
    last: Note | None = None
    for page, columns in pages:
        raised = {mark for column in columns for line in column for mark in _raised_marks(line)}
        has_text = any(line.size > _SMALLER * body.size for column in columns for line in column)
        taken = _PageNotes(last, has_text)
        for column in columns:
            _take_from(column, body, raised, taken)
        if last is not None:
            last.lines += taken.continued
        last = taken.notes[-1] if taken.notes else last if taken.continued else None
        if taken.notes:
            found[page.number] = taken.notes
        names = {note.mark for note in taken.notes}
        here = [mark for note in taken.notes for mark in _own_marks(note)]
        for column in columns:
            for line in column:
                here += _take_marks(line, names)
        if here:
            marks[page.where] = here
    return found, marks


def is_foot_of_note(page: Page, line: Line, body: Body) -> bool:
    """Whether the last line of a page is one of a footnote to a mark in the text of the page."""
    if line.size > _SMALLER * body.size:
        return False
    raised = {mark for piece in page.pieces for mark in _raised_marks(piece)}
    above = sorted(
        (piece for piece in page.pieces if piece.baseline <= line.baseline), key=lambda piece: -piece.baseline
    )
    before = line
    for piece in above:
        is_near = before.baseline - piece.baseline <= _IN_RHYTHM * line.size
        if not is_near or piece.size > _SMALLER * body.size:
            return False
        if _begins_note(piece, raised):
            return True
        before = piece
    return False


def _take_from(column: list[Line], body: Body, raised: set[str], taken: _PageNotes) -> None:
    """Move the lines of notes at the foot of a column to the notes of its page."""
    last, has_text = taken.last, taken.has_text
    start = len(column)
    while start and column[start - 1].size <= _SMALLER * body.size and not _is_spacious(column, start, body):
        start -= 1
    zone = column[start:]
    if not zone or (start == 0 and not has_text):
        return
    begins = [number for number, line in enumerate(zone) if _begins_note(line, raised)]
    is_continued = last is not None and last.lines and zone[0].page == last.lines[-1].page + 1
    first = begins[0] if begins else len(zone)
    if first and last is not None and is_continued and start and (begins or _may_go_on(last)):
        taken.continued += zone[:first]
    elif first:
        start += first
        zone = zone[first:]
        begins = [number - first for number in begins]
    for number, end in pairwise([*begins, len(zone)]):
        mark = _note_mark(zone[number]) or ""
        taken.notes.append(Note(zone[0].page, mark, zone[number:end]))
    del column[start:]


def _may_go_on(note: Note) -> bool:
    """Whether a note may be longer: it ends within a sentence, or with a full line after others."""
    final = note.lines[-1]
    reach = max(line.x1 for line in note.lines)
    is_full = len(note.lines) > 1 and final.x1 > reach - 2 * final.size
    return is_full or not ENDS_SENTENCE.search(final.text)


def _is_spacious(column: Sequence[Line], start: int, body: Body) -> bool:
    """Whether the line above a place is parted from the one below by more than a note is."""
    if start >= len(column):
        return False
    return column[start].baseline - column[start - 1].baseline > 3 * body.leading


def _note_mark(line: Line) -> str | None:
    """The mark that a line begins with; None where it begins with none."""
    first = line.runs[0]
    if line.is_raised(first) and (match := _MARK.fullmatch(first.text.strip())):
        return match[1].translate(_PLAIN)
    match = _NOTE_START.match(line.text)
    if match is None:
        return None
    return (match[1] or match[2] or match[3]).translate(_PLAIN)


def _begins_note(line: Line, raised: set[str]) -> bool:
    mark = _note_mark(line)
    if mark is None:
        return False
    is_sign = not mark.isalnum()
    return is_sign or line.is_raised(line.runs[0]) or mark in raised or line.text[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹"


def _raised_marks(line: Line) -> Iterator[str]:
    for number, run in enumerate(line.runs):
        if number and line.is_raised(run) and (match := _MARK.fullmatch(run.text.strip())):
            yield match[1].translate(_PLAIN)
    for found in _RAISED_NUMBER.findall(line.text):
        yield found.translate(_PLAIN)
    yield from _GLUED.findall(line.text)
    for square, round_ in _BRACKETED.findall(line.text):
        yield square or round_


def _own_marks(note: Note) -> Iterator[str]:
    """Take the mark off the beginning of a note."""
    line = note.lines[0]
    first = line.runs[0]
    if line.is_raised(first) and _MARK.fullmatch(first.text.strip()):
        yield first.text.strip()
        _drop(line, 0)
    elif match := _NOTE_START.match(first.text.lstrip()):
        yield match.group()
        first.text = first.text.lstrip()[match.end() :]
        if not first.text.strip():
            _drop(line, 0)
        line.measure()
    if not line.text:
        del note.lines[0]


def _drop(line: Line, number: int) -> None:
    """Take a run out of a line; a line of nothing else keeps an empty one."""
    if len(line.runs) == 1:
        line.runs[0].text = ""
    else:
        if number and line.runs[number].text.endswith(" ") and not line.runs[number - 1].text.endswith(" "):
            line.runs[number - 1].text += " "
        del line.runs[number]
    x0 = line.x0
    line.measure()
    line.x0 = min(x0, line.x0) if number else line.x0


def _take_marks(line: Line, names: set[str]) -> list[str]:
    """Take the marks of notes out of a line and return their words."""
    taken = []
    for number in range(len(line.runs) - 1, 0, -1):
        run = line.runs[number]
        if not line.is_raised(run):
            continue
        marks = _marks_of(run.text)
        if marks and _is_mark(line.runs[number - 1], run, marks, names):
            line.marks[:0] = marks
            taken += [run.text.strip()]
            _drop(line, number)
        elif run.text.strip().isdecimal() and line.runs[number - 1].text[-1:].isalnum():
            run.text = run.text.translate(_RAISED)  # an exponent is not part of the number before it
            line.measure()
    taken += _take_characters(line, names)
    return taken


def _marks_of(text: str) -> list[str]:
    """The marks in a superscript such as ``1`` or ``2,3``; none where there is anything else."""
    parts = [part for part in re.split(r"[,\s]+", text.strip()) if part]
    matches = [_MARK.fullmatch(part) for part in parts]
    return [match[1].translate(_PLAIN) for match in matches if match] if all(matches) else []


def _is_mark(before: Run, run: Run, marks: Sequence[str], names: set[str]) -> bool:
    """Whether a superscript leads to a note rather than being an exponent or an ordinal's end."""
    if all(mark in names for mark in marks):
        return True
    text = before.text.rstrip()
    if any(mark.isalpha() for mark in marks) or _MATH_FONT.search(run.font + before.font):
        return False
    if not all(mark.isdecimal() for mark in marks):
        return True
    word = re.search(r"[^\W_]+$", text)
    if word is None:
        return bool(text)
    return len(word.group()) > 1 and not word.group()[-1].isdecimal() and not text.endswith(("°",))


def _take_characters(line: Line, names: set[str]) -> list[str]:
    """Take out marks that are characters of the text: superscript figures, and signs that begin a note."""
    patterns = [_RAISED_NUMBER]
    if signs := sorted((_sign_pattern(name) for name in names if not name.isalnum()), key=len, reverse=True):
        patterns.append(
            re.compile(rf"(?<=[\w.,;:!?”’\"»)])\s?(?:{'|'.join(signs)})(?!\s*\d)(?=\s|$|[.,;:!?”’\"»)])")
        )
    taken = (
        [] if not names else [*_take_numbers(line, names, _GLUED), *_take_numbers(line, names, _BRACKETED)]
    )
    for run in line.runs:
        for pattern in patterns:
            for found in pattern.findall(run.text):
                taken.append(found.strip())
                line.marks.append(found.strip().translate(_PLAIN))
            run.text = pattern.sub("", run.text)
    if taken:
        x0, x1 = line.x0, line.x1
        line.measure()
        line.x0, line.x1 = x0, x1
    return taken


def _sign_pattern(name: str) -> str:
    """What matches a mark that is a sign, whichever asterisk the text has for it."""
    return re.escape(name).replace(re.escape("*"), _ASTERISKS)


def _take_numbers(line: Line, names: set[str], pattern: re.Pattern[str]) -> list[str]:
    """Take out figures that hang on a word, or stand in brackets, and are the marks of notes on the page."""
    taken: list[str] = []

    def cut(match: re.Match[str]) -> str:
        mark = next(group for group in match.groups() if group)
        if mark not in names:
            return match.group()
        taken.append(match.group().strip())
        line.marks.append(mark)
        return ""

    for run in line.runs:
        run.text = pattern.sub(cut, run.text)
    return taken
