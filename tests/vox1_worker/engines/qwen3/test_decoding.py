"""Tests of decoding: the codes are those of stock qwen-tts, and no row knows of its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from tests.tiny_qwen3 import END  # noqa: E402  # torch is there
from tests.vox1_worker.engines.qwen3.conftest import TEXTS  # noqa: E402
from vox1_worker.engines.qwen3.checkpoint import Checkpoint  # noqa: E402
from vox1_worker.engines.qwen3.decoding import Decoder, Finished  # noqa: E402
from vox1_worker.engines.qwen3.sampling import Sampling  # noqa: E402
from vox1_worker.protocol import Ended, Speak  # noqa: E402

GREEDY = Sampling(temperature=0, subtalker_temperature=0)
_CAPACITY = 512
_MOST_FRAMES = 24


def speak(
    checkpoint: Checkpoint,
    requests: list[Speak],
    width: int,
    sampling: Sampling = Sampling(),  # noqa: B008  # frozen
    most_frames: int = _MOST_FRAMES,
) -> dict[str, Finished]:
    """Speak requests in so many rows, refilled as they become free."""
    decoder = Decoder(checkpoint.talker, width, _CAPACITY)
    waiting, finished = list(requests), {}
    while waiting or decoder.free < width:
        while waiting and decoder.free:
            request = waiting.pop(0)
            decoder.begin(request.id, checkpoint.prompt(request), sampling, request.seed, most_frames)
        finished.update({row.id: row for row in decoder.step()})
    return finished


def requests_of(make_request: Callable[..., Speak], voice: str, **changes: Any) -> list[Speak]:
    """All texts, in a voice."""
    return [
        make_request(text, id=str(number), seed=number, voice=voice, **changes)
        for number, text in enumerate(TEXTS)
    ]


def end_often(checkpoint: Checkpoint, codes: Any) -> None:
    """Have greedy speech end: the end looks a little more like a later code than that code itself."""
    weights = checkpoint.talker.codec_head.weight
    with torch.no_grad():
        weights[END] = weights[int(codes[7, 0])] * 1.001


@pytest.mark.parametrize("width", [1, 2, 3])
def test_greedy_codes_are_those_of_stock_qwen_tts(
    told: tuple[Checkpoint, str],
    stock_codes: Callable[..., list[Any]],
    make_request: Callable[..., Speak],
    width: int,
) -> None:
    """Of every kind of checkpoint, to the budget and to their own end, in rows that are refilled."""
    checkpoint, voice = told
    requests = requests_of(make_request, voice)
    unending = stock_codes(checkpoint, requests, _MOST_FRAMES)
    assert {len(codes) for codes in unending} == {_MOST_FRAMES}
    ours = speak(checkpoint, requests, width, GREEDY)
    assert all(torch.equal(ours[str(i)].codes, codes) for i, codes in enumerate(unending))
    assert {row.ended for row in ours.values()} == {Ended.BUDGET}

    end_often(checkpoint, unending[0])
    ending = stock_codes(checkpoint, requests, _MOST_FRAMES)
    ours = speak(checkpoint, requests, width, GREEDY)

    assert min(len(codes) for codes in ending) < _MOST_FRAMES
    assert all(torch.equal(ours[str(i)].codes, codes) for i, codes in enumerate(ending))
    assert [ours[str(i)].ended is Ended.NATURAL for i in range(len(TEXTS))] == [
        len(codes) < _MOST_FRAMES for codes in ending
    ]


def test_a_style_is_given_as_stock_gives_it(
    folders: dict[str, Path], stock_codes: Callable[..., list[Any]], make_request: Callable[..., Speak]
) -> None:
    """It changes the codes, and is not spoken as text."""
    checkpoint = Checkpoint(folders["1.7B-CustomVoice"], "cpu")
    directed = requests_of(make_request, "ryan", style="Whisper, as if somebody slept next door.")

    stock = stock_codes(checkpoint, directed, _MOST_FRAMES)
    ours = speak(checkpoint, directed, 3, GREEDY)
    plain = speak(checkpoint, requests_of(make_request, "ryan"), 3, GREEDY)

    assert all(torch.equal(ours[str(i)].codes, codes) for i, codes in enumerate(stock))
    assert any(not torch.equal(ours[name].codes, plain[name].codes) for name in plain)


@pytest.mark.parametrize("name", ["1.7B-CustomVoice", "0.6B-CustomVoice"])
def test_a_take_depends_on_its_seed_and_on_no_neighbour(
    folders: dict[str, Path], make_request: Callable[..., Speak], name: str
) -> None:
    """The same codes in any order, beside anything, in any row; another seed makes others."""
    checkpoint = Checkpoint(folders[name], "cpu")
    requests = requests_of(make_request, "serena")

    in_order = speak(checkpoint, requests, 3)
    backwards = speak(checkpoint, requests[::-1], 3)
    reseeded = [replace(request, seed=99) for request in requests]
    others = speak(checkpoint, reseeded, 3)
    alone = [speak(checkpoint, [request, requests[1]], 3)[request.id] for request in requests]

    assert all(torch.equal(in_order[row.id].codes, row.codes) for row in [*backwards.values(), *alone])
    assert [in_order[str(i)].ended for i in range(5)] == [row.ended for row in alone]
    assert any(not torch.equal(in_order[i].codes, others[i].codes) for i in in_order)


def test_a_row_that_runs_away_holds_nobody_up(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """The others end when they end; the runaway is cut at its budget, and rows go on being refilled."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    requests = requests_of(make_request, "ryan")
    decoder = Decoder(checkpoint.talker, 3, _CAPACITY)
    decoder.begin("away", checkpoint.prompt(requests[0]), GREEDY, 1, 200)  # greedy never ends here
    waiting, ends, steps = requests * 4, [], 0
    while decoder.speaking:
        while waiting and decoder.free:
            request = waiting.pop(0)
            decoder.begin(request.id, checkpoint.prompt(request), Sampling(), 20 + len(waiting), 190)
        ends += [(row.id, row.ended, len(row.codes)) for row in decoder.step()]
        steps += 1

    assert ("away", Ended.BUDGET, 200) in ends
    before = ends[: ends.index(("away", Ended.BUDGET, 200))]
    assert len(before) >= 3
    assert {ended for _, ended, _ in before} == {Ended.NATURAL}


