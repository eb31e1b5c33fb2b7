"""How fast the narrator decodes, against stock qwen-tts, in the same process on the same machine.

Usage: python3 run.py setup --engine qwen3, then
.venvs/qwen3/bin/python benchmarks/qwen3_decode.py --tiny [--json]    anywhere: tiny weights, one thread
.venvs/qwen3/bin/python benchmarks/qwen3_decode.py --model FOLDER     on the card, with real weights
.venvs/qwen3/bin/python benchmarks/qwen3_decode.py --card             on the card, random weights at the real
    sizes, with all that docs/performance.md tells of a card; --faster PYTHON compares with faster-qwen3-tts
    (scripts/faster-qwen3 installs it); --card --small --device cpu sees that it works, and measures nothing

Rows speak until a fixed number of frames (80 ms each), which no end can cut short, and are then made audible:
sampling and codec are included, loading is not. Ours and stock take turns; the ratio is of the medians of
steps per second. `codes_equal` says whether greedy codes are those of stock for one, two and three rows.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import torch  # noqa: E402  # found through the line above

from benchmarks import qwen3_card  # noqa: E402
from tests import tiny_qwen3  # noqa: E402
from vox1_worker.engines.qwen3 import decoding, frame  # noqa: E402
from vox1_worker.engines.qwen3.checkpoint import Checkpoint  # noqa: E402
from vox1_worker.engines.qwen3.decoding import Decoder  # noqa: E402
from vox1_worker.engines.qwen3.engine import CAPACITY, MOST_SLOTS  # noqa: E402
from vox1_worker.engines.qwen3.sampling import Sampling  # noqa: E402
from vox1_worker.protocol import Speak  # noqa: E402

_TEXTS = (
    "Call me Ishmael. Some years ago, never mind how long precisely, I thought I would sail about a little.",
    "It was a dark night, and the river went on past the mill, the meadow, and the sleeping town.",
    "Nobody spoke.",
)
_GREEDY = Sampling(temperature=0, subtalker_temperature=0)


class Contest:
    """One checkpoint, spoken with by both.

    Args:
        checkpoint: A CustomVoice one.
        frames: How long each row is.
    """

    def __init__(self, checkpoint: Checkpoint, frames: int) -> None:
        self._checkpoint = checkpoint
        self._frames = frames
        self._voice = checkpoint.speakers[0]
        self._decoders = {
            rows: Decoder(checkpoint.talker, rows, CAPACITY) for rows in range(1, MOST_SLOTS + 1)
        }

    def ours(self, rows: int, sampling: Sampling) -> list[torch.Tensor]:
        """Speak so many rows with our loop, and return their codes."""
        decoder = self._decoders[rows]
        for number, text in enumerate(_TEXTS[:rows]):
            request = self._request(number, text)
            prompt = self._checkpoint.prompt(request)
            decoder.begin(request.id, prompt, sampling, request.seed, self._frames)
        finished = {}
        while decoder.free < rows:
            finished.update({row.id: row.codes for row in decoder.step()})
        codes = [finished[str(number)] for number in range(rows)]
        for each in codes:
            self._checkpoint.audio(each, self._voice)
        return codes

    def stock(self, rows: int, *, is_greedy: bool) -> list[torch.Tensor]:
        """Speak so many rows with qwen-tts's own loop, and return their codes."""
        model = self._checkpoint._model  # noqa: SLF001  # what is compared with
        talker, codec = model.model.talker, model.model.speech_tokenizer
        generate, decode = talker.generate, codec.decode
        heard: list[torch.Tensor] = []

        def of_length(*arguments: Any, **named: Any) -> Any:
            length = {"min_new_tokens": self._frames + 1, "max_new_tokens": self._frames + 1}
            return generate(*arguments, **{**named, **length})

        def overheard(encoded: Any) -> Any:
            heard.extend(each["audio_codes"] for each in encoded)
            return decode(encoded)

        with ExitStack() as restored:
            restored.callback(setattr, talker, "generate", generate)
            restored.callback(setattr, codec, "decode", decode)
            talker.generate, codec.decode = of_length, overheard
            samples = {"do_sample": not is_greedy, "subtalker_dosample": not is_greedy}
            model.generate_custom_voice(list(_TEXTS[:rows]), self._voice, "english", **samples)
        return heard

    def _request(self, number: int, text: str) -> Speak:
        return Speak(
            id=str(number),
            key="",
            attempt=1,
            seed=number,
            text=text,
            voice=self._voice,
            style="",
            language="en",
            settings={},
            budget_seconds=self._frames / decoding.FRAMES_PER_SECOND,
            out_path="",
        )


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long something takes, on whatever it runs."""
    begun = time.perf_counter()
    work()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter() - begun


def measured(contest: Contest, rows: int, frames: int, runs: int) -> dict[str, float]:
    """Have both speak in turns, and return their medians."""
    contest.ours(rows, Sampling())
    contest.stock(rows, is_greedy=False)
    ours, stock = [], []
    for _ in range(runs):
        ours.append(seconds_of(lambda: contest.ours(rows, Sampling())))
        stock.append(seconds_of(lambda: contest.stock(rows, is_greedy=False)))
    return {
        "ours_ms_per_frame": round(median(ours) / frames * 1000, 3),
        "stock_ms_per_frame": round(median(stock) / frames * 1000, 3),
        "ratio_to_stock": round(median(stock) / median(ours), 2),
        "ours_times_real_time": round(rows * frames / decoding.FRAMES_PER_SECOND / median(ours), 2),
    }


def are_equal(contest: Contest, rows: int) -> bool:
    """Whether greedy codes are those of stock."""
    ours, stock = contest.ours(rows, _GREEDY), contest.stock(rows, is_greedy=True)
    return len(ours) == len(stock) and all(map(torch.equal, ours, stock))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, or the JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--tiny", action="store_true", help="a tiny checkpoint with random weights, one thread")
    what.add_argument("--card", action="store_true", help="real sizes with random weights")
    what.add_argument("--model", type=Path, metavar="FOLDER", help="a CustomVoice checkpoint")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    parser.add_argument("--frames", type=int, default=60, metavar="N", help="of each row")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="of each, in turns")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--small", action="store_true", help="with --card: hardly anything, anywhere")
    parser.add_argument("--faster", type=Path, metavar="PYTHON", help="with --card: where that is installed")
    options = parser.parse_args(arguments)
    if options.card:
        qwen3_card.main(device=options.device, is_small=options.small, faster=options.faster)
        return
    if options.tiny:
        torch.set_num_threads(1)
    frame.FEWEST_CODES = options.frames + 1  # no row ends before its budget
    with tempfile.TemporaryDirectory() as name:
        folder = options.model or tiny_qwen3.build(Path(name) / "tiny", "0.6B-CustomVoice")
        contest = Contest(Checkpoint(folder, "cpu" if options.tiny else options.device), options.frames)
        every = range(1, MOST_SLOTS + 1)
        is_equal = all(are_equal(contest, rows) for rows in every)
        found = {rows: measured(contest, rows, options.frames, options.runs) for rows in every}
    if options.json:
        least = min(row["ratio_to_stock"] for row in found.values())
        print(json.dumps({"codes_equal": is_equal, "ratio_to_stock": least, "rows": found}))
        return
    print(f"torch {torch.__version__}, Python {platform.python_version()}, {platform.machine()}")
    print(f"greedy codes are those of stock: {'yes' if is_equal else 'NO'}\n")
    print("| rows | ms per frame | stock | ratio | times real time |\n|---|---|---|---|---|")
    for rows, row in found.items():
        print(f"| {rows} | {' | '.join(f'{value:g}' for value in row.values())} |")


if __name__ == "__main__":
    main()
