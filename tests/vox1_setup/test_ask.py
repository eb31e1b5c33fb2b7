"""Tests of questions on the terminal."""

from __future__ import annotations

import io
import sys

import pytest

from vox1_setup import ask


@pytest.mark.parametrize(
    ("typed", "default", "agreed"),
    [
        ("y\n", False, True),
        ("YES\n", False, True),
        ("n\n", True, False),
        ("\n", True, True),
        ("\n", False, False),
        ("", True, False),
        ("maybe\nperhaps\n yes \n", False, True),
        ("maybe\n", True, False),
    ],
)
def test_an_answer_is_yes_no_or_the_default(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    *,
    default: bool,
    agreed: bool,
) -> None:
    """Anything else is asked again; the end of the input is no."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))

    assert ask.agrees("Really?", default=default) is agreed
    assert "Really?" in capsys.readouterr().err


def test_without_a_terminal_nobody_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script, a test, or Windows' Python without a console, which has no streams at all."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert not ask.can_ask()
    monkeypatch.setattr(sys, "stdin", None)
    assert not ask.can_ask()
