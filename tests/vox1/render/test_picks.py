"""Tests of takes that the listener picked: they are used as they are, and the book says so."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from tests.vox1.render.conftest import Studio
from vox1 import events
from vox1.events import Status
from vox1.projects.project import Choice, Project, project_for
from vox1.render import job
from vox1.render.judge import Judge
from vox1.render.receipt import ChapterReceipt, Picked
from vox1.render.renderer import Recipient, Renderer
from vox1.render.takes import StoredTake, TakeStore
from vox1.render.verdict import Check, Finding, Standing, Verdict

SENTENCE = "The tram was late again, and nobody in the long queue said a word about it to the others."


def _project(studio: Studio, book: Path) -> Project:
    return project_for(book, "A Book", studio.folders)


def _pick(studio: Studio, book: Path, place: str, attempt: int) -> StoredTake:
    """Pick a take of a chunk, as the first render has it."""
    key = studio.take_of(book, place).parent.name
    take = TakeStore(studio.folders.takes).attempt(key, attempt)
    assert take is not None
    project = _project(studio, book)
    project.save_choices({**project.choices(), place: Choice(key, attempt, take.sha256)})
    return take


def _attempts(studio: Studio) -> dict[str, int]:
    """Which attempts the last render used, by place."""
    return {e.place: e.attempt for e in studio.events if isinstance(e, events.ChunkSpoken)}


def _amend(studio: Studio, take: StoredTake, standing: Standing) -> None:
    """Judge a take anew."""
    check = {Standing.DOUBTFUL: Check.PITCH, Standing.PARTIAL: Check.LOST, Standing.USELESS: Check.SILENT}
    verdict = Verdict((Finding(check[standing], "it is odd"),))
    assert verdict.standing is standing
    TakeStore(studio.folders.takes).judged(take, verdict)


def test_a_picked_take_is_used_though_a_later_one_was_made(studio: Studio) -> None:
    """Redone means from that attempt on, picked means that one; the book is made anew with it."""
    book = studio.book([SENTENCE])
    studio.render(book)
    (redone,) = studio.render(book, redo=("1.1",)).outputs
    assert _attempts(studio) == {"1.1": 2}
    _pick(studio, book, "1.1", 1)

    finished = studio.render(book)

    assert (finished.status, finished.rendered, finished.outputs) == (Status.COMPLETE, 0, (redone,))
    assert _attempts(studio) == {"1.1": 1}


def test_a_picked_take_is_not_tried_again(studio: Studio) -> None:
    """A doubtful one that nobody kept: it is used, named as doubtful, and no other is spoken."""
    book = studio.book([SENTENCE])
    studio.render(book)
    _amend(studio, _pick(studio, book, "1.1", 1), Standing.DOUBTFUL)

    finished = studio.render(book)

    assert (finished.status, finished.rendered, finished.doubtful) == (Status.COMPLETE, 0, 1)


@pytest.mark.parametrize("standing", [Standing.PARTIAL, Standing.USELESS])
def test_a_picked_take_with_words_missing_is_named(studio: Studio, standing: Standing) -> None:
    """It is heard as the listener wants, and the book does not say that it is complete."""
    book = studio.book([SENTENCE, "Then it came."])
    studio.render(book)
    _amend(studio, _pick(studio, book, "1.1", 1), standing)

    finished = studio.render(book)
    (named,) = studio.receipt(finished)["chapters"][0]["set_aside"]

    assert (finished.status, finished.rendered, finished.failed) == (Status.INCOMPLETE, 0, 1)
    assert (named["place"], named["reason"]) == ("1.1", "this take was picked for it; it is odd")
    assert studio.receipt(finished)["words_spoken"] == 3


def test_one_text_may_have_a_take_picked_and_the_same_attempt_redone(studio: Studio) -> None:
    """The attempt picked is doubtful: the other place goes on from it to a good one."""
    book = studio.book([SENTENCE, SENTENCE])
    studio.render(book)
    studio.render(book, redo=("2.1",))
    key = studio.take_of(book, "1.1").parent.name
    _amend(studio, _pick(studio, book, "1.1", 2), Standing.DOUBTFUL)

    finished = studio.render(book)

    assert _project(studio, book).choices()["2.1"] == Choice(key, 2)
    assert (finished.status, finished.rendered, _attempts(studio)) == (
        Status.COMPLETE,
        1,
        {"1.1": 2, "2.1": 3},
    )


def test_a_damaged_picked_take_is_spoken_again_and_used_as_it_was(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes come out, so it is what the listener heard, whatever the judge thinks of it."""
    book = studio.book([SENTENCE])
    studio.render(book)
    take = _pick(studio, book, "1.1", 1)
    content = take.path.read_bytes()
    take.path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    studio.forget_encoded(book)

    def picky(_: Judge, __: str, ___: npt.NDArray[np.int16], ____: StoredTake, *_____: Any) -> Verdict:
        return Verdict((Finding(Check.PITCH, "its pitch is odd"),))

    monkeypatch.setattr(Judge, "judge", picky)
    finished = studio.render(book)

    assert (finished.status, finished.doubtful) == (Status.COMPLETE, 1)
    assert take.path.read_bytes() == content
    assert not take.path.with_name("2.flac").exists()
    assert studio.render(book).rendered == 0


