"""The hub: which files a model has, what each of them holds, and where it is to be fetched.

The only module that talks to huggingface_hub, which is imported where it is needed: it takes half a second.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from vox1.control import Control
from vox1.errors import InputError
from vox1.models import trouble
from vox1.models.background import in_background
from vox1.models.fingerprint import DigestKind, Promised
from vox1.models.names import first_clash, is_ours, is_portable
from vox1.models.patience import Patience, Tries
from vox1.models.record import is_digest
from vox1.models.trouble import Interrupted
from vox1.version import VERSION

if TYPE_CHECKING:
    from huggingface_hub.hf_api import ModelInfo, RepoSibling

HUB = "https://huggingface.co"
_MOST_FILES = 1_000
_QUICK_TRIES = 2
"""A hub that does not answer at all is said soon; one that stops in the middle is waited for."""
_TRUE = {"1", "on", "yes", "true"}


@dataclass(frozen=True, slots=True)
class Hub:
    """Where models come from.

    Attributes:
        address: Of the hub or the mirror, without a slash at the end.
        token: The user's access token; empty for none, and for every mirror.
    """

    address: str
    token: str = ""

    @property
    def host(self) -> str:
        """Its name for people."""
        return urlsplit(self.address).netloc

    @property
    def headers(self) -> Mapping[str, str]:
        """What every request says."""
        said = {"User-Agent": f"vox1/{VERSION}", "Accept-Encoding": "identity"}
        return {**said, "Authorization": f"Bearer {self.token}"} if self.token else said

    def url(self, repo: str, commit: str, path: str) -> str:
        """Return where a file is fetched."""
        return f"{self.address}/{repo}/resolve/{commit}/{quote(path)}"


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a model.

    Attributes:
        repo: Its place on the hub.
        commit: Which version of it.
        files: What the hub says of each file, by its path with slashes.
    """

    repo: str
    commit: str
    files: Mapping[str, Promised]

    @property
    def size_bytes(self) -> int:
        """How much there is to fetch."""
        return sum(promised.size_bytes for promised in self.files.values())


def choose_hub(mirror: str, setting: str, environment: Mapping[str, str] = os.environ) -> Hub:
    """Return where models are to come from: as named for this run, by the environment, or in the settings.

    A token is for the hub itself, and is shown to nobody else.

    Args:
        mirror: Address that was named for this run; empty for none.
        setting: Address in the settings; empty for none.
        environment: Where HF_ENDPOINT may be set, as huggingface_hub has it.

    Raises:
        InputError: It is no address.
    """
    address = (mirror or environment.get("HF_ENDPOINT", "") or setting or HUB).strip().rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise InputError(f"{address} is no address of a mirror", f"Write it like {HUB}.", "bad-mirror")
    if "@" in parts.netloc:  # it would stand in records, logs and messages
        raise InputError(
            "The address of the mirror holds a name or a password",
            "Leave them out of it: VOX-1 does not use them.",
            "bad-mirror",
        )
    return Hub(address, "" if address != HUB else _token())


def is_offline(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment forbids going on the network, as huggingface_hub has it."""
    return environment.get("HF_HUB_OFFLINE", "").strip().lower() in _TRUE


def list_files(repo: str, hub: Hub, tries: Tries, control: Control, patience: Patience) -> Listing:
    """Return a model's files.

    Args:
        repo: Its place on the hub.
        hub: Whom to ask.
        tries: What becomes of an answer that does not come.
        control: Ends the waiting.
        patience: How long an answer may take.

    Raises:
        Cancelled: The waiting was ended.
        DownloadFailed: There is no answer, or none that is understood.
    """
    while True:
        try:
            return in_background(lambda: _ask(repo, hub, patience), control)
        except Interrupted as err:
            tries.failed(err)


def quick(patience: Patience) -> Patience:
    """Return the patience for a first question."""
    return Patience(patience.stall_seconds, patience.waits_seconds[:_QUICK_TRIES])


def _ask(repo: str, hub: Hub, patience: Patience) -> Listing:
    """Ask for a model's files.

    Raises:
        Interrupted: The hub is in trouble, or cannot be reached.
        DownloadFailed: It refuses, or its answer makes no sense.
    """
    import requests  # noqa: PLC0415
    from huggingface_hub import HfApi  # noqa: PLC0415
    from huggingface_hub.errors import OfflineModeIsEnabled  # noqa: PLC0415

    logging.getLogger("huggingface_hub").handlers.clear()  # it writes to standard error
    api = HfApi(endpoint=hub.address, token=hub.token or False, user_agent=f"vox1/{VERSION}")
    try:
        return _listing(repo, api.model_info(repo, files_metadata=True, timeout=patience.stall_seconds), hub)
    except OfflineModeIsEnabled as err:
        raise trouble.offline(repo) from err
    except requests.HTTPError as err:
        if err.response is None:
            raise trouble.unreachable(err, hub, repo) from err
        raise trouble.answered(err.response.status_code, err.response.headers, hub, repo) from err
    except (ValueError, KeyError, TypeError, AttributeError) as err:
        raise trouble.no_hub(hub, "its answer is not understood") from err
    except OSError as err:  # requests' errors are such
        raise trouble.unreachable(err, hub, repo) from err


def _listing(repo: str, told: ModelInfo, hub: Hub) -> Listing:
    """What a hub told, if all of it can be relied on.

    Raises:
        DownloadFailed: Something is missing, or a file may not be written here.
    """
    commit, siblings = told.sha, told.siblings
    if not isinstance(commit, str) or not re.fullmatch(r"[0-9a-f]{7,64}", commit) or not siblings:
        raise trouble.no_hub(hub, "it does not say which files the model has")
    if len(siblings) > _MOST_FILES:
        raise trouble.no_hub(hub, f"it lists {len(siblings):,} files")
    for sibling in siblings:
        if not is_portable(sibling.rfilename) or is_ours(sibling.rfilename):
            raise trouble.bad_name(sibling.rfilename, hub, repo)
    wanted = [s for s in siblings if not any(part.startswith(".") for part in s.rfilename.split("/"))]
    if clash := first_clash(sibling.rfilename for sibling in wanted):
        raise trouble.bad_name(clash, hub, repo)
    return Listing(repo, commit, {s.rfilename: _promised(s, hub) for s in wanted})


def _promised(sibling: RepoSibling, hub: Hub) -> Promised:
    lfs: Any = sibling.lfs
    size_bytes: Any = lfs.size if lfs else sibling.size
    kind = DigestKind.SHA256 if lfs else DigestKind.GIT_SHA1
    digest: Any = lfs.sha256 if lfs else sibling.blob_id
    is_size = isinstance(size_bytes, int) and not isinstance(size_bytes, bool) and size_bytes >= 0
    if not is_size or not is_digest(digest, kind):
        raise trouble.no_hub(hub, f"it does not say the size and the hash of {sibling.rfilename}")
    return Promised(size_bytes, kind, digest)


def _token() -> str:
    from huggingface_hub import get_token  # noqa: PLC0415

    return get_token() or ""
