"""How long faster-qwen3-tts takes for a take: run by `qwen3_card.py` with the Python where it is installed.

Usage: scripts/faster-qwen3 makes that environment, .venvs/faster-qwen3.
Arguments: the model's folder, frames, runs, text. Prints JSON: the median of the runs, in seconds.
"""

from __future__ import annotations

import json
import sys
import time
from statistics import median

import torch
from faster_qwen3_tts import FasterQwen3TTS


def main(folder: str, frames: int, runs: int, text: str) -> None:
    """Speak so many frames so many times, after once to warm up."""
    model = FasterQwen3TTS.from_pretrained(folder, device="cuda", dtype=torch.bfloat16)
    lengths = {"min_new_tokens": frames, "max_new_tokens": frames}
    times = []
    for _ in range(runs + 1):
        torch.cuda.synchronize()
        begun = time.perf_counter()
        model.generate_custom_voice(text, "ryan", "english", **lengths)
        torch.cuda.synchronize()
        times.append(time.perf_counter() - begun)
    print(json.dumps({"seconds": median(times[1:])}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
