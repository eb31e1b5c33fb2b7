"""What the set-up says. All of it goes to stderr: stdout belongs to the command that follows (`--json`)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vox1_setup.errors import SetupError


def say(message: str) -> None:
    """Show one step."""
    print(f"VOX-1: {message}", file=sys.stderr, flush=True)


def report(error: SetupError) -> None:
    """Show an error: its details indented, then exactly one `error:` and one `hint:` line."""
    for line in error.details:
        print(f"  | {line}", file=sys.stderr)
    print(f"error: {error.message}", file=sys.stderr)
    print(f"hint: {error.hint}", file=sys.stderr, flush=True)
