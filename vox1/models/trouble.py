"""Trouble: what the answers of a hub, and their absence, mean for a listener."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from vox1.errors import DownloadFailed

if TYPE_CHECKING:
    from vox1.models.hub import Hub

_PASSING = frozenset((408, 425, 429))
"""Statuses below 500 that say: later."""
_OTHER_MIRROR = "name another with --mirror, or none to use the hub itself"
_BY_HAND = (
    "Without a network, put the model's files into its folder under `models`, or name the folder they are"
    " in; docs/models.md tells how."
)


class Interrupted(Exception):  # not an error yet: it is tried again
    """A download stopped, and may go on.

    Attributes:
        reason: What happened, in a few words.
        error: What to raise once there have been enough tries.
        wait_seconds: How long the server asked to be left alone.
    """

    def __init__(self, reason: str, error: DownloadFailed, wait_seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.error = error
        self.wait_seconds = wait_seconds


def answered(
    status: int, headers: Mapping[str, str], hub: Hub, repo: str, path: str = ""
) -> DownloadFailed | Interrupted:
    """Return what an answer other than the one hoped for means.

    Args:
        status: Of the answer (RFC 9110).
        headers: Of the answer; the hub names its reason in ``X-Error-Code``.
        hub: Who answered.
        repo: What model was asked for.
        path: Which file of it; empty for the list of them.
    """
    what = f"{path} of {repo}" if path else repo
    if status in _PASSING or status >= 500:
        error = DownloadFailed(
            f"{hub.host} cannot give {what} now (status {status})",
            f"Try again later; what was fetched is kept. Or {_OTHER_MIRROR}.",
            "hub-trouble",
        )
        return Interrupted(f"{hub.host} is in trouble (status {status})", error, _asked_wait(headers))
    if headers.get("X-Error-Code") == "GatedRepo":
        return DownloadFailed(
            f"{repo} is only given to those who accept its terms",
            f"Accept them on {hub.address}/{repo}, then put an access token of your account in the"
            " environment as HF_TOKEN, and try again.",
            "gated",
        )
    if status in {401, 403}:
        return DownloadFailed(
            f"{hub.host} does not give {what} to you (status {status})",
            f"If that is a mirror, {_OTHER_MIRROR}. If HF_TOKEN holds an old token of yours, remove it."
            " Networks of firms and schools refuse so too.",
            "refused",
        )
    if status == 404:
        return DownloadFailed(
            f"{hub.host} has no {what}",
            f"If that is a mirror, {_OTHER_MIRROR}. Otherwise the model has moved: look for a newer VOX-1.",
            "not-there",
        )
    return DownloadFailed(
        f"{hub.host} answered a request for {what} with status {status}, which VOX-1 does not understand",
        f"Check the address of the mirror: {_OTHER_MIRROR}.",
        "wrong-mirror",
    )


def _asked_wait(headers: Mapping[str, str]) -> float:
    """Seconds that a server asks for in ``Retry-After``; 0 where it does not, or names a date."""
    asked = headers.get("Retry-After", "")
    return float(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0.0


def unreachable(err: BaseException, hub: Hub, repo: str) -> Interrupted:
    """Return what it means that there is no answer."""
    return Interrupted(
        f"{hub.host} cannot be reached",
        DownloadFailed(
            f"{hub.host} cannot be reached to fetch {repo} ({_cause(err)})",
            f"Check the network and try again; what was fetched is kept. {_BY_HAND}",
            "no-network",
        ),
    )


def broken_off(reason: str, hub: Hub, repo: str, path: str) -> Interrupted:
    """Return what it means that an answer stopped in the middle."""
    return Interrupted(
        reason,
        DownloadFailed(
            f"Fetching {path} of {repo} from {hub.host} broke off again and again ({reason})",
            f"Try again to go on where it stopped, or {_OTHER_MIRROR}. {_BY_HAND}",
            "broken-off",
        ),
    )


def _cause(err: BaseException) -> str:
    """The innermost cause of an exception, in its own words, shortened: the others repeat it."""
    while (inner := err.__cause__ or err.__context__) is not None:
        err = inner
    if isinstance(err, OSError) and err.errno == errno.ECONNREFUSED:
        return "connection refused"
    text = " ".join(str(err).split()) or type(err).__name__
    return text if len(text) <= 100 else text[:99] + "…"


def offline(repo: str) -> DownloadFailed:
    """Return what it means that the environment forbids the network."""
    return DownloadFailed(
        f"{repo} cannot be fetched: HF_HUB_OFFLINE is set, so VOX-1 stays off the network",
        f"Unset HF_HUB_OFFLINE and try again. {_BY_HAND}",
        "offline",
    )


def no_hub(hub: Hub, reason: str) -> DownloadFailed:
    """Return what it means that an answer makes no sense."""
    return DownloadFailed(
        f"{hub.host} does not answer like a hub of models: {reason}",
        f"Check the address of the mirror: {_OTHER_MIRROR}.",
        "wrong-mirror",
    )


def bad_name(path: str, hub: Hub, repo: str) -> DownloadFailed:
    """Return what it means that a listing names a file that may not be written."""
    return DownloadFailed(
        f"{hub.host} lists a file of {repo} under a name that VOX-1 does not write to disk: {path[:100]!r}",
        f"Nothing was fetched. Do not trust this source: {_OTHER_MIRROR}.",
        "bad-name",
    )


def other_content(reason: str, hub: Hub, repo: str, path: str) -> DownloadFailed:
    """Return what it means that a file is not the one that was listed, twice."""
    return DownloadFailed(
        f"{hub.host} sends another {path} of {repo} than it lists: {reason}",
        f"What was sent is deleted; the other files are kept. Try again later, or {_OTHER_MIRROR}.",
        "wrong-content",
    )


def lacks(missing: str, hub: Hub, repo: str, folder: Path) -> DownloadFailed:
    """Return what it means that all files are here and the model is not whole."""
    return DownloadFailed(
        f"{repo} as {hub.host} has it cannot be used: {missing}",
        f"What was fetched is in {folder}. Check the address of the mirror: {_OTHER_MIRROR}.",
        "not-whole",
    )
