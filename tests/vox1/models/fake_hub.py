"""A hub of models on this computer, for tests: it answers as the real one does, and misbehaves on order."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
_LFS = (".safetensors", ".bin")
_BLOCK = 16_384


@dataclass(frozen=True)
class Request:
    """What was asked for.

    Attributes:
        path: A file's path, or empty for the listing.
        first: The first byte that was asked for; None for the whole file.
        authorization: The header, if it was sent.
    """

    path: str
    first: int | None
    authorization: str | None


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    hub: FakeHub

    def do_GET(self) -> None:
        """Answer it."""
        self.close_connection = True
        with suppress(ConnectionError):  # the one who asked has left
            self.hub._answer(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def head(self, status: int, length: int | None, **headers: str) -> None:
        """Send the head of an answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()

    def pour(self, body: bytes) -> None:
        """Send a body, block by block."""
        for place in range(0, len(body), _BLOCK):
            self.wfile.write(body[place : place + _BLOCK])


Trick = Callable[[Handler, bytes, int], None]
"""How a request for a file is answered: given the file, and the first byte that was asked for."""


@dataclass
class FakeHub:
    """A hub.

    Attributes:
        repos: The files of each model.
        tricks: How the next requests for a path are answered, the listing being the empty path; when they
            are used up, as they should be.
        requests: All that was asked for.
        edit: Changes what the listing says, before it is sent.
        release: Set to let go of the tricks that wait.
    """

    address: str = ""
    repos: dict[str, dict[str, bytes]] = field(default_factory=dict)
    tricks: dict[str, deque[Trick]] = field(default_factory=lambda: defaultdict(deque))
    requests: list[Request] = field(default_factory=list)
    edit: Callable[[dict[str, Any]], None] = lambda _: None
    release: threading.Event = field(default_factory=threading.Event)

    def play(self, path: str, *tricks: Trick) -> None:
        """Answer the next requests for a path so."""
        self.tricks[path].extend(tricks)

    def asked(self, path: str) -> list[int | None]:
        """The first bytes that were asked for of a file, one for each request."""
        return [request.first for request in self.requests if request.path == path]

    def _answer(self, handler: Handler) -> None:
        place = unquote(urlsplit(handler.path).path)
        match = re.fullmatch(r"/api/models/([^/]+/[^/]+)|/([^/]+/[^/]+)/resolve/[^/]+/(.+)", place)
        assert match, place
        repo, path = match[1] or match[2], match[3] or ""
        asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        first = int(asked[1]) if asked else None
        self.requests.append(Request(path, first, handler.headers.get("Authorization")))
        files = self.repos.get(repo, {})
        body = files.get(path, b"") if path else self._listing(repo, files)
        if self.tricks[path]:
            self.tricks[path].popleft()(handler, body, first or 0)
        elif repo not in self.repos or (path and path not in files):
            handler.head(404, 0, X_Error_Code="EntryNotFound" if path else "RepoNotFound")
        elif first is None:
            handler.head(200, len(body))
            handler.pour(body)
        elif first >= len(body):
            handler.head(416, 0, Content_Range=f"bytes */{len(body)}")
        else:
            part(handler, body, first)

    def _listing(self, repo: str, files: dict[str, bytes]) -> bytes:
        siblings = []
        for path, content in files.items():
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False)
            sibling: dict[str, Any] = {"rfilename": path, "size": len(content), "blobId": blob.hexdigest()}
            if path.endswith(_LFS):
                digest = hashlib.sha256(content).hexdigest()
                sibling["lfs"] = {"sha256": digest, "size": len(content), "pointerSize": 134}
            siblings.append(sibling)
        told = {
            "id": repo,
            "modelId": repo,
            "sha": COMMIT,
            "siblings": siblings,
            "tags": [],
            "private": False,
        }
        self.edit(told)
        return json.dumps(told).encode()


@contextmanager
def running(hub: FakeHub) -> Iterator[FakeHub]:
    """Have a hub answer at its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Handler", (Handler,), {"hub": hub}))
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


def part(handler: Handler, body: bytes, first: int) -> None:
    """Send the part that was asked for, as it should be."""
    handler.head(206, len(body) - first, Content_Range=f"bytes {first}-{len(body) - 1}/{len(body)}")
    handler.pour(body[first:])


def drop(after: int) -> Trick:
    """Close the connection after so many bytes."""

    def trick(handler: Handler, body: bytes, first: int) -> None:
        _promise(handler, body, first)
        handler.pour(body[first : first + after])

    return trick


def stall(hub: FakeHub, after: int) -> Trick:
    """Send so many bytes, then nothing until the hub lets go."""

    def trick(handler: Handler, body: bytes, first: int) -> None:
        _promise(handler, body, first)
        handler.pour(body[first : first + after])
        handler.wfile.flush()
        hub.release.wait(60)

    return trick


def hold(hub: FakeHub) -> Trick:
    """Do not even begin to answer until the hub lets go."""

    def trick(handler: Handler, body: bytes, first: int) -> None:
        del handler, body, first
        hub.release.wait(60)

    return trick


def drip(hub: FakeHub, block: int) -> Trick:
    """Send so many bytes twenty times a second, until the hub lets go."""

    def trick(handler: Handler, body: bytes, first: int) -> None:
        _promise(handler, body, first)
        for place in range(first, len(body), block):
            handler.wfile.write(body[place : place + block])
            if hub.release.wait(0.05):
                return

    return trick


def status(code: int, **headers: str) -> Trick:
    """Answer with a status and nothing else."""

    def trick(handler: Handler, body: bytes, first: int) -> None:
        del body, first
        handler.head(code, 0, **headers)

    return trick


def say(content: bytes) -> Trick:
    """Answer with something else, as if all was well."""

    def trick(handler: Handler, body: bytes, first: int) -> None:
        del body, first
        handler.head(200, len(content))
        handler.pour(content)

    return trick


def say_without_length(content: bytes) -> Trick:
    """Answer with something else, whose length is not told."""

    def trick(handler: Handler, body: bytes, first: int) -> None:
        del body, first
        handler.head(200, None)
        handler.pour(content)

    return trick


def other_part(handler: Handler, body: bytes, first: int) -> None:
    """Send the file's beginning, whatever was asked for."""
    del first
    handler.head(206, len(body), Content_Range=f"bytes 0-{len(body) - 1}/{len(body)}")
    handler.pour(body)


def whole(handler: Handler, body: bytes, first: int) -> None:
    """Send the whole file, as a server does that knows of no parts."""
    del first
    handler.head(200, len(body))
    handler.pour(body)


def lead_to(address: str) -> Trick:
    """Answer that it is elsewhere, as the hub does with large files."""

    def trick(handler: Handler, body: bytes, first: int) -> None:
        del body, first
        handler.head(302, 0, Location=address)

    return trick


def _promise(handler: Handler, body: bytes, first: int) -> None:
    if first:
        handler.head(206, len(body) - first, Content_Range=f"bytes {first}-{len(body) - 1}/{len(body)}")
    else:
        handler.head(200, len(body))
