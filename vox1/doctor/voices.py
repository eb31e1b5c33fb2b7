"""What the doctor says of voice engines, their models and their speed, and of what listens to takes."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vox1.control import Cancelled, Control
from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Finding, good, problem, warning
from vox1.doctor.torches import has_own_packages, setup_command
from vox1.engines.host import EngineHost, NotSpoken, Patience
from vox1.engines.listener import find_ears
from vox1.engines.registry import ENGINES, EngineRow
from vox1.errors import EngineFailed, EngineGaveUp, InputError
from vox1.hardware.advice import advise
from vox1.models.store import InstalledModel, installed
from vox1.paths import environment_python
from vox1.render.keys import VoiceChoice
from vox1.render.voice import choose_model, choose_voice
from vox1.settings import LISTENING_MODEL
from vox1_worker.protocol import Load, Speak

SPEED_SECONDS = 20.0
"""The longest that a measurement may take; what is fast enough is known sooner."""
_ENOUGH_AUDIO_SECONDS = 600.0
_PATIENCE = Patience(load_seconds=100.0, stall_seconds=60.0, silence_seconds=40.0, restarts=0)
_BOOK_HOURS = 10
_PASSAGE = (
    "The harbour was quiet before sunrise, and the first boats had only just begun to move. A woman in a grey"
    " coat stood at the end of the pier, counting the lamps on the other shore. She had counted them every"
    " morning for eleven years, and this morning, for the first time, there was one too many."
)
"""Read to measure the speed; of the length of a usual chunk."""


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast an engine speaks.

    Attributes:
        audio_seconds: What it spoke.
        wall_seconds: How long that took, from the first request on.
    """

    audio_seconds: float
    wall_seconds: float

    @property
    def times_real_time(self) -> float:
        """Seconds of audio for each second of time."""
        return self.audio_seconds / max(self.wall_seconds, 1e-6)


def look(circumstances: Circumstances) -> Iterator[Finding]:
    """Start every engine that is installed, and have the chosen one speak for a while."""
    for row in ENGINES.values():
        if row == circumstances.engine or not row.for_tests:
            yield from _engine(row, circumstances)


def look_at_models(circumstances: Circumstances) -> Iterator[Finding]:
    """Tell which models are there, and which of them are not whole."""
    folder = circumstances.folders.models
    models = installed(circumstances.folders)
    whole = ", ".join(model.name for model in models if model.is_whole)
    if whole:
        yield good("models", f"In {folder}: {whole}.")
    elif not models:
        yield good("models", f"There are no models in {folder}. The draft voice needs none.")
    for model in models:
        if not model.is_whole:
            mend = f"Run `python3 run.py models verify {model.name}` to see what is wrong with it."
            yield warning("models", f"{model.name} is not whole: {model.fault}.", mend)


def look_at_listening(circumstances: Circumstances) -> Iterator[Finding]:
    """Tell whether takes can be listened to; a problem only where the settings ask for it."""
    wanted = circumstances.settings.check_words
    try:
        ears = find_ears(wanted or LISTENING_MODEL, circumstances.device, circumstances.folders)
    except InputError as err:
        if wanted:
            yield problem("word check", f"{err.message}.", err.hint)
        else:
            yield good("word check", f"{err.message}. With it, every take can be listened to.", err.hint)
        return
    yield good("word check", f"Takes can be listened to with {ears.model.name} (--check-words).")


