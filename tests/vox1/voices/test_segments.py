"""Tests of Smart Audio Import: the right segments, and bad recordings named."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vox1.voices.speech_material import RATE_HZ, Audio, noise, saved
from vox1.control import Cancelled, Control
from vox1.errors import InputError
from vox1.voices.segments import Found, Progress, cut_segment, find_segments, write_segments


def _found(path: Path) -> Found:
    return find_segments(path, Control(), lambda _: None)


def _chords(seconds: int) -> Audio:
    """Music without anybody's voice."""
    times = np.arange(seconds * RATE_HZ) / RATE_HZ
    root_hz = 110 * 2 ** (np.array([0, 5, 7, 3])[(times / 0.6).astype(int) % 4] / 12)
    phase = 2 * np.pi * np.cumsum(root_hz) / RATE_HZ
    fading = np.exp(-2 * (times % 0.6))
    return (0.05 * fading * sum(np.sin(step * phase) for step in (1, 1.25, 1.5, 2))).astype(np.float32)


def test_clean_speech_between_noise_and_music_is_found(clean_reading: Audio, tmp_path: Path) -> None:
    """And nothing else is offered while there is something good."""
    noisy = clean_reading[: 20 * RATE_HZ] + noise(20 * RATE_HZ, -34)
    clean = clean_reading[20 * RATE_HZ : 45 * RATE_HZ]
    path = saved(tmp_path / "mixed.flac", np.concatenate((noisy, clean, _chords(15))))

    found = _found(path)

    assert found.candidates
    assert found.refused == ""
    assert found.seconds == pytest.approx(60, abs=0.1)
    for candidate in found.candidates:
        assert candidate.is_good
        assert 19.5 < candidate.start < candidate.end < 45.5
        assert 8 <= candidate.end - candidate.start <= 15
        assert candidate.measurements.ends_in_silence
    assert not any(
        one.start < other.end and other.start < one.end for one, other in combinations(found.candidates, 2)
    )
    scores = [candidate.quality.score for candidate in found.candidates]
    assert scores == sorted(scores, reverse=True)


def test_a_candidate_is_cut_exactly_as_it_was_measured(clean_reading: Audio, tmp_path: Path) -> None:
    """Its seconds are whole samples, and its waveform is its own."""
    path = saved(tmp_path / "reading.flac", clean_reading)
    best = _found(path).candidates[0]

    pcm = cut_segment(path, best.start, best.end)

    assert pcm.dtype == np.int16
    assert pcm.size == round((best.end - best.start) * RATE_HZ)
    whole, _ = soundfile.read(path, dtype="int16")
    assert np.array_equal(pcm, whole[round(best.start * RATE_HZ) :][: pcm.size])
    assert max(best.waveform) == pytest.approx(np.abs(pcm).max() / 32_768, abs=0.002)


def test_a_short_clean_recording_is_one_candidate(clean_reading: Audio, tmp_path: Path) -> None:
    """All of its speech, without the silence around it."""
    around = noise(2 * RATE_HZ, -66)
    path = saved(tmp_path / "short.wav", np.concatenate((around, clean_reading[: 7 * RATE_HZ], around)))

    (only,) = _found(path).candidates

    assert 1.7 < only.start < 2.6
    assert 8.4 < only.end < 9.5


def test_noise_throughout_is_offered_with_its_reasons(clean_reading: Audio, tmp_path: Path) -> None:
    """Nothing is good, the listener is told why, and may still choose."""
    path = saved(tmp_path / "noisy.wav", clean_reading + noise(clean_reading.size, -36))

    found = _found(path)

    assert found.candidates
    assert not any(candidate.is_good for candidate in found.candidates)
    assert "noise" in found.refused


def test_clipping_throughout_is_said(clean_reading: Audio, tmp_path: Path) -> None:
    """A listener hears it as a rough voice; the clone would have it too."""
    path = saved(tmp_path / "loud.wav", clean_reading * np.float32(6 / np.abs(clean_reading).max()))

    found = _found(path)

    assert "clipped" in found.refused
    assert all("clipped" in " ".join(one.quality.faults) for one in found.candidates)


@pytest.mark.parametrize(
    "sound", [_chords(40), noise(40 * RATE_HZ, -20), np.sin(np.arange(30 * RATE_HZ) / 9).astype(np.float32)]
)
def test_without_speech_nothing_is_offered(sound: Audio, tmp_path: Path) -> None:
    """Music, noise and a tone."""
    found = _found(saved(tmp_path / "other.flac", sound))

    assert found.candidates == ()
    assert "No speech" in found.refused


@pytest.mark.parametrize(
    ("sound", "said"),
    [
        (np.zeros(20 * RATE_HZ, np.float32), "hardly anything to hear"),
        (noise(20 * RATE_HZ, -80), "hardly anything to hear"),
        (noise(RATE_HZ * 2, -20), "only 2.0 seconds"),
        (np.zeros(0, np.float32), "seconds"),
    ],
)
def test_what_holds_nothing_is_refused(sound: Audio, said: str, tmp_path: Path) -> None:
    """With something to do about it."""
    path = saved(tmp_path / "nothing.wav", sound)

    with pytest.raises(InputError) as caught:
        _found(path)

    assert said in caught.value.message
    assert caught.value.hint


def _in_eight_channels(path: Path, audio: Audio) -> Path:
    soundfile.write(path, np.repeat(audio[:, None] * np.float32(0.3), 8, axis=1), RATE_HZ)
    return path


def _at_a_huge_rate(path: Path, audio: Audio) -> Path:
    return saved(path, np.repeat(audio, 8), 8 * RATE_HZ)


