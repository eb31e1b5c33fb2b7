"""Navigation documents: the contents list that every EPUB 3 has, made of an EPUB 2's NCX."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from booksmith_module.readers.markup import Element, find, name_of, text_of
from vox1.outputs.readalong.document import parse_index


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a contents list.

    Attributes:
        title: What it says.
        address: Where it leads, seen from the navigation document; empty for a line that leads nowhere.
        below: The lines that belong to it.
    """

    title: str
    address: str
    below: tuple[Entry, ...] = ()


_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
)


def navigation(title: str, contents: Iterable[Entry], pages: Iterable[Entry] = ()) -> bytes:
    """Return a navigation document.

    Args:
        title: Of the book.
        contents: What is in it; at least one entry.
        pages: The pages of the printed edition.
    """
    parts = [
        _HEAD,
        f"<head><title>{html.escape(title)}</title></head><body>\n",
        f'<nav epub:type="toc">{_list(contents)}</nav>\n',
    ]
    if listed := _list(pages):
        parts.append(f'<nav epub:type="page-list" hidden="hidden">{listed}</nav>\n')
    return "".join([*parts, "</body></html>\n"]).encode()


def _list(entries: Iterable[Entry]) -> str:
    lines = [f"<li>{_line(entry)}{_list(entry.below)}</li>\n" for entry in entries]
    return f"<ol>\n{''.join(lines)}</ol>" if lines else ""


def _line(entry: Entry) -> str:
    title = html.escape(entry.title)
    if not entry.address:
        return f"<span>{title}</span>"
    return f'<a href="{html.escape(entry.address)}">{title}</a>'


def read_ncx(content: bytes) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return the contents and the pages that an NCX lists; nothing for one that cannot be read."""
    root = parse_index(content)
    if root is None:
        return (), ()
    found, pages = find(root, "navMap"), find(root, "pageList")
    return _entries(found), _entries(pages)


def _entries(parent: Element | None) -> tuple[Entry, ...]:
    if parent is None:
        return ()
    points = [child for child in parent if isinstance(child.tag, str)]
    return tuple(_entry(point) for point in points if name_of(point) in {"navpoint", "pagetarget"})


def _entry(point: Element) -> Entry:
    label, target = point.find("{*}navLabel"), point.find("{*}content")
    leads_to = "" if target is None else str(target.get("src") or "").strip()
    title = "" if label is None else text_of(label)
    return Entry(title or leads_to or "—", leads_to, _entries(point))
