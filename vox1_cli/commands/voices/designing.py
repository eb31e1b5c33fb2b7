"""``voices design``: master voices made from a description."""

from __future__ import annotations

import argparse

from backend import Backend
from vox1.control import Control
from vox1.hardware.device import DEVICES
from vox1.voices.design import Design, Designed
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices.actions import SCHEMA, to_json
from vox1_cli.console import Console
from vox1_cli.interrupts import interrupts
from vox1_cli.progress import Sentences

_NONE = 1
"""Exit status where no voice came of it."""
_MOST_TRIES = 9


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "design",
        _design,
        "make a master voice from a description",
        " Every try is another voice: listen to them, keep the one you like and remove the others. It is then"
        " cloned like any other, so that a whole book stays in one voice. Needs the VoiceDesign model.",
    )
    parser.add_argument(
        "description", metavar="DESCRIPTION", help='such as "A calm old woman with a low, warm voice"'
    )
    parser.add_argument(
        "--name", required=True, metavar="N", help="of the voice; with several tries they get numbers"
    )
    parser.add_argument("--language", default="en", metavar="L", help="what it speaks (en)")
    parser.add_argument(
        "--tries",
        type=int,
        choices=range(1, _MOST_TRIES + 1),
        default=3,
        metavar="1-9",
        help="voices to make (3)",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another one makes other voices (0)")
    parser.add_argument("--text", default="", metavar="WORDS", help="what it says, of 8 to 15 seconds")
    parser.add_argument("--model", default="", metavar="NAME", help="a VoiceDesign model, or its folder")
    parser.add_argument("--device", choices=DEVICES, help="what the model runs on (DEVICE, auto)")
    parser.add_argument("--note", default="", metavar="TEXT", help="to be kept with the voice")


def _design(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    design = Design(
        description=arguments.description,
        language=arguments.language,
        text=arguments.text,
        tries=arguments.tries,
        seed=arguments.seed,
        model=arguments.model,
        note=arguments.note,
    )
    control, device = Control(), backend.device(arguments.device)
    with interrupts(control, console, "No voice was made."), Sentences(console, arguments.tries) as shown:
        made = backend.design_voices(design, arguments.name, shown.show, control, device)
    if console.as_json:
        console.result_json({"schema": SCHEMA, "voices": [_to_json(one) for one in made]})
    else:
        for one in made:
            _show(one, console)
    return 0 if any(one.voice for one in made) else _NONE


def _show(one: Designed, console: Console) -> None:
    if one.voice:
        console.result(
            f"“{one.voice.name}”: {one.voice.seconds:.1f} seconds, {one.voice.folder / 'clip.flac'}"
        )
    else:
        console.result(f"seed {one.seed}: no voice came of it")
    for doubt in one.doubts:
        console.note(f"warning: seed {one.seed}: {doubt}")


def _to_json(one: Designed) -> dict[str, object]:
    return {
        "seed": one.seed,
        "voice": to_json(one.voice) if one.voice else None,
        "doubts": list(one.doubts),
    }
