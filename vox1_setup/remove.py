"""The removal: `run.py remove` takes away what VOX-1 made, and of what is the user's only what they say.

The program's own folder stays: nobody can saw off the branch they sit on, and it may hold more than is known.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vox1_setup import ask, files, lock
from vox1_setup.checkout import Checkout
from vox1_setup.console import say
from vox1_setup.errors import SetupError
from vox1_setup.parser import Parser
from vox1_setup.programs import Programs
from vox1_setup.shortcuts import Shortcuts

_UNITS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))
_CACHES = (".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis")
_MADE_FOR_SETUP = ("temp_work/downloads", "temp_work/update")


@dataclass(frozen=True, slots=True)
class Belongings:
    """Something of the user's that is asked about.

    Attributes:
        key: What scripts call it.
        words: What a question calls it.
        places: Where it is, relative to VOX-1's folder.
        loss: What is lost with it.
    """

    key: str
    words: str
    places: tuple[str, ...]
    loss: str


_BELONGINGS = (
    Belongings("books", "the audiobooks", ("Output",), "they would have to be made again"),
    Belongings("voices", "the voices you keep", ("VOX-Output",), "cloned and designed voices are gone then"),
    Belongings("models", "the models", ("models",), "they would have to be fetched again"),
    Belongings("takes", "takes and projects", ("temp_work",), "books under way begin anew"),
    Belongings(
        "settings",
        "settings and lexicon",
        ("user_settings.json", "lexicon.json", "window.json"),
        "your choices",
    ),
)
_KEYS = tuple(each.key for each in _BELONGINGS)


def remove(arguments: Sequence[str], checkout: Checkout) -> int:
    """Remove what is agreed to, and give the exit status.

    Raises:
        SetupError: Nobody is there to be asked.
        OSError: The system refuses; what is gone is gone, and the rest can be removed again.
    """
    options = _parser().parse_args(arguments)
    if not options.yes and not ask.can_ask():
        raise SetupError("nobody is there to be asked what to remove", "to remove without being asked: --yes")
    checkout.refuse_open_window()
    root = checkout.root
    if not options.yes and not ask.agrees(_first_question(root), default=False):
        say("nothing was removed")
        return 0
    unwanted = [each for each in _BELONGINGS if _is_unwanted(each, root, options)]
    _tell_of_other_folders(root)
    with lock.hold(checkout.lock_file):
        freed = _remove_shortcuts(checkout) + _remove_all(_made_here(root))
        freed += _remove_all(_places(unwanted, checkout))
    if any(each.key == "takes" for each in unwanted):
        _remove_lock(checkout)
    say(f"{_size(freed)} freed; to be rid of the rest, delete the folder {root}")
    return 0


def _first_question(root: Path) -> str:
    size = _size(sum(files.size_bytes(place) for place in _made_here(root)))
    return f"Remove what VOX-1 has installed in {root} ({size}), and its shortcuts?"


def _is_unwanted(each: Belongings, root: Path, options: argparse.Namespace) -> bool:
    """Whether the user gives something away; nothing goes unless they say so."""
    here = [root / place for place in each.places if (root / place).exists()]
    if not here or each.key in options.keep:
        return False
    if options.yes or each.key in options.delete:
        return each.key in options.delete
    size = _size(sum(files.size_bytes(place) for place in here))
    return ask.agrees(f"Delete {each.words} too ({size})? {each.loss.capitalize()}.", default=False)


def _tell_of_other_folders(root: Path) -> None:
    """Name what the settings put elsewhere: it is out of our folder, and stays."""
    with suppress(OSError, ValueError, AttributeError):
        chosen = json.loads((root / "user_settings.json").read_text(encoding="utf-8"))
        for name in ("output_folder", "work_folder"):
            if place := chosen.get(name):
                say(f"{place} stays: it is not in VOX-1's folder")


def _made_here(root: Path) -> list[Path]:
    """What VOX-1 can make again: environments, caches, what the set-up fetched."""
    named = [root / name for name in (".venv", ".venvs", *_CACHES, *_MADE_FOR_SETUP)]
    packages = [folder for folder in root.iterdir() if folder.is_dir() and not folder.name.startswith(".")]
    ours = [folder for folder in packages if (folder / "__init__.py").is_file() and not files.is_link(folder)]
    compiled = [place for folder in ours for place in folder.rglob("__pycache__")]
    return [*named, root / "__pycache__", *compiled]


def _places(unwanted: Iterable[Belongings], checkout: Checkout) -> list[Path]:
    """Where it is; of temp_work what is in it, because the lock that is held is there too."""
    places = [checkout.root / place for each in unwanted for place in each.places]
    work = checkout.lock_file.parent
    if work in places and not files.is_link(work):
        places.remove(work)
        places += [place for place in work.iterdir() if place != checkout.lock_file]
    return places


def _remove_all(places: Iterable[Path]) -> int:
    """Remove files and folders; how many bytes they took."""
    freed = 0
    for place in places:
        freed += files.size_bytes(place)
        files.remove(place)
    return freed


def _remove_shortcuts(checkout: Checkout) -> int:
    checkout.log_file.parent.mkdir(parents=True, exist_ok=True)
    Shortcuts(checkout.root, Programs(checkout.root, checkout.log_file)).remove()
    return 0


def _remove_lock(checkout: Checkout) -> None:
    with suppress(OSError):  # another set-up may hold it again
        checkout.lock_file.unlink(missing_ok=True)
        checkout.lock_file.parent.rmdir()


def _size(size_bytes: int) -> str:
    for unit, name in _UNITS:
        if size_bytes >= unit:
            return f"{size_bytes / unit:.1f} {name}"
    return f"{size_bytes} bytes"


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="run.py remove",
        description="Remove what VOX-1 has installed. Books, voices, models, takes and settings are asked"
        " about one by one, and stay unless you say otherwise; with --yes, unless --delete names them.",
        allow_abbrev=False,
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    listed = ", ".join(_KEYS)
    for name, words in (
        ("--keep", "do not ask about these, and keep them"),
        ("--delete", "delete these too"),
    ):
        parser.add_argument(
            name, action="append", choices=_KEYS, default=[], metavar="WHAT", help=f"{words}: {listed}"
        )
    return parser
