"""An audition: what a voice sounds like, in about ten seconds."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

import soundfile

from vox1 import files
from vox1.models.catalogue import NARRATOR, Kind
from vox1.models.store import any_model, installed
from vox1.paths import Folders, file_stem
from vox1.script.speech import DEFAULT_LANGUAGE
from vox1.settings import Settings
from vox1.voices import library
from vox1.voices.booth import Booth, Sentence, Speaker, SpokenSentence
from vox1.voices.changes import keep_audition
from vox1.voices.clip import flac_of
from vox1.voices.library import KeptVoice
from vox1.voices.master import language_tag
from vox1.voices.texts import text_for

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Audition:
    """What a voice sounds like.

    Attributes:
        path: A FLAC file.
        seconds: Its length.
        voice: Whose it is, for people.
        reasons: What may be wrong with it, one sentence each.
    """

    path: Path
    seconds: float
    voice: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be heard.

    Attributes:
        settings: With the voice; a master voice's engine and model are chosen for it.
        language: Of what it says, a BCP 47 tag; empty for a master voice's own, else English.
        text: What it says; empty for a text of the language.
        path: Where it goes, a FLAC file; None for a master voice's folder, or else the audiobooks'.
        book: A book file whose lexicon holds; None for that of all books alone.
    """

    settings: Settings
    language: str = ""
    text: str = ""
    path: Path | None = None
    book: Path | None = None


def hold(wish: Wish, booth: Booth) -> Audition:
    """Have a voice speak and write down what it sounds like.

    Args:
        wish: What is to be heard.
        booth: Where it is spoken.

    Raises:
        Vox1Error: There is no such voice, it is damaged, the file is there already, or the disk refuses; see
            `Booth.speak`.
    """
    if wish.path:
        files.check_free(wish.path)  # before it is spoken: a recording or a book may be lost
    master = _master(wish.settings, booth.folders)
    speaker = _speaker(wish, master, booth)
    said = audition(booth, speaker, wish.text)
    if master and wish.path is None:
        place = keep_audition(master, said.samples, said.sample_rate_hz)
    else:
        place = wish.path or booth.folders.output / f"{file_stem(f'Audition of {speaker.voice.title}')}.flac"
        files.write_bytes(place, flac_of(said.samples, said.sample_rate_hz))
    return Audition(place.absolute(), said.seconds, speaker.voice.title, said.reasons)


def hear(wish: Wish, booth: Booth) -> Audition:
    """Return what a voice sounds like, as `hold` does; what was spoken before is not spoken again.

    A master voice without a text of the listener's has one audition, which it was given when it was made or
    first heard. All others are in a folder of their own, under the key that their takes would have in a book.
    One in which something may be wrong is spoken again the next time.

    Args:
        wish: What is to be heard; its path is of no account.
        booth: Where it is spoken.

    Raises:
        Vox1Error: See `hold`.
    """
    wish = replace(wish, path=None)
    master = _master(wish.settings, booth.folders)
    if master and not wish.text:
        return _kept(master.audition, master.name) or hold(wish, booth)
    speaker = _speaker(wish, master, booth)
    text = wish.text or text_for(speaker.language)
    key = speaker.voice.key(booth.speech(speaker).spoken(text)[0], speaker.language)
    place = booth.folders.auditions / f"{key}.flac"
    if kept := _kept(place, speaker.voice.title):
        return kept
    said = audition(booth, speaker, text)
    if said.reasons:
        place = place.with_suffix(".doubtful.flac")
    files.write_bytes(place, flac_of(said.samples, said.sample_rate_hz))
    return Audition(place.absolute(), said.seconds, speaker.voice.title, said.reasons)


def _kept(path: Path | None, title: str) -> Audition | None:
    """An audition that was spoken before; None where there is none that can be heard."""
    if path is None or not path.is_file():
        return None
    try:
        return Audition(path.absolute(), float(soundfile.info(path).duration), title, ())
    except soundfile.SoundFileError as err:
        log.warning("The audition %s is spoken again: %s", path, err)
        return None


def _master(settings: Settings, folders: Folders) -> KeptVoice | None:
    """The master voice that the settings name; a model that does not clone knows other voices by its names.

    Raises:
        InputError: There are several of the name, or there is no such model.
        DiskError: The library cannot be read.
    """
    master = library.named(folders, settings.voice) if settings.voice else None
    if master and settings.model and any_model(folders, settings.model).kind is not Kind.BASE:
        return None
    return master


def _speaker(wish: Wish, master: KeptVoice | None, booth: Booth) -> Speaker:
    """Who is to be heard, in which language.

    Raises:
        Vox1Error: See `Booth.speaker`.
    """
    settings = _with_clone_model(wish.settings, booth.folders) if master else wish.settings
    tongue = master.facts.language if master and master.facts else ""
    language = language_tag(wish.language) if wish.language else tongue or DEFAULT_LANGUAGE
    return booth.speaker(settings, language)


def _with_clone_model(settings: Settings, folders: Folders) -> Settings:
    """The settings with an engine that clones, and a model of it where none is named."""
    clones = (model.name for model in installed(folders) if model.kind is Kind.BASE and model.is_whole)
    return replace(settings, engine=NARRATOR, model=settings.model or next(clones, ""))


def audition(booth: Booth, speaker: Speaker, text: str = "", seed: int = 0) -> SpokenSentence:
    """Have a voice speak, as it would in a book.

    Args:
        booth: Where it is spoken.
        speaker: Of any engine.
        text: What it says; empty for the text of its language.
        seed: Another one is another take.

    Raises:
        Vox1Error: See `Booth.speak`.
    """
    (said,) = booth.speak([Sentence(text or text_for(speaker.language), seed)], speaker)
    return said
