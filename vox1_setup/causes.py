"""Why a program failed: the likely cause, read from what it printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vox1_setup.errors import NO_PYTHON_PARTS_HINT, NO_SPACE_HINT, SetupError

if TYPE_CHECKING:
    from pathlib import Path

_TAIL_LINES = 8
_TAIL_WIDTH = 200


@dataclass(frozen=True, slots=True)
class _Cause:
    """A likely reason for pip's failure.

    Attributes:
        signs: Any of these in what pip printed points to it.
        reason: The reason in words.
        hint: What to do about it.
    """

    signs: tuple[str, ...]
    reason: str
    hint: str


_CAUSES = (
    _Cause(("No module named venv",), "this Python came without venv", NO_PYTHON_PARTS_HINT),
    _Cause(
        ("No space left on device", "Errno 28", "not enough space on the disk"),
        "the disk is full",
        NO_SPACE_HINT,
    ),
    _Cause(
        ("CERTIFICATE_VERIFY_FAILED", "SSLError"),
        "the connection's certificate is not trusted",
        "check this machine's date, and the certificate that your network or pip's configuration uses",
    ),
    _Cause(
        ("ProxyError", "Cannot connect to proxy"),
        "the proxy does not answer",
        "check the proxy settings (HTTPS_PROXY, HTTP_PROXY, pip's configuration) and the connection",
    ),
    _Cause(
        (
            "NewConnectionError",
            "ConnectTimeoutError",
            "ReadTimeoutError",
            "Max retries exceeded",
            "Network is unreachable",
            "Connection refused",
            "name resolution",
            "getaddrinfo failed",
            "Connection broken",
            "Could not fetch URL",
        ),
        "no connection to the package index",
        "check the internet connection and run the same command again",
    ),
    _Cause(
        ("No matching distribution found",),
        "the package index could not be reached, or has nothing that fits this machine",
        "check the internet connection and pip's configuration (python3 -m pip config list)",
    ),
)
_UNKNOWN_CAUSE = _Cause(
    (), "the reason is in the log", "mend what the log names and run the same command again"
)


def explain(failure: str, output: str, log_file: Path) -> SetupError:
    """Put a program's failure into words.

    Args:
        failure: What could not be done.
        output: What the program printed.
        log_file: Where the user can read all of it.
    """
    cause = next((cause for cause in _CAUSES if any(sign in output for sign in cause.signs)), _UNKNOWN_CAUSE)
    tail = tuple(line[:_TAIL_WIDTH] for line in output.splitlines() if line.strip())[-_TAIL_LINES:]
    return SetupError(f"{failure}: {cause.reason}", f"{cause.hint}; the whole log: {log_file}", tail)
