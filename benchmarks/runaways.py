"""What becomes of runaways: takes that go on past their text until they are stopped.

Usage: .venv/bin/python benchmarks/runaways.py  (about twenty minutes on two cores)

Six books, one in each language of `take_checks.py`, are rendered with the faulty draft voice. Every chunk
is one sentence, which keeps it short. Of all takes, 1 % run away into the noise of a room and 1 % into
babble; ``--rate`` changes that. Counts what came of them from the store and the receipts, by the product's
own rules of which take is used, and speaks each text whose runaway was cut once more, to see that the cut
left all of it and nothing else. Prints the table for docs/reliability.md; ends with 1 if any runaway is
unresolved.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.take_checks import PHRASES, VOICES, sentences  # noqa: E402  # found through the line above
from booksmith_module.child import read_book  # noqa: E402
from vox1.engines.registry import engine_row  # noqa: E402
from vox1.render.cast import Cast  # noqa: E402
from vox1.render.keys import VoiceChoice  # noqa: E402
from vox1.render.plan import PlannedChunk, plan_chunks  # noqa: E402
from vox1.render.takes import StoredTake, TakeStore  # noqa: E402
from vox1.render.verdict import Standing  # noqa: E402
from vox1.script.speech import Speech  # noqa: E402
from vox1.settings import Settings  # noqa: E402
from vox1_worker.engines.espeak import EspeakEngine  # noqa: E402
from vox1_worker.protocol import Ended, Load, Speak  # noqa: E402

_CHAPTER_SENTENCES = 100
_SHORTEST, _LONGEST = 30, 150
"""Characters of a sentence."""
_NEAR_SECONDS = 1.0
"""A cut so near to the last sound is right; as in `take_checks.py`."""
_SOUND = 0.02


def main() -> int:
    """Render the books, count and print; 1 if a runaway is unresolved."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--chunks", type=int, default=2_300, help="of each book, where so many sentences can be made"
    )
    parser.add_argument("--languages", nargs="+", choices=VOICES, default=list(VOICES))
    parser.add_argument("--rate", type=float, default=0.02, help="share of takes that run away")
    arguments = parser.parse_args()
    half = arguments.rate / 2
    os.environ["VOX1_FAULTS"] = f"runaway into room={half}, runaway into babble={half}"
    rows: dict[str, Counter[str]] = {}
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for language in arguments.languages:
            rows[language] = _counted(language, arguments.chunks, Path(folder) / language)
            print(f"{language}: {dict(rows[language])}", file=sys.stderr)
    rows["all"] = sum(rows.values(), Counter())
    machine = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}"
    print(f"{machine}, Python {platform.python_version()}; {time.monotonic() - began:.0f} seconds\n")
    print("| | " + " | ".join(_COLUMNS) + " |")
    print("|---|" + "---|" * len(_COLUMNS))
    for language, counts in rows.items():
        print(f"| {language} | " + " | ".join(f"{counts[name]:,}" for name in _COLUMNS) + " |")
    return int(any(rows["all"][name] for name in ("cut wrong", "unresolved", "not named")))


_ENDS = ("cut", "cut wrong", "spoken again", "divided", "unresolved")
_COLUMNS = ("chunks", "takes", "runaways", "chunks hit", *_ENDS, "not named", "other bad takes", "named")


def _counted(language: str, chunks: int, folder: Path) -> Counter[str]:
    """Render a book and count what came of its runaways."""
    folder.mkdir()
    book = folder / "book.json"
    book.write_text(json.dumps(_manifest(language, chunks)), encoding="utf-8")
    receipt = _rendered(book, folder)
    store, speech = TakeStore(folder / "work" / "takes"), Speech(language)
    row = engine_row("faulty")
    voice = VoiceChoice(row, "", VOICES[language], row.shaping(Settings()), 0)
    read = read_book(book)
    planned = list(plan_chunks(read, Cast(read, Settings(), lambda *_: voice, lambda _: speech)))
    named = _named(receipt)
    counts = Counter(chunks=len(planned), named=len(named))
    makes = {key: store.attempts(key) for key in store.all_keys()}
    for take in itertools.chain.from_iterable(makes.values()):
        counts.update(["takes", "runaways"] if take.ended is Ended.BUDGET else ["takes"])
        counts["other bad takes"] += take.ended is Ended.NATURAL and take.standing is not Standing.GOOD
    booth = _Booth(VOICES[language])
    for chunk in planned:
        if any(take.ended is Ended.BUDGET for take in makes[chunk.key]):
            end = _end(chunk, store, booth)
            counts.update(["chunks hit", end])
            counts["not named"] += end == "unresolved" and chunk.place not in named
    return counts


