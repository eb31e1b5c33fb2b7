"""The judge of one voice's takes, who learns from the good ones what is normal for it."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vox1 import files
from vox1.audio.analysis import Analysis, analyse
from vox1.audio.content import extent
from vox1.engines.registry import EngineRow
from vox1.paths import Folders
from vox1.render.keys import VoiceChoice
from vox1.render.norms import VoiceNorm
from vox1.render.takes import StoredTake
from vox1.render.told import Mark, is_told
from vox1.render.verdict import (
    ALL_CHECKS,
    DELIVERY_CHECKS,
    PLAIN_CHECKS,
    Check,
    Verdict,
    judge_speech,
)

log = logging.getLogger(__name__)


class Judge:
    """Judges takes by their sound.

    What was learned is kept for the next book in the same voice. It only sharpens the checks: without
    it, they begin with what holds for any reader.

    Args:
        voice: Whose takes.
        language: Resolved.
        folders: Of this run.

    Attributes:
        unsaved: How many takes it has learned from since the last `save`.
    """

    def __init__(self, voice: VoiceChoice, language: str, folders: Folders) -> None:
        self._checks = _checks_for(voice.engine)
        self._path = folders.norms / f"{voice.norm_key(language)}.json"
        self._norm = self._read()
        self.unsaved = 0

    @property
    def takes(self) -> int:
        """From how many takes it has learned, the newest only."""
        return self._norm.takes

    def judge(
        self, text: str, samples: npt.NDArray[np.int16], take: StoredTake, marks: Sequence[Mark] = ()
    ) -> Verdict:
        """Return the verdict on a take.

        Args:
            text: As said.
            samples: All of them.
            take: What is known of it.
            marks: Where its words begin, in the order of their samples; none where its engine tells none.
        """
        analysis = analyse(samples, take.sample_rate_hz, take.nonfinite)
        verdict = judge_speech(text, analysis, take.ended, self._norm, self._checks)
        if verdict.is_good and not verdict.trim and self._checks != PLAIN_CHECKS:
            self._norm.learn(analysis, text)
            self.unsaved += 1
        return verdict.told if _has_said_all(text, analysis, marks) else verdict

    def save(self) -> None:
        """Keep what was learned since the last time.

        Raises:
            DiskError: The disk refuses.
        """
        if self.unsaved:
            files.write_json(self._path, self._norm.to_json())
            self.unsaved = 0

    def _read(self) -> VoiceNorm:
        try:
            return VoiceNorm.from_json(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return VoiceNorm()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
            log.warning("The voice is learned anew: %s is not used: %s", self._path, err)
            return VoiceNorm()


def _checks_for(engine: EngineRow) -> frozenset[Check]:
    """Those that mean something for an engine."""
    if not engine.is_speech:
        return PLAIN_CHECKS
    return ALL_CHECKS if engine.varies else ALL_CHECKS - DELIVERY_CHECKS


def _has_said_all(text: str, analysis: Analysis, marks: Sequence[Mark]) -> bool:
    found = extent(analysis) if marks else None
    rate_hz = analysis.sample_rate_hz
    return found is not None and is_told(text, marks, round(found.end * rate_hz), rate_hz)
