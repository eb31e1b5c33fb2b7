"""Tests of the examination: checks that hang, fail and answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from vox1.doctor.circumstances import Circumstances
from vox1.doctor.examination import CHECKS, Check, examine
from vox1.doctor.finding import Finding, Level, good
from vox1.errors import DiskError

Make = Callable[..., Circumstances]


def fine(_: Circumstances) -> Iterator[Finding]:
    """Find nothing wrong, twice."""
    yield good("fine", "One.")
    yield good("fine", "Two.")


def test_findings_come_in_the_order_of_the_checks(circumstances: Make) -> None:
    """Each as it is made."""
    found = list(
        examine(circumstances(), [Check("fine", fine), Check("none", lambda _: ()), Check("x", fine)])
    )

    assert [finding.message for finding in found] == ["One.", "Two.", "One.", "Two."]


def test_a_check_that_hangs_is_a_finding(circumstances: Make) -> None:
    """And the next one is made."""
    let_go = threading.Event()

    def hang(_: Circumstances) -> list[Finding]:
        let_go.wait(60)
        return []

    found = list(examine(circumstances(), [Check("stuck", hang, 0.05), Check("fine", fine)]))
    let_go.set()

    assert (found[0].topic, found[0].level) == ("stuck", Level.PROBLEM)
    assert "no answer within" in found[0].message
    assert "Restart" in found[0].fix
    assert len(found) == 3


def test_an_error_of_ours_keeps_its_words(circumstances: Make) -> None:
    """They say what to do already."""

    def fail(_: Circumstances) -> list[Finding]:
        raise DiskError("The disk is full", "Free some space.")

    (found,) = examine(circumstances(), [Check("disk", fail)])

    assert (found.message, found.fix) == ("The disk is full.", "Free some space.")


def test_an_error_that_nobody_expected_is_a_finding_and_logged(
    circumstances: Make, caplog: pytest.LogCaptureFixture
) -> None:
    """In the middle of a check, too."""

    def fail(_: Circumstances) -> Iterator[Finding]:
        yield good("odd", "So far so good.")
        raise KeyError("surprise")

    (found,) = examine(circumstances(), [Check("odd", fail)])

    assert found.level is Level.PROBLEM
    assert "KeyError" in found.message
    assert "vox1.log" in found.fix
    assert "surprise" in caplog.text


def test_every_check_has_a_limit() -> None:
    """The doctor never hangs."""
    assert all(0 < check.seconds <= 400 for check in CHECKS)
    assert len({check.topic for check in CHECKS}) == len(CHECKS)