def measure_speed(
    host: EngineHost, row: EngineRow, circumstances: Circumstances, model: InstalledModel | None
) -> Speed | str:
    """Have an engine speak until its speed is known; what went wrong, where it says nothing.

    Raises:
        EngineFailed: It cannot be loaded.
        EngineGaveUp: It breaks down.
    """
    try:
        voice = choose_voice(row, circumstances.settings, "en", model, circumstances.folders)
    except InputError as err:
        return f"{err.message} ({err.hint})"
    control = Control()
    timer = threading.Timer(SPEED_SECONDS, control.cancel)
    with tempfile.TemporaryDirectory(prefix="vox1-doctor-", ignore_cleanup_errors=True) as folder:
        began, spoken, refused = time.monotonic(), 0.0, ""
        timer.start()
        try:
            while spoken < _ENOUGH_AUDIO_SECONDS and not refused:
                for outcome in host.speak(_work(voice, Path(folder)), control):
                    if isinstance(outcome, NotSpoken):
                        refused = outcome.message
                    else:
                        spoken += outcome.take.samples / outcome.take.sample_rate_hz
        except Cancelled:
            pass
        finally:
            timer.cancel()
        return refused or Speed(spoken, time.monotonic() - began)


def _engine(row: EngineRow, circumstances: Circumstances) -> Iterator[Finding]:
    topic, is_chosen = f"voice {row.id}", row == circumstances.engine
    if has_own_packages(row) and not environment_python(row.environment).is_file():
        found = problem if is_chosen else good
        yield found(topic, f"{row.title} is not installed. {row.description}", setup_command(row))
        return
    try:
        model = choose_model(row, circumstances.settings, circumstances.folders)
    except InputError as err:
        found = problem if is_chosen else good
        yield found(topic, f"{err.message}.", err.hint)
        return
    folder = str(model.folder) if model else ""
    load = Load(model=folder, device=circumstances.device, slots=_slots(row, circumstances, model))
    log_path = circumstances.folders.logs / f"{row.id}.log"
    host = EngineHost(row.id, load, log_path, lambda _: None, _PATIENCE)
    try:
        began = time.monotonic()
        loaded = host.loaded(Control())
        seconds = time.monotonic() - began
        yield good(topic, f"{row.title} is ready in {seconds:.1f} seconds, on: {loaded.device}.")
        if is_chosen and circumstances.with_speed:
            yield _speed(row, measure_speed(host, row, circumstances, model))
    except (EngineFailed, EngineGaveUp) as err:
        found = problem if is_chosen else warning
        yield found(topic, f"{err.message}.", err.hint)
    finally:
        host.kill()


def _slots(row: EngineRow, circumstances: Circumstances, model: InstalledModel | None) -> int:
    """How many takes at once are tried: as many as a render would speak."""
    if model is None:
        return row.most_slots
    advice = advise(model.size, circumstances.device, None, circumstances.machine)
    return min(row.most_slots, advice.slots)


def _speed(row: EngineRow, speed: Speed | str) -> Finding:
    slower = "Choose a smaller model or another engine; see what is said of the card above."
    if isinstance(speed, str):
        return problem("speed", f"{row.title} does not speak: {speed}.", "Try another voice or engine.")
    if not speed.audio_seconds:
        return warning(
            "speed", f"{row.title} did not speak one chunk within {speed.wall_seconds:.0f} seconds.", slower
        )
    rate = speed.times_real_time
    said = (
        f"{row.title} spoke {speed.audio_seconds:.0f} seconds of audio in {speed.wall_seconds:.1f}:"
        f" {rate:,.1f} times real time. A book of {_BOOK_HOURS} hours takes about {_time(rate)}."
    )
    return good("speed", said) if rate >= 1 else warning("speed", said, slower)


def _time(rate: float) -> str:
    minutes = _BOOK_HOURS * 60 / rate
    return f"{minutes:.0f} minutes" if minutes < 90 else f"{minutes / 60:.1f} hours"


def _work(voice: VoiceChoice, folder: Path) -> deque[Speak]:
    """As many requests as make a measurement, for an engine of whatever speed."""
    return deque(
        Speak(
            id=str(number),
            key=f"doctor {number}",
            attempt=1,
            seed=number,
            text=_PASSAGE,
            voice=voice.asked,
            style=voice.style,
            language="en",
            settings=voice.settings,
            budget_seconds=voice.engine.budget_seconds(_PASSAGE),
            out_path=str(folder / f"{number}.flac"),
        )
        for number in range(8)
    )
