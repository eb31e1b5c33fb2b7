"""The Lab page, with a real window, a real backroom, and the draft voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile

from tests.vox1.voices.made import add, begin, state
from tests.vox1.voices.speech_material import RATE_HZ, noise, reading, saved
from tests.vox1_gui.conftest import pump
from vox1 import settings as user_settings
from vox1.paths import Folders
from vox1_gui.errands.designs import Try
from vox1_gui.messages import Trouble
from vox1_gui.pages.lab import LabPage
from vox1_gui.pages.lab.designing import DesignState
from vox1_gui.widgets.dialog import Dialog
from vox1_gui.window import Window

Opener = Callable[..., Window]
WORDS = "It rained, and nobody came."


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a minute: a reading after a noise, under a name with spaces and letters of other alphabets."""
    import numpy as np  # noqa: PLC0415  # for this alone

    folder = tmp_path_factory.mktemp("recordings")
    sound = np.concatenate((noise(4 * RATE_HZ, -20), reading(6)))
    return saved(folder / "Entrevista nº 3 – 声.flac", sound)


@pytest.fixture
def window(open_window: Opener) -> Window:
    """Return a window with the Lab open and all its voices listed."""
    window = open_window(LabPage)
    pump(window, lambda: not window._unbuilt and len(page_of(window).room.shelf.voices.value) > 100)
    pump(window, lambda: not page_of(window).room.shelf.is_reading.value)
    return window


def page_of(window: Window) -> LabPage:
    """Return the window's Lab."""
    page = window._pages["lab"]
    assert isinstance(page, LabPage)
    return page


def dialogs(window: Window) -> list[Dialog]:
    """Return the dialogs that are open."""
    found: list[Dialog] = []

    def look(widget: object) -> None:
        for child in widget.winfo_children():  # type: ignore[attr-defined]
            found.extend([child] if isinstance(child, Dialog) else [])
            look(child)

    look(window)
    return found


def choose(window: Window, key: str) -> None:
    """Choose a voice from the library."""
    page = page_of(window)
    pump(window, lambda: not window._unbuilt and key in page.library.table.ids)
    page.library.table.select([key])
    pump(window, lambda: page.room.shelf.chosen.value == key)


def test_all_voices_are_listed_and_sifted(window: Window) -> None:
    """Those of the narrator, and of the draft voice, which speaks more than a hundred languages."""
    library = page_of(window).library
    assert len(library.table.ids) > 100
    assert {"qwen3:ryan", "espeak:gmw/en"} <= set(library.table.ids)
    library.search.set("brazil")
    library._fill()
    assert library.table.ids == ("espeak:roa/pt-BR",)
    library.search.set("")
    library.language.set("Korean")
    library._fill()
    assert set(library.table.ids) == {"qwen3:sohee", "espeak:ko"}


def test_space_has_the_chosen_voice_heard_and_once_more_is_at_rest(window: Window, folders: Folders) -> None:
    """What it says is the listener's; the file stays for the next time."""
    choose(window, "espeak:gmw/en")
    library, player = page_of(window).library, window.services.player
    library.text.set("Rain on the roof.")
    library.table.tree.focus_force()
    pump(window, lambda: window.focus_get() is library.table.tree)
    library.table.tree.event_generate("<space>")
    pump(window, lambda: player.now.value)

    (kept,) = folders.auditions.glob("*.flac")
    assert player.now.value
    assert player.now.value.path == kept
    assert 0.5 < soundfile.info(kept).duration < 5
    library.table.tree.event_generate("<space>")
    pump(window, lambda: player.now.value and not player.now.value.is_playing)


def test_a_voice_that_is_used_is_kept_and_marked(window: Window, folders: Folders) -> None:
    """For all books, on the disk and in the list."""
    choose(window, "espeak:gmw/de")
    page_of(window).library.use()
    pump(window, lambda: user_settings.load(folders.settings)[0].voice == "gmw/de")

    assert user_settings.load(folders.settings)[0].engine == "espeak"
    table = page_of(window).library.table
    assert [row for row in table.ids if table.tree.set(row, "used")] == ["espeak:gmw/de"]


def test_a_voice_without_its_model_is_not_used_but_explained(window: Window) -> None:
    """With the size of what is missing; nothing is changed."""
    choose(window, "qwen3:ryan")
    page_of(window).library.use()
    pump(window, lambda: bool(dialogs(window)))
    assert window.services.workspace.settings.value.voice == ""
    assert "2.5 GB" in page_of(window).library.about.cget("text")


def test_stars_are_remembered(window: Window) -> None:
    """And shown alone on request."""
    choose(window, "espeak:gmw/en")
    library = page_of(window).library
    library.toggle_star()
    kept: list[object] = [window._state.value.favourite_voices]
    library.starred.select()
    library._fill()
    assert library.table.ids == ("espeak:gmw/en",)
    library.toggle_star()
    kept.append(window._state.value.favourite_voices)
    assert kept == [("espeak:gmw/en",), ()]


