"""Tests of choosing a voice: what the model takes is given to it, and what it does not take is said."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.vox1.voices.made import add
from vox1.engines.registry import engine_row
from vox1.errors import InputError
from vox1.models.catalogue import Kind
from vox1.models.store import InstalledModel
from vox1.paths import Folders
from vox1.render import voice
from vox1.render.keys import VoiceChoice
from vox1.render.voice import choose_model, choose_voice
from vox1.settings import Settings
from vox1.voices.archive import export_voice, import_voice
from vox1.voices.changes import rename_voice

NARRATOR = engine_row("qwen3")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Folders of a new user."""
    return Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Five seconds of something that can be heard, with its words."""
    path = tmp_path / "Aunt Mary.wav"
    soundfile.write(path, 0.2 * np.sin(np.arange(5 * 44_100) / 9), 44_100)
    path.with_suffix(".txt").write_text("These are her words.\n", "utf-8")
    return path


def model(kind: Kind, size: str = "1.7B", name: str = "A model") -> InstalledModel:
    """Return a model of a kind."""
    return InstalledModel(name, Path("models") / name, "qwen3", kind, size, 1, None, "")


def error_of(kind: Kind, folders: Folders, size: str = "1.7B", **chosen: Any) -> InputError:
    """Return what is wrong with a choice."""
    with pytest.raises(InputError) as caught:
        choose_voice(NARRATOR, Settings(**chosen), "en", model(kind, size), folders)
    return caught.value


def test_a_voice_goes_by_the_books_language_unless_it_is_named(folders: Folders) -> None:
    """Among those that the model has."""
    custom = model(Kind.CUSTOM_VOICE)
    voices = [choose_voice(NARRATOR, Settings(), tag, custom, folders).voice for tag in ("en-GB", "ja", "nl")]

    assert voices == ["ryan", "ono_anna", "ryan"]
    assert choose_voice(NARRATOR, Settings(voice="serena"), "ja", custom, folders).asked == "serena"


def test_a_style_shapes_the_take_and_its_key(folders: Folders) -> None:
    """Where the model takes direction."""
    custom = model(Kind.CUSTOM_VOICE)
    plain = choose_voice(NARRATOR, Settings(), "en", custom, folders)
    styled = choose_voice(NARRATOR, Settings(style="softly"), "en", custom, folders)

    assert (plain.style, styled.style) == ("", "softly")
    assert plain.key("one", "en") != styled.key("one", "en")
    assert plain.settings["temperature"] == Settings().temperature


@pytest.mark.parametrize(("kind", "size"), [(Kind.BASE, "1.7B"), (Kind.CUSTOM_VOICE, "0.6B")])
def test_a_style_that_would_be_ignored_is_an_error(kind: Kind, size: str, folders: Folders) -> None:
    """At once, not after twelve hours."""
    assert error_of(kind, folders, size, style="softly").code == "no-style"


def test_a_recording_is_cloned_by_its_content(folders: Folders, recording: Path) -> None:
    """Its name and place are nobody's business; its words are."""
    base = model(Kind.BASE)
    first = choose_voice(NARRATOR, Settings(voice=str(recording)), "en", base, folders)
    moved = recording.with_name("moved.wav")
    shutil.copy(recording, moved)
    without_words = choose_voice(NARRATOR, Settings(voice=str(moved)), "en", base, folders)
    moved.with_suffix(".txt").write_text(" These are \n her words.", "utf-8")
    again = choose_voice(NARRATOR, Settings(voice=str(moved)), "en", base, folders)

    assert (first.voice, first.title) == (again.voice, "Aunt Mary")
    assert first.key("one", "en") == again.key("one", "en")
    assert without_words.voice != first.voice
    clip, rate_hz = soundfile.read(first.asked)
    assert (rate_hz, len(clip)) == (24_000, round(5.5 * 24_000))
    assert not clip[-12_000:].any()
    assert Path(first.asked).with_suffix(".txt").read_text("utf-8") == "These are her words."
    assert not Path(without_words.asked).with_suffix(".txt").exists()


