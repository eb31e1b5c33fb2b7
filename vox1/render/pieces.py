"""Pieces: the takes of a chunk's parts put together as one more attempt at the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from vox1 import events
from vox1.errors import TakeDamaged
from vox1.render.division import join
from vox1.render.takes import StoredTake, TakeStore
from vox1.render.verdict import Check, Finding, Standing, Verdict
from vox1.render.work import Wanted

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Division:
    """A chunk that is spoken in pieces.

    Attributes:
        wants: What its take will serve.
        pieces: What is wanted instead, in order.
        reason: Why no take of the whole was good.
    """

    wants: frozenset[Wanted]
    pieces: tuple[Wanted, ...]
    reason: str


class Composer:
    """Puts the takes of pieces together, and stores the whole with its verdict.

    Args:
        store: Of the takes.
        emit: Gets a warning where the take of a piece is damaged.
    """

    def __init__(self, store: TakeStore, emit: Callable[[events.Event], None]) -> None:
        self._store = store
        self._emit = emit

    def compose(
        self,
        division: Division,
        takes: Mapping[Wanted, StoredTake],
        new_attempt: Callable[[Wanted], int],
        provenance: dict[str, Any],
    ) -> None:
        """Store the takes of pieces as an attempt at the whole, if there is anything to hear.

        Args:
            division: What was divided, and into what.
            takes: Of the pieces that have one, among others.
            new_attempt: Returns the number of another attempt.
            provenance: What made the pieces.
        """
        found = dict(self._read(division, takes))
        if not found:
            return
        parts = [take for take, _ in found.values()]
        wanted = min(division.wants, key=str)
        key, attempt, rate_hz = wanted[0], new_attempt(wanted), parts[0].sample_rate_hz
        samples = join([samples for _, samples in found.values()], rate_hz)
        take = self._store.write(key, attempt, samples, rate_hz)
        is_whole = len(parts) == len(division.pieces)
        made_of = [[part.key, part.attempt] for part in parts]
        stored = self._store.add(key, attempt, take, {**provenance, "pieces": made_of})
        self._store.judged(stored, _verdict_on_joined(parts if is_whole else []))

    def _read(
        self, division: Division, takes: Mapping[Wanted, StoredTake]
    ) -> Iterator[tuple[int, tuple[StoredTake, Samples]]]:
        """The takes of a chunk's pieces and their samples, by their numbers."""
        for number, wanted in enumerate(division.pieces):
            if wanted in takes:
                try:
                    yield number, (takes[wanted], self._store.read(takes[wanted]))
                except TakeDamaged as err:  # the chunk is incomplete then, and the next run tries it again
                    self._emit(events.Warned(err.message))


def _verdict_on_joined(pieces: list[StoredTake]) -> Verdict:
    """What the pieces of a chunk make together; no pieces where one of them is missing.

    Each was judged by itself. The whole is as bad as its worst piece: looked at again, it would only be
    found as odd as the takes that it is to replace.
    """
    standings = {piece.standing for piece in pieces}
    if standings == {Standing.GOOD}:
        return Verdict()
    reasons = "; ".join(reason for piece in pieces for reason in piece.reasons)
    if not pieces:
        finding = Finding(Check.LOST, "a part of it could not be spoken")
    elif Standing.PARTIAL in standings:
        finding = Finding(Check.LOST, f"a part of it is not whole: {reasons}")
    else:
        finding = Finding(Check.JOINED, f"it was put together from pieces that are not all good: {reasons}")
    return Verdict((finding,))