def test_no_take_ends_before_its_third_code(
    folders: dict[str, Path], stock_codes: Callable[..., list[Any]], make_request: Callable[..., Speak]
) -> None:
    """As stock has it, however much the model wants to end."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    requests = requests_of(make_request, "ryan")
    push = torch.zeros(checkpoint.talker.config.vocab_size)
    push[END] = 1e4
    hook = checkpoint.talker.codec_head.register_forward_hook(lambda _module, _inputs, logits: logits + push)

    stock = stock_codes(checkpoint, requests, _MOST_FRAMES)
    ours = speak(checkpoint, requests, 3, GREEDY)
    hook.remove()

    assert {len(codes) for codes in stock} == {2}
    assert all(torch.equal(ours[str(i)].codes, codes) for i, codes in enumerate(stock))


def test_a_row_without_work_takes_no_room(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """Though it is computed with the others, for longer than a row can get."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    request = make_request(TEXTS[0], voice="ryan")
    prompt = checkpoint.prompt(request)
    decoder = Decoder(checkpoint.talker, 2, prompt.embeddings.shape[1] + _MOST_FRAMES)
    codes = []
    for _ in range(4):
        decoder.begin("busy", prompt, GREEDY, 1, _MOST_FRAMES)
        finished: list[Finished] = []
        while not finished:
            finished = decoder.step()
        codes.append(finished[0].codes)

    assert all(torch.equal(each, codes[0]) for each in codes)


def test_each_row_ends_at_its_own_budget(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """To the frame."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    decoder = Decoder(checkpoint.talker, 3, _CAPACITY)
    for frames, request in zip((1, 30, 7), requests_of(make_request, "ryan"), strict=False):
        decoder.begin(request.id, checkpoint.prompt(request), GREEDY, 1, frames)

    steps = [[(row.id, len(row.codes)) for row in decoder.step()] for _ in range(31)]

    ended = {number: rows for number, rows in enumerate(steps, 1) if rows}
    assert ended == {1: [("0", 1)], 7: [("2", 7)], 30: [("1", 30)]}


def test_numbers_that_break_down_end_their_own_row_only(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """A NaN is neither a neighbour's affair nor that of the take that comes into the row next."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    one, two, three, *_ = requests_of(make_request, "ryan")
    undisturbed = speak(checkpoint, [two, three], 2)
    decoder = Decoder(checkpoint.talker, 2, _CAPACITY)
    decoder.begin(one.id, checkpoint.prompt(one), Sampling(), one.seed, _MOST_FRAMES)
    decoder.begin(two.id, checkpoint.prompt(two), Sampling(), two.seed, _MOST_FRAMES)
    with torch.inference_mode():
        decoder._cache.values[0][0] = torch.nan

    (broken,) = decoder.step()
    decoder.begin(three.id, checkpoint.prompt(three), Sampling(), three.seed, _MOST_FRAMES)
    rest: list[Finished] = []
    while decoder.speaking:
        rest += decoder.step()

    assert (broken.id, broken.ended) == ("0", None)
    assert {row.id for row in rest} == {"1", "2"}
    assert all(torch.equal(row.codes, undisturbed[row.id].codes) for row in rest)


def test_a_cancelled_row_is_free_at_once(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """And what is left goes on as if it had never been there."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    one, two, *_ = requests_of(make_request, "ryan")
    undisturbed = speak(checkpoint, [two], 3)["1"].codes
    decoder = Decoder(checkpoint.talker, 3, _CAPACITY)
    for request in (one, two):
        decoder.begin(request.id, checkpoint.prompt(request), Sampling(), request.seed, _MOST_FRAMES)

    decoder.step()
    decoder.cancel(one.id)

    assert decoder.free == 2
    finished: list[Finished] = []
    while decoder.speaking:
        finished += decoder.step()
    assert [row.id for row in finished] == [two.id]
    assert torch.equal(finished[0].codes, undisturbed)
