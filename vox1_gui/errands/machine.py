"""The machine: what it has, what can speak on it, what is wrong with it, and setting engines up."""

from __future__ import annotations

from dataclasses import dataclass

from vox1.doctor.finding import Finding
from vox1.doctor.remedy import Remedy, remedy_for
from vox1.hardware.outlook import Outlook
from vox1.settings import RANGES
from vox1_gui.errands.desk import Desk


@dataclass(frozen=True, slots=True)
class EngineView:
    """A voice engine, or what listens, as the window shows it.

    Attributes:
        id: What the settings call it.
        title: Its name for people.
        description: One sentence for who must choose.
        is_set_up: Whether it can be used.
        environment: What is set up for it; empty where nothing has to be.
        needs_model: Whether it speaks with a model.
        most_slots: How many takes it can speak at once.
        varies: Whether another seed makes another take.
        heeds: Names of the settings that change how it speaks.
    """

    id: str
    title: str
    description: str
    is_set_up: bool
    environment: str
    needs_model: bool = False
    most_slots: int = 1
    varies: bool = False
    heeds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is to speak with.

    Attributes:
        outlook: What the machine has.
        engines: The voice engines.
        listening_fault: Why takes cannot be listened to, and what to do; two empty texts where they can.
        is_listener_set_up: Whether what listens is installed; it may still want its model.
        rules: The rules for speaking, each with what it does, in order.
    """

    outlook: Outlook
    engines: tuple[EngineView, ...]
    listening_fault: tuple[str, str]
    is_listener_set_up: bool
    rules: tuple[tuple[str, str], ...]


def look_around(desk: Desk) -> Surroundings:
    """Return what there is to speak with. May take seconds where a driver is slow to answer."""
    backend = desk.backend
    engines = tuple(
        EngineView(
            id=row.id,
            title=row.title,
            description=row.description,
            is_set_up=row.is_set_up,
            environment=row.environment,
            needs_model=row.needs_model,
            most_slots=row.most_slots,
            varies=row.varies,
            heeds=frozenset(name for name in RANGES if row.heeds(name)),
        )
        for row in backend.engines()
    )
    return Surroundings(
        outlook=backend.outlook(),
        engines=engines,
        listening_fault=backend.listener_fault(),
        is_listener_set_up=backend.is_listener_set_up(),
        rules=tuple(backend.rules().items()),
    )


def set_up(desk: Desk, environment: str) -> None:
    """Set an engine up, telling each line of what is done.

    Raises:
        Cancelled: It was ended; the next time goes on from there.
        EngineFailed: It could not be set up.
    """
    desk.backend.set_up(environment, desk.tell, desk.control)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of the doctor's, with what can be done about it at the press of a button."""

    finding: Finding
    remedy: Remedy | None


def examine(desk: Desk, *, with_speed: bool) -> None:
    """Have this machine examined, telling each finding as it is made.

    Raises:
        Cancelled: It was ended.
    """
    for finding in desk.backend.doctor(None, desk.backend.device(), with_speed=with_speed):
        desk.tell(Found(finding, remedy_for(finding)))
        desk.control.check()
