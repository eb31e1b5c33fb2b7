"""Tests of what is known of the computer's sleep."""

from __future__ import annotations

import logging

import pytest
from wakepy import current_mode

from vox1 import power


def test_setting_the_clock_is_no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only clocks that nobody can set are asked."""
    before = power.seconds_asleep()
    monkeypatch.setattr("time.time", lambda: 4e9)
    monkeypatch.setattr("time.monotonic", lambda: 4e9)

    assert power.seconds_asleep() == pytest.approx(before, abs=1.0)


def test_the_computer_is_kept_awake_until_the_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system's own way is."""
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "1")

    with power.keeping_awake():
        mode = current_mode()
        assert mode.active

    assert not mode.active


def test_where_nobody_can_be_asked_the_work_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A server has no desktop to ask; the log says so."""
    monkeypatch.setenv("WAKEPY_FORCE_FAILURE", "1")
    caplog.set_level(logging.INFO, power.__name__)

    with power.keeping_awake():
        assert "Nothing keeps the computer awake" in caplog.text
