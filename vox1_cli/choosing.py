"""Choosing: the options of a render that several commands share, and the settings that follow from them."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path

from vox1 import settings as user_settings
from vox1.errors import InputError
from vox1.hardware.device import DEVICES, chosen_device
from vox1.outputs.division import Split
from vox1.outputs.formats import FORMATS
from vox1.render.job import RenderOptions
from vox1.settings import LISTENING_MODEL, Settings
from vox1_cli.console import Console
from vox1_cli.reading import reading_options

_MOST_SLOTS = 3
_MOST_CHAPTERS = 100_000
_NAMED = (
    *("engine", "model", "voice", "style", "speed", "rules_off", "loudness"),
    *("formats", "split", "part_hours", "bitrate_kbps", "captions", "read_along"),
    *("batch_size", "seed", "chunk_characters"),
)
"""Settings that the command line may change for one render."""
_PAUSES = ("sentence", "paragraph", "scene", "heading", "chapter")
_OPTIONS = {"formats": "--format", "bitrate_kbps": "--bitrate"}
"""Of settings whose options are not called as they are."""


def add_voice(parser: argparse.ArgumentParser) -> None:
    """Say how it may be chosen who speaks, how, and on what."""
    parser.add_argument("--engine", metavar="E", help="the voice engine; `engines` lists them")
    parser.add_argument("--model", metavar="NAME", help="the model, or its folder; `models list` lists them")
    parser.add_argument(
        "--voice",
        metavar="V",
        help="the voice: its name (`voices list`), or what the model asks for: a recording, a description",
    )
    parser.add_argument("--style", metavar="TEXT", help="how to speak, for models that take direction")
    parser.add_argument("--speed", type=float, metavar="X", help="speaking rate, 0.5 to 2 (1)")
    parser.add_argument(
        "--rules-off", metavar="R,S", help="leave these rules for speaking out; `rules` lists them"
    )
    parser.add_argument(
        "--batch-size",
        type=int,
        choices=range(_MOST_SLOTS + 1),
        help="takes at once; 0 leaves it to the card (0)",
    )
    parser.add_argument("--device", choices=DEVICES, help="what the engine runs on (DEVICE, auto)")
    parser.add_argument("--seed", type=int, metavar="N", help="base seed of all takes (0)")
    parser.add_argument(
        "--chunk-characters",
        type=int,
        metavar="N",
        help="the longest text that is spoken in one go, 100 to 400 characters; 0 for what suits engine and"
        " card (0)",
    )


def add_checking(parser: argparse.ArgumentParser) -> None:
    """Say how takes may be listened to."""
    parser.add_argument(
        "--check-words",
        nargs="?",
        const="",
        metavar="MODEL",
        help="listen to every take with the recogniser in models/MODEL, and compare its words with the text"
        f" ({LISTENING_MODEL}); needs `python3 run.py setup --engine asr`. Off unless your settings name one",
    )
    parser.add_argument(
        "--no-check-words", action="store_true", help="no word check, whatever your settings say"
    )


def add_outputs(parser: argparse.ArgumentParser) -> None:
    """Say what can be made of a book."""
    outputs = parser.add_argument_group("what is made")
    kinds = "; ".join(f"{form.name}: {form.about}" for form in FORMATS.values())
    outputs.add_argument(
        "--format",
        dest="formats",
        metavar="F,G",
        help=f"one or more of {', '.join(FORMATS)} (m4b). {kinds[0].upper()}{kinds[1:]}",
    )
    outputs.add_argument(
        "--split",
        metavar="HOW",
        choices=[split.value for split in Split],
        help="book: one file (the default); chapters: a folder with a file for each, and a playlist; parts:"
        " as few files as can be, none longer than --part-hours",
    )
    outputs.add_argument(
        "--part-hours",
        type=float,
        metavar="H",
        help="the longest that a part may be (23, as Apple asks; 13 for old players)",
    )
    own = ", ".join(f"{form.name} {form.bitrate_kbps}" for form in FORMATS.values() if form.bitrate_kbps)
    outputs.add_argument(
        "--bitrate",
        dest="bitrate_kbps",
        type=int,
        metavar="N",
        help=f"in kbit/s, 16 to 320; without it {own}",
    )
    outputs.add_argument(
        "--captions",
        metavar="F,G",
        help="write captions beside the audiobook: srt and vtt (players of films), lrc (players of music)",
    )
    outputs.add_argument(
        "--read-along",
        action=argparse.BooleanOptionalAction,
        help="make a read-along EPUB too, in which each sentence lights up as it is heard: of the book's own"
        " EPUB, or a new one where the book is of another kind. Off unless your settings say so",
    )
    _add_sound(outputs)


def _add_sound(outputs: argparse._ArgumentGroup) -> None:
    """Say how it may sound, whatever it is written as."""
    outputs.add_argument(
        "--loudness",
        metavar="L",
        help="how loud each chapter is made: personal (-18 LUFS), podcast (-16 LUFS), broadcast (-23 LUFS),"
        " acx (the numbers that ACX checks: RMS, peaks, room tone at both ends), off (as it was spoken), or a"
        " number of LUFS such as -20 (personal)",
    )
    outputs.add_argument(
        "--pause",
        action="append",
        metavar="KIND=MS",
        help=f"how long the silence is after a {', '.join(_PAUSES[:-1])} or {_PAUSES[-1]}, in milliseconds,"
        " such as paragraph=700; may be repeated",
    )


def chosen_options(arguments: argparse.Namespace, path: Path, console: Console) -> RenderOptions:
    """Return the render that the command line asks for, and say what is wrong with the user's settings.

    Args:
        arguments: Of the command line.
        path: Of the user's settings.
        console: Told of settings that are passed over.

    Raises:
        InputError: A value is out of range, or is not understood.
    """
    settings, warnings = user_settings.load(path)
    for warning in warnings:
        console.note(f"warning: {warning}")
    return replace(
        RenderOptions.chosen(arguments.book, chosen_settings(arguments, settings)),
        device=chosen_device(arguments.device, settings.device),
        chapters=chapter_numbers(arguments.chapters),
        reading=reading_options(arguments, audit=True),
    )


def chosen_settings(arguments: argparse.Namespace, settings: Settings) -> Settings:
    """Return the user's settings with what the command line changed; not every command has every option.

    Raises:
        InputError: A value is out of range.
    """
    named = {name: getattr(arguments, name, None) for name in _NAMED}
    changes = {name: value for name, value in named.items() if value is not None}
    if getattr(arguments, "check_words", None) is not None:
        changes["check_words"] = arguments.check_words or settings.check_words or LISTENING_MODEL
    if getattr(arguments, "no_check_words", False):
        changes["check_words"] = ""
    for written in getattr(arguments, "pause", None) or ():
        changes.update(_pause(written))
    changed, warnings = user_settings.with_changes(settings, changes)
    if warnings:
        message = re.sub(r"^Setting (\w+) =", _option, warnings[0].split(";")[0])
        raise InputError(message, "See `python3 run.py render --help`.", "bad-option")
    return changed


def _option(setting: re.Match[str]) -> str:
    """What a setting is called on the command line."""
    name = setting[1]
    kind = name.removesuffix("_pause_ms")
    return f"--pause {kind}" if kind in _PAUSES else _OPTIONS.get(name, f"--{name.replace('_', '-')}")


def _pause(written: str) -> dict[str, int]:
    """The setting that ``paragraph=700`` changes.

    Raises:
        InputError: It is written otherwise.
    """
    kind, _, length = written.partition("=")
    if kind not in _PAUSES or not re.fullmatch(r"\d{1,6}", length):
        hint = f"Write it like paragraph=700; the kinds are {', '.join(_PAUSES)}."
        raise InputError(f"The pause {written!r} is not understood", hint, "bad-option")
    return {f"{kind}_pause_ms": int(length)}


def chapter_numbers(text: str | None) -> frozenset[int] | None:
    """Return the chapter numbers that ``1-3,7`` means; None for None.

    Raises:
        InputError: It is written otherwise.
    """
    if text is None:
        return None
    numbers: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part)
        if not match or int(match[2] or match[1]) - int(match[1]) not in range(_MOST_CHAPTERS):
            raise InputError(f"Chapters {text!r} are not understood", "Write them like 1-3,7.", "bad-option")
        numbers.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(numbers)
