"""Tests of repair: what an editor changes is made heard by the next render, and nothing else is spoken."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend import Backend
from tests.vox1.render.conftest import PATIENCE, Studio
from vox1 import events
from vox1.errors import InputError, ProjectBusy
from vox1.events import Status
from vox1.projects.project import Choice, Project, project_for
from vox1.render.job import RenderOptions
from vox1.render.listing import Choosing, ListedChunk, Sieve
from vox1.render.takes import TakeStore
from vox1.render.verdict import Check, Finding, Standing, Verdict
from vox1.script.corrections import Corrections
from vox1.script.lexicon import new_entry
from vox1.settings import Settings

SENTENCE = "The number {} tram was late again, and nobody in the queue said a word about it."
TEXTS = ["\n\n".join(" ".join(SENTENCE.format(f"{c}{p}{s}") for s in "abc") for p in range(3)) for c in "xyz"]


class Editor:
    """An editor of one book, who works as the command line does."""

    def __init__(self, studio: Studio, book: Path) -> None:
        self.studio = studio
        self.book = book
        self.backend = Backend(studio.folders)

    @property
    def options(self) -> RenderOptions:
        """Those of the last render."""
        return replace(RenderOptions.again(self.book, self.backend.last_render(self.book)), patience=PATIENCE)

    @property
    def project(self) -> Project:
        """The book's."""
        return project_for(self.book, "A Book", self.studio.folders)

    def listed(self, **sieve: Any) -> list[ListedChunk]:
        """The chunks that pass a sieve."""
        return list(self.backend.takes(self.options, Sieve(**sieve)))

    def chunk(self, place: str) -> ListedChunk:
        """One chunk."""
        (found,) = (chunk for chunk in self.listed() if chunk.place == place)
        return found

    def render(self) -> events.Finished:
        """Make the audiobook again, as it was made last."""
        options = self.options
        given = {name: getattr(options, name) for name in ("settings", "chapters", "also", "seed", "reading")}
        return self.studio.render(self.book, **given)

    def judge(self, place: str, attempt: int, check: Check) -> None:
        """Judge a take anew."""
        key = self.chunk(place).takes[0].path.parent.name
        store = TakeStore(self.studio.folders.takes)
        take = store.attempt(key, attempt)
        assert take is not None
        store.judged(take, Verdict((Finding(check, "it is odd"),)))


@pytest.fixture
def editor(studio: Studio) -> Editor:
    """An editor of a finished book of three chapters of three chunks."""
    book = studio.book(TEXTS)
    studio.render(book)
    return Editor(studio, book)


def _wrong(change: Callable[[], object]) -> InputError:
    """What is said where a change cannot be made."""
    with pytest.raises(InputError) as caught:
        change()
    assert caught.value.hint
    return caught.value


def test_a_redone_chunk_is_spoken_by_the_next_render(editor: Editor) -> None:
    """It alone; told twice it is still one new attempt."""
    for _ in range(2):
        done = editor.backend.redo_takes(editor.options, ["1.2", "1.2"])
        assert (done.places, done.to_speak) == (("1.2",), ("1.2",))

    finished = editor.render()

    assert (finished.status, editor.studio.spoken) == (Status.COMPLETE, ["1.2"])
    chunk = editor.chunk("1.2")
    assert (chunk.attempt, chunk.choosing, len(chunk.takes)) == (2, Choosing.REDONE, 2)


def test_a_take_is_picked_and_the_choice_forgotten(editor: Editor) -> None:
    """No engine is needed for either."""
    editor.backend.redo_takes(editor.options, ["1.2"])
    editor.render()

    assert editor.backend.pick_take(editor.options, "1.2", 1).to_speak == ()
    assert (editor.render().rendered, editor.chunk("1.2").attempt) == (0, 1)
    assert editor.chunk("1.2").choosing is Choosing.PICKED

    editor.backend.pick_take(editor.options, "1.2", 2)
    assert (editor.render().rendered, editor.chunk("1.2").attempt) == (0, 2)

    editor.backend.undo_choice(editor.options, "1.2")
    assert (editor.render().rendered, editor.chunk("1.2").attempt) == (0, 1)
    assert editor.project.choices() == {}