def test_a_voice_is_renamed_with_its_star_and_its_place_in_the_settings(
    open_window: Opener, folders: Folders
) -> None:
    """No book loses its voice for a name."""
    add(folders)
    window = open_window(LabPage, favourite_voices=("master:Aunt Mary",))
    choose(window, "master:Aunt Mary")
    shelf = page_of(window).room.shelf
    settings = replace(window.services.workspace.settings.value, engine="qwen3", voice="aunt mary")
    window.services.keep_settings(settings)

    page_of(window).library._rename("Aunt Mary", "Mary")

    pump(window, lambda: shelf.row("master:Mary"))
    pump(window, lambda: user_settings.load(folders.settings)[0].voice == "Mary")
    assert list(state(folders)) == ["Mary"]
    assert shelf.favourites == {"master:Mary"}


def test_a_removed_voice_is_brought_back(open_window: Opener, folders: Folders) -> None:
    """With the takes of its books: it is the same voice to the bit."""
    add(folders, note="hers")
    before = state(folders)
    begin(folders, "Rain", "Aunt Mary")
    window = open_window(LabPage)
    choose(window, "master:Aunt Mary")
    page = page_of(window)
    page.library.ask_to_remove()
    pump(window, lambda: bool(dialogs(window)))
    assert any("“Rain”" in text for text in texts_in(dialogs(window)[0]))
    dialogs(window)[0].destroy()

    page.library._remove("Aunt Mary")
    pump(window, page.notice._act.winfo_ismapped)
    assert state(folders) == {}
    page.notice._act.invoke()

    pump(window, lambda: bool(state(folders)))
    assert state(folders) == before


def texts_in(dialog: Dialog) -> list[str]:
    """Return what a dialog says."""
    from vox1_gui.widgets.labels import Label  # noqa: PLC0415  # needs a screen

    return [child.cget("text") for child in dialog.winfo_children() if isinstance(child, Label)]


def test_a_voice_goes_out_as_a_file_and_comes_in_by_a_drop(
    window: Window, folders: Folders, tmp_path: Path
) -> None:
    """As to another computer."""
    add(folders)
    before = state(folders)
    page = page_of(window)
    page.room.shelf.refresh()
    choose(window, "master:Aunt Mary")
    row = page.library.own
    assert row
    page.library.export_to(row, tmp_path / "mary")
    copy = tmp_path / "mary.vox1voice.zip"
    pump(window, copy.exists)
    page.library._remove("Aunt Mary")
    pump(window, lambda: not state(folders))

    assert page.take_files([copy])

    pump(window, lambda: state(folders) == before)
    assert not page.take_files([tmp_path / "book.epub"])


def test_a_recording_becomes_a_voice(window: Window, folders: Folders, recording: Path) -> None:
    """Dropped, searched, trimmed by an arrow key, heard, named, and kept."""
    page = page_of(window)
    assert page.take_files([recording])
    cloning, part = page.room.cloning, page.clone
    pump(window, lambda: cloning.state.value.segments and cloning.state.value.close)
    pump(window, lambda: part.segments.selected == ("0",))
    found = cloning.state.value.segments[0]
    assert cloning.state.value.start == pytest.approx(found.start)
    assert cloning.state.value.end == pytest.approx(found.end)
    assert len(cloning.state.value.picture.highs) == 2000  # type: ignore[union-attr]  # it is there

    part.trimmer.canvas.focus_force()
    pump(window, lambda: window.focus_get() is part.trimmer.canvas)
    part.trimmer.canvas.event_generate("<Right>")
    pump(window, lambda: cloning.state.value.start == pytest.approx(found.start + 0.1))
    cloning.play()
    pump(window, lambda: cloning.state.value.cut)
    cut = cloning.state.value.cut
    assert cut
    assert soundfile.info(cut).duration == pytest.approx(found.end - found.start - 0.1, abs=0.01)

    part.clone()
    assert "Type what is said" in part.why_not.cget("text")
    part.words.set(WORDS)
    part.name_entry.set("Anna")
    part.language.set("Spanish")
    part._take_form()
    part.clone()
    pump(window, lambda: page.room.shelf.row("master:Anna"))

    kept = folders.master_voices / "Anna"
    assert (kept / "clip.txt").read_text("utf-8") == WORDS
    clip, rate_hz = soundfile.read(kept / "clip.flac", dtype="int16")
    heard, _ = soundfile.read(cut, dtype="int16")
    assert rate_hz == RATE_HZ
    assert clip.tobytes() == heard.tobytes()
    row = page.room.shelf.row("master:Anna")
    assert row
    assert (row.language, row.character) == ("es", recording.name)


