"""The word check: takes are heard, and what was heard is compared with what was to be said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from vox1 import events
from vox1.control import Control
from vox1.engines.listener import Broken, Hearing, Listener, NotHeard
from vox1.errors import InputError, TakeDamaged, Vox1Error
from vox1.render.takes import StoredTake, TakeStore
from vox1.render.verdict import Check, Finding, Standing, Verdict
from vox1.render.words import Comparison, compare
from vox1.script.speech import Speech
from vox1_worker.protocol import Heard, Listen

Settled = list[int]
"""Numbers of the chapters that come nearer to completion, one for each chunk."""

_WAIT_SECONDS = 0.25
_MOST_PENDING = 256
"""Takes that may wait to be heard: where the voice is faster they would fill the memory."""
_MOST_REFUSALS = 6
"""In a row, before the check is given up: as often as a voice engine may break down."""
_MOST_HEARD = 4
"""What is heard is compared up to so many times the length of the text: a recogniser may loop."""


@dataclass(slots=True)
class _Pending:
    """A take that is being heard.

    Attributes:
        take: As stored.
        text: What it should say.
        language: In which it says it.
        then: Go on with the take, heard or not.
    """

    take: StoredTake
    text: str
    language: str
    then: list[Callable[[StoredTake], Settled]] = field(default_factory=list)


class WordCheck:
    """Has takes heard beside the render, and goes on with each as soon as it was.

    Args:
        start: Starts what listens, when the first take wants it; None for no word check.
        model: Its name, for the record.
        store: Where what was heard is recorded.
        speech: Returns how a language is said: what is heard is normalised as its text was.
        emit: Gets warnings.
    """

    def __init__(
        self,
        start: Callable[[], Listener] | None,
        model: str,
        store: TakeStore,
        speech: Callable[[str], Speech],
        emit: Callable[[events.Event], None],
    ) -> None:
        self._start = start
        self._model = model
        self._store = store
        self._speech = speech
        self._emit = emit
        self._listener: Listener | None = None
        self._pending: dict[str, _Pending] = {}
        self._not_heard: set[str] = set()
        self._refusals = 0
        self._unknown_languages: set[str] = set()

    @property
    def is_waiting(self) -> bool:
        """Whether a take is still to be heard."""
        return bool(self._pending)

    @property
    def is_behind(self) -> bool:
        """Whether nothing more should be spoken before a take was heard."""
        return len(self._pending) >= _MOST_PENDING

    def wants(self, take: StoredTake) -> bool:
        """Whether a take must be heard before it is used."""
        is_usable = take.standing in {Standing.GOOD, Standing.DOUBTFUL}
        is_heard = take.word_error_rate is not None or _name(take) in self._not_heard
        return self._start is not None and is_usable and not is_heard

    def forget(self, take: StoredTake) -> None:
        """Have a take heard again where it is spoken again: it could perhaps not be heard for its damage."""
        self._not_heard.discard(_name(take))

    def hear(self, take: StoredTake, text: str, language: str, then: Callable[[StoredTake], Settled]) -> None:
        """Have a take heard.

        Args:
            take: As stored.
            text: What it should say.
            language: In which it says it, resolved.
            then: Called with the take as it is stored afterwards, or as it was where nothing can be heard.
        """
        pending = self._pending.setdefault(_name(take), _Pending(take, text, language))
        pending.then.append(then)
        if len(pending.then) > 1 or not self._is_listening():
            return
        assert self._listener is not None  # noqa: S101  # it is listening
        first, end = (sample / take.sample_rate_hz for sample in take.trim)
        self._listener.listen(Listen(_name(take), str(take.path), language, first, end))

    def heard(self) -> Iterator[Settled]:
        """Go on with every take that was heard meanwhile; never waits."""
        while self.is_waiting and (hearing := self._next(0.0)):
            yield from self._settled(hearing)

    def wait(self, control: Control) -> Iterator[Settled]:
        """Wait for one take to be heard, and go on with it.

        Raises:
            Cancelled: The render was given up.
        """
        while self.is_waiting:
            control.check()
            if control.is_paused:
                self._rest(control)
            if hearing := self._next(_WAIT_SECONDS):
                yield from self._settled(hearing)
                return

    def close(self) -> None:
        """End what listens."""
        if self._listener:
            self._listener.close()
            self._listener = None

    def _is_listening(self) -> bool:
        """Whether there is something that listens; it is started here."""
        if self._listener is None and self._start is not None:
            try:
                self._listener = self._start()
            except Vox1Error as err:
                self._give_up(err.message)
        return self._listener is not None

    def _next(self, wait_seconds: float) -> Hearing | None:
        """The next outcome; where nothing listens any more, the end of one take after the other."""
        if self._listener is None:
            return NotHeard(next(iter(self._pending)), "gone", "")
        return self._listener.hearing(wait_seconds)

    def _rest(self, control: Control) -> None:
        self._emit(events.Paused())
        control.rest()
        control.check()
        self._emit(events.Resumed())

    def _settled(self, hearing: Hearing) -> Iterator[Settled]:
        if isinstance(hearing, Broken):
            self._give_up(hearing.reason)
            return
        pending = self._pending.pop(hearing.id)
        take = self._judged(pending, hearing) if isinstance(hearing, Heard) else None
        if isinstance(hearing, NotHeard):
            self._note(hearing, pending.language)
        if take is None:
            self._not_heard.add(hearing.id)
        for then in pending.then:
            yield then(take or pending.take)

    def _judged(self, pending: _Pending, hearing: Heard) -> StoredTake | None:
        """Compare, and record; None for a take whose record is damaged, which its reader will find too."""
        self._refusals = 0
        heard = hearing.text[: _MOST_HEARD * len(pending.text)]
        comparison = compare(pending.text, self._said(heard, pending.language))
        verdict = words_verdict(comparison)
        try:
            return self._store.add_words(pending.take, heard, comparison.error_rate, verdict, self._model)
        except TakeDamaged:
            return None

    def _said(self, heard: str, language: str) -> str:
        """What was heard as it would be said: numbers in words, names as the lexicon has them."""
        try:
            return self._speech(language).spoken(heard)[0]
        except InputError:  # a regular expression of the lexicon is lost in it
            return heard

    def _note(self, refused: NotHeard, language: str) -> None:
        """Say that a take was not heard, or none of a language is; where no take is, give the check up."""
        if self._listener is None or language in self._unknown_languages:
            return
        if refused.code == "language":
            self._unknown_languages.add(language)
            self._emit(
                events.Warned(
                    f"The word check leaves out what is in {language}: {refused.message}. Its chapters are"
                    " checked by their sound only, and their receipt says `signal`."
                )
            )
            return
        self._refusals += 1
        if self._refusals >= _MOST_REFUSALS:
            self._give_up(refused.message)
        else:
            self._emit(events.Warned(f"The word check left a take out: {refused.message}."))

    def _give_up(self, reason: str) -> None:
        """Go on without it: what is still to be heard is used as its sound was judged."""
        self._emit(
            events.Warned(
                f"The word check is given up: {reason}. The render goes on; chapters that were not heard"
                " whole are checked by their sound only, and their receipt says `signal`."
            )
        )
        self._start = None
        self.close()


def words_verdict(comparison: Comparison) -> Verdict:
    """Return the verdict on a take's words.

    A sentence that was not heard may be missing. Other words, or a sentence twice, are only doubtful:
    recognisers are at a loss with names, verse and foreign words.
    """
    if not comparison.reasons:
        return Verdict()
    sentence = "; ".join(comparison.reasons)
    if comparison.missing_sentences or comparison.repeated_sentences:
        sentence += f" (word error rate {comparison.error_rate:.0%})"
    check = Check.UNHEARD if comparison.missing_sentences else Check.WORDS
    return Verdict((Finding(check, sentence, comparison.error_rate),))


def _name(take: StoredTake) -> str:
    return f"{take.key}/{take.attempt}"