def test_what_cannot_be_picked_is_said(editor: Editor) -> None:
    """Each with what to do; nothing is saved."""
    backend, options = editor.backend, editor.options
    assert _wrong(lambda: backend.pick_take(options, "7.7", 1)).code == "no-chunk"
    assert _wrong(lambda: backend.pick_take(options, "1", 1)).code == "no-chunk"
    assert _wrong(lambda: backend.pick_take(options, "1.0", 1)).code == "no-chunk"
    gone = _wrong(lambda: backend.pick_take(options, "1.2", 4))
    assert (gone.code, gone.hint) == ("no-attempt", "These are kept: 1.")
    assert _wrong(lambda: backend.undo_choice(options, "1.2")).code == "no-choice"
    assert editor.project.choices() == {}


def test_a_damaged_take_cannot_be_picked(editor: Editor) -> None:
    """Its bytes are looked at before it is chosen; it is put aside."""
    path = editor.chunk("1.2").takes[0].path
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    damaged = _wrong(lambda: editor.backend.pick_take(editor.options, "1.2", 1))

    assert (damaged.code, "redo" in damaged.hint) == ("take-damaged", True)
    assert editor.project.choices() == {}
    assert not path.exists()


def test_a_picked_take_that_is_gone_is_listed_as_lost(editor: Editor) -> None:
    """The render goes back to the first good one, and says so."""
    editor.backend.redo_takes(editor.options, ["1.2"])
    editor.render()
    editor.backend.pick_take(editor.options, "1.2", 2)
    editor.chunk("1.2").takes[1].path.unlink()

    lost = editor.chunk("1.2")

    assert (lost.choosing, lost.attempt) == (Choosing.LOST, 1)
    assert editor.backend.undo_choice(editor.options, "1.2").to_speak == ()


def test_a_take_that_nobody_judged_cannot_be_picked(editor: Editor) -> None:
    """The next render judges it."""
    record = editor.chunk("1.2").takes[0].path.with_suffix(".json")
    record.write_text(json.dumps({**json.loads(record.read_text("utf-8")), "standing": "unjudged"}), "utf-8")

    assert editor.chunk("1.2").standing is Standing.UNJUDGED
    assert _wrong(lambda: editor.backend.pick_take(editor.options, "1.2", 1, anyway=True)).code == "unjudged"


def test_a_take_with_words_missing_is_picked_only_anyway(editor: Editor) -> None:
    """With a warning; the receipt names it, and so does the listing."""
    editor.judge("1.2", 1, Check.SILENT)
    pick = editor.backend.pick_take

    assert _wrong(lambda: pick(editor.options, "1.2", 1)).code == "useless-take"
    (warning,) = pick(editor.options, "1.2", 1, anyway=True).warnings
    finished = editor.render()

    assert "cannot be heard: it is odd" in warning
    assert (finished.status, finished.rendered) == (Status.INCOMPLETE, 0)
    assert editor.studio.receipt(finished)["chapters"][0]["set_aside"][0]["place"] == "1.2"
    assert editor.chunk("1.2").standing is Standing.USELESS
    assert [chunk.place for chunk in editor.listed(only_flagged=True)] == ["1.2"]


def test_a_doubtful_take_is_picked_with_a_warning(editor: Editor) -> None:
    """The listener has heard it, and knows better."""
    editor.judge("1.2", 1, Check.PITCH)

    (warning,) = editor.backend.pick_take(editor.options, "1.2", 1).warnings

    assert "may not sound right: it is odd" in warning
    assert (editor.render().rendered, editor.chunk("1.2").standing) == (0, Standing.DOUBTFUL)


def test_a_book_that_is_being_rendered_is_not_repaired(editor: Editor) -> None:
    """But its takes are listed."""
    with editor.project.locked():
        for change in (
            lambda: editor.backend.redo_takes(editor.options, ["1.2"]),
            lambda: editor.backend.edit_text(editor.options, "1.2", "x"),
            lambda: editor.backend.direct_chapter(editor.options, 1, "calm"),
        ):
            with pytest.raises(ProjectBusy):
                change()
        assert len(editor.listed()) == 9


def test_a_typed_book_that_changed_since_is_not_repaired(editor: Editor) -> None:
    """A place may mean another chunk now."""
    editor.studio.book([TEXTS[0], *TEXTS])
    for change in (
        lambda: editor.backend.pick_take(editor.options, "1.2", 1),
        lambda: editor.backend.redo_takes(editor.options, ["1.2"]),
        lambda: editor.backend.edit_text(editor.options, "1.2", "x"),
    ):
        assert _wrong(change).code == "book-changed"
    editor.render()
    editor.backend.redo_takes(editor.options, ["1.2"])


