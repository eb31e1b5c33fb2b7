"""From a dropped book to an audiobook, with nothing but keys, mouse and what is on the disk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from mutagen.mp4 import MP4

from benchmarks import long_book
from tests.vox1_gui.endtoend.conftest import BOOK
from tests.vox1_gui.endtoend.hand import App, Hand, Widget
from vox1_gui.texts import load

Start = Callable[..., App]
SAY = load("en")


def opened(hand: Hand, book: Path) -> Widget:
    """Drop a book into the window, and return its list of chapters once it is there."""
    hand.await_widget(SAY["studio.title"])
    hand.drop(book)
    return hand.at_rest(lambda: next((w for w in hand.map() if w.rows), None), "list of chapters")


def takes_in(app: App) -> dict[str, bytes]:
    """Every take on the disk, with what is in it."""
    return {path.name + path.parent.name: path.read_bytes() for path in app.work.glob("takes/*/*/*.flac")}


def audiobook(app: App, hand: Hand, seconds: float = 120) -> Path:
    """Wait for the audiobook and its receipt, and return it."""

    def look() -> Path | None:
        for path in app.output.glob("*.m4b"):
            if path.with_name(f"{path.name}.receipt.json").exists():
                return path
        return None

    return hand.until(look, "audiobook", seconds)


def receipt_of(path: Path) -> dict[str, object]:
    """What its receipt says."""
    found: dict[str, object] = json.loads(path.with_name(f"{path.name}.receipt.json").read_text())
    return found


@pytest.mark.slow
def test_a_dropped_book_becomes_an_audiobook_of_the_ticked_chapters(start: Start, hand: Hand) -> None:
    """The whole of it: drop, take a tick away, change a slider, render, and listen."""
    app = start()
    chapters = opened(hand, BOOK)
    row = next(row for row in chapters.rows if "Remarks" in row["values"])
    left, top, _, bottom = row["box"]
    hand.click((left, top, left + 40, bottom))
    hand.until(lambda: any(w.value == "2-4" for w in hand.map()), "fewer chapters")

    hand.press("4", "Control")
    hand.click(hand.await_widget(SAY["advanced.section.pauses"]))
    slider = hand.at_rest(lambda: next((w for w in hand.map() if w.kind == "Slider"), None), "slider")
    hand.click(slider)
    kept = app.user / "user_settings.json"
    hand.until(kept.exists, "settings")
    assert json.loads(kept.read_text())["sentence_pause_ms"] != 250

    hand.press("1", "Control")
    hand.click(hand.await_widget(SAY["book.render"], "Button"))
    path = audiobook(app, hand)
    assert [chapter.title for chapter in MP4(path).chapters or ()] == [
        "The Duck",
        "High Pressure",
        "Forty-One Point Three",
    ]
    receipt = receipt_of(path)
    assert receipt["status"] == "complete"

    hand.await_widget(SAY["studio.render_again"], "Button")
    seconds, place = heard(hand), SAY["studio.playing"]
    title = place.format(book="Five Teaspoons of Rain", chapter="The Duck")
    hand.await_widget(title, "Label")
    assert "In Keldry we do not say" in shown_text(hand).value
    hand.until(lambda: position(hand) > seconds + 1 or None, "sound that goes on")
    hand.click(hand.await_widget(SAY["studio.pause"], "Button"))
    hand.await_widget(SAY["studio.listen"], "Button")
    at_rest = position(hand)
    hand.press("Right", "Control")
    hand.until(lambda: position(hand) == at_rest + 10 or None, "a leap of ten seconds")
    hand.press("q", "Control")
    assert app.wait() == 0


@pytest.mark.slow
def test_a_sentence_that_is_heard_is_repaired(start: Start, hand: Hand) -> None:
    """By click, keys and button: one take is new, and so is the audiobook. The rest stays."""
    app = start()
    opened(hand, BOOK)
    hand.press("r", "Control")
    path = audiobook(app, hand)
    before, first, sound = takes_in(app), receipt_of(path), path.read_bytes()
    hand.await_widget(SAY["studio.render_again"], "Button")
    heard(hand)
    passage_of_first_sentence(hand)
    hand.press("/", "Control")
    hand.type("In Keldry we do not say that it snows.")
    hand.click(hand.await_widget(SAY["studio.correct"], "Button"))
    hand.click(hand.await_widget(SAY["studio.apply"], "Button"))
    hand.until(lambda: receipt_of(path)["fingerprint"] != first["fingerprint"] or None, "receipt", 120)

    after = takes_in(app)
    assert {name: after[name] for name in before} == before
    assert len(set(after) - set(before)) == 1
    assert path.read_bytes() != sound
    assert receipt_of(path)["status"] == "complete"
    hand.until(lambda: text_with(hand, "say that it snows."), "text as it is heard now")
    assert list(app.output.glob("*.m4b")) == [path]
    hand.ask_to_close()
    assert app.wait() == 0


@pytest.mark.slow
def test_a_passage_is_spoken_anew_and_its_first_take_used_again(start: Start, hand: Hand) -> None:
    """Both takes stay on the disk; which of them is in the audiobook is kept in the project."""
    app = start()
    opened(hand, BOOK)
    hand.press("r", "Control")
    audiobook(app, hand)
    before = takes_in(app)
    hand.await_widget(SAY["studio.render_again"], "Button")
    heard(hand)
    passage_of_first_sentence(hand)
    hand.click(hand.await_widget(SAY["studio.redo"], "Button"))
    hand.click(hand.await_widget(SAY["studio.apply"], "Button"))
    (name,) = hand.until(lambda: set(takes_in(app)) - set(before) or None, "new take", 120)
    assert name.startswith("2.flac")
    # The chapter is shown anew, and nothing in it is marked.
    hand.until(lambda: (w := hand.find(SAY["studio.mend_short"], "Button")) and not w.enabled, "text")
    hand.await_widget(SAY["studio.render_again"], "Button")

    passage_of_first_sentence(hand)
    names = [SAY["studio.take"].format(attempt=1), SAY["studio.take_used"].format(attempt=2)]
    hand.until(lambda: choice_of(hand, names[1]), "second take, which is used")
    hand.press("Tab")
    hand.press("Up")
    hand.until(lambda: choice_of(hand, names[0]), "first take, which is chosen")
    hand.click(hand.await_widget(SAY["studio.accept"], "Button"))
    hand.click(hand.await_widget(SAY["studio.apply"], "Button"))
    hand.until(lambda: (w := hand.find(SAY["studio.mend_short"], "Button")) and not w.enabled, "text")
    passage_of_first_sentence(hand)
    used = SAY["studio.take_used"].format(attempt=1)
    hand.until(lambda: choice_of(hand, used), "first take, which is used again")
    assert name in takes_in(app)
    hand.ask_to_close()
    assert app.wait() == 0


def passage_of_first_sentence(hand: Hand) -> None:
    """Have the passage of the first sentence below the chapter's title opened, by click and keys."""
    text = shown_text(hand)
    left, top, *_ = text.box
    hand.click_at(left + 40, top + 42)
    hand.await_widget(SAY["studio.pause"], "Button")
    hand.press("r", "Control", "Shift")
    hand.until(lambda: text_with(hand, "We say how much", other_than=text.path), "passage")
    hand.until(lambda: any(w.kind == "TextField" and w.focus for w in hand.map()), "focus")


