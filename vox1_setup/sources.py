"""The sources of new versions: a clone's upstream, or published releases."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vox1_setup import files, release
from vox1_setup.errors import SetupError
from vox1_setup.git import Changes, Place, Repository
from vox1_setup.switch import Bench

_NAMED_FILES = 10


@dataclass(frozen=True, slots=True)
class Offer:
    """A new version.

    Attributes:
        old: The version in use, as it is shown.
        new: The new one, as it is shown.
        old_commit: What git calls the version in use; empty without git.
        new_commit: What git calls the new one.
        notice: What is published of it; None with git.
    """

    old: str
    new: str
    old_commit: str = ""
    new_commit: str = ""
    notice: release.Notice | None = None


class Source(Protocol):
    """Where new versions come from."""

    def look(self) -> Offer | None:
        """Return the newest version; None where the one in use is.

        Raises:
            SetupError: It cannot be told, or this copy cannot be brought up to date.
        """

    def write(self, offer: Offer, bench: Bench) -> Changes:
        """Write all files of a new version to the bench, and tell which of them differ from those in use.

        Raises:
            SetupError: It is not sound, or would overwrite what is the user's.
            OSError: The system refuses.
        """


def find(root: Path) -> Source:
    """Return where the VOX-1 in a folder gets new versions."""
    return Upstream(root) if (root / ".git").exists() else Releases(root)


@dataclass(frozen=True, slots=True)
class Upstream:
    """What a clone follows.

    Attributes:
        root: The clone's folder.
    """

    root: Path

    def look(self) -> Offer | None:
        """See `Source`."""
        repository = Repository(self.root)
        place = repository.place()
        repository.refuse_local_changes()
        repository.fetch(place.remote)
        tip = repository.tip(place)
        return self._offer(place, tip) if tip != place.commit else None

    def _offer(self, place: Place, tip: str) -> Offer:
        version = release.own_version(self.root)
        return Offer(f"{version} ({place.commit[:10]})", f"{tip[:10]}", place.commit, tip)

    def write(self, offer: Offer, bench: Bench) -> Changes:
        """See `Source`."""
        repository = Repository(self.root)
        changes = repository.changes(offer.old_commit, offer.new_commit)
        release.demand_own([*changes.replaced, *changes.added])
        repository.refuse_in_the_way(changes)
        repository.write_files(offer.new_commit, bench.new, bench.folder / "index")
        release.demand_whole(bench.new)
        return changes


@dataclass(frozen=True, slots=True)
class Releases:
    """What is published.

    Attributes:
        root: The folder VOX-1 lives in.
    """

    root: Path

    def look(self) -> Offer | None:
        """See `Source`."""
        own = release.own_version(self.root)
        notice = release.newest()
        return Offer(own, notice.version, notice=notice) if release.is_newer(notice.version, own) else None

    def write(self, offer: Offer, bench: Bench) -> Changes:
        """See `Source`."""
        listing = release.read_listing(self.root)
        self._refuse_local_changes(listing or {})
        if offer.notice is None:
            raise ValueError("an offer of another source")
        archive = release.fetch(offer.notice, bench.folder)
        release.unpack(archive, bench.new)
        archive.unlink()
        if release.own_version(bench.new) != offer.new:
            raise SetupError("the new version's archive holds another version", "try again later")
        return self._changes(bench.new, listing or {})

    def _refuse_local_changes(self, listing: dict[str, str]) -> None:
        """Let nobody's work be overwritten, as far as can be told: a copy without a list tells nothing."""
        changed = [
            name
            for name, digest in sorted(listing.items())
            if (self.root / name).is_file() and release.file_hash(self.root / name) != digest
        ]
        if changed:
            more = len(changed) - _NAMED_FILES
            raise SetupError(
                f"{len(changed)} of VOX-1's own files were changed here, and an update would overwrite them",
                "move them to another folder, and update again",
                (*changed[:_NAMED_FILES], *([f"and {more} more"] if more > 0 else [])),
            )

    def _changes(self, new: Path, listing: dict[str, str]) -> Changes:
        names = sorted(
            (Path(folder) / name).relative_to(new).as_posix()
            for folder, _, found in os.walk(new)
            for name in found
        )
        added = [name for name in names if not os.path.lexists(self.root / name)]
        shared = [name for name in names if name not in set(added)]
        replaced = [name for name in shared if not _are_alike(self.root / name, new / name)]
        self._refuse_folders(replaced)
        gone = [name for name in sorted(listing) if name not in set(names) and _is_ours(self.root, name)]
        return Changes(tuple(replaced), tuple(added), tuple(gone))

    def _refuse_folders(self, replaced: list[str]) -> None:
        folders = [name for name in replaced if (self.root / name).is_dir()]
        if folders:
            raise SetupError(
                "the new version brings files where folders of yours are",
                "move them to another folder and update again",
                tuple(folders[:_NAMED_FILES]),
            )


def _is_ours(root: Path, name: str) -> bool:
    """Whether a file that an old release lists is there, and is one that a release may have brought."""
    try:
        release.demand_own([name])
    except SetupError:
        return False
    return (root / name).is_file() and not files.is_link(root / name)


def _are_alike(one: Path, other: Path) -> bool:
    return (
        one.is_file()
        and one.stat().st_size == other.stat().st_size
        and release.file_hash(one) == release.file_hash(other)
    )
