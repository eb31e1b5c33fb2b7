"""What is read of a book and what is not, changed by keyboard, kept on the disk and rendered."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.vox1_gui.endtoend.conftest import BOOK
from tests.vox1_gui.endtoend.hand import App, Hand
from tests.vox1_gui.endtoend.test_main_path import audiobook, receipt_of
from vox1_gui.texts import load

SAY = load("en")
NOTE = "The observer’s word for a fall too slight to measure"


def edited_text(app: App) -> str:
    """All that is read of the edited book on the disk; empty where there is none."""
    for path in app.work.glob("edits/*.json"):
        chapters = json.loads(path.read_text("utf-8"))["chapters"]
        return "\n".join(chapter["text"] for chapter in chapters)
    return ""


@pytest.mark.slow
def test_a_note_is_read_after_all_and_the_audiobook_has_it(start: Callable[..., App], hand: Hand) -> None:
    """Found, switched on with Enter, off by its kind, on again by an undo, and rendered."""
    app = start(BOOK)
    hand.at_rest(lambda: next((w for w in hand.map() if w.rows), None), "list of chapters")
    hand.press("f", "Control")
    hand.type("too slight to measure")
    hand.await_widget(SAY["book.found"].format(number="1", total="1"))
    hand.press("Escape")
    hand.await_widget(SAY["book.why_and_enter"].format(reason=SAY["book.reason.note"]))
    hand.press("Return")
    hand.until(lambda: NOTE in edited_text(app), "note in the edited book")

    hand.press("k", "Control")
    table = hand.until(
        lambda: next((w for w in hand.map() if w.rows and w.focus and len(w.rows) == 2), None), "kinds"
    )
    assert [row["values"][1] for row in table.rows] == ["1 is not read", "1 is read"]
    hand.press("Down")
    hand.press("space")
    hand.click(hand.await_widget(SAY["book.kinds_keep"], "Button"))
    hand.until(lambda: NOTE not in edited_text(app), "book without its note")
    hand.press("z", "Control")
    hand.until(lambda: NOTE in edited_text(app), "note in the edited book once more")

    hand.press("r", "Control")
    receipt = receipt_of(audiobook(app, hand))
    assert receipt["status"] == "complete"
    assert "note" not in {one["kind"] for one in receipt["skipped"]}  # type: ignore[attr-defined]
    hand.await_widget(SAY["studio.render_again"], "Button")
    hand.ask_to_close()
    assert app.wait() == 0
