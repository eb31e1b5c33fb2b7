"""Edits on a real book: kept at once, undone, done again, and rendered."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from backend import Backend
from booksmith_module.book import Book
from booksmith_module.manifest import loads
from vox1.control import Control
from vox1.errors import DiskError, InputError
from vox1.events import Finished, Status
from vox1.paths import Folders
from vox1.render.job import RenderOptions
from vox1.settings import Settings
from vox1_gui.errands import edits
from vox1_gui.errands.books import BookAsLeft, BookDetails, book_as_left, book_on, keep_ticks, open_book
from vox1_gui.errands.desk import Desk
from vox1_gui.errands.hearing import Passage, hear, measure
from vox1_gui.errands.paces import known_pace, learn_from
from vox1_gui.errands.passages import all_left_out, chapter_text, find_text
from vox1_gui.errands.renders import options_of
from vox1_gui.errands.states import chapter_states
from vox1_gui.errands.words import Changes, Respelling, add_word, try_word
from vox1_gui.queued import QueuedBook

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "five-teaspoons-of-rain.epub"
TONE = Settings(engine="tone")


@dataclass(slots=True)
class Session:
    """A desk, and what errands told.

    Attributes:
        folders: Of a new listener.
        told: By all errands.
        desk: That they are given.
    """

    folders: Folders
    told: list[Any] = field(default_factory=list)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.start_again()

    def start_again(self) -> None:
        """Begin with an empty drawer, as a new backroom does."""
        self.desk = Desk(Backend(self.folders), Control(), self.told.append, {})

    def open(self, path: Path = SAMPLE) -> BookDetails:
        """Open a book."""
        return open_book(self.desk, path, TONE)

    def edit(self, ticked: frozenset[int] = frozenset({2, 3, 4, 5})) -> edits.Context:
        """Return what edits are given."""
        return edits.Context(SAMPLE, TONE, ticked)

    def render(self, details: BookDetails, **changes: Any) -> Finished:
        """Render a book as it is open."""
        options = RenderOptions(details.book.render_path, TONE, details.book.ticked, **changes)
        return self.desk.backend.render(options, lambda _: None, Control())


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Return a desk with nothing on it."""
    user = tmp_path / "user"
    return Session(Folders(output=user / "Output", work=user / "work", user=user))


def titles(details: BookDetails) -> list[str]:
    """Return the titles of a book's chapters."""
    return [row.title for row in details.book.chapters]


def test_an_edit_is_on_the_disk_when_it_is_done(session: Session) -> None:
    """The window may die the moment after."""
    before = session.open()
    after = edits.rename(session.desk, session.edit(), 2, "The Goose")
    assert before.book.render_path == SAMPLE
    assert after.is_edited
    kept = loads(after.book.render_path.read_text("utf-8"))
    assert kept.chapters[1].title == "The Goose"
    assert kept.cover
    assert kept.language == "en-GB"


def test_an_edited_book_is_opened_as_it_was_left(session: Session) -> None:
    """And the file that the listener opened is what they see named."""
    session.open()
    edits.rename(session.desk, session.edit(), 2, "The Goose")
    session.start_again()
    again = session.open()
    assert again.was_kept
    assert again.book.path == SAMPLE
    assert titles(again)[1] == "The Goose"


def test_an_edited_book_is_queued_as_it_was_left(session: Session) -> None:
    """Put into the Studio's list from there, its file alone was rendered, without the edits."""
    session.open()
    assert book_as_left(session.desk, SAMPLE) == BookAsLeft("Five Teaspoons of Rain", SAMPLE, None)
    after = edits.rename(session.desk, session.edit(), 2, "The Goose")
    keep_ticks(session.desk, SAMPLE, frozenset({2}))
    for _ in ("open", "not open"):
        left = book_as_left(session.desk, SAMPLE)
        assert (left.render_path, left.ticked) == (after.book.render_path, frozenset({2}))
        session.start_again()


def test_a_book_whose_edits_were_taken_back_is_its_file_again(session: Session) -> None:
    """The queue named what was edited, which is kept nowhere any more: nothing of it could be heard."""
    session.open()
    after = edits.rename(session.desk, session.edit(), 2, "The Goose")
    queued = QueuedBook(1, SAMPLE, after.book.render_path, "T", None, TONE)
    assert options_of(queued).book == after.book.render_path
    edits.undo(session.desk, session.edit())
    assert options_of(queued).book == SAMPLE