def test_a_picked_take_that_is_gone_is_said(studio: Studio) -> None:
    """The first good one is used, and so it is where other bytes stand in its place."""
    book = studio.book([SENTENCE])
    studio.render(book)
    take = _pick(studio, book, "1.1", 1)
    project = _project(studio, book)
    for lost in (Choice(take.key, 7, take.sha256), Choice(take.key, 1, "0" * 64)):
        project.save_choices({"1.1": lost})

        finished = studio.render(book)

        warned = [event.message for event in studio.events if isinstance(event, events.Warned)]
        assert any("picked for 1.1 is not there any more" in message for message in warned)
        assert (finished.status, finished.rendered) == (Status.COMPLETE, 0)


def test_the_project_knows_what_its_book_was_last_rendered_with(studio: Studio) -> None:
    """Also where that audiobook was found done, and where what was known is damaged."""
    book = studio.book([SENTENCE, SENTENCE])
    studio.render(book, seed=3)
    studio.render(book, chapters=frozenset((2,)))
    project = _project(studio, book)
    for damage in (None, b"{"):
        if damage:
            (project.folder / "project.json").write_bytes(damage)

        assert studio.render(book, seed=3).rendered == 0

        last = project.last_render()
        assert last is not None
        assert (last.settings.engine, last.chapters, last.seed) == ("tone", None, 3)
        assert last.book_sha256 == hashlib.sha256(book.read_bytes()).hexdigest()


def test_a_pick_makes_the_book_anew(studio: Studio) -> None:
    """The receipt is to name it, though the sound is the same."""
    book = studio.book([SENTENCE, SENTENCE])
    first = studio.receipt(studio.render(book))
    _pick(studio, book, "2.1", 1)

    again = studio.receipt(studio.render(book))

    assert again["fingerprint"] != first["fingerprint"]


def test_a_receipt_names_what_was_picked() -> None:
    """With what the checks say of it."""
    picked = Picked("2.1", 3, "doubtful", ("its pitch is odd",))
    times_and_levels = (0.0, 1.0, None, 0.0, 0.0, 0.0, 0.0)
    chapter = ChapterReceipt(2, "Two", 1, 1, 1, 0, (), (), "signal", *times_and_levels, (picked,))

    assert chapter.to_json()["picked"] == [
        {"place": "2.1", "attempt": 3, "standing": "doubtful", "reasons": ["its pitch is odd"]}
    ]


def test_the_edition_names_what_was_picked(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """By chapter, for the receipt; what was only redone is none of it."""
    book = studio.book([SENTENCE, SENTENCE])
    studio.render(book, redo=("1.1",))
    _amend(studio, _pick(studio, book, "2.1", 1), Standing.DOUBTFUL)
    seen: list[tuple[Picked, ...]] = []

    class Watched(Renderer):
        def submit_complete(self, assembly: Recipient) -> None:
            super().submit_complete(assembly)
            seen.extend(self._edition.picked(index) for index in range(2))

    monkeypatch.setattr(job, "Renderer", Watched)
    studio.render(book)

    assert seen == [(), (Picked("2.1", 1, "doubtful", ("it is odd",)),)]