def test_a_book_that_was_never_rendered_has_no_takes(studio: Studio) -> None:
    """That is said, not shown as an empty list."""
    assert _wrong(lambda: Backend(studio.folders).last_render(studio.book(TEXTS))).code == "never-rendered"


def test_edited_text_is_read_and_nothing_else_is_spoken(editor: Editor) -> None:
    """One chunk, by its key; taken back, the old take is there still."""
    before = {chunk.place: chunk for chunk in editor.listed()}
    typed = before["2.2"].text.replace("y1b", "eleven")

    done = editor.backend.edit_text(editor.options, "2.2", typed)
    finished = editor.render()

    assert (done.places, done.to_speak) == (("2.2",), ("2.2",))
    assert (finished.status, editor.studio.spoken) == (Status.COMPLETE, ["2.2"])
    after = {chunk.place: chunk for chunk in editor.listed()}
    assert (after["2.2"].text, after["2.2"].is_corrected) == (typed, True)
    assert [place for place in before if before[place].takes != after[place].takes] == ["2.2"]
    assert sum(chunk.is_corrected for chunk in after.values()) == 1

    assert editor.backend.edit_text(editor.options, "2.2", None).to_speak == ()
    assert (editor.render().rendered, editor.chunk("2.2").text) == (0, before["2.2"].text)
    assert editor.backend.corrections(editor.options) == (Corrections(), Corrections())


def test_a_word_of_the_lexicon_is_spoken_only_where_it_stands(editor: Editor) -> None:
    """All of its chunks, wherever they are, and no other."""
    editor.backend.add_words([new_entry("x1b", "eleven"), new_entry("z0c", "nought")], editor.book)

    finished = editor.render()

    assert (finished.status, editor.studio.spoken) == (Status.COMPLETE, ["1.2", "3.1"])
    assert [chunk.place for chunk in editor.listed(containing="ELEVEN tram")] == ["1.2"]


def test_a_text_is_edited_twice_and_in_two_chunks_of_a_paragraph(studio: Studio) -> None:
    """Both parts of a long paragraph are corrections of one block."""
    text = " ".join(SENTENCE.format(f"number {n}") for n in range(8))
    editor = Editor(studio, studio.book([text]))
    studio.render(editor.book)
    first, second = (chunk.text for chunk in editor.listed()[:2])

    editor.backend.edit_text(editor.options, "1.1", first.replace("number 1", "seventeen"))
    editor.backend.edit_text(editor.options, "1.2", second.replace("queue", "line"))
    editor.backend.edit_text(editor.options, "1.1", first.replace("number 1", "eighteen"))

    made, gone = editor.backend.corrections(editor.options)
    assert (len(made.texts), gone) == (1, Corrections())
    assert made.texts[0].written == text
    assert "eighteen tram" in editor.chunk("1.1").text
    assert "in the line said" in editor.chunk("1.2").text
    assert editor.render().status is Status.COMPLETE
    assert editor.backend.edit_text(editor.options, "1.1", None).warnings == ()
    assert editor.render().rendered == 0


def test_choices_move_with_their_chunks(editor: Editor) -> None:
    """A paragraph left out, or one grown to two chunks: what was picked later in the chapter stays picked."""
    editor.backend.redo_takes(editor.options, ["1.3", "2.3"])
    editor.render()
    text = editor.chunk("1.2").text

    grown = editor.backend.edit_text(editor.options, "1.2", f"{text} {text.replace('x', 'w')}")
    assert any("other numbers" in warning for warning in grown.warnings)
    assert sorted(editor.project.choices()) == ["1.4", "2.3"]
    editor.render()
    assert [c.place for c in editor.listed(only_chosen=True)] == ["1.4", "2.3"]
    assert editor.chunk("1.4").attempt == 2

    editor.backend.edit_text(editor.options, "1.2", None)
    assert sorted(editor.project.choices()) == ["1.3", "2.3"]
    editor.backend.edit_text(editor.options, "1.2", "")
    assert (editor.chunk("1.2").attempt, len(editor.listed())) == (2, 8)
    assert editor.render().rendered == 0


