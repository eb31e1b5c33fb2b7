"""Tests of reading a failure's cause from what a program printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from vox1_setup.causes import explain

LOG = Path("setup.log")


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("ERROR: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: SSLError(CERTIFICATE_VERIFY_FAILED)", "the connection's certificate is not trusted"),
        ("ProxyError('Cannot connect to proxy.', NewConnectionError('...'))", "the proxy does not answer"),
        ("NewConnectionError: Temporary failure in name resolution", "no connection to the package index"),
        ("getaddrinfo failed\nERROR: No matching distribution found", "no connection to the package index"),
        (
            "ERROR: No matching distribution found for six==1.0",
            "the package index could not be reached, or has nothing that fits this machine",
        ),
        ("/usr/bin/python3: No module named venv", "this Python came without venv"),
        ("ERROR: something new", "the reason is in the log"),
    ],
)
def test_the_likely_cause_is_named(output: str, reason: str) -> None:
    """The deepest known cause wins: a dead proxy also looks like a missing package."""
    error = explain("could not do it", output, LOG)

    assert error.message == f"could not do it: {reason}"
    assert error.hint.endswith("; the whole log: setup.log")
    assert error.details == tuple(output.splitlines())


def test_only_the_end_of_a_long_output_is_shown_and_long_lines_are_cut() -> None:
    """A terminal is no place for a log."""
    lines = [f"ERROR: {number} " + "x" * 500 for number in range(100)]

    details = explain("could not do it", "\n".join(lines), LOG).details

    assert len(details) < 10
    assert details[-1].startswith("ERROR: 99 ")
    assert max(map(len, details)) <= 200
