"""The forms of a lexicon outside the program: JSON, and CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from vox1.errors import InputError
from vox1.script.lexicon import Entry, new_entry, put

SCHEMA = 1
COLUMNS = ("written", "spoken", "language", "regex", "case")
"""The names in both forms; all but the first two may be left out."""

_YES = frozenset(("yes", "y", "true", "1", "x"))
_NO = frozenset(("", "no", "n", "false", "0"))
_CASES = {"": None, "exact": True, "any": False}
_DELIMITERS = ";,\t"


def to_json(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return a lexicon as an object for `json.dump`."""
    return {"schema": SCHEMA, "entries": [entry_to_json(entry) for entry in entries]}


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """Return one entry as an object for `json.dump`."""
    case = "exact" if entry.match_case else "any"
    values = (entry.written, entry.spoken, entry.language, entry.is_regex, case)
    return dict(zip(COLUMNS, values, strict=True))


def from_json(value: object) -> tuple[Entry, ...]:
    """Return the lexicon in an object.

    Raises:
        InputError: It is none, or a newer VOX-1 wrote it.
    """
    listed = value.get("entries") if isinstance(value, dict) else None
    if not (isinstance(value, dict) and isinstance(listed, list)):
        raise InputError(
            "There is no lexicon in it", "A lexicon in JSON is written by `lexicon export FILE.json`."
        )
    if value.get("schema", SCHEMA) != SCHEMA:
        raise InputError(f"Its schema is {value['schema']!r}, not {SCHEMA}", "Update VOX-1, then try again.")
    if not all(isinstance(item, dict) for item in listed):
        raise InputError("Something in it is not an entry", f"An entry has: {', '.join(COLUMNS)}.")
    return put((), [_entry(item, f"entry {number}") for number, item in enumerate(listed, 1)])


def to_csv(entries: Iterable[Entry], delimiter: str = ",") -> str:
    """Return a lexicon as CSV with a row of names.

    Args:
        entries: What to write.
        delimiter: Between columns; Excel wants a semicolon where numbers are written "0,5".
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(COLUMNS)
    for entry in entries:
        row = entry_to_json(entry)
        writer.writerow([*(row[name] for name in COLUMNS[:3]), "yes" if entry.is_regex else "", row["case"]])
    return text.getvalue()


def from_csv(text: str) -> tuple[Entry, ...]:
    """Return the lexicon in CSV, its columns parted by commas, semicolons or tabs.

    A first row with the names gives the columns' order; without one it is that of `COLUMNS`.

    Raises:
        InputError: A row has no word, no respelling, or something else that is not understood.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first_line = text.lstrip("\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    entries = []
    try:
        rows = list(_rows(text, delimiter))
    except csv.Error as err:
        raise InputError(f"It is not CSV: {err}", "Save it anew as CSV (UTF-8).") from err
    names: Sequence[str] = COLUMNS
    for number, row in rows:
        lowered = [cell.strip().lower() for cell in row]
        if number == rows[0][0] and {"written", "spoken"} <= set(lowered):
            names = lowered
        else:
            entries.append(_entry(dict(zip(names, row, strict=False)), f"line {number}"))
    return put((), entries)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with the line each ends in, from 1."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    for row in reader:
        if any(map(str.strip, row)):
            yield reader.line_num, row


def _entry(item: dict[str, Any], where: str) -> Entry:
    """An entry of an object or a row.

    Raises:
        InputError: With where it stands.
    """
    try:
        written, spoken, language = (_text(item, name) for name in COLUMNS[:3])
        return new_entry(written, spoken, language, is_regex=_is_regex(item), match_case=_match_case(item))
    except InputError as err:
        raise InputError(f"{where}: {err.message}", err.hint, err.code) from err


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name, "")
    if not isinstance(value, str):
        raise InputError(f"{name} is not text: {value!r}", f"Write {name} in quotation marks.")
    return value


def _is_regex(item: dict[str, Any]) -> bool:
    written = str(item.get("regex", "")).strip().lower()
    if written not in _YES | _NO:
        raise InputError(f"regex is “{written}”", "Write yes or no there, or leave it empty.")
    return written in _YES


def _match_case(item: dict[str, Any]) -> bool | None:
    written = str(item.get("case", "")).strip().lower()
    if written not in _CASES:
        raise InputError(f"case is “{written}”", "Write exact or any there, or leave it empty.")
    return _CASES[written]
