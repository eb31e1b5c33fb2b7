"""Tests of vox1.render.products: every format and division, made by a real render and read back."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import pysubs2
import pytest
import soundfile
from mutagen.mp4 import MP4

from backend import Backend
from tests.vox1.render.conftest import Studio
from vox1 import files
from vox1.errors import DiskError
from vox1.events import Finished, Status, Warned
from vox1.outputs import place
from vox1.outputs.formats import FORMATS
from vox1.outputs.stream import write_stream
from vox1.projects.project import project_for
from vox1.render import job, workshop
from vox1.script.lexicon import new_entry
from vox1.settings import Settings

TEXTS = ("One two three four.", "Five six seven.", "Eight nine ten eleven.")


def rendered(studio: Studio, book: Path, **settings: Any) -> Finished:
    """Return the end of a render with some settings."""
    return studio.render(book, settings=Settings(engine="tone", **settings))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_as_long_as_its_receipt_says_and_has_its_tags(studio: Studio, name: str) -> None:
    """One file, mono, that mutagen reads back."""
    finished = rendered(studio, studio.book(TEXTS), formats=name)
    (output,) = finished.outputs
    media = mutagen.File(output)
    assert (finished.status, output.name) == (Status.COMPLETE, f"A Book.{name}")
    assert media.info.length == pytest.approx(studio.receipt(finished)["seconds"], abs=0.1)
    assert media.info.channels == 1
    assert "A Book" in str(media.tags)


@pytest.mark.parametrize("kbps", [16, 320])
@pytest.mark.parametrize("name", [form.name for form in FORMATS.values() if form.bitrate_kbps])
def test_the_lowest_and_the_highest_bitrate_can_be_written(studio: Studio, name: str, kbps: int) -> None:
    """Opus takes 256 kbit/s at most; nobody should learn that when all is spoken."""
    finished = rendered(studio, studio.book(TEXTS[:1]), formats=name, bitrate_kbps=kbps)
    assert finished.status is Status.COMPLETE


def test_several_formats_are_made_of_one_render(studio: Studio) -> None:
    """Each with a receipt of its own; a format that is asked for later is made of the same takes."""
    book = studio.book(TEXTS)
    first = rendered(studio, book, formats="m4b,flac")
    before = first.outputs[0].stat().st_mtime_ns
    second = rendered(studio, book, formats="m4b,flac,mp3")
    assert [path.name for path in second.outputs] == ["A Book.m4b", "A Book.flac", "A Book.mp3"]
    assert (second.rendered, second.outputs[0].stat().st_mtime_ns) == (0, before)
    assert all(path.with_name(f"{path.name}.receipt.json").exists() for path in second.outputs)


def test_another_format_leaves_what_the_m4b_was_made_of(studio: Studio) -> None:
    """A name corrected after it is still one section to encode, not the whole book."""
    book = studio.book(TEXTS)
    rendered(studio, book)
    folder = project_for(book, "A Book", studio.folders).encoded
    before = sorted(folder.glob("*.aac"))
    rendered(studio, book, formats="m4b,mp3")
    assert sorted(folder.glob("*.aac")) == before != []


@pytest.mark.parametrize("name", ["m4b", "mp3"])
def test_a_file_for_each_chapter_with_a_playlist(studio: Studio, name: str) -> None:
    """Numbered so that they sort in order, each with its own title, and all in a folder."""
    finished = rendered(studio, studio.book(TEXTS), formats=name, split="chapters")
    (folder,) = finished.outputs
    suffix = FORMATS[name].track_suffix
    names = [f"0{n} Chapter {n}{suffix}" for n in (1, 2, 3)]
    assert folder.name == f"A Book ({name})"
    assert sorted(path.name for path in folder.iterdir()) == [*names, "A Book.m3u8"]
    playlist = (folder / "A Book.m3u8").read_text(encoding="utf-8").splitlines()
    assert [line for line in playlist if not line.startswith("#")] == names
    for number, (file, chapter) in enumerate(
        zip(names, studio.receipt(finished)["chapters"], strict=True), 1
    ):
        media = mutagen.File(folder / file)
        assert media.info.length == pytest.approx(chapter["seconds"], abs=0.1)
        assert f"Chapter {number}" in str(media.tags)


def test_files_that_are_out_of_date_go_and_the_listeners_own_stay(studio: Studio) -> None:
    """A book with a chapter less has a file less; what the listener put into the folder is his."""
    book = studio.book(TEXTS)
    (folder,) = rendered(studio, book, formats="mp3", split="chapters").outputs
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    studio.book(TEXTS[:2])
    (again,) = rendered(studio, book, formats="mp3", split="chapters").outputs
    assert again == folder
    names = ["01 Chapter 1.mp3", "02 Chapter 2.mp3", "A Book.m3u8", "notes.txt"]
    assert sorted(path.name for path in folder.iterdir()) == names


def test_files_that_are_out_of_date_go_also_after_a_kill(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A track under its old name beside the new one would be played twice."""
    book = studio.book(TEXTS[:2])
    rendered(studio, book, formats="flac", split="chapters")
    book.write_text(book.read_text("utf-8").replace("Chapter 2", "The End"), "utf-8")
    replace = files.replace

    def killed(source: Path, target: Path) -> None:
        if target.name.startswith("02"):
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(files, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            rendered(studio, book, formats="flac", split="chapters")
    finished = rendered(studio, book, formats="flac", split="chapters")
    names = ["01 Chapter 1.flac", "02 The End.flac", "A Book.m3u8"]
    assert sorted(path.name for path in finished.outputs[0].iterdir()) == names
    assert sorted(studio.receipt(finished)["outputs"]) == [f"A Book (flac)/{name}" for name in names]


def test_a_track_that_only_changed_its_capitals_stays(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On macOS and Windows both names are the same file: here, two links to it."""
    book = studio.book(TEXTS[:1])
    (folder,) = rendered(studio, book, formats="flac", split="chapters").outputs
    book.write_text(book.read_text("utf-8").replace("Chapter 1", "CHAPTER 1"), "utf-8")
    replace = files.replace

    def replaced(source: Path, target: Path) -> None:
        replace(source, target)
        if target.suffix == ".flac":
            (folder / "01 Chapter 1.flac").unlink()
            (folder / "01 Chapter 1.flac").hardlink_to(target)

    monkeypatch.setattr(files, "replace", replaced)
    rendered(studio, book, formats="flac", split="chapters")
    assert (folder / "01 Chapter 1.flac").exists()


def test_a_track_that_was_changed_is_made_again(studio: Studio) -> None:
    """Done means the very files that were made."""
    book = studio.book(TEXTS)
    (folder,) = rendered(studio, book, formats="flac", split="chapters").outputs
    track = folder / "02 Chapter 2.flac"
    whole = track.read_bytes()
    track.write_bytes(whole[:100])
    finished = rendered(studio, book, formats="flac", split="chapters")
    assert (finished.rendered, track.read_bytes()) == (0, whole)


def test_parts_are_files_of_several_chapters(studio: Studio) -> None:
    """Each an M4B with its own chapters; a book that fits into one part is one file."""
    many_words = " ".join(["word"] * 4_000)
    book = studio.book([many_words, many_words, "The end."])
    (folder,) = rendered(studio, book, split="parts", part_hours=0.2).outputs
    first, second = sorted(folder.glob("*.m4b"))
    assert first.name == "01 A Book, part 1.m4b"
    assert [chapter.title for chapter in MP4(second).chapters or ()] == ["Chapter 2", "Chapter 3"]
    (whole,) = rendered(studio, book, split="parts", part_hours=13.0).outputs
    assert whole.name == "A Book.m4b"


def test_wav_and_flac_hold_what_is_heard(studio: Studio) -> None:
    """The two lossless forms are equal sample by sample, chapters end to end."""
    finished = rendered(studio, studio.book(TEXTS), formats="wav,flac")
    wav, flac = (soundfile.read(path, dtype="int16")[0] for path in finished.outputs)
    assert np.array_equal(wav, flac)
    assert len(wav) / 24_000 == pytest.approx(studio.receipt(finished)["seconds"], abs=0.001)


def test_a_wav_above_4_gb_is_made_without_tags(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """After 25 hours of audio: here, a short one with the header of a long one. The receipt says so."""
    long = replace(FORMATS["wav"], coder=("-c:a", "pcm_s16le", "-rf64", "always"))
    monkeypatch.setitem(FORMATS, "wav", long)
    finished = rendered(studio, studio.book(TEXTS), formats="wav")
    assert soundfile.info(finished.outputs[0]).format == "RF64"
    assert any("neither tags nor chapters" in said for said in studio.receipt(finished)["warnings"])


def test_captions_stand_beside_the_first_formats_files(studio: Studio) -> None:
    """Named like the audio, with times from the beginning of each file."""
    finished = rendered(studio, studio.book(TEXTS), formats="mp3,m4b", split="chapters", captions="srt,lrc")
    first, second = finished.outputs
    third = pysubs2.load(str(first / "03 Chapter 3.srt"))
    assert [line.plaintext.replace("\n", " ") for line in third] == [TEXTS[2]]
    assert (first / "03 Chapter 3.lrc").is_file()
    assert not list(second.glob("*.srt"))


def test_formats_of_one_book_share_their_captions(studio: Studio) -> None:
    """The same sentences at the same times, whichever format was made first: no name needs a number."""
    book = studio.book(TEXTS)
    rendered(studio, book, captions="srt")
    for formats in ("mp3", "mp3,m4b", "m4b", "m4b,mp3"):
        finished = rendered(studio, book, formats=formats, captions="srt")
        assert [path.name for path in finished.outputs] == [f"A Book.{name}" for name in formats.split(",")]
    names = {path.name for path in studio.folders.output.iterdir() if path.suffix != ".json"}
    assert names == {"A Book.m4b", "A Book.mp3", "A Book.srt"}


def test_captions_of_a_whole_book_go_on_from_chapter_to_chapter(studio: Studio) -> None:
    """Each sentence inside its chapter's marks."""
    finished = rendered(studio, studio.book(TEXTS), captions="vtt")
    lines = pysubs2.load(str(finished.outputs[0].with_suffix(".vtt")))
    chapters = studio.receipt(finished)["chapters"]
    assert len(lines) == len(chapters)
    for line, chapter in zip(lines, chapters, strict=True):
        assert chapter["start_seconds"] * 1000 <= line.start
        assert line.end <= (chapter["start_seconds"] + chapter["seconds"]) * 1000 + 1
    assert "A Book.vtt" in studio.receipt(finished)["outputs"]


def test_captions_say_what_the_book_says_now(studio: Studio) -> None:
    """Also where that sounds as before: the audiobook is the same, and what is read beside it is not."""
    book = studio.book(["It was Duponte who came."])
    Backend(studio.folders).add_words([new_entry("Duponte", "Dupont")], book)
    rendered(studio, book, captions="vtt")
    studio.book(["It was Dupont who came."])
    finished = rendered(studio, book, captions="vtt")
    assert finished.rendered == 0
    assert "It was Dupont who came." in finished.outputs[0].with_suffix(".vtt").read_text("utf-8")


def test_a_damaged_take_does_not_have_every_other_file_made_twice(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An M4B from the cache needs no take, another format needs them all: what is not begun waits."""
    book = studio.book([f"This is number {number}." for number in range(8)])
    rendered(studio, book)
    take = studio.take_of(book, "1.1")
    content = take.read_bytes()
    take.write_bytes(content[:500] + bytes([content[500] ^ 1]) + content[501:])
    made: list[str] = []

    def noted(*arguments: Any) -> None:
        made.append(arguments[3].name)
        write_stream(*arguments)

    monkeypatch.setattr(workshop, "write_stream", noted)
    finished = rendered(studio, book, formats="flac", split="chapters")
    assert (finished.status, finished.rendered) == (Status.COMPLETE, 1)
    assert set(Counter(made).values()) == {1, 2}


def test_unfinished_files_that_cannot_be_removed_do_not_fail_a_render(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner holds one on Windows; everything is in place by then, and the next render tidies up."""

    def removed(folder: Path, mark: str) -> None:
        if place.partial_place(folder, mark).exists():
            raise DiskError("A file is held", "Close what holds it.")

    monkeypatch.setattr(job, "remove_partials", removed)
    assert rendered(studio, studio.book(TEXTS)).status is Status.COMPLETE


def test_acxs_numbers_are_measured_on_the_encoded_files(studio: Studio) -> None:
    """Chapter by chapter, for the receipt; nobody waits for them who has not asked."""
    book = studio.book([" ".join(["word"] * 120)] * 2)
    finished = rendered(studio, book, formats="mp3", split="chapters", loudness="acx")
    for chapter in studio.receipt(finished)["chapters"]:
        numbers = {line["what"]: line["passes"] for line in chapter["acx"]["lines"]}
        assert numbers["head"]
        assert numbers["tail"]
        assert numbers["digital silence"]
        assert chapter["acx"]["passes"] == all(numbers.values())
    (track, *_) = finished.outputs[0].glob("*.mp3")
    media = mutagen.File(track)
    assert (media.info.sample_rate, media.info.bitrate) == (44_100, 192_000)
    assert studio.receipt(rendered(studio, book))["chapters"][0]["acx"] is None


def test_a_read_along_book_is_made_beside_the_audiobook(studio: Studio) -> None:
    """Of a manifest too: an EPUB that holds the sound of every chapter."""
    book = studio.book(TEXTS)
    finished = rendered(studio, book, read_along=True)
    assert [path.name for path in finished.outputs] == ["A Book.m4b", "A Book (read-along).epub"]
    with zipfile.ZipFile(finished.outputs[1]) as container:
        names = container.namelist()
        sounds = [name for name in names if name.endswith(".m4a")]
        overlays = [container.read(name).decode("utf-8") for name in names if name.endswith(".smil")]
    assert len(sounds) == len(TEXTS)
    assert sum(overlay.count("<audio ") for overlay in overlays) == len(TEXTS)
    again = rendered(studio, book, read_along=True)
    assert (again.rendered, again.outputs) == (0, finished.outputs)


def test_an_output_of_an_earlier_state_is_named(studio: Studio) -> None:
    """A name corrected in the MP3 is still wrong in the M4B beside it: that is said."""
    book = studio.book(TEXTS)
    rendered(studio, book, formats="m4b", read_along=True)
    rendered(studio, book, formats="mp3")
    assert not [event for event in studio.events if isinstance(event, Warned) and "earlier" in event.message]
    studio.book((TEXTS[0], "Another text."))
    rendered(studio, book, formats="mp3")
    said = [event.message for event in studio.events if isinstance(event, Warned)]
    named = [message.split(" is of an earlier state")[0] for message in said if "earlier state" in message]
    assert named == ["A Book.m4b", "A Book (read-along).epub"]
