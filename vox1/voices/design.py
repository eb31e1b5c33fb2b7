"""Design: a voice is made from its description, several times; the one that is liked becomes a clip.

A description is another voice with every text and seed: only a clip of it, cloned like any recording, stays
one voice through a book (the model card, "Voice Design then Clone").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vox1.errors import InputError
from vox1.models.catalogue import CATALOGUE, Kind
from vox1.models.store import InstalledModel, find_model, get_command, installed
from vox1.paths import Folders
from vox1.settings import Settings
from vox1.voices.booth import Booth, Sentence, Speaker, SpokenSentence
from vox1.voices.changes import add_voice
from vox1.voices.library import KeptVoice
from vox1.voices.master import (
    MOST_SEED,
    MasterVoice,
    Origin,
    check_name,
    kept_name,
    language_tag,
    numbered_name,
    tidy,
)
from vox1.voices.texts import text_for

SHORTEST_SECONDS, LONGEST_SECONDS = 8.0, 15.0
"""Of a good clip: shorter ones tell too little of a voice, longer ones make its takes unstable."""


@dataclass(frozen=True, slots=True)
class Design:
    """What kind of voice is wanted.

    Attributes:
        description: In words, in any of the model's languages.
        language: Of what it says, a BCP 47 tag.
        text: What it says; empty for the text of the language.
        tries: How many voices are made of it.
        seed: Of the first; each of the others has the next.
        model: Its name or folder; empty for the one that is installed.
        note: Whose the voices are.
    """

    description: str
    language: str
    text: str = ""
    tries: int = 3
    seed: int = 0
    model: str = ""
    note: str = ""


def checked(design: Design) -> Design:
    """Return a design with its language as a tag, if what is made of it can be kept.

    Raises:
        InputError: There is no such language or seed.
    """
    if not 0 <= design.seed <= MOST_SEED - design.tries:
        raise InputError(f"There is no seed {design.seed}", "Give a number from 0 up.", "bad-seed")
    return replace(design, language=language_tag(design.language))


def design_model(name: str, folders: Folders) -> InstalledModel:
    """Return the model that makes voices from descriptions.

    Args:
        name: Its name or folder; empty for the one that is installed.
        folders: Of this run.

    Raises:
        InputError: There is none, or the one that was named is of another kind.
        DiskError: The folder of models cannot be read.
    """
    if name:
        named = find_model(folders, name)
        if named.kind is not Kind.VOICE_DESIGN:
            raise InputError(
                f"{named.name} does not make voices from descriptions",
                "Leave --model out, or name a VoiceDesign model.",
                "wrong-model",
            )
        return named
    for model in installed(folders):
        if model.kind is Kind.VOICE_DESIGN and model.is_whole:
            return model
    known = next(row.name for row in CATALOGUE.values() if row.kind is Kind.VOICE_DESIGN)
    raise InputError(
        "Making a voice from a description needs a model of its own, and it is not on this computer",
        f"{get_command(known)} fetches it.",
        "no-model",
    )


def designer(booth: Booth, design: Design, settings: Settings) -> Speaker:
    """Return who speaks in described voices.

    Args:
        booth: Where it will be.
        design: What is wanted.
        settings: How the model speaks; its engine, model and voice are of no account.

    Raises:
        Vox1Error: There is no such model, or no description; see `Booth.speaker`.
    """
    found = design_model(design.model, booth.folders)
    chosen = replace(settings, engine=found.engine, model=str(found.folder), voice=design.description)
    return booth.speaker(chosen, design.language)


def make_voices(booth: Booth, design: Design, speaker: Speaker) -> list[SpokenSentence]:
    """Make voices of a description, each a clip with its transcript, in the order of their seeds.

    Args:
        booth: Where they speak.
        design: What is wanted.
        speaker: Of `designer`.

    Raises:
        Vox1Error: See `Booth.speak`.
    """
    text = design.text or text_for(design.language)
    seeds = range(design.seed, design.seed + design.tries)
    made = booth.speak([Sentence(text, seed) for seed in seeds], speaker)
    return [_of_fit_length(one) for one in made]


def _of_fit_length(made: SpokenSentence) -> SpokenSentence:
    """The same, with a word of doubt where it is no good clip for its length."""
    if not made.samples.size or SHORTEST_SECONDS <= made.seconds <= LONGEST_SECONDS:
        return made
    doubt = f"it has {made.seconds:.1f} seconds: best are {SHORTEST_SECONDS:g} to {LONGEST_SECONDS:g}"
    return replace(made, reasons=(*made.reasons, doubt))


@dataclass(frozen=True, slots=True)
class Designed:
    """One voice that was made of a description.

    Attributes:
        seed: Of the try.
        voice: As it is kept; None where no clip of it can be.
        doubts: What may be wrong with it, one sentence each.
    """

    seed: int
    voice: KeptVoice | None
    doubts: tuple[str, ...]


def keep_voices(
    made: Sequence[SpokenSentence], design: Design, speaker: Speaker, name: str, folders: Folders
) -> list[Designed]:
    """Keep the voices that were made of a description as master voices, numbered where there are several.

    Args:
        made: By `make_voices`.
        design: What was wanted.
        speaker: Of `designer`.
        name: Of the voices.
        folders: Of this run.

    Raises:
        InputError: The name cannot be a voice's.
        DiskError: The disk refuses.
        ProjectBusy: Another VOX-1 is changing the master voices.
    """
    name = kept_name(name)
    check_name(name)
    kept = []
    for number, one in enumerate(made, 1):
        facts = MasterVoice(
            name=numbered_name(name, f" {number}") if len(made) > 1 else name,
            language=design.language,
            origin=Origin.DESIGNED,
            source=tidy(design.description),
            model=tidy(speaker.model.name) if speaker.model else "",
            seed=one.sentence.seed,
            note=tidy(design.note),
        )
        kept.append(_kept(one, facts, folders))
    return kept


def _kept(one: SpokenSentence, facts: MasterVoice, folders: Folders) -> Designed:
    if not one.samples.size:
        return Designed(facts.seed, None, one.reasons)
    try:
        return Designed(facts.seed, add_voice(folders, facts, one.samples, one.spoken), one.reasons)
    except InputError as err:  # what the model made of it is no clip
        return Designed(facts.seed, None, (*one.reasons, err.message))
