"""The draft voice in this process, for tests of what is heard in takes. One at a time: close it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vox1.audio.analysis import Analysis, analyse
from vox1_worker.engine import Speech
from vox1_worker.engines.espeak import EspeakEngine
from vox1_worker.protocol import Load, Speak

SENTENCES = (
    "The rain had stopped before the bells began to ring.",
    "Nobody in the village had seen him come, and nobody saw him go.",
    "She opened the old book on the bar, and wrote it down.",
    "By one o'clock the last window was dark, and the street was empty.",
    "A stranger was waiting at the corner with a very small suitcase in his hand.",
    "It smelt of apples and smoke in the kitchen of the almshouses.",
)


class Booth:
    """Speaks as the draft voice in a quiet room."""

    def __init__(self) -> None:
        self._engine = EspeakEngine()
        self._random = np.random.default_rng(1)
        self.rate_hz = self._engine.load(Load("", "cpu", 1)).sample_rate_hz

    def close(self) -> None:
        """Free the library, which holds one engine at a time."""
        self._engine.close()

    def say(self, text: str, rate_wpm: int = 175, voice: str = "gmw/en") -> npt.NDArray[np.float32]:
        """Return its speech over the noise of the room."""
        settings = {"rate_wpm": rate_wpm}
        self._engine.start(Speak("1", "", 1, 0, text, voice, "", "en", settings, 60.0, ""))
        (outcome,) = self._engine.step()
        assert isinstance(outcome, Speech)
        return outcome.audio * np.float32(0.6) + self.room(outcome.audio.size / self.rate_hz)

    def room(self, seconds: float) -> npt.NDArray[np.float32]:
        """Return the room without speech."""
        return self._random.standard_normal(round(seconds * self.rate_hz)).astype(np.float32) * 0.0005

    def analysis(self, text: str, rate_wpm: int = 175, voice: str = "gmw/en") -> Analysis:
        """Return the analysis of its speech."""
        return analyse(self.say(text, rate_wpm, voice), self.rate_hz)