def _end(chunk: PlannedChunk, store: TakeStore, booth: _Booth) -> str:
    """What came of a chunk of which a take ran away: one of `_ENDS`."""
    used = store.find(chunk.key)
    if used is None:
        return "unresolved"
    if used.ended is Ended.BUDGET:
        return "cut" if booth.is_whole(used, chunk.spoken) else "cut wrong"
    written = json.loads(used.path.with_suffix(".json").read_text(encoding="utf-8"))
    return "divided" if written["provenance"].get("pieces") else "spoken again"


class _Booth:
    """Speaks texts without any fault.

    Args:
        voice: The draft voice's name of a voice.
    """

    def __init__(self, voice: str) -> None:
        self._voice = voice
        self._engine = EspeakEngine()
        self._rate_hz = self._engine.load(Load("", "cpu", 1)).sample_rate_hz

    def is_whole(self, take: StoredTake, text: str) -> bool:
        """Whether what a cut left of a take ends soon after the last sound of its text."""
        self._engine.start(Speak("1", "", 1, 0, text, self._voice, "", "", {}, 600.0, ""))
        (outcome,) = self._engine.step()
        audio = outcome.audio  # type: ignore[union-attr]  # anything else ends the benchmark
        sounds = np.flatnonzero(np.abs(audio) > _SOUND) / self._rate_hz
        first, end = (sample / take.sample_rate_hz for sample in take.trim)
        return bool(first <= sounds[0] and sounds[-1] < end < sounds[-1] + _NEAR_SECONDS)


def _rendered(book: Path, folder: Path) -> dict[str, Any]:
    """Render a book as a listener does and return its receipt."""
    command = [sys.executable, str(ROOT / "run.py"), "render", str(book), "--engine", "faulty", "--json"]
    place = ["--output-dir", str(folder / "out"), "--work-dir", str(folder / "work")]
    done = subprocess.run([*command, *place], stdout=subprocess.PIPE, text=True, check=False)
    finished = json.loads(done.stdout.splitlines()[-1])
    receipt: dict[str, Any] = json.loads(Path(finished["receipt"]).read_text(encoding="utf-8"))
    return receipt


def _named(receipt: dict[str, Any]) -> set[str]:
    """The places that a receipt names."""
    named = [*(chapter["set_aside"] + chapter["doubtful"] for chapter in receipt["chapters"])]
    return {item["place"] for item in itertools.chain.from_iterable(named)}


def _manifest(language: str, chunks: int) -> dict[str, Any]:
    """A book of so many sentences at most, each a scene of its own and so a chunk of its own."""
    texts = _sentences(language, chunks, random.Random(language))
    starts = range(0, len(texts), _CHAPTER_SENTENCES)
    chapters = [texts[start : start + _CHAPTER_SENTENCES] for start in starts]
    return {
        "schema": 1,
        "title": f"Runaways {language}",
        "author": "VOX-1",
        "language": language,
        "chapters": [
            {
                "id": str(number),
                "label": str(number),
                "style_prompt": "",
                "text": "\n\n".join(chapter),
                "blocks": _blocks(chapter),
            }
            for number, chapter in enumerate(chapters, 1)
        ],
    }


def _blocks(texts: Sequence[str]) -> list[dict[str, str]]:
    scenes = ([{"kind": "paragraph", "text": text}, {"kind": "scene-break", "text": ""}] for text in texts)
    return list(itertools.chain.from_iterable(scenes))


def _sentences(language: str, count: int, chance: random.Random) -> list[str]:
    """So many sentences, or as many as there are, none of them twice."""
    if language == "en":
        parts = [text.split() for text in sentences("en", "both", chance)]
        halves = (
            [text[: len(text) // 2] for text in parts if len(text) > 1],
            [t[len(t) // 2 :] for t in parts],
        )
        made = [" ".join(first + last) for first, last in itertools.product(*halves)]
    else:
        phrases: dict[str, list[str]] = json.loads((PHRASES / f"{language}.json").read_text(encoding="utf-8"))
        lists = (phrases[name] for name in ("openings", "cores", "endings"))
        made = [f"{opening} {core}{ending}" for opening, core, ending in itertools.product(*lists)]
    fitting = sorted({text for text in made if _SHORTEST <= len(text) <= _LONGEST})
    return chance.sample(fitting, min(count, len(fitting)))


if __name__ == "__main__":
    sys.exit(main())