@pytest.mark.parametrize(
    ("seconds", "level", "said"),
    [(2.0, 0.2, "2.0 seconds"), (40.0, 0.2, "more than 30 s"), (5.0, 0.0, "hardly anything")],
)
def test_a_recording_that_cannot_be_cloned_is_an_error(
    folders: Folders, recording: Path, seconds: float, level: float, said: str
) -> None:
    """Nothing of it is cut off in silence."""
    soundfile.write(recording, level * np.sin(np.arange(round(seconds * 16_000)) / 9), 16_000)

    error = error_of(Kind.BASE, folders, voice=str(recording))

    assert error.code == "bad-voice"
    assert said in error.message
    assert list(folders.work.rglob("*.flac")) == []


@pytest.mark.parametrize("chosen", ["", ".", "/", "nowhere.wav", "a\0b", "A calm old woman. " * 30, __file__])
def test_a_clone_needs_a_recording(folders: Folders, chosen: str) -> None:
    """And says what one is."""
    error = error_of(Kind.BASE, folders, voice=chosen)

    assert error.code in {"no-voice", "bad-voice"}
    assert error.hint


def test_the_text_of_something_else_beside_a_recording_is_an_error(folders: Folders, recording: Path) -> None:
    """`book.wav` beside `book.txt`: no chunk would have room for it."""
    recording.with_suffix(".txt").write_text("word " * 300, "utf-8")

    assert "1,499 characters" in error_of(Kind.BASE, folders, voice=str(recording)).message


def test_a_name_is_the_same_voice_however_it_is_written(folders: Folders) -> None:
    """Else a capital would have a book spoken twice."""
    custom = model(Kind.CUSTOM_VOICE)
    keys = {
        choose_voice(NARRATOR, Settings(voice=name), "en", custom, folders).key("one", "en")
        for name in ("ryan", "Ryan", "")
    }

    assert len(keys) == 1


def test_words_that_are_no_text_are_an_error(folders: Folders, recording: Path) -> None:
    """A clone with the wrong words would stumble over them in every take."""
    recording.with_suffix(".txt").write_bytes(b"\xff\xfe\x00")

    assert "UTF-8" in error_of(Kind.BASE, folders, voice=str(recording)).hint


def test_a_designed_voice_needs_its_description(folders: Folders) -> None:
    """There is nothing that it could be by default."""
    assert error_of(Kind.VOICE_DESIGN, folders).code == "no-voice"
    described = Settings(voice="An old sailor.", style="slowly")
    assert (
        choose_voice(NARRATOR, described, "en", model(Kind.VOICE_DESIGN), folders).asked == "An old sailor."
    )


def test_engines_without_models_have_none(folders: Folders) -> None:
    """The draft voice asks for nothing."""
    assert choose_model(engine_row("espeak"), Settings(model="whatever"), folders) is None


