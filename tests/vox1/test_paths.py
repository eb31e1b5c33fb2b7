"""Tests of folders and file names."""

from __future__ import annotations

import ntpath
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vox1.paths import ROOT, Folders, file_stem

DEVICES = [
    *("con", "prn", "aux", "nul", "conin$", "conout$"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"),
]


def is_device(name: str) -> bool:
    """Tell whether Windows takes a name for a device: all before the first dot, spaces dropped."""
    return name.split(".", maxsplit=1)[0].rstrip(" ").lower() in DEVICES


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Moby-Dick; or, The Whale", "Moby-Dick; or, The Whale"),
        ("CON", "CON_"),
        ("aux.m4b", "aux_.m4b"),
        ("Nul .txt", "Nul_ .txt"),
        ("COM1", "COM1_"),
        ("com¹.b", "com¹_.b"),
        ("Console", "Console"),
        ("Auxiliary.m4b", "Auxiliary.m4b"),
        ("con" + "-" * 100 + "x", "con_"),
        ("The End...", "The End"),
        ("The End. . ", "The End"),
        ("...and justice", "and justice"),
        ("--help", "help"),
        ("a/b\\c:d", "a b c d"),
        ("..", "Untitled"),
        ("", "Untitled"),
        ("???", "Untitled"),
        ("\u202e\u200b", "Untitled"),
        ('What? \x00\x1f<b>\n\tNo|"*"', "What b No"),
        ("E\u0301mile", "Émile"),
        ("😀 Smile", "😀 Smile"),
        ("x" * 300, "x" * 100),
        ("道" * 86, "道" * 66),
        ("\ud800lone", "lone"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, stem: str) -> None:
    """Windows' devices, characters and endings, and ext4's 255 bytes."""
    assert file_stem(title) == stem


@given(title=st.text(st.characters(codec=None), max_size=400))
@example("aux." + "道" * 100)
@example("lpt³" + "道" * 100)
@example("con" + "." * 99 + "x")
@example("con" + " ." * 99)
@example("a" * 99 + ".b")
@example("😀" * 100)
def test_any_title_becomes_a_name(title: str) -> None:
    """Never empty, never longer than 200 bytes, never a device, and stable when it is cleaned again."""
    stem = file_stem(title)

    assert stem
    assert len(stem.encode("utf-8")) <= 200
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', stem)
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in stem)
    assert stem == stem.strip(" .")
    assert not stem.startswith("-")
    assert not is_device(stem)
    assert not is_device(f"{stem}.m4b")
    assert unicodedata.is_normalized("NFC", stem)


@given(
    device=st.sampled_from(DEVICES),
    after=st.sampled_from(["", ".", ".m4b", " .m4b", ".a.b", "-", " -", "  "]),
    case=st.booleans(),
)
def test_no_device_gets_through(device: str, after: str, case: bool) -> None:  # noqa: FBT001
    """In any case and with any ending; Python's own rule agrees, where it has one."""
    stem = file_stem((device.upper() if case else device) + after)

    assert not is_device(stem)
    if hasattr(ntpath, "isreserved"):  # from Python 3.13 on
        assert not ntpath.isreserved(stem)


def test_titles_that_look_the_same_have_the_same_name() -> None:
    """macOS and Windows write accents in two ways."""
    assert file_stem("Caf\u00e9") == file_stem("Cafe\u0301")


def test_everything_needed_to_resume_is_below_the_work_folder() -> None:
    """So that one option moves it."""
    folders = Folders(output=Path("books"), work=Path("work"))

    assert {folders.takes, folders.projects, folders.logs} == {
        Path("work/takes"),
        Path("work/projects"),
        Path("work/logs"),
    }


def test_the_usual_folders_stand_beside_the_program() -> None:
    """Where a listener finds them."""
    assert Folders() == Folders(ROOT / "Output", ROOT / "temp_work", ROOT)
    assert (ROOT / "vox1" / "paths.py").exists()


def test_what_holds_for_all_books_is_in_the_users_folder() -> None:
    """So that one option moves it, and a test never reads the listener's own."""
    folders = Folders(user=Path("me"))

    assert (folders.settings, folders.lexicon) == (Path("me/user_settings.json"), Path("me/lexicon.json"))
