"""Questions to the user, on the terminal. Where nobody can be asked, nothing is taken for granted."""

from __future__ import annotations

import sys


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can see a question and answer it."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def agrees(question: str, *, default: bool) -> bool:
    """Ask a question to be answered with yes or no.

    Args:
        question: As it is shown.
        default: What the Enter key alone means. The end of the input means no.
    """
    choices = "[Y/n]" if default else "[y/N]"
    while True:
        print(f"{question} {choices} ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        answer = line.strip().lower()
        if not line or answer in {"n", "no"}:
            return False
        if answer in {"y", "yes"} or not answer:
            return default if not answer else True