@pytest.mark.parametrize("save", [_in_eight_channels, _at_a_huge_rate])
def test_unusual_files_are_heard_as_any_other(
    save: Callable[[Path, Audio], Path], clean_reading: Audio, tmp_path: Path
) -> None:
    """Eight channels, 192 kHz."""
    path = save(tmp_path / "unusual.wav", clean_reading[: 24 * RATE_HZ])

    assert _found(path).candidates[0].is_good


def test_damage_in_the_middle_leaves_the_rest(clean_reading: Audio, tmp_path: Path) -> None:
    """What can be read is searched; what cannot is no candidate."""
    path = saved(tmp_path / "damaged.flac", clean_reading)
    content = bytearray(path.read_bytes())
    third = len(content) // 3
    content[third : third + 20_000] = np.random.default_rng(1).bytes(20_000)
    path.write_bytes(content)

    found = _found(path)

    assert found.candidates
    assert found.candidates[0].is_good
    assert all(one.end <= found.seconds for one in found.candidates)


def test_a_file_cut_off_is_searched_as_far_as_it_goes(clean_reading: Audio, tmp_path: Path) -> None:
    """A download that broke off."""
    path = saved(tmp_path / "half.flac", clean_reading)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    found = _found(path)

    assert 15 < found.seconds < 35
    assert found.candidates


def test_written_segments_replace_no_other_file(clean_reading: Audio, tmp_path: Path) -> None:
    """Beside a recording there may be others of its name with numbers; our own are written again."""
    path = saved(tmp_path / "talk.wav", clean_reading)
    found = _found(path)
    assert write_segments(path, found, tmp_path / "new") == write_segments(path, found, tmp_path / "new")
    theirs = tmp_path / "talk 1.flac"
    theirs.write_bytes(b"the only one")

    with pytest.raises(InputError, match="another file"):
        write_segments(path, found, tmp_path)

    assert theirs.read_bytes() == b"the only one"


def test_progress_is_told_in_both_passes(clean_reading: Audio, tmp_path: Path) -> None:
    """In seconds that only grow."""
    told: list[Progress] = []
    path = saved(tmp_path / "reading.flac", clean_reading)

    find_segments(path, Control(), told.append)

    first = [one.seconds for one in told if not one.is_second]
    second = [one.seconds for one in told if one.is_second]
    assert first == sorted(first)
    assert first[-1] == pytest.approx(clean_reading.size / RATE_HZ, abs=0.1)
    assert second == sorted(second)
    assert {one.of for one in told if one.is_second} == {first[-1]}


@pytest.mark.parametrize("is_second", [False, True])
def test_it_can_be_cancelled(is_second: bool, clean_reading: Audio, tmp_path: Path) -> None:  # noqa: FBT001  # a column of the table
    """In either pass, within a block."""
    path = saved(tmp_path / "reading.flac", clean_reading)
    control = Control()

    def cancel(progress: Progress) -> None:
        if progress.is_second == is_second:
            control.cancel()

    with pytest.raises(Cancelled):
        find_segments(path, control, cancel)


def test_denoising_a_cut_lowers_its_noise_and_keeps_its_length(clean_reading: Audio, tmp_path: Path) -> None:
    """By 4 dB or more; clean speech stays as it is but for what nobody hears."""
    part = clean_reading[: 10 * RATE_HZ]
    noisy = saved(tmp_path / "noisy.wav", part + noise(part.size, -45))
    clean = saved(tmp_path / "clean.wav", part)

    before, after = cut_segment(noisy, 1, 9), cut_segment(noisy, 1, 9, denoise=True)

    assert before.size == after.size == 8 * RATE_HZ
    assert _floor_db(after) < _floor_db(before) - 4
    plain, touched = (cut_segment(clean, 1, 9, denoise=on).astype(float) for on in (False, True))
    assert 10 * np.log10(np.sum(plain**2) / np.sum((plain - touched) ** 2)) > 30


def _floor_db(pcm: np.ndarray[tuple[int, ...], np.dtype[np.int16]]) -> float:
    frames = pcm[: pcm.size // 480 * 480].astype(float).reshape(-1, 480)
    return float(10 * np.log10(np.quantile(np.mean(frames**2, axis=1), 0.05) + 1e-9))


@pytest.mark.parametrize(("start", "end"), [(5.0, 5.0), (9.0, 8.0), (99.0, 120.0)])
def test_a_cut_of_nothing_is_refused(start: float, end: float, tmp_path: Path) -> None:
    """Rather than a clip without sound."""
    path = saved(tmp_path / "some.wav", noise(10 * RATE_HZ, -20))

    with pytest.raises(InputError):
        cut_segment(path, start, end)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.floats(0.5, 14), st.sampled_from(["speech", "noise", "silence", "chords"])),
        min_size=2,
        max_size=6,
    )
)
def test_candidates_are_inside_and_apart(
    clean_reading: Audio, tmp_path: Path, parts: list[tuple[float, str]]
) -> None:
    """Of any recording."""
    pieces = [_piece(kind, round(seconds * RATE_HZ), clean_reading) for seconds, kind in parts]
    path = saved(tmp_path / "any.wav", np.concatenate([clean_reading[: 4 * RATE_HZ], *pieces]))

    found = _found(path)

    assert len(found.candidates) <= 5
    assert bool(found.refused) == (not any(one.is_good for one in found.candidates))
    assert all(0 <= one.start < one.end <= found.seconds + 0.001 for one in found.candidates)
    assert all(3 <= one.end - one.start + 0.001 <= 15.001 for one in found.candidates)
    for one, other in combinations(found.candidates, 2):
        assert one.end <= other.start or other.end <= one.start


def _piece(kind: str, length: int, reading: Audio) -> Audio:
    if kind == "speech":
        return np.resize(reading, length)
    if kind == "chords":
        return np.resize(_chords(3), length)
    return noise(length, -66 if kind == "silence" else -25)
