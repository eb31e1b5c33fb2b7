"""Designs: voices made from a description, of which the listener keeps the best."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vox1.events import ChunkRetried, ChunkSetAside, ChunkSpoken, EngineReady, Event, Warned
from vox1_gui.errands.desk import Desk


@dataclass(frozen=True, slots=True)
class DesignWish:
    """What kind of voice is wanted.

    Attributes:
        description: In words.
        language: Of what it says, a BCP 47 tag.
        tries: How many voices are made.
        seed: Of the first; with another one they are other voices.
        name: Of the voices; numbered where there are several.
        model: Name of the model.
    """

    description: str
    language: str
    tries: int
    seed: int
    name: str
    model: str


@dataclass(frozen=True, slots=True)
class Try:
    """A voice that was made of a description.

    Attributes:
        seed: Of the try.
        name: Under which it is kept; empty where no voice came of it.
        clip: What it sounds like; None where no voice came of it.
        seconds: Its length.
        doubts: What may be wrong with it, one sentence each.
    """

    seed: int
    name: str
    clip: Path | None
    seconds: float
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DesignStep:
    """How far the tries are.

    Attributes:
        done: How many are over.
        is_ready: Whether the model is loaded.
        warning: What is to be known, in one sentence; empty for nothing.
    """

    done: int
    is_ready: bool
    warning: str = ""


def design(desk: Desk, wish: DesignWish) -> tuple[Try, ...]:
    """Make master voices of a description; how far it is, is told.

    Raises:
        Cancelled: It was given up.
        Vox1Error: See `Backend.design_voices`.
    """
    from vox1.hardware.device import chosen_device  # noqa: PLC0415  # the window does not load it
    from vox1.voices.design import Design  # noqa: PLC0415

    done, is_ready = 0, False

    def pass_on(event: Event) -> None:
        nonlocal done, is_ready
        is_ready = is_ready or isinstance(event, EngineReady | ChunkRetried)
        done += isinstance(event, ChunkSpoken | ChunkSetAside)
        desk.tell(DesignStep(done, is_ready, event.message if isinstance(event, Warned) else ""))

    wanted = Design(
        description=wish.description,
        language=wish.language,
        tries=wish.tries,
        seed=wish.seed,
        model=wish.model,
    )
    made = desk.backend.design_voices(wanted, wish.name, pass_on, desk.control, chosen_device())
    return tuple(
        Try(
            one.seed,
            one.voice.name if one.voice else "",
            one.voice.folder / "clip.flac" if one.voice else None,
            one.voice.seconds if one.voice else 0.0,
            one.doubts,
        )
        for one in made
    )


def keep_best(desk: Desk, tries: tuple[str, ...], best: str, name: str) -> str:
    """Keep one of several tries under a name without its number, and remove the others.

    Args:
        desk: Where it is done.
        tries: Names of all.
        best: Name of the one that is kept.
        name: What it is called from now on; where another voice has it, it stays as it is.

    Returns:
        What it is called.

    Raises:
        Vox1Error: The disk refuses; what is left of the tries stays.
    """
    from vox1.errors import InputError  # noqa: PLC0415  # what only this needs

    for other in tries:
        if other != best:
            desk.backend.remove_voice(other)
    try:
        return desk.backend.rename_voice(best, name).name
    except InputError:
        return best
