"""Tests of what the set-up shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vox1_setup.console import report, say
from vox1_setup.errors import SetupError

if TYPE_CHECKING:
    import pytest


def test_steps_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """Stdout belongs to the command's own output, such as JSON."""
    say("working")

    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "VOX-1: working\n")


def test_an_error_ends_with_one_error_line_and_one_hint_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Details come first and indented, so that no tool takes them for the error."""
    report(SetupError("it broke", "mend it", ("error: from pip",)))

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == ["  | error: from pip", "error: it broke", "hint: mend it"]
