"""Downloads over HTTP: of a known length and hash, from servers that may drop, stall or lie."""

from __future__ import annotations

import hashlib
import http.client
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vox1_setup.errors import SetupError

STALL_SECONDS = 30.0
"""The longest a server may say nothing."""
LONGEST_SECONDS = 1800.0
"""The longest one try may take, from a server that sends a byte now and then."""
TRIES = 3
_PART_BYTES = 2**16
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_OFFLINE_HINT = "check the internet connection and run the same command again; nothing was changed"
_SERVER_HINT = "try again later; nothing was changed"


class _Dropped(Exception):
    """The connection ended or stood still too early."""


def read(address: str, limit_bytes: int) -> bytes:
    """Return what is at an address.

    Raises:
        SetupError: It cannot be reached, or is longer than allowed.
    """
    for attempt in range(1, TRIES + 1):
        try:
            content = b"".join(_parts(address))
        except _Dropped as err:
            if attempt == TRIES:
                raise _offline(address, err) from err
            continue
        if len(content) > limit_bytes:
            raise SetupError(f"what is at {address} is longer than it can be", _SERVER_HINT)
        return content
    raise AssertionError  # the last try returns or raises


def save(address: str, target: Path, size_bytes: int, sha256: str) -> None:
    """Save a file whose length and hash are known; it has its name only once it is whole and right.

    Raises:
        SetupError: It cannot be fetched, or is not what was promised.
        OSError: It cannot be written.
    """
    partial = target.with_name(target.name + ".part")
    for attempt in range(1, TRIES + 1):
        try:
            found = _save(address, partial, size_bytes)
        except _Dropped as err:
            if attempt == TRIES:
                raise _offline(address, err) from err
            continue
        if found != sha256.lower():
            partial.unlink()
            raise SetupError(
                f"what came from {address} is not what was promised (its SHA-256 is wrong)", _SERVER_HINT
            )
        partial.replace(target)
        return


def _save(address: str, partial: Path, size_bytes: int) -> str:
    """Save what comes, and return its hash."""
    digest, length = hashlib.sha256(), 0
    with partial.open("wb") as file:
        for part in _parts(address):
            length += len(part)
            if length > size_bytes:
                break
            digest.update(part)
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    if length < size_bytes:
        raise _Dropped(f"{length} of {size_bytes} bytes came")
    return digest.hexdigest() if length == size_bytes else "too long"


def _parts(address: str) -> Iterator[bytes]:
    """What a server sends, piece by piece.

    Raises:
        _Dropped: It sent less than it said, or nothing for too long.
        SetupError: It refused.
    """
    with _open(address) as response:
        promised, length = response.length, 0
        deadline = time.monotonic() + LONGEST_SECONDS
        while True:
            if time.monotonic() > deadline:
                raise _Dropped(f"{length} bytes came in {LONGEST_SECONDS:.0f} seconds")
            try:
                part = response.read1(_PART_BYTES)
            except (OSError, http.client.HTTPException) as err:
                raise _Dropped(str(err) or type(err).__name__) from err
            if not part:
                break
            length += len(part)
            yield part
        if promised is not None and length < promised:
            raise _Dropped(f"{length} of {promised} bytes came")


@contextmanager
def _open(address: str) -> Iterator[HTTPResponse]:
    _demand_safe(address)
    opener = urllib.request.build_opener(_SafeRedirects)
    request = urllib.request.Request(address, headers={"User-Agent": "VOX-1"})  # noqa: S310 - checked above
    try:
        response = opener.open(request, timeout=STALL_SECONDS)
    except urllib.error.HTTPError as err:
        with closing(err):
            raise SetupError(f"{address} answered: {err.code} {err.reason}", _SERVER_HINT) from err
    except (OSError, http.client.HTTPException) as err:
        raise _Dropped(str(err) or type(err).__name__) from err
    with response:
        yield response


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a server to no place that could not have been asked itself."""

    def redirect_request(self, *arguments: Any) -> urllib.request.Request | None:
        _demand_safe(str(arguments[-1]))
        return super().redirect_request(*arguments)


def _demand_safe(address: str) -> None:
    """Take nothing that others on the way could have changed; this computer itself is not on the way.

    Raises:
        SetupError: The address is not of HTTPS.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise SetupError(f"{address} is no address to fetch from safely", "it must begin with https://")


def _offline(address: str, err: _Dropped) -> SetupError:
    place = urlsplit(address).netloc
    return SetupError(f"could not fetch from {place}", _OFFLINE_HINT, (str(err),))
