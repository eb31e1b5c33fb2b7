"""Tests of reading: padding is not heard, and what prompts share does not depend on who came before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from tests.vox1_worker.engines.qwen3.conftest import TEXTS  # noqa: E402  # torch is there
from vox1_worker.engines.qwen3.checkpoint import Checkpoint  # noqa: E402
from vox1_worker.engines.qwen3.decoding import Decoder  # noqa: E402
from vox1_worker.engines.qwen3.graphs import Replays  # noqa: E402
from vox1_worker.engines.qwen3.layers import Cache, Layers  # noqa: E402
from vox1_worker.engines.qwen3.reading import Beginnings, Prompt, Reader, padded_length  # noqa: E402
from vox1_worker.engines.qwen3.sampling import Sampling  # noqa: E402
from vox1_worker.protocol import Speak  # noqa: E402

_PLACES = 256


def reader_of(checkpoint: Checkpoint, rows: int = 2) -> tuple[Reader, Cache, Layers]:
    """A reader with an empty cache."""
    layers = Layers(checkpoint.talker.model, _PLACES)
    cache = Cache(layers, rows, _PLACES)
    return Reader(layers, cache, Replays(), checkpoint.talker.config.hidden_size), cache, layers


@given(length=st.integers(1, 2_048), most=st.integers(1, 2_048))
def test_a_padded_length_holds_what_it_is_for(length: int, most: int) -> None:
    """And is never more than there are places."""
    if length <= most:
        assert length <= padded_length(length, most) <= min(most, max(16, length * 3 // 2 + 1))


@pytest.mark.parametrize("length", [1, 15, 16, 17, 100, _PLACES])
@torch.inference_mode()
def test_padding_is_not_heard(folders: dict[str, Path], length: int) -> None:
    """What comes out of the last place, and what is kept of all, is what qwen-tts makes of them unpadded."""
    checkpoint = Checkpoint(folders["1.7B-Base"], "cpu")
    reader, cache, _ = reader_of(checkpoint)
    torch.manual_seed(length)
    told = torch.randn(1, length, checkpoint.talker.config.hidden_size)
    model = checkpoint.talker.model

    hidden = reader.read(Prompt(told, told[:, :1]), 1)

    stock = model(inputs_embeds=told, use_cache=True)
    torch.testing.assert_close(hidden[0, 0], stock.last_hidden_state[0, -1], atol=1e-5, rtol=1e-5)
    kept = stock.past_key_values
    for layer, (keys, values) in enumerate(zip(cache.keys, cache.values, strict=True)):
        torch.testing.assert_close(keys[1, :, :length], kept.layers[layer].keys[0], atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(values[1, :, :length], kept.layers[layer].values[0], atol=1e-5, rtol=1e-5)
        assert not keys[0].any()


@torch.inference_mode()
def test_what_lies_beyond_a_prompt_is_never_attended_to(folders: dict[str, Path]) -> None:
    """Whatever a longer prompt has left there: the numbers are the same to the last bit."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    size = checkpoint.talker.config.hidden_size
    told, longer = torch.randn(1, 37, size), 100 * torch.randn(1, 200, size)
    reader, _, _ = reader_of(checkpoint)
    clean = reader.read(Prompt(told, told[:, :1]), 0).clone()

    reader.read(Prompt(longer, told[:, :1]), 1)
    after = reader.read(Prompt(told, told[:, :1]), 1)

    assert torch.equal(clean, after)


@torch.inference_mode()
def test_a_prompt_that_broke_down_leaves_nothing_in_the_padding_of_the_next(folders: dict[str, Path]) -> None:
    """What is not attended to is multiplied by nothing, but a NaN would stay one."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    size = checkpoint.talker.config.hidden_size
    reader, _, _ = reader_of(checkpoint)
    told, broken = torch.randn(1, 37, size), torch.full((1, 60, size), torch.nan)
    clean = reader.read(Prompt(told, told[:, :1]), 0).clone()

    assert reader.read(Prompt(broken, told[:, :1]), 0).isnan().all()
    assert torch.equal(reader.read(Prompt(told, told[:, :1]), 1), clean)


@torch.inference_mode()
def test_a_prompt_in_two_parts_is_the_prompt(folders: dict[str, Path]) -> None:
    """Also where the second part alone would be padded to less than both together."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    told = torch.randn(1, 60, checkpoint.talker.config.hidden_size)
    reader, _, _ = reader_of(checkpoint)
    whole = reader.read(Prompt(told, told[:, :1]), 0).clone()

    parted = reader.read(Prompt(told, told[:, :1], shared=50, manner="manner"), 1)

    torch.testing.assert_close(parted, whole, atol=1e-5, rtol=1e-5)


