"""The judge of one voice's takes, who learns from the good ones what is normal for it."""

from __future__ import annotations

import json
import logging

import numpy as np
import numpy.typing as npt

from vox1 import files
from vox1.audio.analysis import analyse
from vox1.paths import Folders
from vox1.render.keys import VoiceChoice
from vox1.render.norms import VoiceNorm
from vox1.render.verdict import ALL_CHECKS, PLAIN_CHECKS, Verdict, judge_speech
from vox1_worker.protocol import Take

log = logging.getLogger(__name__)


class Judge:
    """Judges takes by their sound.

    What was learned is kept for the next book in the same voice. It only sharpens the checks: without
    it, they begin with what holds for any reader.

    Args:
        voice: Whose takes.
        language: Resolved.
        folders: Of this run.
    """

    def __init__(self, voice: VoiceChoice, language: str, folders: Folders) -> None:
        self._checks = ALL_CHECKS if voice.engine.is_speech else PLAIN_CHECKS
        self._path = folders.norms / f"{voice.norm_key(language)}.json"
        self._norm = self._read()
        self._learned = 0

    @property
    def takes(self) -> int:
        """From how many takes it has learned, the newest only."""
        return self._norm.takes

    def judge(self, text: str, samples: npt.NDArray[np.int16], take: Take) -> Verdict:
        """Return the verdict on a take.

        Args:
            text: As said.
            samples: All of them.
            take: What the worker reports of it.
        """
        analysis = analyse(samples, take.sample_rate_hz, take.nonfinite)
        verdict = judge_speech(text, analysis, take.ended, self._norm, self._checks)
        if verdict.is_good and not verdict.trim and self._checks is ALL_CHECKS:
            self._norm.learn(analysis, text)
            self._learned += 1
        return verdict

    def save(self) -> None:
        """Keep what was learned since the last time.

        Raises:
            DiskError: The disk refuses.
        """
        if self._learned:
            files.write_json(self._path, self._norm.to_json())
            self._learned = 0

    def _read(self) -> VoiceNorm:
        try:
            return VoiceNorm.from_json(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return VoiceNorm()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
            log.warning("The voice is learned anew: %s is not used: %s", self._path, err)
            return VoiceNorm()
