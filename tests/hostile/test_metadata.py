"""The 12 bad strings, as titles, names and descriptions of real audiobooks that are read back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from mutagen.mp4 import MP4

from tests.hostile.conftest import Studio
from tests.vox1.outputs.boxes import boxes, nero_chapters, quicktime_chapters
from vox1.outputs.m4b import MAX_TITLE_BYTES
from vox1.outputs.tags import Tags, write_tags
from vox1.render.receipt import receipt_path

CASES = {
    "a line end": ("One\nartist=Nobody", "One artist=Nobody"),
    "a carriage return": ("One\r[CHAPTER]\rtitle=Two", "One [CHAPTER] title=Two"),
    "a zero": ("One\0Two", "One Two"),
    "a backslash at the end": ("One\\", "One"),
    "signs of the format": ("=;#\\ One", "=;#\\ One"),
    "the format's own heading": ("[CHAPTER]", "[CHAPTER]"),
    "255, 256 and 4,000 bytes": ("\u00e9" * 2_000, "\u00e9" * (MAX_TITLE_BYTES // 2)),
    "an override of the direction": ("\u202eeno", "\u202eeno"),
    "emoji": ("\U0001f986 One \U0001f469\u200d\U0001f680", "\U0001f986 One \U0001f469\u200d\U0001f680"),
    "a dash in front": ("-i", "-i"),
    "quotation marks": ("\"One\" 'Two' `Three`", "\"One\" 'Two' `Three`"),
    "a line separator": ("One\u2028Two\u2029Three", "One Two Three"),
}
"""By what is bad about it: as a book has it, and as a list of chapters has it."""


SIZES = (MAX_TITLE_BYTES - 1, MAX_TITLE_BYTES, MAX_TITLE_BYTES + 1, 255, 256, 4_000)


@pytest.fixture(scope="module")
def audiobook(studio: Studio) -> Path:
    """An audiobook whose chapters are the cases, then titles of many sizes; all cases are its title."""
    written = [case[0] for case in CASES.values()]
    title = " ".join(written)
    return studio.render([*written, *("x" * size for size in SIZES)], title=title, author=title)


@pytest.mark.parametrize("number", range(len(CASES)), ids=list(CASES))
def test_a_bad_string_stays_one_chapter(number: int, audiobook: Path) -> None:
    """In both lists of chapters: none ends the list, and none spills into another field."""
    _, shown = list(CASES.values())[number]

    for found in (nero_chapters(boxes(audiobook)), quicktime_chapters(audiobook)):
        assert len(found) == len(CASES) + len(SIZES)
        assert found[number][1] == shown


@pytest.mark.parametrize("name", CASES)
def test_a_bad_string_is_kept_in_tags(name: str, audiobook: Path, tmp_path: Path) -> None:
    """Letter for letter, as title, author, narrator, genre, description and publisher."""
    written, _ = CASES[name]
    copy = tmp_path / "copy.m4b"
    shutil.copyfile(audiobook, copy)

    write_tags(copy, Tags(written, written, written, written, "1926", written, "en", written, b""))

    tags = MP4(copy)
    atoms = ("\xa9nam", "\xa9alb", "\xa9ART", "aART", "\xa9wrt", "\xa9nrt", "\xa9gen", "ldes", "\xa9pub")
    assert [tags[atom] for atom in atoms] == [[written]] * len(atoms)
    assert quicktime_chapters(copy) == quicktime_chapters(audiobook)


def test_all_bad_strings_are_one_title(audiobook: Path) -> None:
    """In the tags and in the receipt, of a book that is called all of them."""
    title = " ".join(case[0] for case in CASES.values())

    assert MP4(audiobook)["\xa9nam"] == MP4(audiobook)["\xa9ART"] == [title]
    assert json.loads(receipt_path(audiobook).read_text(encoding="utf-8"))["title"] == title


def test_a_title_is_cut_at_240_bytes(audiobook: Path) -> None:
    """Players that hold 255 bytes would cut in the middle of a character."""
    found = [title for _, title in quicktime_chapters(audiobook)][len(CASES) :]

    assert found == ["x" * min(size, MAX_TITLE_BYTES) for size in SIZES]