def test_a_new_backroom_goes_on_where_the_last_one_ended(session: Session) -> None:
    """The process died; the next edit is made of the book as it was left."""
    session.open()
    edits.rename(session.desk, session.edit(), 2, "The Goose")
    session.start_again()
    after = edits.rename(session.desk, session.edit(), 3, "Low Pressure")
    assert titles(after)[1:3] == ["The Goose", "Low Pressure"]


def test_every_edit_is_undone_and_done_again(session: Session) -> None:
    """Down to the book as it was, ticks and all; then there is nothing kept."""
    first = session.open()
    context = session.edit()
    steps = [
        edits.rename(session.desk, context, 2, "The Goose"),
        edits.merge(session.desk, context, 3),
    ]
    steps.append(edits.move(session.desk, session.edit(steps[-1].book.ticked), 2, 4))
    steps.append(edits.split(session.desk, session.edit(steps[-1].book.ticked), 2, 3, 0))
    steps.append(edits.direct(session.desk, session.edit(steps[-1].book.ticked), [2], "", "slowly"))
    ticked = steps[-1].book.ticked
    seen = [steps[-1]]
    for expected in [*steps[-2::-1], first]:
        seen.append(edits.undo(session.desk, session.edit(ticked)))
        ticked = seen[-1].book.ticked
        assert seen[-1].book.chapters == expected.book.chapters
        assert ticked == expected.book.ticked
    assert not seen[-1].is_edited
    assert seen[-1].book.render_path == SAMPLE
    assert not list(session.folders.edits.iterdir())
    for expected in steps:
        again = edits.redo(session.desk, session.edit(ticked))
        ticked = again.book.ticked
        assert again.book == expected.book


def test_back_to_the_book_as_it_was_can_be_undone(session: Session) -> None:
    """Also when it was edited another day."""
    session.open()
    edits.rename(session.desk, session.edit(), 2, "The Goose")
    session.start_again()
    session.open()
    back = edits.go_back(session.desk, session.edit())
    assert titles(back)[1] == "The Duck"
    assert not back.is_edited
    assert titles(edits.undo(session.desk, session.edit()))[1] == "The Goose"


def test_renders_that_wait_know_their_chapters_by_their_new_numbers(session: Session) -> None:
    """They would be of other chapters: what has a number now had another one when it was ticked."""
    waiting = (frozenset({2}), frozenset({5, 6}))
    context = replace(session.edit(frozenset({1})), waiting=waiting)
    merged = edits.merge(session.desk, context, 3)
    assert dict(merged.waiting) == {frozenset({2}): frozenset({2}), frozenset({5, 6}): frozenset({4, 5})}

    back = edits.undo(session.desk, replace(context, waiting=(frozenset({4, 5}),)))
    assert dict(back.waiting) == {frozenset({4, 5}): frozenset({5, 6})}


def test_a_refused_edit_changes_nothing(session: Session) -> None:
    """It says why."""
    session.open()
    with pytest.raises(InputError, match="no chapter after"):
        edits.merge(session.desk, session.edit(), 6)
    stale = edits.Retelling(2, 1, 0, 5, "Wrong", "Right")
    with pytest.raises(InputError, match="not there any more"):
        edits.retell(session.desk, session.edit(), stale)
    assert not edits.undo(session.desk, session.edit()).is_edited


