"""git: what state a clone is in, what is new, and the files of a version, without touching those in use."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from vox1_setup.errors import SetupError

_SECONDS = 600.0
"""For one command; fetching a few megabytes over a slow line is the longest."""
_STALLED = ("-c", "http.lowSpeedLimit=100", "-c", "http.lowSpeedTime=30")
"""Gives up on a server that sends less than 100 bytes a second for half a minute."""
_NAMED_FILES = 10
_MISLEADING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE")
_UNFINISHED = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "BISECT_LOG": "bisect",
}
_OFFLINE_SIGNS = (
    "Could not resolve host",
    "Could not resolve hostname",
    "Failed to connect",
    "Connection refused",
    "Connection timed out",
    "Network is unreachable",
    "Operation too slow",
    "early EOF",
    "unexpected disconnect",
    "transfer closed",
    "Empty reply from server",
    "Recv failure",
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What git said.

    Attributes:
        status: Its exit status.
        output: Its standard output.
        complaint: Its standard error.
    """

    status: int
    output: str
    complaint: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clone stands.

    Attributes:
        commit: The version in use.
        branch: The branch it is on.
        remote: Where new versions come from; a dot for this clone itself.
        upstream: The branch there, as git names it here.
    """

    commit: str
    branch: str
    remote: str
    upstream: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Files that differ between two versions, relative to the clone's folder, with slashes.

    Attributes:
        replaced: Both have them.
        added: Only the new one has them.
        removed: Only the old one has them.
    """

    replaced: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repository:
    """A clone of VOX-1.

    Attributes:
        root: Its folder.
    """

    root: Path

    def place(self) -> Place:
        """Say where the clone stands.

        Raises:
            SetupError: It cannot be brought up to date from there: a detached commit, no upstream, no commit,
                something unfinished.
        """
        commit = self._line("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if not commit:
            raise SetupError(
                "this clone of VOX-1 has no version in it", "clone VOX-1 again, into a new folder"
            )
        if unfinished := self._unfinished():
            raise SetupError(
                f"a {unfinished} is under way in this clone",
                "finish it, or give it up, with git",
            )
        branch = self._line("symbolic-ref", "--quiet", "--short", "HEAD")
        if not branch:
            raise SetupError(
                f"this clone is on a single version ({commit[:10]}) and on no branch, so nothing is newer",
                "type: git switch main",
            )
        upstream = self._line("rev-parse", "--symbolic-full-name", "@{upstream}")
        remote = self._line("config", f"branch.{branch}.remote")
        if not remote:
            raise SetupError(
                f"git does not know where new versions of the branch {branch} come from",
                f"type: git branch --set-upstream-to=origin/{branch}",
            )
        return Place(commit, branch, remote, upstream or "@{upstream}")

    def _unfinished(self) -> str:
        """What somebody has begun and not ended, in git's own word; empty if nothing is."""
        for name, word in _UNFINISHED.items():
            place = self._line("rev-parse", "--git-path", name)
            if place and (self.root / place).exists():
                return word
        return ""

    def refuse_local_changes(self) -> None:
        """Let nobody's work be overwritten.

        Raises:
            SetupError: Files of VOX-1 were changed here.
        """
        told = self._demand("status", "--porcelain", "-z", "--untracked-files=no", "--no-renames")
        names = sorted(entry[3:] for entry in told.split("\0") if len(entry) > 3)
        if names:
            raise SetupError(
                f"{len(names)} of VOX-1's own files were changed here, and an update would overwrite them",
                "put them back with: git checkout -- . (your changes are lost then), or keep them for later"
                " with: git stash",
                _listed(names),
            )

    def refuse_in_the_way(self, changes: Changes) -> None:
        """Let no file of the user's be overwritten by a new one of ours.

        Raises:
            SetupError: There are such files.
        """
        going = {name.casefold() for name in changes.removed}
        names = [name for name in changes.added if self._is_in_the_way(name, going)]
        if names:
            raise SetupError(
                "the new version brings files that are already here, and are not VOX-1's",
                "move them to another folder and update again",
                _listed(names),
            )

    def _is_in_the_way(self, name: str, going: set[str]) -> bool:
        """Whether there is something in a new file's place that does not go with the old version.

        Args:
            name: The new file's.
            going: Files that go, in small letters: some systems take README and Readme for one.
        """
        place = self.root / name
        if not os.path.lexists(place) or name.casefold() in going:
            return False
        if place.is_symlink() or not place.is_dir():
            return True
        found = [path for path in place.rglob("*") if not path.is_dir() and "__pycache__" not in path.parts]
        names = {path.relative_to(self.root).as_posix().casefold() for path in found}
        return not names or not names <= going

    def fetch(self, remote: str) -> None:
        """Fetch what is new; it changes no file of the version in use.

        Raises:
            SetupError: It could not be fetched.
        """
        if remote == ".":
            return
        reply = self._run((*_STALLED, "fetch", "--quiet", "--no-tags", remote))
        if not reply.status:
            return
        said = tuple(line for line in reply.complaint.splitlines() if line.strip())[-5:]
        if any(sign in reply.complaint for sign in _OFFLINE_SIGNS):
            raise SetupError(
                "the place that new versions come from cannot be reached",
                "check the internet connection and update again; VOX-1 itself works without it",
                said,
            )
        raise SetupError(
            f"git could not fetch from {remote}", "read what git says above; nothing was changed", said
        )

    def tip(self, place: Place) -> str:
        """Return the newest version there is, or the one in use if none is newer.

        Raises:
            SetupError: The branch is gone, or this clone has versions of its own beside new ones.
        """
        tip = self._line("rev-parse", "--verify", "--quiet", f"{place.upstream}^{{commit}}")
        if not tip:
            raise SetupError(
                f"the branch that {place.branch} follows is not there any more",
                "type: git switch main, or clone VOX-1 again",
            )
        counted = self._demand("rev-list", "--left-right", "--count", f"{place.commit}...{tip}").split()
        own, new = int(counted[0]), int(counted[1])
        if own and new:
            raise SetupError(
                f"this clone has {own} versions of its own, and there are {new} new ones",
                f"bring them together (git rebase {place.upstream}), or clone VOX-1 into a new folder",
            )
        return tip if new else place.commit

    def changes(self, old: str, new: str) -> Changes:
        """List the files that differ between two versions."""
        told = self._demand("diff-tree", "-r", "-z", "--no-renames", "--name-status", old, new)
        words = [word for word in told.split("\0") if word]
        by_kind: dict[str, list[str]] = {}
        for kind, name in zip(words[::2], words[1::2], strict=True):
            by_kind.setdefault(kind, []).append(name)
        added, removed = by_kind.pop("A", []), by_kind.pop("D", [])
        replaced = sorted(name for names in by_kind.values() for name in names)
        return Changes(tuple(replaced), tuple(added), tuple(removed))

    def write_files(self, commit: str, folder: Path, index: Path) -> None:
        """Write all files of a version into a folder, with the line ends that git uses here.

        Args:
            commit: The version.
            folder: Where they go.
            index: A file for git to work with, beside its own.

        Raises:
            SetupError: git could not write them.
        """
        folder.mkdir(parents=True)
        own_index = {"GIT_INDEX_FILE": str(index)}
        self._demand("read-tree", commit, environment=own_index)
        self._demand("checkout-index", "--all", f"--prefix={folder.as_posix()}/", environment=own_index)
        index.unlink(missing_ok=True)

    def count_as(self, commit: str) -> None:
        """Have git count the files as those of a version; it does not touch them.

        Raises:
            SetupError: git refuses.
        """
        self._demand("reset", "--quiet", "--mixed", commit)

    def remove_locks(self) -> None:
        """Remove what a git that was killed has left; only for who knows that no other git is at work."""
        branch = self._line("symbolic-ref", "--quiet", "HEAD")
        for name in ("index.lock", "HEAD.lock", *([f"{branch}.lock"] if branch else [])):
            place = self._line("rev-parse", "--git-path", name)
            (self.root / place).unlink(missing_ok=True)

    def _line(self, *words: str) -> str:
        """The one line that git answers; empty where it answers by its exit status."""
        reply = self._run(words)
        if "dubious ownership" in reply.complaint:
            raise SetupError(
                "git does not trust this folder, because it belongs to another user",
                f"type: git config --global --add safe.directory {self.root.as_posix()}",
            )
        return reply.output.strip() if not reply.status else ""

    def _demand(self, *words: str, environment: dict[str, str] | None = None) -> str:
        reply = self._run(words, environment)
        if reply.status:
            said = tuple(line for line in reply.complaint.splitlines() if line.strip())[-5:]
            raise SetupError(f"git {words[0]} failed", "read what git says above", said)
        return reply.output

    def _run(self, words: tuple[str, ...], environment: dict[str, str] | None = None) -> Reply:
        program = shutil.which("git")
        if program is None:
            raise SetupError(
                "this copy of VOX-1 was made with git, and git is not installed here",
                "install git (git-scm.com) and update again",
            )
        try:
            done = subprocess.run(
                [program, "-c", "core.quotePath=false", "-c", "advice.detachedHead=false", *words],
                cwd=self.root,
                env={**_environment(), **(environment or {})},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except subprocess.TimeoutExpired as err:
            raise SetupError(
                f"git {words[0]} did not end within {_SECONDS / 60:.0f} minutes", "try again later"
            ) from err
        told = done.stdout.decode("utf-8", "surrogateescape")
        return Reply(done.returncode, told, done.stderr.decode("utf-8", "replace"))


def _environment() -> dict[str, str]:
    """Have git answer in English, ask nothing, and work on this clone and no other."""
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    fixed = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    return {"GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=20", **kept, **fixed}


def _listed(names: list[str]) -> tuple[str, ...]:
    more = len(names) - _NAMED_FILES
    return (*names[:_NAMED_FILES], *([f"and {more} more"] if more > 0 else []))
