"""A stream: one answer of a server, read by a thread of its own, so that a cancel is felt at once."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from vox1.control import Control
from vox1.models.background import LOOK_SECONDS

_BLOCK_BYTES = 2**18
_BLOCKS_AHEAD = 16
"""4 MiB: the disk and the hash never wait for the line, nor the line for them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer.

    Attributes:
        status: See RFC 9110.
        headers: As they came; their names in any capitals.
    """

    status: int
    headers: Mapping[str, str]


class Stalled(Exception):  # see vox1.errors
    """No byte came for too long."""


class Stream:
    """One answer.

    Args:
        url: What to ask for.
        headers: Of the request.
        stall_seconds: How long it may be silent.
        control: Pauses the reading, or ends it.
    """

    def __init__(self, url: str, headers: Mapping[str, str], stall_seconds: float, control: Control) -> None:
        self._url = url
        self._headers = dict(headers)
        self._stall_seconds = stall_seconds
        self._control = control
        self._read: queue.Queue[Answer | bytes | Exception | None] = queue.Queue(_BLOCKS_AHEAD)
        self._is_left = threading.Event()
        threading.Thread(target=self._run, name="download", daemon=True).start()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self._is_left.set()

    def answer(self) -> Answer:
        """Return the head; to be called once, before any block.

        Raises:
            Cancelled: The reading was ended.
            Stalled: No answer came.
            OSError: The connection failed; requests' errors are such.
        """
        head = self._next()
        assert isinstance(head, Answer)  # noqa: S101  # the thread puts it first
        return head

    def block(self) -> bytes:
        """Return the next bytes; none at the end.

        Raises:
            Cancelled: The reading was ended.
            Stalled: No byte came for too long.
            OSError: The connection broke.
        """
        block = self._next()
        return block if isinstance(block, bytes) else b""

    def _next(self) -> Answer | bytes | None:
        silent_since = time.monotonic()
        while True:
            if self._control.is_paused:
                self._control.rest()
                silent_since = time.monotonic()
            self._control.check()
            try:
                read = self._read.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                if time.monotonic() - silent_since > self._stall_seconds:
                    raise Stalled from None
                continue
            if isinstance(read, Exception):
                raise read
            return read

    def _run(self) -> None:
        """Read, in the thread; if it is left alone with a silent line, it ends a while later."""
        import requests  # noqa: PLC0415
        import urllib3  # noqa: PLC0415

        try:
            with (
                requests.Session() as session,
                session.get(
                    self._url, headers=self._headers, stream=True, timeout=2 * self._stall_seconds
                ) as response,
            ):
                self._hand_on(Answer(response.status_code, response.headers))
                while not self._is_left.is_set() and (block := response.raw.read1(_BLOCK_BYTES)):
                    self._hand_on(block)
            self._hand_on(None)
        except urllib3.exceptions.HTTPError as err:
            self._hand_on(OSError(str(err)))
        except Exception as err:  # noqa: BLE001  # handed to whoever reads
            self._hand_on(err)

    def _hand_on(self, read: Answer | bytes | Exception | None) -> None:
        while not self._is_left.is_set():
            try:
                self._read.put(read, timeout=LOOK_SECONDS)
            except queue.Full:
                continue
            return
