"""A server on this computer that gives files, and drops, stalls or lies on order."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Server(ThreadingHTTPServer):
    """Gives the files of a folder.

    Attributes:
        folder: The files.
        troubles: What becomes of the next requests, by the file's name: each is used once.
        asked: The names that were asked for.
    """

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.troubles: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self.released = threading.Event()

    @property
    def address(self) -> str:
        """Where the files are, with a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        name = self.path.strip("/")
        self.server.asked.append(name)
        waiting = self.server.troubles.get(name, [])
        trouble = waiting.pop(0) if waiting else ""
        file = self.server.folder / name
        if trouble == "elsewhere":
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1/x")
            self.end_headers()
        elif not file.is_file():
            self.send_error(404)
        else:
            self._give(file.read_bytes(), trouble)

    def _give(self, content: bytes, trouble: str) -> None:
        self.send_response(200)
        if trouble != "no length":
            self.send_header("Content-Length", str(len(content) + (7 if trouble == "promise more" else 0)))
        self.end_headers()
        half = len(content) // 2
        if trouble == "swap":
            content = content[:half] + bytes(len(content) - half)
        while trouble == "drip" and not self.server.released.wait(0.05):
            try:
                self.wfile.write(b"x")
            except OSError:  # it was given up, as it should be
                return
        self.wfile.write(content[:half] if trouble in {"drop", "stall"} else content)
        self.wfile.flush()
        if trouble == "stall":
            self.server.released.wait(60)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve a folder for as long as the block lasts."""
    server = Server(folder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