def test_a_paragraph_left_out_is_in_the_receipt(editor: Editor) -> None:
    """And is read again once the correction is taken back by its number."""
    text = editor.chunk("1.2").text
    editor.backend.edit_text(editor.options, "1.2", "")

    finished = editor.render()

    (skipped,) = editor.studio.receipt(finished)["skipped"]
    assert (finished.status, skipped["kind"]) == (Status.COMPLETE, "left out by a correction")
    assert text.startswith(skipped["sample"])
    assert _wrong(lambda: editor.backend.undo_correction(editor.options, 2)).code == "no-correction"
    assert editor.backend.undo_correction(editor.options, 1).places == ("1.2",)
    assert (editor.render().rendered, editor.chunk("1.2").text) == (0, text)


def test_what_cannot_be_edited_is_said(editor: Editor) -> None:
    """A chunk that is not there, or a text that is there already."""
    backend, options = editor.backend, editor.options
    text = editor.chunk("1.2").text
    assert _wrong(lambda: backend.edit_text(options, "1.9", "x")).code == "no-chunk"
    assert _wrong(lambda: backend.edit_text(options, "1.2", f" {text}\n")).code == "no-change"
    assert _wrong(lambda: backend.edit_text(options, "1.2", None)).code == "no-correction"
    assert _wrong(lambda: backend.undo_correction(options, 1)).code == "no-correction"


def test_a_chapter_gets_a_voice_of_its_own(editor: Editor) -> None:
    """Its chunks are spoken anew, and no other; taken back, the old takes are used."""
    done = editor.backend.direct_chapter(editor.options, 2, voice="tone-low")
    finished = editor.render()

    assert done.to_speak == ("2.1", "2.2", "2.3")
    assert (finished.status, editor.studio.spoken) == (Status.COMPLETE, ["2.1", "2.2", "2.3"])
    assert {chunk.voice for chunk in editor.listed(chapters=frozenset((2,)))} == {"tone-low"}

    editor.backend.direct_chapter(editor.options, 2)
    assert editor.render().rendered == 0
    assert _wrong(lambda: editor.backend.direct_chapter(editor.options, 2)).code == "no-correction"
    assert _wrong(lambda: editor.backend.direct_chapter(editor.options, 4, "calm")).code == "no-chapter"


def test_a_style_that_is_not_heeded_is_said_at_once(editor: Editor) -> None:
    """Not only by the next render; the voice chosen before stays."""
    editor.backend.direct_chapter(editor.options, 2, voice="tone-low")

    done = editor.backend.direct_chapter(editor.options, 2, style="calm")

    assert done.to_speak == ()
    assert "takes no direction" in done.warnings[0]
    (direction,) = editor.backend.corrections(editor.options)[0].directions
    assert (direction.style, direction.voice) == ("calm", "tone-low")


def test_a_correction_that_has_lapsed_is_said_by_the_render(editor: Editor) -> None:
    """A typed book is edited by hand too; the correction can still be taken back."""
    editor.backend.edit_text(editor.options, "2.2", "Quite another text.")
    editor.backend.direct_chapter(editor.options, 3, voice="tone-low")
    editor.studio.book(TEXTS[:1])

    finished = editor.render()

    warnings = editor.studio.receipt(finished)["warnings"]
    assert sum("is not heeded: the book is another there now" in warning for warning in warnings) == 2
    made, gone = editor.backend.corrections(editor.options)
    assert made == gone
    for _ in range(2):
        editor.backend.undo_correction(editor.options, 1)
    assert editor.backend.corrections(editor.options)[0] == Corrections()


def test_only_what_was_rendered_is_repaired(studio: Studio) -> None:
    """With the chapters, the seed and the settings of the last render."""
    editor = Editor(studio, studio.book(TEXTS))
    studio.render(
        editor.book, chapters=frozenset((2,)), seed=5, settings=Settings(engine="tone", voice="tone-low")
    )

    assert [chunk.place for chunk in editor.listed()] == ["2.1", "2.2", "2.3"]
    assert {chunk.voice for chunk in editor.listed()} == {"tone-low"}
    assert _wrong(lambda: editor.backend.redo_takes(editor.options, ["1.1"])).code == "no-chapter"
    editor.backend.redo_takes(editor.options, ["2.1"])
    assert (editor.render().status, studio.spoken) == (Status.COMPLETE, ["2.1"])


def test_speaking_anew_what_never_varies_is_warned_of(editor: Editor) -> None:
    """The draft voice says a text always the same way."""
    options = replace(editor.options, settings=Settings())

    (warning,) = editor.backend.redo_takes(options, ["1.1"]).warnings

    assert "always the same way" in warning
    assert editor.project.choices()["1.1"] == Choice(editor.project.choices()["1.1"].key, 1)