def choice_of(hand: Hand, words: str) -> Widget | None:
    """The list of takes, where one of these words is chosen in it."""
    return next((w for w in hand.map() if w.kind == "Choice" and w.value == words), None)


def heard(hand: Hand) -> int:
    """Have the first chapter played in the Studio, and return at which second it is once it moves."""
    hand.click(hand.await_widget(SAY["studio.view.listening"], "CTkButton"))
    hand.click(hand.await_widget(SAY["studio.listen"], "Button"))
    return hand.until(lambda: position(hand) or None, "sound that moves")


def position(hand: Hand) -> int:
    """The second that the player at the foot of the window shows; 0 where there is none."""
    clocks = [w.text for w in hand.map() if w.kind == "Label" and re.fullmatch(r"\d+:\d\d", w.text)]
    minutes, seconds = map(int, clocks[-1].split(":")) if clocks else (0, 0)
    return 60 * minutes + seconds


def shown_text(hand: Hand) -> Widget:
    """The text that follows the voice."""
    return hand.at_rest(lambda: text_with(hand, "In Keldry we do not say"), "text of the chapter")


def text_with(hand: Hand, words: str, other_than: str = "") -> Widget | None:
    """A text in sight that holds some words."""
    found = (w for w in hand.map() if w.kind == "Text" and w.path != other_than and words in str(w.value))
    return next(found, None)


