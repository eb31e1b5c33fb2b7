"""How long it takes to prepare a cloned voice: cold, from the disk, and in memory.

Usage: .venvs/qwen3/bin/python benchmarks/voice_prompts.py [--model FOLDER] [--device cuda] [--clip FILE]

Without a model, a tiny checkpoint of random weights is made: the real code of qwen-tts, a thousandth in
size. Without a clip, made-up ones of 8, 15 and 30 seconds are used; one that is named needs its transcript in
a text file beside it. Cold is what a voice costs the first time on a computer, from the disk what it costs
the first time in each process, in memory what it costs every take; the shortest of several times counts,
since a busy machine only ever adds to it. OMP_NUM_THREADS says how many threads it takes. Prints the table
for docs/qwen3.md. With --full-width it measures instead how much of a processor the two networks take that
hear a clip, as wide as the library's own configuration has them, with random weights.
"""

from __future__ import annotations

import argparse
import math
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import soundfile
import torch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import tiny_qwen3  # noqa: E402  # found through the line above
from vox1_worker.engines.qwen3 import stand_ins  # noqa: E402
from vox1_worker.engines.qwen3.checkpoint import SAMPLE_RATE_HZ, Checkpoint  # noqa: E402

_CLIP_SECONDS = (8, 15, 30)
_HOP_SAMPLES = 256
"""Between two spectra that the speaker encoder is given."""
_WORDS = "These are the words of the clip. "
_WORDS_SECONDS = 2


def main() -> None:
    """Measure, and print the table."""
    arguments = _arguments()
    if arguments.full_width:
        _print_full_width(arguments.times)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = arguments.model or tiny_qwen3.build(folder / "tiny", "0.6B-Base")
        began = time.perf_counter()
        checkpoint = Checkpoint(model, arguments.device, "of the benchmark")
        loading = time.perf_counter() - began
        versions = ", ".join(f"{name} {version}" for name, version in checkpoint.versions.items())
        size = arguments.model or "a tiny checkpoint"
        print(f"{size} on {checkpoint.device_title}, loaded in {loading:.2f} s; {versions};")
        system = f"{platform.system()}, Python {platform.python_version()}"
        print(f"{system}; the shortest of {arguments.times}.\n")
        print("| clip | words | cold | from the disk | in memory | kept |\n|---|---|---|---|---|---|")
        for clip in _clips(folder, arguments.clip):
            print(_row(checkpoint, clip, arguments.times), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--model", type=Path, help="the folder of a Base model")
    parser.add_argument("--device", default="cpu", choices=("auto", "cpu", "cuda", "mps"))
    parser.add_argument("--clip", type=Path, help="a recording, with its words in a text file beside it")
    parser.add_argument("--times", type=int, default=7, help="how often each is measured")
    parser.add_argument("--full-width", action="store_true", help="measure the networks that hear a clip")
    return parser.parse_args()


def _print_full_width(times: int) -> None:
    """Print what the codec's encoder and the speaker encoder take, in seconds of one core."""
    stand_ins.install()
    from qwen_tts.core import Qwen3TTSTokenizerV2Config, Qwen3TTSTokenizerV2Model  # noqa: PLC0415  # after these
    from qwen_tts.core.models import configuration_qwen3_tts, modeling_qwen3_tts  # noqa: PLC0415

    narrow = {"decoder_dim": 32, "latent_dim": 16, "hidden_size": 16, "num_hidden_layers": 1}  # is not called
    heard = {"frame_rate": 12.5, "sampling_rate": SAMPLE_RATE_HZ, "use_cache": False}
    config = Qwen3TTSTokenizerV2Config(encoder_config=heard, decoder_config={**narrow, "codebook_dim": 16})
    codec = Qwen3TTSTokenizerV2Model(config).eval()
    speaker_config = configuration_qwen3_tts.Qwen3TTSSpeakerEncoderConfig()
    speaker = modeling_qwen3_tts.Qwen3TTSSpeakerEncoder(speaker_config).eval()
    print("| clip | codec | speaker |\n|---|---|---|")
    with torch.inference_mode():
        for seconds in _CLIP_SECONDS:
            sound = torch.randn(1, seconds * SAMPLE_RATE_HZ)
            bands = torch.randn(1, seconds * SAMPLE_RATE_HZ // _HOP_SAMPLES, speaker_config.mel_dim)
            taken = [
                _shortest(work, lambda: None, times, time.process_time)
                for work in (
                    partial(codec.encode, sound, torch.ones_like(sound).bool()),
                    partial(speaker, bands),
                )
            ]
            print(f"| {seconds} s | {taken[0]:.2f} s | {taken[1]:.2f} s |", flush=True)


def _clips(folder: Path, named: Path | None) -> Iterator[Path]:
    """Clips, each with its words and without, in folders of their own."""
    made = [named] if named else [_made_up(folder, seconds) for seconds in _CLIP_SECONDS]
    for number, clip in enumerate(made):
        for has_words in (True, False):
            own = folder / f"{number} {has_words}"
            own.mkdir()
            shutil.copy(clip, own)
            if has_words:
                shutil.copy(clip.with_suffix(".txt"), own)
            yield own / clip.name


def _made_up(folder: Path, seconds: int) -> Path:
    """A clip of a tone that swells, with as many words as would be said in it."""
    times = np.arange(seconds * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    swell = (1 + np.sin(2 * math.pi * 3 * times)) / 2
    path = folder / f"{seconds} s.flac"
    soundfile.write(path, 0.3 * np.sin(2 * math.pi * 180 * times) * swell, SAMPLE_RATE_HZ)
    path.with_suffix(".txt").write_text(_WORDS * (seconds // _WORDS_SECONDS), "utf-8")
    return path


def _row(checkpoint: Checkpoint, clip: Path, times: int) -> str:
    """Prepare one voice again and again: without what is kept, with it, and without being asked for it."""

    def kept() -> list[Path]:
        return list(clip.parent.glob("*.safetensors"))

    def forget() -> None:
        checkpoint.forget()

    def forget_all() -> None:
        forget()
        for path in kept():
            path.unlink()

    def prepare() -> None:
        checkpoint.reference(str(clip))

    prepare()  # the libraries load parts of themselves when they are first called
    cold, warm, held = (_shortest(prepare, before, times) for before in (forget_all, forget, lambda: None))
    seconds = soundfile.info(clip).duration
    words = "yes" if clip.with_suffix(".txt").exists() else "no"
    size = sum(path.stat().st_size for path in kept())
    return f"| {seconds:.0f} s | {words} | {_ms(cold)} | {_ms(warm)} | {_ms(held)} | {size / 1000:.1f} kB |"


def _shortest(
    work: Callable[[], object],
    before: Callable[[], None],
    times: int,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """How long work takes, in seconds; what comes before it does not count."""
    taken = []
    for _ in range(times):
        before()
        began = clock()
        work()
        taken.append(clock() - began)
    return min(taken)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms" if seconds >= 1e-4 else f"{1e6 * seconds:.1f} µs"


if __name__ == "__main__":
    main()