def test_a_search_is_given_up_and_a_stretch_is_chosen_by_hand(window: Window, recording: Path) -> None:
    """Who knows where the good part is need not wait; too long a stretch cannot be made."""
    page = page_of(window)
    cloning = page.room.cloning
    page.take_files([recording])
    pump(window, lambda: cloning.state.value.seconds)
    cloning.cancel()
    pump(window, lambda: not cloning.state.value.is_searching)
    cloning.pick(10.0)
    state_now = cloning.state.value
    assert state_now.chosen is None
    assert state_now.end - state_now.start == pytest.approx(10.0)
    cloning.trim(state_now.start, 1000.0)
    end = cloning.state.value.end
    assert end == pytest.approx(min(state_now.start + 30.0, cloning.state.value.seconds), abs=0.001)
    pump(window, lambda: cloning.state.value.close)


def test_every_control_of_a_part_is_reached_by_the_keyboard(window: Window) -> None:
    """Tab comes to each of them, and none holds it."""
    page = page_of(window)
    for part, wanted in (("library", 10), ("compare", 7)):
        page.show_part(part)
        window.update()
        first = page.library.search if part == "library" else page.compare.text
        first._entry.focus_force()
        pump(window, lambda first=first: window.focus_get() is first._entry)  # type: ignore[misc]
        seen = []
        for _ in range(60):
            widget = window.focus_get()
            if widget is None or str(widget) in seen:
                break
            seen.append(str(widget))
            following = widget.tk_focusNext()
            assert following
            following.focus_force()
            window.update()
        inside = [name for name in seen if str(page) in name]
        assert len(inside) >= wanted


def test_a_recording_outlives_the_pages_widgets(window: Window, recording: Path) -> None:
    """Who makes everything larger has lost nothing."""
    page_of(window).take_files([recording])
    cloning = page_of(window).room.cloning
    pump(window, lambda: cloning.state.value.close)
    page_of(window).clone.words.set(WORDS)
    page_of(window).clone._take_form()

    window.rebuild()
    pump(window, lambda: not window._unbuilt and page_of(window).clone.column.winfo_ismapped())

    part = page_of(window).clone
    pump(window, lambda: part.segments.ids)
    assert part.words.text == WORDS
    assert part.trimmer._picture
    assert part.room.cloning is cloning


def test_what_is_no_recording_is_told_and_the_page_stays_empty(window: Window, tmp_path: Path) -> None:
    """With its name, and without a waveform of nothing."""
    letter = tmp_path / "letter.mp3"
    letter.write_text("Dear Anna")
    told: list[Trouble] = []
    page = page_of(window)
    object.__setattr__(window.services, "tell_trouble", told.append)  # it is frozen
    page.take_files([letter])
    pump(window, lambda: told)
    assert "letter.mp3" in told[0].message
    assert page.room.cloning.state.value.path is None
    pump(window, page.clone.welcome.winfo_ismapped)


def test_two_voices_are_heard_at_the_same_place(window: Window) -> None:
    """One key changes between them while they speak."""
    page, player = page_of(window), window.services.player
    shelf, comparing = page.room.shelf, page.room.comparing
    page.show_part("compare")
    page.compare.text.set(
        "The boats sail out before it is light, and nobody is at the harbour to see them go."
    )
    comparing.choose(0, shelf.row("espeak:gmw/en"))
    comparing.choose(1, shelf.row("espeak:gmw/en-US"))
    page.compare.play()
    pump(window, lambda: player.now.value and player.now.value.position_seconds > 1)
    first = player.now.value
    assert first

    page.compare.sides[0].table.tree.focus_force()
    pump(window, lambda: window.focus_get() is page.compare.sides[0].table.tree)
    page.compare.sides[0].table.tree.event_generate("<Key-x>")
    pump(window, lambda: comparing.state.value.side == 1)

    second = player.now.value
    assert second
    assert second.path != first.path
    assert second.position_seconds == pytest.approx(first.position_seconds, abs=1.5)
    assert second.position_seconds > 0.5


def test_the_best_of_several_tries_is_kept(window: Window, folders: Folders) -> None:
    """Under its plain name; the others are gone from the disk."""
    made = [add(folders, f"Narrator {number}", 60 + number) for number in (1, 2, 3)]
    tries = tuple(
        Try(number, voice.name, voice.folder / "clip.flac", voice.seconds, ())
        for number, voice in enumerate(made)
    )
    page = page_of(window)
    page.show_part("design")
    page.room.designing.state.set(DesignState(tries=3, made=tries, name="Narrator"))
    assert page.design.table.ids == ("0", "1", "2")
    page.design.table.select(["1"])
    page.design.hear()
    assert window.services.player.now.value
    page.design.keep()

    pump(window, lambda: page.room.designing.state.value.kept)
    assert state(folders) == {"Narrator": ("", made[1].voice_hash)}


def test_designing_without_its_model_says_how_large_it_is(window: Window) -> None:
    """And nothing is begun."""
    page = page_of(window)
    page.show_part("design")
    pump(window, page.design.missing.winfo_ismapped)
    assert "4.5 GB" in page.design.missing_text.cget("text")
    page.design.make()
    pump(window, lambda: bool(dialogs(window)))
    assert not page.room.designing.state.value.is_working