@pytest.mark.slow
def test_a_render_is_paused_closed_reopened_and_finished(start: Start, hand: Hand, tmp_path: Path) -> None:
    """What was spoken before is used as it is; the listener is asked once, and offered to go on."""
    book = tmp_path / "long.epub"
    long_book.build(book, 1.5)
    app = start()
    opened(hand, book)
    hand.press("r", "Control")
    hand.until(lambda: len(takes_in(app)) > 20 or None, "takes")
    hand.press("p", "Control")
    hand.await_widget(SAY["studio.go_on"], "Button")
    hand.ask_to_close()
    hand.until(
        lambda: next((w for w in hand.map() if w.text == SAY["window.close_anyway"] and w.focus), None),
        "question",
    )
    hand.press("Return")
    assert app.wait() == 0
    before = takes_in(app)
    assert not list(app.output.glob("*.m4b"))

    again = start()
    hand.click(hand.await_widget(SAY["studio.go_on"], "Button"))
    path = audiobook(again, hand, 240)
    assert receipt_of(path)["status"] == "complete"
    after = takes_in(again)
    assert {name: after[name] for name in before} == before
    hand.await_widget(SAY["studio.render_again"], "Button")
    hand.ask_to_close()
    assert again.wait() == 0


@pytest.mark.slow
def test_a_sentence_is_reworded_and_only_it_is_spoken_again(start: Start, hand: Hand) -> None:
    """On the Book page, by keyboard; the audiobook is replaced, and its receipt with it."""
    app = start()
    opened(hand, BOOK)
    hand.press("r", "Control")
    path = audiobook(app, hand)
    before, first = takes_in(app), receipt_of(path)
    hand.press("1", "Control")
    reader = hand.at_rest(lambda: next((w for w in hand.map() if "Keldry" in str(w.value)), None), "text")
    hand.click_at(reader.box[0] + 60, reader.box[1] + 60)
    hand.await_widget(SAY["window.stop"], "Button")  # the player, for which the page makes room
    line = hand.at_rest(
        lambda: next((w for w in hand.map() if w.kind == "Text" and w.enabled), None),
        "sentence to be changed",
    )
    hand.click(line)
    hand.press("a", "Control")
    hand.type("In Keldry we do not say that it rains.")
    hand.click(hand.await_widget(SAY["book.keep"], "Button"))
    hand.until(lambda: list(app.work.glob("edits/*.json")) or None, "edited book")
    hand.press("r", "Control")
    hand.until(
        lambda: receipt_of(path)["fingerprint"] != first["fingerprint"] or None, "other audiobook", 120
    )
    new = set(takes_in(app)) - set(before)
    assert len(new) == 1
    hand.await_widget(SAY["studio.render_again"], "Button")
    hand.ask_to_close()
    assert app.wait() == 0


@pytest.mark.slow
def test_the_batch_slider_is_kept_as_soon_as_it_is_moved(start: Start, hand: Hand, tmp_path: Path) -> None:
    """By mouse and by keys, with the narrator, who speaks several takes at once; the next start knows it."""
    kept = tmp_path / "user" / "user_settings.json"
    kept.write_text(json.dumps({"schema": 1, "engine": "qwen3"}))
    app = start()

    def settings() -> dict[str, object]:
        found: dict[str, object] = json.loads(kept.read_text())
        return found

    hand.await_widget(SAY["studio.title"])
    hand.press("4", "Control")
    hand.click(hand.await_widget(SAY["advanced.batch_auto"], "Switch"))
    hand.until(lambda: settings().get("batch_size") == 1 or None, "batch size of its own")
    slider = hand.at_rest(
        lambda: next((w for w in hand.map() if w.kind == "Slider" and w.enabled), None), "slider"
    )
    _, top, right, bottom = slider.box
    hand.click_at(right - 6, (top + bottom) // 2)
    hand.until(lambda: settings().get("batch_size") == 3 or None, "three takes at once")
    hand.press("Left")
    hand.until(lambda: settings().get("batch_size") == 2 or None, "two takes at once")
    hand.press("q", "Control")
    assert app.wait() == 0

    again = start()
    hand.until(lambda: any(w.kind == "Slider" and w.value == 2 for w in hand.map()), "slider where it was")
    hand.press("q", "Control")
    assert again.wait() == 0
