"""The narrator on a card, at the real sizes with random weights: the second half of `qwen3_decode.py`.

The arithmetic is that of the real weights; what is said is noise, so rows end at lengths that are given.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch

from tests import tiny_qwen3
from vox1_worker.engine import Growing, Speech
from vox1_worker.engines.qwen3 import frame, graphs
from vox1_worker.engines.qwen3.checkpoint import Checkpoint
from vox1_worker.engines.qwen3.decoding import FRAMES_PER_SECOND, Decoder
from vox1_worker.engines.qwen3.engine import CAPACITY, MOST_SLOTS, Qwen3Engine
from vox1_worker.engines.qwen3.graphs import Replays
from vox1_worker.engines.qwen3.layers import Cache, Layers
from vox1_worker.engines.qwen3.sampling import Sampling
from vox1_worker.protocol import Load, Speak

_TEXT = "It was a dark night, and the river went on past the mill, the meadow, and the sleeping town. " * 4
_VOICE = "ryan"
_LONGEST_CHUNK = 350
"""Characters; its budget is 40 + 2 frames for each (facts of the narrator's runaways)."""
_GREEDY = Sampling(temperature=0, subtalker_temperature=0)


@dataclass(frozen=True)
class Scale:
    """How much is measured.

    Attributes:
        frames: Of each row that is timed.
        runs: Of each, in turns; the median counts.
        chapter: Frames of the shortest and longest chunk of a chapter.
        chapter_chunks: Of a chapter.
        many_chunks: While the card's memory is watched.
    """

    frames: int = 250
    runs: int = 5
    chapter: tuple[int, int] = (100, 300)
    chapter_chunks: int = 90
    many_chunks: int = 2_000


SMALL = Scale(frames=12, runs=2, chapter=(4, 12), chapter_chunks=12, many_chunks=20)
"""To see that it works where there is no card."""


def measured(folder: Path, device: str, scale: Scale, faster: Path | None) -> dict[str, object]:
    """Measure one checkpoint (CustomVoice) and return what was found, by its title."""
    checkpoint = Checkpoint(folder, device)
    found: dict[str, object] = {"device": checkpoint.device_title}
    with _rows_that_do_not_end():
        found.update(_speeds(checkpoint, scale))
        found.update(_truths(checkpoint, scale))
    del checkpoint
    _forget()
    with _rows_that_do_not_end():
        found.update(_chapters(folder, device, scale))
    if faster:
        found["faster-qwen3-tts, times real time, 1 row"] = _faster(folder, faster, scale)
    return found


def _speeds(checkpoint: Checkpoint, scale: Scale) -> dict[str, object]:
    """How long frames take, ours and stock's in turns, codec not included in ms and included in real time."""
    found: dict[str, object] = {}
    floor = bytes_of_a_frame(checkpoint.talker) / bandwidth(checkpoint.device)
    found["floor, ms per frame"] = round(floor * 1000, 3)
    for rows in range(1, MOST_SLOTS + 1):
        decoder, capture_seconds = _prepared(checkpoint, rows)
        _spoken(checkpoint, decoder, rows, scale.frames)
        ours, steps, stock = [], [], []
        for _ in range(scale.runs):
            steps.append(_seconds(lambda: _decoded(checkpoint, decoder, rows, scale.frames)))  # noqa: B023  # at once
            ours.append(_seconds(lambda: _spoken(checkpoint, decoder, rows, scale.frames)))  # noqa: B023
            stock.append(_seconds(lambda: _stock(checkpoint, rows, scale.frames)))  # noqa: B023
        audio = rows * scale.frames / FRAMES_PER_SECOND
        per_frame = median(steps) / scale.frames
        title = f"{rows} row{'s' if rows > 1 else ''}"
        found[f"{title}, ms per frame"] = round(per_frame * 1000, 3)
        found[f"{title}, percent of the floor"] = round(100 * floor / per_frame, 1)
        found[f"{title}, times real time"] = round(audio / median(ours), 2)
        found[f"{title}, stock, times real time"] = round(audio / median(stock), 2)
        found[f"{title}, ratio to stock"] = round(median(stock) / median(ours), 2)
        found[f"{title}, captured in s"] = round(capture_seconds, 2)
        if rows == 1:
            latency = _seconds(lambda: _spoken(checkpoint, decoder, 1, 25))  # noqa: B023  # at once
            found["2 s of speech after, ms"] = round(latency * 1000, 1)
    return found


def _truths(checkpoint: Checkpoint, scale: Scale) -> dict[str, object]:
    """Whether what is said is what should be."""
    captured, _ = _prepared(checkpoint, MOST_SLOTS)
    plain = Decoder(checkpoint.talker, MOST_SLOTS, CAPACITY)
    greedy = [_decoded(checkpoint, each, MOST_SLOTS, scale.frames, _GREEDY) for each in (captured, plain)]
    runs = [_spoken(checkpoint, captured, MOST_SLOTS, scale.frames) for _ in range(2)]
    return {
        "greedy codes equal with and without graphs": all(map(torch.equal, *greedy)),
        "audio equal to the bit in two runs": all(map(np.array_equal, *runs)),
        "logits off from stock's, teacher-forced, of their spread": _apart(checkpoint, greedy[1][0]),
    }


@torch.inference_mode()
def _apart(checkpoint: Checkpoint, codes: torch.Tensor) -> float:
    """The furthest that a logit of the talker is from stock's over a whole take that both are told."""
    talker = checkpoint.talker
    prompt = checkpoint.prompt(_request("0", len(codes)))
    books = (talker.model.codec_embedding, *talker.code_predictor.model.codec_embedding)
    heard = torch.stack([book(codes[:, i]) for i, book in enumerate(books)]).sum(0)[None] + prompt.filler
    told = torch.cat((prompt.embeddings, heard.to(prompt.embeddings.dtype)), dim=1)
    layers = Layers(talker.model, told.shape[1])
    cache = Cache(layers, 1, told.shape[1])
    places = torch.arange(told.shape[1], device=told.device)
    ours = talker.codec_head(layers.read(told, cache, places[:1] * 0, places, told.shape[1])).float()
    stock = talker.codec_head(talker.model(inputs_embeds=told, use_cache=False).last_hidden_state).float()
    return round(float((ours - stock).abs().max() / stock.std()), 5)


def _chapters(folder: Path, device: str, scale: Scale) -> dict[str, object]:
    """What the engine makes of whole chapters."""
    lengths = random.Random(7)
    chapter = [lengths.randint(*scale.chapter) for _ in range(scale.chapter_chunks)]
    engine = Qwen3Engine()
    engine.load(Load(str(folder), device, MOST_SLOTS))
    _read(engine, chapter[:MOST_SLOTS])
    seconds, occupancy, _ = _read(engine, chapter)
    longest = 40 + 2 * _LONGEST_CHUNK
    _reset_peak()
    _read(engine, [min(longest, 4 * scale.frames)] * MOST_SLOTS)
    peak = _peak()
    many = [lengths.randint(4, 24) for _ in range(scale.many_chunks)]
    _, _, held = _read(engine, many)
    return {
        "a chapter, times real time": round(sum(chapter) / FRAMES_PER_SECOND / seconds, 2),
        "a chapter, slots at work, percent": round(100 * occupancy, 2),
        f"{MOST_SLOTS} rows of {_LONGEST_CHUNK} characters, most memory, GB": peak,
        f"memory reserved after a tenth of {len(many)} chunks, GB": held[len(held) // 10],
        "and after all": held[-1],
    }


def _read(engine: Qwen3Engine, chapter: Sequence[int]) -> tuple[float, float, list[float]]:
    """Have an engine speak chunks of given lengths, of which the next are always at hand.

    Returns:
        Seconds; the share of rows that spoke, to the last chunk's end; gigabytes reserved after each chunk.
    """
    waiting = [_request(str(number), frames) for number, frames in enumerate(chapter)][::-1]
    left, steps, held = len(chapter), 0, []
    begun = time.perf_counter()
    while left:
        while waiting and engine.free_slots:
            engine.start(waiting.pop())
        steps += engine.free_slots < MOST_SLOTS  # else it waits for the codec
        for outcome in engine.step():
            if isinstance(outcome, Growing):
                continue
            assert isinstance(outcome, Speech), outcome
            left -= 1
            held.append(round(torch.cuda.memory_reserved() / 1e9, 3) if torch.cuda.is_available() else 0.0)
    return time.perf_counter() - begun, sum(chapter) / (steps * MOST_SLOTS), held


def bytes_of_a_frame(talker: Any) -> int:
    """What must be read of the weights for one frame, whatever the number of rows."""
    predictor = talker.code_predictor
    passes = talker.config.num_code_groups - 1

    def size(*modules: Any) -> int:
        return sum(int(each.nbytes) for module in modules for each in module.parameters())

    once = size(talker.model.layers, talker.codec_head, predictor.lm_head)
    return once + passes * size(predictor.model.layers, predictor.small_to_mtp_projection)


def bandwidth(device: torch.device) -> float:
    """How many bytes a second the device reads and writes when it copies."""
    size = 2**30 if device.type == "cuda" else 2**26
    one = torch.zeros(size, dtype=torch.uint8, device=device)
    other = torch.ones_like(one)
    times = [_seconds(lambda: other.copy_(one)) for _ in range(12)]
    return 2 * size / min(times)


def _prepared(checkpoint: Checkpoint, rows: int) -> tuple[Decoder, float]:
    replays = Replays(graphs.capture_on(checkpoint.device))
    decoder = Decoder(checkpoint.talker, rows, CAPACITY, replays)
    return decoder, _seconds(decoder.prepare)


def _decoded(
    checkpoint: Checkpoint,
    decoder: Decoder,
    rows: int,
    frames: int,
    sampling: Sampling = Sampling(),  # noqa: B008  # frozen
) -> list[torch.Tensor]:
    """Speak rows of one length, and return their codes."""
    for number in range(rows):
        request = _request(str(number), frames)
        decoder.begin(request.id, checkpoint.prompt(request), sampling, number, frames)
    finished = {row.id: row.codes for _ in range(frames) for row in decoder.step()}
    return [finished[str(number)] for number in range(rows)]


def _spoken(checkpoint: Checkpoint, decoder: Decoder, rows: int, frames: int) -> list[Any]:
    """The same, made audible."""
    return [checkpoint.audio(codes, _VOICE) for codes in _decoded(checkpoint, decoder, rows, frames)]


def _stock(checkpoint: Checkpoint, rows: int, frames: int) -> None:
    """Have qwen-tts speak as much."""
    model = checkpoint._model  # noqa: SLF001  # what is compared with
    talker, generate = model.model.talker, model.model.talker.generate

    def of_length(*arguments: Any, **named: Any) -> Any:
        return generate(*arguments, **{**named, "min_new_tokens": frames + 1, "max_new_tokens": frames + 1})

    talker.generate = of_length
    try:
        model.generate_custom_voice([_TEXT] * rows, _VOICE, "english")
    finally:
        talker.generate = generate


def _faster(folder: Path, python: Path, scale: Scale) -> object:
    """What faster-qwen3-tts takes for the same, in its own environment on the same card."""
    script = Path(__file__).with_name("faster_qwen3.py")
    done = subprocess.run(
        [str(python), str(script), str(folder), str(scale.frames), str(scale.runs), _TEXT],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return f"failed: {(done.stderr.splitlines() or ['nothing said'])[-1]}"
    seconds = json.loads(done.stdout.splitlines()[-1])["seconds"]
    return round(scale.frames / FRAMES_PER_SECOND / seconds, 2)


def _request(name: str, frames: int) -> Speak:
    seconds = (frames + 0.5) / FRAMES_PER_SECOND
    text = _TEXT[:_LONGEST_CHUNK]
    return Speak(name, "", 1, int(name), text, _VOICE, "", "en", {}, seconds, "")


@contextmanager
def _rows_that_do_not_end() -> Iterator[None]:
    """Have every row speak to its budget; in force when frames are captured."""
    fewest = frame.FEWEST_CODES
    frame.FEWEST_CODES = CAPACITY
    try:
        yield
    finally:
        frame.FEWEST_CODES = fewest


def _seconds(work: Any) -> float:
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    begun = time.perf_counter()
    work()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter() - begun


def _forget() -> None:
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _reset_peak() -> None:
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()


def _peak() -> float:
    return round(torch.cuda.max_memory_reserved() / 1e9, 3) if torch.cuda.is_available() else 0.0


def main(*, device: str, is_small: bool, faster: Path | None) -> None:
    """Print one table: a line for each figure, a column for each size."""
    scale = SMALL if is_small else Scale()
    sizes = {"tiny": tiny_qwen3.TINY} if is_small else tiny_qwen3.REAL_SIZES
    columns = {}
    for name, size in sizes.items():
        with tempfile.TemporaryDirectory() as folder:
            title = "0.6B-CustomVoice" if is_small else f"{name}-CustomVoice"
            built = tiny_qwen3.build(Path(folder) / "model", title, size=replace(size))
            columns[name] = measured(built, device, scale, faster)
    print(f"| torch {torch.__version__}, Python {sys.version.split()[0]} | {' | '.join(columns)} |")
    print("|---|" + "---|" * len(columns))
    for line in next(iter(columns.values())):
        print(f"| {line} | {' | '.join(str(column[line]) for column in columns.values())} |")
