"""The booth: single sentences are spoken here, outside of any book."""

from __future__ import annotations

import logging
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vox1 import events
from vox1.control import Control
from vox1.engines.host import EngineHost, NotSpoken, Patience, Spoken
from vox1.engines.registry import engine_row
from vox1.engines.standby import Standby, Started
from vox1.errors import EngineFailed, InputError
from vox1.hardware.advice import advise, fits_beside
from vox1.models.catalogue import Kind
from vox1.models.store import InstalledModel
from vox1.models.verify import weights_hash
from vox1.paths import Folders
from vox1.projects.lexicons import lexicon_of
from vox1.projects.project import Project
from vox1.render.judge import Judge
from vox1.render.keys import VoiceChoice, attempt_seed
from vox1.render.takes import StoredTake, TakeStore
from vox1.render.verdict import Standing
from vox1.render.voice import choose_model, choose_voice
from vox1.script.speech import Speech
from vox1.settings import Settings
from vox1_worker.protocol import Load, Speak

log = logging.getLogger(__name__)

_TRIES = 3
"""Takes of one sentence before the best of them is used, as in a book."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks.

    Attributes:
        voice: The choice, with the hash of the model's weights.
        language: A BCP 47 tag, resolved.
        model: To speak with, for an engine that needs one.
        rules_off: Names of the rules for speaking that are switched off, besides those the engine needs not.
    """

    voice: VoiceChoice
    language: str
    model: InstalledModel | None = None
    rules_off: frozenset[str] = frozenset()

    @property
    def is_described(self) -> bool:
        """Whether the voice is made from a description, and so is another one with every seed."""
        return self.model is not None and self.model.kind is Kind.VOICE_DESIGN


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is to be said.

    Attributes:
        text: As written; no longer than a chunk of a book.
        seed: Base seed: with another one the same text is another take.
    """

    text: str
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class SpokenSentence:
    """What became of a sentence.

    Attributes:
        sentence: What was to be said.
        spoken: Its text as said: the transcript of the samples.
        samples: Mono, of the best take; empty where none could be had.
        sample_rate_hz: Of the samples.
        reasons: What may be wrong with it, one sentence each; empty for a good take.
        tries: How many takes were made.
    """

    sentence: Sentence
    spoken: str
    samples: npt.NDArray[np.int16]
    sample_rate_hz: int
    reasons: tuple[str, ...]
    tries: int

    @property
    def seconds(self) -> float:
        """Length of the samples."""
        return len(self.samples) / self.sample_rate_hz


@dataclass(frozen=True, slots=True)
class Booth:
    """Where single sentences are spoken, by an engine that ends with them or stands by for the next.

    Attributes:
        folders: Of this run; nothing of what is spoken is kept in them.
        emit: Told what happens; the place of a sentence is its number, from 1.
        control: Ends the work, if it is cancelled.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        patience: How long the engine is waited for; None for the usual.
        book: The project of a book whose lexicon holds too; None for that of all books alone.
        standby: Has the engine for the next sentence; by default it keeps none.
    """

    folders: Folders
    emit: Callable[[events.Event], None]
    control: Control
    device: str = "auto"
    patience: Patience | None = None
    book: Project | None = None
    standby: Standby = field(default_factory=lambda: Standby(0.0))

    def speaker(self, settings: Settings, language: str) -> Speaker:
        """Return who speaks by the settings; a model's files are hashed where they never were.

        Raises:
            Cancelled: It was ended meanwhile.
            InputError: There is no such engine, model or voice.
            DiskError: A file cannot be read, or a reference clip cannot be kept.
            ModelDamaged: The model's files are not what they should be.
        """
        row = engine_row(settings.engine)
        model = choose_model(row, settings, self.folders)
        voice = choose_voice(row, settings, language, model, self.folders)
        weights = weights_hash(model, self.emit, self.control) if model else ""
        return Speaker(replace(voice, weights=weights), language, model, settings.switched_off)

    def speak(self, sentences: Sequence[Sentence], speaker: Speaker) -> list[SpokenSentence]:
        """Speak sentences and return what became of each, in their order.

        Each take is judged as it would be in a book, and made again with another seed where it is no good.
        Where an engine breaks down on a sentence, the others are spoken all the same.

        Raises:
            Cancelled: It was ended meanwhile.
            InputError: The engine has no such voice, or no room beside a render.
            EngineFailed: The engine cannot be loaded, or not one sentence could be spoken.
            EngineGaveUp: It breaks down again and again.
            DiskError: There is no room for the takes, or the lexicon is damaged.
        """
        if not sentences:
            return []
        with tempfile.TemporaryDirectory(prefix="vox1-booth-", ignore_cleanup_errors=True) as scratch:
            session = _Session(sentences, speaker, self, Path(scratch))
            with self._engine(speaker, len(session.work)) as host:
                for outcome in host.speak(session.work, self.control):
                    session.settle(outcome)
                return session.spoken()

    def speech(self, speaker: Speaker) -> Speech:
        """Return how a speaker reads what is written, with the lexicon of all books and that of the book.

        Raises:
            DiskError: The lexicon is damaged.
        """
        without = speaker.voice.engine.reads_itself | speaker.rules_off
        return Speech(speaker.language, lexicon_of(self.book, self.folders), without)

    def _engine(self, speaker: Speaker, sentences: int) -> AbstractContextManager[EngineHost]:
        voice, model = speaker.voice, speaker.model
        slots = voice.engine.most_slots
        if model and self.standby.is_away and not fits_beside(model.size, self.device):
            raise InputError(
                "The card is at work, and has no room for a second narrator beside it",
                "Hear it when the card is done. Takes that are spoken already can be heard now.",
                "card-busy",
            )
        if model:
            advice = advise(model.size, self.device, None)
            slots = min(slots, advice.slots)
            for warning in advice.warnings:
                self.emit(events.Warned(warning))
        load = Load(
            model=str(model.folder) if model else "",
            device=self.device,
            slots=max(1, min(slots, sentences)),
            weights=voice.weights,
        )
        log_path = self.folders.logs / f"{voice.engine.id}.log"
        started = Started(voice.engine.id, load)

        def start() -> EngineHost:
            return EngineHost(voice.engine.id, load, log_path, self.emit, self.patience)

        return self.standby.engine(started, start, self.emit, self.control)


@dataclass(slots=True)
class _Turn:
    """One sentence's way to its take.

    Attributes:
        place: Its number, from 1.
        key: Of its takes.
        spoken: Its text as said.
        tries: Takes asked for so far.
        take: The best that can be heard so far.
        reason: Why the last try came to nothing, if it did.
    """

    place: str
    key: str
    spoken: str
    tries: int = 0
    take: StoredTake | None = None
    reason: str = ""


class _Session:
    """The sentences of one call, and their takes in a folder that goes with it.

    Attributes:
        work: Requests to be spoken.
    """

    def __init__(self, sentences: Sequence[Sentence], speaker: Speaker, booth: Booth, scratch: Path) -> None:
        self.work: deque[Speak] = deque()
        self._sentences = sentences
        self._speaker = speaker
        self._booth = booth
        self._store = TakeStore(scratch)
        # What was learned of a described voice says nothing of this one.
        self._norms = replace(booth.folders, work=scratch) if speaker.is_described else booth.folders
        self._turns: dict[str, _Turn] = {}
        self._keys: list[str] = []
        self._queue()

    def _queue(self) -> None:
        """Queue every sentence once: the same text with the same seed is the same take."""
        speaker = self._speaker
        speech = self._booth.speech(speaker)
        for number, sentence in enumerate(self._sentences, 1):
            spoken = speech.spoken(sentence.text)[0]
            key = replace(speaker.voice, seed=sentence.seed).key(spoken, speaker.language)
            self._keys.append(key)
            if key not in self._turns:
                self._turns[key] = _Turn(str(number), key, spoken)
                self.work.append(self._request(self._turns[key]))

    def settle(self, outcome: Spoken | NotSpoken) -> None:
        """Judge a take, and ask for another where it is no good and there may be one.

        Raises:
            InputError: The engine has no such voice.
        """
        turn = self._turns[outcome.request.key]
        if isinstance(outcome, NotSpoken):
            turn.reason = self._refused(outcome)
        else:
            self._judge(turn, outcome)
        is_good = turn.take is not None and turn.take.standing is Standing.GOOD
        if is_good or not self._may_try_again(turn, outcome):
            self._tell(turn)
            return
        self._booth.emit(events.ChunkRetried(turn.place, turn.tries, turn.reason))
        self.work.appendleft(self._request(turn))

    def spoken(self) -> list[SpokenSentence]:
        """Return what became of each sentence, in their order.

        Raises:
            EngineFailed: Not one of them can be heard.
        """
        rates = [turn.take.sample_rate_hz for turn in self._turns.values() if turn.take]
        if not rates:
            why = "; ".join(dict.fromkeys(turn.reason for turn in self._turns.values()))
            raise EngineFailed(f"Nothing could be spoken: {why}", "Try another voice, text or engine.")
        pairs = zip(self._sentences, self._keys, strict=True)
        return [self._spoken(sentence, self._turns[key], rates[0]) for sentence, key in pairs]

    def _spoken(self, sentence: Sentence, turn: _Turn, sample_rate_hz: int) -> SpokenSentence:
        take = turn.take
        samples = self._store.read(take) if take else np.zeros(0, np.int16)
        reasons = take.reasons if take else (turn.reason,)
        return SpokenSentence(sentence, turn.spoken, samples, sample_rate_hz, reasons, turn.tries)

    def _judge(self, turn: _Turn, outcome: Spoken) -> None:
        """Give a take its verdict and keep the better one; nothing is learned from it."""
        store, speaker = self._store, self._speaker
        take = store.add(turn.key, outcome.request.attempt, outcome.take, {})
        judge = Judge(speaker.voice, speaker.language, self._norms)
        take = store.judged(take, judge.judge(turn.spoken, store.read(take), take))
        turn.reason = "; ".join(take.reasons)
        if take.standing is not Standing.USELESS:
            turn.take = max(filter(None, (turn.take, take)), key=_worth)

    def _refused(self, outcome: NotSpoken) -> str:
        """Why a request came to nothing.

        Raises:
            InputError: The engine has no such voice: no other sentence would fare better.
        """
        log.warning("Sentence %s: %s", outcome.request.id, outcome.message)
        if outcome.code == "voice":
            engine = self._speaker.voice.engine.id
            raise InputError(
                f"{outcome.message}, so nothing can be spoken with it",
                f"`voices list --engine {engine}` shows the voices; choose one with --voice.",
                "unknown-voice",
            )
        return outcome.message

    def _may_try_again(self, turn: _Turn, outcome: Spoken | NotSpoken) -> bool:
        """Whether another seed may do better: not for an engine that heeds none, nor after three crashes."""
        has_crashed = isinstance(outcome, NotSpoken) and outcome.code == "crash"
        return self._speaker.voice.engine.varies and turn.tries < _TRIES and not has_crashed

    def _tell(self, turn: _Turn) -> None:
        take = turn.take
        if take:
            spoken = events.ChunkSpoken(turn.place, "", take.seconds, reused=False, attempt=take.attempt)
            self._booth.emit(spoken)
        else:
            self._booth.emit(events.ChunkSetAside(turn.place, turn.spoken, turn.reason))

    def _request(self, turn: _Turn) -> Speak:
        turn.tries += 1
        voice = self._speaker.voice
        return Speak(
            id=f"{turn.place}/{turn.tries}",
            key=turn.key,
            attempt=turn.tries,
            seed=attempt_seed(turn.key, turn.tries),
            text=turn.spoken,
            voice=voice.asked,
            style=voice.style,
            language=self._speaker.language,
            settings=voice.settings,
            budget_seconds=voice.engine.budget_seconds(turn.spoken),
            out_path=str(self._store.path_of(turn.key, turn.tries)),
        )


def _worth(take: StoredTake) -> tuple[bool, bool, float, int]:
    """What compares takes of one sentence, the best last; of equals the first."""
    is_whole = take.standing is not Standing.PARTIAL
    return take.standing is Standing.GOOD, is_whole, take.score, -take.attempt
