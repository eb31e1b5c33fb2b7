"""Tests of vox1_cli.choosing: what a command changes of the settings for one book."""

from __future__ import annotations

import argparse

import pytest

from vox1.settings import Settings
from vox1_cli.choosing import chosen_settings
from vox1_cli.commands import render


@pytest.mark.parametrize(
    ("written", "chosen", "expected"),
    [
        ([], False, False),
        ([], True, True),
        (["--read-along"], False, True),
        (["--no-read-along"], True, False),
    ],
)
def test_a_read_along_book_is_made_when_asked_for(
    written: list[str],
    chosen: bool,  # noqa: FBT001  # a column of the table
    expected: bool,  # noqa: FBT001  # the same
) -> None:
    """By the settings, unless the command says otherwise."""
    parser = argparse.ArgumentParser()
    render.add_to(parser.add_subparsers())
    arguments = parser.parse_args(["render", "book.epub", *written])

    assert chosen_settings(arguments, Settings(read_along=chosen)).read_along is expected