def test_what_prompts_share_is_all_before_the_text(
    told: tuple[Checkpoint, str], make_request: Callable[..., Speak]
) -> None:
    """Of every kind of checkpoint: equal to the bit up to there, and other from there on."""
    checkpoint, voice = told
    one, other = (checkpoint.prompt(make_request(text, voice=voice)) for text in (TEXTS[0], TEXTS[3]))

    assert one.shared == other.shared > 3
    assert one.manner == other.manner
    shared = one.shared
    assert torch.equal(one.embeddings[:, :shared], other.embeddings[:, :shared])
    assert not torch.equal(one.embeddings[:, shared], other.embeddings[:, shared])


def test_another_manner_is_another_beginning(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """Voice, language and style each name it."""
    checkpoint = Checkpoint(folders["1.7B-CustomVoice"], "cpu")
    changes = [
        {},
        {"voice": "serena"},
        {"language": "de"},
        {"style": "calm"},
        {"style": "Calm, please."},
    ]
    prompts = [checkpoint.prompt(make_request("Hello.", **{"voice": "ryan", **each})) for each in changes]

    assert len({prompt.manner for prompt in prompts}) == len(changes)


def test_a_take_is_the_same_whatever_was_spoken_before(
    told: tuple[Checkpoint, str], make_request: Callable[..., Speak]
) -> None:
    """To the last bit of what the model kept, with its beginning kept, dropped, or never read before."""
    checkpoint, voice = told
    prompts = [checkpoint.prompt(make_request(text, voice=voice)) for text in TEXTS[:3]]

    def kept_after(*before: int, is_dropped: bool) -> tuple[Any, Any]:
        decoder = Decoder(checkpoint.talker, 2, 512)
        for number in before:
            decoder.begin("before", prompts[number], Sampling(), number, 40)
            decoder.step()
            decoder.cancel("before")
        if is_dropped:
            decoder._reader.beginnings.clear()
        decoder.begin("take", prompts[2], Sampling(), 5, 40)
        kept = decoder._cache.part(0, prompts[2].length)
        codes = [row.codes for _ in range(40) for row in decoder.step()]
        return kept, codes[0]

    kept, codes = kept_after(is_dropped=False)
    for others in (
        kept_after(0, 1, is_dropped=False),
        kept_after(1, is_dropped=True),
        kept_after(2, is_dropped=False),
    ):
        assert torch.equal(kept, others[0])
        assert torch.equal(codes, others[1])


@torch.inference_mode()
def test_a_beginning_is_read_once(
    folders: dict[str, Path], make_request: Callable[..., Speak], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second text in a manner is read from where it differs."""
    checkpoint = Checkpoint(folders["1.7B-CustomVoice"], "cpu")
    reader, _, layers = reader_of(checkpoint)
    read: list[int] = []
    own = layers.read

    def counted(hidden: Any, *rest: Any) -> Any:
        read.append(hidden.shape[1])
        return own(hidden, *rest)

    monkeypatch.setattr(layers, "read", counted)
    for text in TEXTS[:3]:
        reader.read(checkpoint.prompt(make_request(text, voice="ryan", style="calm")), 0)

    assert len(read) == 4


def test_beginnings_take_no_more_than_they_may() -> None:
    """The longest unused goes first; what is too large is not kept at all."""
    part = torch.zeros(100, dtype=torch.uint8)
    beginnings = Beginnings(most_bytes=250)
    beginnings.keep("a", part)
    beginnings.keep("b", part)
    assert beginnings.find("a") is part

    beginnings.keep("c", part)
    beginnings.keep("whale", torch.zeros(251, dtype=torch.uint8))

    assert beginnings.size_bytes == 200
    assert beginnings.find("b") is None
    assert beginnings.find("whale") is None
    assert beginnings.find("a") is part
    beginnings.clear()
    assert beginnings.size_bytes == 0


def test_a_beginning_that_broke_down_is_read_again(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """A fault of the card must not be in every take from then on."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    prompt = checkpoint.prompt(make_request(TEXTS[0], voice="ryan"))
    decoder = Decoder(checkpoint.talker, 1, 512)
    decoder.begin("good", prompt, Sampling(), 1, 3)
    (good,) = [row for _ in range(3) for row in decoder.step()]
    kept = decoder._reader.beginnings.find(prompt.manner)
    assert kept is not None
    with torch.inference_mode():
        kept.fill_(torch.nan)

    decoder.begin("broken", prompt, Sampling(), 1, 3)
    (broken,) = decoder.step()
    decoder.begin("mended", prompt, Sampling(), 1, 3)
    (mended,) = [row for _ in range(3) for row in decoder.step()]

    assert broken.ended is None
    assert torch.equal(mended.codes, good.codes)
