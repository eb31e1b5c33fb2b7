"""A transfer: one file fetched, through drops, stalls and lies, until it holds what was promised."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vox1.control import Control
from vox1.models import trouble
from vox1.models.fingerprint import Promised
from vox1.models.hub import Hub
from vox1.models.meter import Meter
from vox1.models.partial import Partial
from vox1.models.patience import Patience, Tries
from vox1.models.record import Checked
from vox1.models.stream import Answer, Stalled, Stream

_OK, _PART, _NOT_THAT_FAR = 200, 206, 416
_HELD_BYTES = 2**16
"""A line that has brought so much has held for a while."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file comes from.

    Attributes:
        hub: Whom to ask.
        repo: The model's place there.
        commit: Which version of it.
        path: The file's, with slashes.
    """

    hub: Hub
    repo: str
    commit: str
    path: str


class _OtherContent(Exception):
    """What is sent is not what was promised."""


@dataclass(slots=True)
class Transfer:
    """How files are fetched.

    Attributes:
        patience: How long to wait for what.
        tries: What becomes of an answer that does not come.
        meter: Counts the bytes.
        control: Pauses it, or ends it; either is felt within a second.
        keep_room: Called often; waits while the disk is low.
    """

    patience: Patience
    tries: Tries
    meter: Meter
    control: Control
    keep_room: Callable[[int], None]

    def fetch(self, source: Source, target: Path, promised: Promised) -> Checked:
        """Fetch a file, going on with what has come of it before.

        A file that turns out to be another one is deleted and fetched once more, from its beginning.

        Raises:
            Cancelled: It was ended; what has come stays.
            DownloadFailed: It cannot be fetched; what has come stays, unless it was wrong.
            DiskError: The disk is full or refuses.
        """
        with Partial(target, promised, self.control, self.meter.skipped) as partial:
            for is_last in (False, True):
                try:
                    self._fill(source, partial, promised)
                    if partial.is_right:
                        self.tries.went_well()
                        return partial.put_in_place()
                    raise _OtherContent("its hash is another")  # noqa: TRY301  # one place for all lies
                except _OtherContent as err:
                    self._begin_anew(partial)
                    if is_last:
                        partial.discard()
                        raise trouble.other_content(str(err), source.hub, source.repo, source.path) from err
        raise AssertionError("the last try returns or raises")

    def _fill(self, source: Source, partial: Partial, promised: Promised) -> None:
        """Fetch what is missing."""
        while partial.missing_bytes:
            try:
                self._receive(source, partial, promised)
            except trouble.Interrupted as err:
                self.tries.failed(err)

    def _receive(self, source: Source, partial: Partial, promised: Promised) -> None:
        """Fetch what one answer brings.

        Raises:
            Interrupted: It brought less than was missing.
        """
        url = source.hub.url(source.repo, source.commit, source.path)
        headers = dict(source.hub.headers)
        if partial.done_bytes:
            headers["Range"] = f"bytes={partial.done_bytes}-"
        try:
            with Stream(url, headers, self.patience.stall_seconds, self.control) as stream:
                self._accept(self._answer(stream, source), source, partial, promised)
                self._pour(stream, partial)
        except Stalled as err:
            seconds = self.patience.stall_seconds
            reason = f"{source.hub.host} sent nothing for {seconds:g} seconds"
            raise trouble.broken_off(reason, source.hub, source.repo, source.path) from err
        if partial.missing_bytes:
            reason = f"{source.hub.host} stopped before the end"
            raise trouble.broken_off(reason, source.hub, source.repo, source.path)

    def _answer(self, stream: Stream, source: Source) -> Answer:
        try:
            return stream.answer()
        except ValueError as err:  # an address, such as one that was led to, that is none
            raise trouble.no_hub(source.hub, str(err)) from err
        except OSError as err:
            raise trouble.unreachable(err, source.hub, source.repo) from err

    def _accept(self, answer: Answer, source: Source, partial: Partial, promised: Promised) -> None:
        """See that an answer is the part of the file that was asked for.

        Raises:
            Interrupted: The server is in trouble.
            DownloadFailed: It refuses.
            _OtherContent: Its file is another one.
        """
        if answer.status == _NOT_THAT_FAR and partial.done_bytes:
            raise _OtherContent(f"it ends before byte {partial.done_bytes:,} (status {answer.status})")
        if answer.status not in {_OK, _PART}:
            raise trouble.answered(answer.status, answer.headers, source.hub, source.repo, source.path)
        if answer.status == _PART:
            first, size_bytes = _range(answer)
            if first != partial.done_bytes:
                raise _OtherContent("another part of it than was asked for")
        else:
            size_bytes = _number(answer.headers.get("Content-Length"))
            if partial.done_bytes:  # the server knows of no parts
                self._begin_anew(partial)
        if size_bytes is not None and size_bytes != promised.size_bytes:
            raise _OtherContent(f"it has {size_bytes:,} bytes instead of {promised.size_bytes:,}")

    def _pour(self, stream: Stream, partial: Partial) -> None:
        """Write what comes."""
        held_bytes = 0
        while partial.missing_bytes and (block := self._block(stream)):
            useful = block[: partial.missing_bytes]
            partial.add(useful)
            self.meter.passed(len(useful))
            self.keep_room(len(useful))
            held_bytes += len(useful)
            if held_bytes >= _HELD_BYTES:
                self.tries.went_well()

    def _block(self, stream: Stream) -> bytes:
        """The next bytes; none at the end, which a line that breaks is as well."""
        try:
            return stream.block()
        except OSError:
            return b""

    def _begin_anew(self, partial: Partial) -> None:
        self.meter.passed(-partial.done_bytes)
        partial.begin_anew()


def _range(answer: Answer) -> tuple[int | None, int | None]:
    """The first byte of an answer, and the size of the whole file, where they are told (RFC 9110, 14.4)."""
    match = re.fullmatch(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)", answer.headers.get("Content-Range", ""))
    return (int(match[1]), _number(match[2])) if match else (None, None)


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,18}", text) else None
