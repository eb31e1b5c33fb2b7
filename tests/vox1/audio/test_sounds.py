"""Tests of the sounds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from vox1.audio.analysis import analyse
from vox1.audio.sounds import FIGURES, PLAIN_FIGURES, SOUND_SECONDS, sounds

RATE_HZ = 22_050


def _buzz(seconds: float, pitch_hz: float = 120.0) -> npt.NDArray[np.float32]:
    phase = np.arange(round(seconds * RATE_HZ)) * pitch_hz / RATE_HZ
    return (0.2 * (phase % 1) - 0.1).astype(np.float32)


def test_pauses_have_no_sounds() -> None:
    """Two seconds of sound are two seconds of sounds, however long the pause between them."""
    audio = np.concatenate((_buzz(1.0), np.zeros(3 * RATE_HZ, np.float32), _buzz(1.0)))

    found = sounds(analyse(audio, RATE_HZ))

    assert found.shape[1] == FIGURES
    assert len(found) * SOUND_SECONDS == pytest.approx(2.0, abs=0.2)


def test_loudness_and_the_microphone_do_not_count() -> None:
    """Levels and cepstra are about those of the take."""
    audio = np.concatenate((_buzz(1.0), _buzz(1.0, 240.0)))

    loud, quiet = sounds(analyse(audio, RATE_HZ)), sounds(analyse(audio * np.float32(0.3), RATE_HZ))

    assert np.allclose(loud, quiet, atol=0.01)
    assert np.allclose(loud[:, :12].mean(axis=0), 0.0, atol=1e-4)


def test_sounds_move_where_the_voice_does() -> None:
    """From a low buzz to a high one, and hardly anywhere else."""
    audio = np.concatenate((_buzz(1.0), _buzz(1.0, 240.0)))

    moves = np.abs(sounds(analyse(audio, RATE_HZ))[:, PLAIN_FIGURES:]).sum(axis=1)

    middle = len(moves) // 2
    assert abs(int(np.argmax(moves)) - middle) <= 3
    assert moves[middle - 3 : middle + 3].max() > 5 * np.median(moves)


def test_a_short_take_is_measured_from_the_usual_mean_of_its_voice() -> None:
    """Half a second of one vowel is not what the voice sounds like on the whole; ten are."""
    usual = np.full(12, 0.5)
    short, long = (sounds(analyse(_buzz(seconds), RATE_HZ), usual) for seconds in (0.5, 20.0))

    own = sounds(analyse(_buzz(0.5), RATE_HZ))

    assert np.abs(own[:, :12].mean(axis=0)).max() < 1e-4
    assert np.abs(short[:, :12].mean(axis=0)).max() > 5 * np.abs(long[:, :12].mean(axis=0)).max()


@pytest.mark.parametrize("samples", [0, 1, 100, 600])
def test_the_shortest_audio_has_sounds_too(samples: int) -> None:
    """Or none; nothing raises."""
    assert sounds(analyse(np.ones(samples, np.float32) * 0.1, RATE_HZ)).shape[1] == FIGURES