def test_the_only_model_is_taken_and_of_several_one_is_to_be_named(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never one by chance."""
    there = [replace(model(Kind.BASE, name="broken"), fault="no weights")]
    monkeypatch.setattr(voice, "installed", lambda _: there)
    with pytest.raises(InputError) as none:
        choose_model(NARRATOR, Settings(), folders)
    there.append(model(Kind.BASE, name="one"))
    only = choose_model(NARRATOR, Settings(), folders)
    there.append(model(Kind.BASE, name="two"))
    with pytest.raises(InputError) as several:
        choose_model(NARRATOR, Settings(), folders)

    assert "models get" in none.value.hint
    assert only is not None
    assert only.name == "one"
    assert "one, two" in several.value.hint


def test_a_model_of_something_else_does_not_speak(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recogniser, for one."""
    other = replace(model(Kind.LISTENING), engine="asr")
    monkeypatch.setattr(voice, "find_model", lambda *_: other)

    with pytest.raises(InputError, match="no model for"):
        choose_model(NARRATOR, Settings(model="A model"), folders)


def cloned(folders: Folders, name: str) -> VoiceChoice:
    """Choose a voice to be cloned."""
    return choose_voice(NARRATOR, Settings(voice=name), "de", model(Kind.BASE), folders)


def test_a_master_voice_is_chosen_by_its_name(folders: Folders) -> None:
    """In any capitals; it is prepared in its own folder, and nothing is left in the work folder."""
    kept = add(folders, "Aunt Mary")

    choice = cloned(folders, "AUNT MARY")

    assert (choice.title, choice.voice, choice.mother_tongue) == ("Aunt Mary", kept.voice_hash, "en-GB")
    assert Path(choice.asked).parent == (kept.folder / "prepared").absolute()
    assert not folders.voices.exists()


def test_a_master_voice_comes_before_a_file_of_its_name(
    folders: Folders, tmp_path: Path, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path with a slash in it is always a file."""
    monkeypatch.chdir(tmp_path)
    recording.rename("Mary")
    kept = add(folders, "Mary")

    assert cloned(folders, "Mary").voice == kept.voice_hash
    assert cloned(folders, "./Mary").voice != kept.voice_hash


def test_a_voice_renamed_exported_and_imported_elsewhere_finds_its_takes(
    folders: Folders, tmp_path: Path
) -> None:
    """Take keys know the voice by its sound: no name and no folder is in them."""
    kept = add(folders, "Aunt Mary")
    key = cloned(folders, "Aunt Mary").key("It rained.", "en")
    renamed = rename_voice(folders, "Aunt Mary", "Great-aunt")
    assert cloned(folders, "Great-aunt").key("It rained.", "en") == key
    export_voice(renamed, tmp_path / "a.zip")
    second = Folders(tmp_path / "2" / "out", tmp_path / "2" / "work", tmp_path / "2" / "user")

    import_voice(tmp_path / "a.zip", second, "Otto")

    there = cloned(second, "otto")
    assert there.key("It rained.", "en") == key
    assert there.norm_key("en") == cloned(folders, "Great-aunt").norm_key("en")
    assert (there.title, there.voice) == ("Otto", kept.voice_hash)
    assert Path(there.asked).is_relative_to(second.user)


def test_a_loose_recording_is_the_same_voice_once_it_is_kept(folders: Folders, tmp_path: Path) -> None:
    """A book that was begun with the file goes on with the master voice."""
    kept = add(folders, "Mary")
    shutil.copy(kept.folder / "clip.flac", tmp_path / "mary.flac")
    shutil.copy(kept.folder / "clip.txt", tmp_path / "mary.txt")

    loose = cloned(folders, str(tmp_path / "mary.flac"))

    assert loose.voice == kept.voice_hash
    assert Path(loose.asked).parent == folders.voices.absolute()
    assert loose.mother_tongue == ""


def test_a_name_that_is_nothing_comes_with_those_it_may_mean(folders: Folders) -> None:
    """Neither a master voice nor a file."""
    add(folders, "Aunt Mary")

    near = error_of(Kind.BASE, folders, voice="aunt mari")
    far = error_of(Kind.BASE, folders, voice="Xyz")

    assert "neither a master voice nor a recording “aunt mari”" in near.message
    assert near.hint == "Did you mean “Aunt Mary”?"
    assert "voices list" in far.hint


def test_a_damaged_master_voice_is_an_error(folders: Folders, recording: Path) -> None:
    """A file of its name does not stand in for it."""
    (add(folders, "Mary").folder / "clip.flac").write_bytes(b"x")

    error = error_of(Kind.BASE, folders, voice="Mary")

    assert error.code == "voice-damaged"
    assert "clip.flac" in error.message
    assert recording.exists()


def test_a_master_voice_where_nothing_clones_is_an_error(folders: Folders) -> None:
    """Its name is no description; the engine's own voice of that name is meant where there is one."""
    add(folders, "Mary")
    add(folders, "tone", 70)

    designed = error_of(Kind.VOICE_DESIGN, folders, voice="mary")
    custom = error_of(Kind.CUSTOM_VOICE, folders, voice="mary")
    with pytest.raises(InputError) as drafted:
        choose_voice(engine_row("espeak"), Settings(voice="Mary"), "en", None, folders)

    assert {designed.code, custom.code, drafted.value.code} == {"no-clone"}
    assert "Base model" in designed.hint
    assert choose_voice(engine_row("tone"), Settings(voice="tone"), "en", None, folders).asked == "tone"
