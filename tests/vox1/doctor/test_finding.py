"""Tests of findings."""

from __future__ import annotations

import json

import pytest

from vox1.doctor.finding import good, problem, warning


def test_nobody_is_told_of_something_wrong_without_a_fix() -> None:
    """Only what is good may go without."""
    assert good("disk", "There is room.").fix == ""
    for make in (warning, problem):
        with pytest.raises(ValueError, match="no fix"):
            make("disk", "It is full.", "")


def test_a_finding_is_plain_json() -> None:
    """For other programs."""
    written = json.dumps(problem("disk", "It is full.", "Free some space.").to_json())

    assert json.loads(written) == {
        "topic": "disk",
        "level": "problem",
        "message": "It is full.",
        "fix": "Free some space.",
    }
