"""The news: what the changelog of a new version says that the old one's does not, in plain words."""

from __future__ import annotations

import re

_SHOWN = 30
"""Entries; who was away for a year reads the rest in the file."""
_MARKS = ((re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"), (re.compile(r"`([^`]*)`"), r"\1"))
_EMPHASIS = re.compile(r"\*\*([^*]+)\*\*")


def news(old: str, new: str) -> tuple[str, ...]:
    """Return what is new, a line for each entry, under lines that say what kind it is.

    Args:
        old: The changelog of the version in use, empty where there is none. Both are of the form that
            keepachangelog.com describes.
        new: The changelog of the new version.
    """
    known = {entry for _, entry in _entries(old)}
    lines: list[str] = []
    entries = [(kind, entry) for kind, entry in _entries(new) if entry not in known]
    for index, (kind, entry) in enumerate(entries[:_SHOWN]):
        if index == 0 or entries[index - 1][0] != kind:
            lines.append(f"{kind}:")
        lines.append(f"  - {entry}")
    if len(entries) > _SHOWN:
        lines.append(f"  and {len(entries) - _SHOWN} more, in CHANGELOG.md")
    return tuple(lines)


def _entries(changelog: str) -> list[tuple[str, str]]:
    """The entries in their order, each with its kind, such as Added, in one line without marks."""
    kind, open_entry = "", False
    entries: list[tuple[str, str]] = []
    for line in changelog.splitlines():
        words = line.strip()
        if line.startswith("### "):
            kind, open_entry = words[4:], False
        elif line.startswith(("- ", "* ")):
            entries.append((kind or "New", words[2:]))
            open_entry = True
        elif not words or line.startswith("#"):
            open_entry = False
        elif open_entry:
            entries[-1] = (entries[-1][0], f"{entries[-1][1]} {words}")
    return [(kind, _plain(entry)) for kind, entry in entries]


def _plain(entry: str) -> str:
    for mark, words in (*_MARKS, (_EMPHASIS, r"\1")):
        entry = mark.sub(words, entry)
    return entry
