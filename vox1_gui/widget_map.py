"""The map: every widget in sight with its words and its place, as JSON on the clipboard (Ctrl+Shift+F12).

For reports of "the button is cut off", and for tests that have only keys, mouse and clipboard.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator
from tkinter import ttk
from typing import Any

KEYS = "<Control-Shift-F12>"
_MANY_ROWS = 200
"""Of a longer table only what is in sight is told: to tell all of it would hold the window up."""


def widget_map(window: tk.Misc) -> list[dict[str, Any]]:
    """Return what is in sight in a window and the windows over it.

    Each has its ``kind`` (the class), ``path``, ``text`` (of an icon: what is said of it), ``value`` where it
    has one, ``enabled``, ``focus`` and ``box``: left, top, right and bottom in pixels of the screen. A table
    has its ``rows``: id, texts, whether each is chosen, and its box where it is in sight.
    """
    return list(_of(window, str(window.focus_get() or "")))


def _of(widget: tk.Misc, focus: str) -> Iterator[dict[str, Any]]:
    for child in widget.winfo_children():
        if not child.winfo_viewable():
            continue
        described = _described(child, focus)
        if described:
            yield described
        yield from _of(child, focus)


def _described(widget: Any, focus: str) -> dict[str, Any] | None:
    left, top = widget.winfo_rootx(), widget.winfo_rooty()
    box = (left, top, left + widget.winfo_width(), top + widget.winfo_height())
    path = str(widget)
    found: dict[str, Any] = {
        "kind": type(widget).__name__,
        "path": path,
        "text": _option(widget, "text") or getattr(getattr(widget, "tooltip", None), "text", ""),
        "enabled": _option(widget, "state") != "disabled",
        "focus": focus.startswith(path) and type(widget).__module__ != "tkinter",
        "box": box,
    }
    if isinstance(widget, ttk.Treeview):
        return {**found, "rows": list(_rows(widget))}
    if isinstance(widget, tk.Text):
        return {**found, "value": widget.get("1.0", "end-1c")}
    if callable(get := getattr(widget, "get", None)) and not isinstance(widget, ttk.Scrollbar):
        try:
            return {**found, "value": get()}
        except TypeError:  # something else than a field's own
            return found
    return found if found["text"] else None


def _rows(tree: ttk.Treeview) -> Iterator[dict[str, Any]]:
    chosen, every = set(tree.selection()), tree.get_children()
    for row in every:
        place = tree.bbox(row)
        if not place and len(every) > _MANY_ROWS:
            continue
        box = None
        if place:
            left, top, width, height = (int(side) for side in place)
            left, top = left + tree.winfo_rootx(), top + tree.winfo_rooty()
            box = (left, top, left + width, top + height)
        values = [str(value) for value in tree.item(row, "values")]
        yield {"id": row, "values": values, "selected": row in chosen, "box": box}


def _option(widget: Any, name: str) -> str:
    try:
        return str(widget.cget(name) or "")
    except (tk.TclError, ValueError):  # it has none
        return ""
