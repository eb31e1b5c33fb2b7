"""``voices show``: all that is known of a master voice."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from backend import Backend
from vox1.voices.library import KeptVoice
from vox1.voices.master import MasterVoice, Origin
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices.actions import DAMAGED, SCHEMA, add_name, to_json
from vox1_cli.console import Console, clock

_HASH_DIGITS = 16


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    add_name(add_action(actions, "show", _show, "show all that is known of a master voice"))


def _show(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    voice = backend.master_voice(arguments.name)
    books = backend.books_in(voice)
    if console.as_json:
        console.result_json({"schema": SCHEMA, "voice": to_json(voice), "books": list(books)})
    else:
        console.result(voice.name)
        for label, told in _rows(voice):
            console.result(f"  {label:11} {told}")
        for number, title in enumerate(books):
            console.result(f"  {'' if number else 'books':11} {title}")
    return DAMAGED if voice.fault else 0


def _rows(voice: KeptVoice) -> Iterator[tuple[str, str]]:
    if voice.facts is None:
        yield "fault", f"cannot be used: {voice.fault}"
    else:
        yield "made", _making(voice.facts)
        yield "language", voice.facts.language or "not known"
        yield "clip", f"{voice.seconds:.1f} seconds"
        yield "transcript", voice.transcript or "none: only the timbre is cloned"
        yield "note", voice.facts.note or "none"
        yield "hash", voice.voice_hash[:_HASH_DIGITS]
    yield "audition", str(voice.audition or "none yet")
    yield "folder", str(voice.folder)


def _making(facts: MasterVoice) -> str:
    """How a voice was made, in words."""
    if facts.origin is Origin.DESIGNED:
        model = f" by {facts.model}, seed {facts.seed}," if facts.model else ""
        return f"designed{model} from: {facts.source}"
    where = f", from {clock(facts.begins_seconds)} on" if facts.begins_seconds else ""
    return f"cloned from {facts.source or 'a recording'}{where}"
