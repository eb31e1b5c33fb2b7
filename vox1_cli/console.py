"""The console: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from typing import Any

CANCELLED = 130
"""Exit status after Ctrl-C, as shells have it (128 + SIGINT)."""


class Console:
    """Where a command's words go.

    Attributes:
        as_json: Whether JSON was asked for; then standard output carries nothing else.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        for stream in (sys.stdout, sys.stderr):
            # A Windows console may not know every character of a title; it must not end the program.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")

    def result(self, text: str) -> None:
        """Print lines of a result."""
        print(text)  # noqa: T201  # the one place that prints results

    def result_json(self, value: dict[str, Any]) -> None:
        """Print one object on one line, in ASCII: a console of any encoding lets it through whole."""
        print(json.dumps(value), flush=True)  # noqa: T201  # as above

    def error(self, code: str, message: str, hint: str) -> None:
        """Say what went wrong and what to do."""
        if self.as_json:
            self.result_json({"event": "error", "code": code, "message": message, "hint": hint})
        self.words_of_error(message, hint)

    def words_of_error(self, message: str, hint: str) -> None:
        """Say it in words only: the event has been printed already."""
        print(f"error: {_one_line(message)}\nhint: {_one_line(hint)}", file=sys.stderr)  # noqa: T201

    def note(self, text: str) -> None:
        """Say something that is not the result."""
        print(_one_line(text), file=sys.stderr)  # noqa: T201  # the one place that prints notes


def _one_line(text: str) -> str:
    return " ".join(text.split())


def clock(seconds: float) -> str:
    """Return a length of time as ``1:02:03`` or ``2:03``."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def size(count_bytes: float) -> str:
    """Return a size as ``12.3 MB``."""
    return f"{count_bytes / 1e6:,.1f} MB" if count_bytes < 1e9 else f"{count_bytes / 1e9:,.2f} GB"
