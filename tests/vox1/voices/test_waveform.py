"""Tests of waveforms, and of recordings that are open for a clip to be chosen from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.vox1.voices.speech_material import RATE_HZ, noise, saved
from vox1.control import Cancelled, Control
from vox1.errors import DiskError, InputError
from vox1.voices.segments import cut_segment
from vox1.voices.waveform import COLUMNS, OpenRecording, Waveform, _columns, open_recording

Opener = Callable[[Path], OpenRecording]


@pytest.fixture
def opened() -> Iterator[Opener]:
    """Return what opens a recording, which is closed at the end."""
    with ExitStack() as closing:

        def one(path: Path) -> OpenRecording:
            recording = open_recording(path, path.parent, Control(), lambda _: None)
            closing.callback(recording.close)
            return recording

        yield one


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """Five seconds that are nearly silent, and five that are loud."""
    sound = np.concatenate((noise(5 * RATE_HZ, -60), noise(5 * RATE_HZ, -20)))
    return saved(tmp_path / "steps.wav", sound)


def test_a_waveform_shows_where_it_is_loud(opened: Opener, steps: Path) -> None:
    """In so many columns, on both sides of silence."""
    whole = opened(steps).waveform
    half = len(whole.highs) // 2

    assert len(whole.lows) == len(whole.highs) == 1000  # 10 ms each: less than a column of 2,000
    assert max(whole.highs[:half]) < 0.01
    assert min(whole.highs[half + 1 :]) > 0.05
    assert max(whole.lows[half + 1 :]) < -0.05
    assert (whole.start_seconds, whole.end_seconds) == (0.0, 10.0)


@given(
    arrays.arrays(np.int16, st.integers(1, 500)),
    st.integers(1, 700),
)
def test_columns_hold_every_sample(pcm: npt.NDArray[np.int16], columns: int) -> None:
    """The loudest is never lost, and there are no more columns than were asked for."""
    lows, highs = _columns(pcm, pcm, columns)

    assert len(lows) == len(highs) == min(columns, pcm.size)
    assert min(lows) == round(int(pcm.min()) / 32_768, 3)
    assert max(highs) == round(int(pcm.max()) / 32_768, 3)
    assert all(low <= high for low, high in zip(lows, highs, strict=True))


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "ogg"])
def test_a_stretch_is_what_would_be_cloned(opened: Opener, steps: Path, kind: str) -> None:
    """To the sample, in every kind of file."""
    path = saved(steps.with_suffix(f".{kind}"), soundfile.read(steps, dtype="float32")[0])

    heard = opened(path).cut(4.321, 6.789)

    assert np.array_equal(heard, cut_segment(path, 4.321, 6.789))


def test_a_stretch_is_written_as_it_is_heard(opened: Opener, steps: Path) -> None:
    """And without its noise, if that is wanted."""
    recording = opened(steps)
    plain, quiet = steps.with_name("plain.flac"), steps.with_name("quiet.flac")

    recording.write(6.0, 9.0, plain)
    recording.write(6.0, 9.0, quiet, denoise=True)

    assert np.array_equal(soundfile.read(plain, dtype="int16")[0], recording.cut(6.0, 9.0))
    assert soundfile.info(quiet).frames == soundfile.info(plain).frames
    assert np.abs(soundfile.read(quiet)[0]).mean() < np.abs(soundfile.read(plain)[0]).mean()


def test_a_stretch_is_drawn_closely(opened: Opener, steps: Path) -> None:
    """Only as far as the recording goes."""
    close = opened(steps).draw(4.9, 12.0, 400)

    assert close.start_seconds == pytest.approx(4.9)
    assert close.end_seconds == pytest.approx(10.0)
    assert len(close.highs) == 400
    assert max(close.highs[:6]) < 0.01 < min(close.highs[10:])


def test_nothing_is_left_on_the_disk(opened: Opener, steps: Path) -> None:
    """What was heard has no name, whatever becomes of the program."""
    recording = opened(steps)

    assert [path.name for path in steps.parent.iterdir()] == [steps.name]
    recording.close()
    with pytest.raises(DiskError):
        recording.cut(0.0, 1.0)


def test_beyond_the_end_there_is_nothing(opened: Opener, steps: Path) -> None:
    """Rather than a clip without sound."""
    with pytest.raises(InputError):
        opened(steps).cut(20.0, 30.0)


def test_the_picture_grows_while_it_is_heard(steps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens two hours sees that it goes on."""
    monkeypatch.setattr("vox1.voices.waveform._PICTURE_SECONDS", 0.0)
    told: list[Waveform] = []

    recording = open_recording(steps, steps.parent, Control(), told.append)
    recording.close()
    whole = recording.waveform

    assert [one.end_seconds for one in told] == [5.0, 10.0]
    assert told[-1] == whole
    assert len(whole.highs) <= COLUMNS


def test_opening_is_given_up_at_once(steps: Path) -> None:
    """And what was heard is gone."""
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        open_recording(steps, steps.parent, control, lambda _: None)


def test_what_is_no_recording_is_refused(opened: Opener, tmp_path: Path) -> None:
    """With its name."""
    path = tmp_path / "letter.mp3"
    path.write_text("Dear Anna")
    with pytest.raises(InputError, match=r"letter\.mp3"):
        opened(path)