def test_what_cannot_be_kept_is_not_done(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk: the book on the screen is the one on the disk."""
    session.open()

    def refuse(*_: object) -> None:
        raise DiskError("The disk is full", "Free some space.")

    monkeypatch.setattr(session.desk.backend, "write_manifest", refuse)
    with pytest.raises(DiskError):
        edits.rename(session.desk, session.edit(), 2, "The Goose")
    monkeypatch.undo()
    assert titles(edits.undo(session.desk, session.edit()))[1] == "The Duck"


def test_a_manifest_goes_out_and_comes_back(session: Session, tmp_path: Path) -> None:
    """What was edited elsewhere is taken over, and can be undone."""
    session.open()
    path = edits.export_manifest(session.desk, SAMPLE, tmp_path / "out.json")
    written = json.loads(path.read_text("utf-8"))
    written["chapters"][1]["label"] = "Edited elsewhere"
    path.write_text(json.dumps(written), "utf-8")
    taken = edits.import_manifest(session.desk, session.edit(), path)
    assert titles(taken)[1] == "Edited elsewhere"
    assert taken.book.path == SAMPLE
    assert titles(edits.undo(session.desk, session.edit()))[1] == "The Duck"


def test_rendering_an_edited_book_speaks_only_what_was_changed(session: Session) -> None:
    """Its takes, its cover and its project are those of the book; and it can still be read along."""
    rendered = session.render(session.open())
    assert rendered.status is Status.COMPLETE
    text = chapter_text(session.desk, SAMPLE, 2)
    assert text is not None
    block = text.blocks[1]
    start, end = block.sentences[0]
    wanted = edits.Retelling(2, 1, start, end, block.text[start:end], "Nobody here says that it is raining.")
    edits.retell(session.desk, session.edit(), wanted)
    edited = edits.merge(session.desk, session.edit(), 4)
    settings = Settings(engine="tone", read_along=True)
    options = RenderOptions(edited.book.render_path, settings, edited.book.ticked)
    again = session.desk.backend.render(options, lambda _: None, Control())
    assert again.status is Status.COMPLETE
    assert again.rendered == 1
    assert again.reused == rendered.chunks - 1
    audio, read_along = again.outputs
    assert read_along.suffix == ".epub"
    inspected = session.desk.backend.inspect(audio)
    assert [mark.title for mark in inspected.chapters] == [
        "The Duck",
        "High Pressure",
        "Forty-One Point Three",
    ]
    assert inspected.cover_bytes
    assert len([path for path in session.folders.projects.iterdir() if path.is_dir()]) == 1


def test_a_chapters_state_is_how_far_its_render_is(session: Session) -> None:
    """New, begun, done: with the voice that is chosen now."""
    opened = session.open()
    ticked = frozenset({2, 3})
    assert chapter_states(session.desk, SAMPLE, ticked, TONE) == {}
    options = RenderOptions(opened.book.render_path, TONE, frozenset({2}))
    session.desk.backend.render(options, lambda _: None, Control())
    assert chapter_states(session.desk, SAMPLE, ticked, TONE) == {2: "done", 3: "new"}
    text = chapter_text(session.desk, SAMPLE, 2)
    assert text is not None
    first = text.blocks[1].text
    edits.retell(session.desk, session.edit(), edits.Retelling(2, 1, 0, len(first), first, "Another one."))
    assert chapter_states(session.desk, SAMPLE, ticked, TONE) == {2: "part", 3: "new"}
    other = Settings(engine="espeak")
    assert chapter_states(session.desk, SAMPLE, ticked, other) == {2: "new", 3: "new"}


def test_ticks_are_there_the_next_time(session: Session) -> None:
    """As long as the book has the same chapters."""
    session.open()
    keep_ticks(session.desk, SAMPLE, frozenset({3, 6}))
    session.start_again()
    assert session.open().book.ticked == {3, 6}
    edits.merge(session.desk, session.edit(frozenset({3, 6})), 4)
    session.start_again()
    assert session.open().book.ticked == {2, 3, 4}


def test_what_stands_in_the_book_is_found(session: Session) -> None:
    """In any capitals, and across the spaces."""
    session.open()
    hits = find_text(session.desk, SAMPLE, "the  DUCK")
    assert hits
    for hit in hits:
        chapter = chapter_text(session.desk, SAMPLE, hit.number)
        assert chapter
        text = chapter.blocks[hit.block].text
        assert text[hit.start : hit.end].casefold() == "the duck"
    assert find_text(session.desk, SAMPLE, "no such words") == ()
    assert find_text(session.desk, SAMPLE, " ") == ()


def test_what_is_left_out_is_listed_with_its_chapter(session: Session) -> None:
    """Everything that is in the file is either read or named."""
    session.open()
    everything = all_left_out(session.desk, SAMPLE)
    texts = [text for number in range(1, 7) if (text := chapter_text(session.desk, SAMPLE, number))]
    near = {item for text in texts for item in text.left_out}
    assert {item.kind for item in near} == {"picture", "note mark"}
    in_place = [block for text in texts for block in text.blocks if block.reason is not None]
    assert {block.reason for block in in_place} == {"image description", "note"}
    words = [item.text for item in near] + [block.text for block in in_place]
    assert sorted(words) == sorted(item.text for item in everything)
    assert chapter_text(session.desk, SAMPLE, 7) is None


def note_of(session: Session) -> edits.Switching:
    """Return what has the sample's one note read."""
    for number in range(1, 7):
        chapter = chapter_text(session.desk, SAMPLE, number)
        for place, block in enumerate(chapter.blocks if chapter else ()):
            if block.reason == "note":
                return edits.Switching(number, place, block.text, is_read=True)
    raise LookupError("the sample has a note")


def test_a_note_that_is_switched_on_is_kept_and_rendered(session: Session) -> None:
    """What is shown is what is spoken; also when the book was closed between, and after an undo."""
    before = session.open()
    wanted = note_of(session)
    after = edits.switch(session.desk, session.edit(), wanted)
    assert after.book.words > before.book.words
    assert after.undo == "switch"
    session.start_again()
    assert session.open().book.words == after.book.words
    chapter = chapter_text(session.desk, SAMPLE, wanted.number)
    assert chapter
    assert chapter.blocks[wanted.block].reason is None
    finished = session.render(replace(after, book=replace(after.book, ticked=frozenset({wanted.number}))))
    assert finished.status is Status.COMPLETE
    options = RenderOptions(after.book.render_path, TONE, frozenset({wanted.number}))
    spoken = " ".join(chunk.text for chunk in session.desk.backend.takes(options))
    assert " ".join(wanted.text.split()) in " ".join(spoken.split())
    edits.switch(session.desk, session.edit(), replace(wanted, is_read=False))
    spoken = " ".join(chunk.text for chunk in session.desk.backend.takes(options))
    assert wanted.text[:40] not in spoken


def test_a_switch_can_be_undone_and_needs_the_text_that_was_shown(session: Session) -> None:
    """As its file has it, the book needs no manifest."""
    session.open()
    wanted = note_of(session)
    edits.switch(session.desk, session.edit(), wanted)
    with pytest.raises(InputError, match="not there any more"):
        edits.switch(session.desk, session.edit(), wanted)
    undone = edits.undo(session.desk, session.edit())
    assert not undone.is_edited
    assert note_of(session) == wanted
    with pytest.raises(InputError, match="not there any more"):
        edits.switch(session.desk, session.edit(), replace(wanted, text="Another."))
    edits.redo(session.desk, session.edit())
    with pytest.raises(LookupError):
        note_of(session)


def test_a_kind_is_switched_in_the_whole_book(session: Session, tmp_path: Path) -> None:
    """Counted for the window, and kept in a manifest that is edited elsewhere."""
    before = session.open()
    assert {kind.name: (kind.read, kind.unread) for kind in before.kinds}["note"] == (0, 1)
    after = edits.switch_kinds(session.desk, session.edit(), ["note"], [])
    assert {kind.name: (kind.read, kind.unread) for kind in after.kinds}["note"] == (1, 0)
    assert after.unread == before.unread - 1
    target = edits.export_manifest(session.desk, SAMPLE, tmp_path / "book.json")
    edits.switch_kinds(session.desk, session.edit(), [], ["note"])
    taken = edits.import_manifest(session.desk, session.edit(), target)
    assert taken.kinds == after.kinds


def test_a_chapter_is_split_before_what_is_not_read(session: Session) -> None:
    """The second part begins with what is read next; nothing goes."""
    session.open()
    wanted = note_of(session)
    after = edits.split(session.desk, session.edit(), wanted.number, wanted.block, 0)
    assert len(after.book.chapters) == 7
    assert note_of(session) == wanted


def test_a_sentence_is_spoken_once(session: Session) -> None:
    """The second time it is heard at once; said otherwise, it is another sound."""
    session.open()
    passage = Passage("Miss Pellow laughed.", "en-GB")
    first = hear(session.desk, SAMPLE, passage, TONE)
    assert first.path.stat().st_size > 1000
    kept = first.path.stat().st_mtime_ns
    assert hear(session.desk, SAMPLE, passage, TONE).path == first.path
    assert first.path.stat().st_mtime_ns == kept
    add_word(session.desk, SAMPLE, Respelling("Pellow", "Pell-oh-oh"))
    assert hear(session.desk, SAMPLE, passage, TONE).path != first.path


def test_a_word_shows_the_sentences_that_it_changes(session: Session) -> None:
    """Before it is kept, and in the chapters as they are now."""
    session.open()
    total = try_word(session.desk, SAMPLE, Respelling("Pellow", "Pell-oh"))
    changes = [news for news in session.told if isinstance(news, Changes)]
    sentences = [sentence for news in changes for sentence in news.sentences]
    assert total == len(sentences) > 3
    assert all("Pell-oh" in sentence.after and "Pellow" in sentence.before for sentence in sentences)
    assert {sentence.chapter for sentence in sentences} <= {1, 2, 3, 4, 5, 6}
    assert session.desk.backend.lexicon(SAMPLE).book == ()
    add_word(session.desk, SAMPLE, Respelling("Pellow", "Pell-oh"))
    edited = edits.rename(session.desk, session.edit(), 2, "The Goose")
    (entry,) = session.desk.backend.lexicon(edited.book.render_path).book
    assert entry.spoken == "Pell-oh"


def test_a_word_for_all_books_is_for_those_of_the_language(session: Session) -> None:
    """A French book says it in its own way."""
    session.open()
    add_word(session.desk, SAMPLE, Respelling("Chat", "shat", is_for_all=True))
    (entry,) = session.desk.backend.lexicon().general
    assert (entry.written, entry.language) == ("Chat", "en")


def test_a_measure_is_remembered_for_other_books(session: Session) -> None:
    """So that the next one has a guess before it is measured."""
    session.open()
    assert known_pace(session.desk, TONE) is None
    measured = measure(session.desk, SAMPLE, frozenset({2, 3, 4, 5}), TONE)
    assert measured.path.exists()
    assert measured.audio_seconds > 300
    pace = known_pace(session.desk, TONE)
    assert pace == pytest.approx(measured.render_seconds / measured.audio_seconds)
    (session.folders.work / "pace.json").write_text("[]")
    assert known_pace(session.desk, TONE) is None


def test_a_render_tells_how_long_the_next_takes(session: Session) -> None:
    """If it spoke the book, all of it; the draft voice can be guessed before that."""
    whole = Finished(Status.COMPLETE, (), None, 100, 100, 0, 0, 0, 0, 3600.0, 36.0)
    for said_little in (
        replace(whole, status=Status.CANCELLED),
        replace(whole, rendered=50, reused=50),
        replace(whole, audio_seconds=60.0),
    ):
        learn_from(session.desk, TONE, said_little)
    assert known_pace(session.desk, TONE) is None
    assert known_pace(session.desk, Settings(engine="espeak")) == pytest.approx(1 / 200)

    learn_from(session.desk, TONE, whole)
    learn_from(session.desk, Settings(engine="espeak"), replace(whole, wall_seconds=72.0))

    assert known_pace(session.desk, TONE) == pytest.approx(0.01)
    assert known_pace(session.desk, Settings(engine="espeak")) == pytest.approx(0.02)


def test_two_errands_that_need_a_book_which_is_not_there_get_the_same(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the backroom was started again, say: an edit of the one must not be lost by the other."""
    read, entered, go = session.desk.backend.read, threading.Semaphore(0), threading.Event()

    def slowly(*arguments: Any, **named: Any) -> Book:
        entered.release()
        go.wait()
        return read(*arguments, **named)

    monkeypatch.setattr(session.desk.backend, "read", slowly)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(book_on, session.desk, SAMPLE)
        assert entered.acquire(timeout=10)
        second = threads.submit(book_on, session.desk, SAMPLE)
        is_read_twice = entered.acquire(timeout=0.3)
        go.set()
    assert first.result() is second.result()
    assert not is_read_twice
