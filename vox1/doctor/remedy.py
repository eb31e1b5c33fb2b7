"""A remedy: what of a finding's fix VOX-1 can do by itself, for whoever would rather press a button."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from vox1.doctor.finding import Finding


class Act(str, Enum):
    """What is done."""

    SET_UP = "set-up"
    """An engine, or what listens, is set up."""
    FETCH = "fetch"
    """A model is fetched."""
    VERIFY = "verify"
    """A model is verified."""
    ENGINE = "engine"
    """Another engine is chosen."""
    DEVICE = "device"
    """What engines run on is left to VOX-1."""
    FOLDER = "folder"
    """Another folder is chosen."""
    SETTINGS = "settings"
    """What cannot be used of the settings is replaced by what holds instead."""
    PAGE = "page"
    """A page of the web is opened."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done about a finding.

    Attributes:
        act: What is done.
        object: To what: the name of an environment, a model or an engine, or an address; may be empty.
    """

    act: Act
    object: str = ""


_FIXES: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (Act.SET_UP, re.compile(r"run\.py setup --engine ([\w.-]*\w)")),
    (Act.FETCH, re.compile(r"run\.py models get ([\w.-]*\w)")),
    (Act.VERIFY, re.compile(r"run\.py models verify ([\w.-]*\w)")),
    (Act.FOLDER, re.compile(r"(--work-dir|--output-dir)")),
    (Act.ENGINE, re.compile(r"^--engine ([\w.-]*\w)$")),
    (Act.PAGE, re.compile(r"(https://[^\s)]*[^\s).,;])")),
)
"""What fixes name, as all of ours do, and what is done then; the first that is found counts."""
_BY_TOPIC = {"device": Act.DEVICE, "settings": Act.SETTINGS}


def remedy_for(finding: Finding) -> Remedy | None:
    """Return what can be done about a finding; None where only a person can."""
    if finding.topic in _BY_TOPIC:
        return Remedy(_BY_TOPIC[finding.topic])
    found = ((act, pattern.search(finding.fix)) for act, pattern in _FIXES)
    return next((Remedy(act, match[1]) for act, match in found if match), None)
