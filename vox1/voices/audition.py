"""An audition: what a voice sounds like, in about ten seconds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from vox1 import files
from vox1.models.catalogue import NARRATOR, Kind
from vox1.models.store import installed
from vox1.paths import Folders, file_stem
from vox1.script.speech import DEFAULT_LANGUAGE
from vox1.settings import Settings
from vox1.voices import library
from vox1.voices.booth import Booth, Sentence, Speaker, SpokenSentence
from vox1.voices.changes import keep_audition
from vox1.voices.clip import flac_of
from vox1.voices.master import language_tag
from vox1.voices.texts import text_for


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
    """

    settings: Settings
    language: str = ""
    text: str = ""
    path: Path | None = None


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
    master = library.named(booth.folders, wish.settings.voice) if wish.settings.voice else None
    settings = _with_clone_model(wish.settings, booth.folders) if master else wish.settings
    tongue = master.facts.language if master and master.facts else ""
    language = language_tag(wish.language) if wish.language else tongue or DEFAULT_LANGUAGE
    speaker = booth.speaker(settings, language)
    said = audition(booth, speaker, wish.text)
    if master and wish.path is None:
        place = keep_audition(master, said.samples, said.sample_rate_hz)
    else:
        place = wish.path or booth.folders.output / f"{file_stem(f'Audition of {speaker.voice.title}')}.flac"
        files.write_bytes(place, flac_of(said.samples, said.sample_rate_hz))
    return Audition(place.absolute(), said.seconds, speaker.voice.title, said.reasons)


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
