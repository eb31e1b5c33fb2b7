"""The update: `run.py update`, from looking for a new version to the moment it counts.

Everything is made ready beside what is in use and tried out there. Only then are files moved, and that can
be undone at any point (`switch`). All that it needs is imported here: once files are moved, modules loaded
later would be the new version's.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

from vox1_setup import ask, files, install, lock, news, release, renewal, sources, switch
from vox1_setup import stamp as stamps
from vox1_setup.checkout import Checkout
from vox1_setup.console import report, say
from vox1_setup.errors import SetupError, from_os_error
from vox1_setup.parser import Parser
from vox1_setup.programs import Programs
from vox1_setup.selftest import SelfTest
from vox1_setup.sources import Offer
from vox1_setup.switch import Bench, Switch

SCHEMA = 1
_NOTHING_CHANGED = "nothing was changed"


@dataclass(frozen=True, slots=True)
class Previous:
    """What an update replaced.

    Attributes:
        version: The version that was in use.
        commit: What git calls it; empty without git.
        packages: What was installed in each environment, by the environment's folder.
    """

    version: str
    commit: str
    packages: dict[str, tuple[str, ...]]

    def to_json(self) -> str:
        """Give the record's text."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=1) + "\n"


def update(arguments: Sequence[str], checkout: Checkout) -> int:
    """Bring VOX-1 up to date, and give the exit status.

    Raises:
        SetupError: It stays the version that it is.
        OSError: The system refuses; it stays the version that it is.
    """
    options = _parser().parse_args(arguments)
    source = sources.find(checkout.root)
    with lock.hold(checkout.lock_file):
        offer = source.look()
        if offer is None:
            say(f"VOX-1 is up to date ({release.own_version(checkout.root)})")
            return 0
        if options.check:
            say("a new version is there; to get it: python3 run.py update")
            print(offer.new, flush=True)
            return 0
        checkout.refuse_open_window()
        bench = Bench(checkout.root)
        _refuse_other_disk(bench)
        bench.clear()
        try:
            return _update(Update(checkout, bench, source, offer), agreed=options.yes)
        finally:
            if not bench.journal.exists():
                with suppress(OSError):
                    bench.clear()


def _refuse_other_disk(bench: Bench) -> None:
    """What is on another disk cannot be moved into place at once."""
    for folder in (bench.folder, bench.environments):
        folder.mkdir(parents=True, exist_ok=True)
        if folder.stat().st_dev != bench.root.stat().st_dev:
            raise SetupError(
                f"{folder} is on another disk than VOX-1, so that no update can be made safely",
                "put a folder in the place of the link, and update again",
            )


@dataclass(frozen=True, slots=True)
class Update:
    """An update under way.

    Attributes:
        checkout: The VOX-1 in use.
        bench: Where the new one is prepared.
        source: Where it comes from.
        offer: Which one it is.
    """

    checkout: Checkout
    bench: Bench
    source: sources.Source
    offer: Offer


def _update(wanted: Update, *, agreed: bool) -> int:
    say(f"getting the new version: {wanted.offer.new}")
    changes = wanted.source.write(wanted.offer, wanted.bench)
    _show_news(wanted)
    if not agreed and not _agrees():
        say(f"{_NOTHING_CHANGED}; VOX-1 stays at {wanted.offer.old}")
        return 0
    install.bring(wanted.checkout, wanted.checkout.environment())
    exchanges = renewal.renew(wanted.checkout, Checkout(wanted.bench.new), wanted.bench)
    _try_out(wanted, exchanges)
    commits = (wanted.offer.old_commit, wanted.offer.new_commit)
    change = Switch(changes.replaced, changes.added, changes.removed, exchanges, *commits)
    _switch(wanted, change)
    version, new = release.own_version(wanted.checkout.root), wanted.offer.new
    say(f"VOX-1 is now {version}" if new == version else f"VOX-1 is now {version} ({new})")
    return 0


def _show_news(wanted: Update) -> None:
    lines = news.news(_changelog(wanted.checkout.root), _changelog(wanted.bench.new))
    say(
        f"new in {wanted.offer.new}, since {wanted.offer.old}:"
        if lines
        else "the changelog names nothing new"
    )
    for line in lines:
        say(f"  {line}")


def _changelog(root: Path) -> str:
    with suppress(OSError):
        return (root / "CHANGELOG.md").read_text(encoding="utf-8", errors="replace")
    return ""


def _agrees() -> bool:
    """Ask.

    Raises:
        SetupError: Nobody is there to be asked.
    """
    if not ask.can_ask():
        raise SetupError(
            "nobody is there to be asked whether to update", "to update without being asked: --yes"
        )
    return ask.agrees("Update now?", default=True)


def _try_out(wanted: Update, exchanges: tuple[switch.Exchange, ...]) -> None:
    """Have the new version speak, where it lies.

    Raises:
        SetupError: It does not.
    """
    say("trying the new version out")
    environment = renewal.base_of(wanted.checkout, exchanges)
    programs = _programs(wanted.checkout)
    try:
        SelfTest(wanted.bench.new, environment, programs).all(wanted.bench.folder / "new" / "temp_work")
    except SetupError as err:
        raise SetupError(
            f"the new version does not work here, so {_NOTHING_CHANGED}: {err.message}", err.hint, err.details
        ) from err


def _programs(checkout: Checkout) -> Programs:
    programs = Programs(checkout.root, checkout.log_file)
    programs.begin_log()
    return programs


def _switch(wanted: Update, change: Switch) -> None:
    """Move everything into place, and back where that fails.

    Raises:
        SetupError: The old version is in place again.
    """
    checkout, bench = wanted.checkout, wanted.bench
    files.write_text(bench.previous, _previous(wanted).to_json())
    say("putting it in place; please do not switch the computer off")
    switch.begin(bench, change)
    try:
        switch.carry_out(bench, change)
        SelfTest(checkout.root, checkout.environment(), _programs(checkout)).start()
    except (SetupError, OSError, KeyboardInterrupt) as err:
        _go_back(bench, change, err)
    switch.end(bench)


def _go_back(bench: Bench, change: Switch, reason: SetupError | OSError | KeyboardInterrupt) -> NoReturn:
    """Undo the switch, and say why.

    Raises:
        SetupError: Always.
    """
    if isinstance(reason, OSError):
        report(from_os_error(reason, bench.root))
    elif isinstance(reason, SetupError):
        report(reason)
    switch.undo(bench, change)
    raise SetupError(
        "the new version could not be put in place; VOX-1 is as it was before",
        "close VOX-1 and all that uses its folder, and update again",
    ) from reason


def _previous(wanted: Update) -> Previous:
    root = wanted.checkout.root
    folders = [root / ".venv", *sorted((root / ".venvs").glob("*"))]
    stamps_found = {folder: stamps.read(folder) for folder in folders}
    return Previous(
        version=release.own_version(root),
        commit=wanted.offer.old_commit,
        packages={
            folder.relative_to(root).as_posix(): found.distributions
            for folder, found in stamps_found.items()
            if found
        },
    )


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="run.py update",
        description="Bring VOX-1 up to date. Books, voices, models, takes and settings are left alone; what"
        " does not work here is taken back.",
        allow_abbrev=False,
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--check", action="store_true", help="only print the new version, if there is one")
    return parser
