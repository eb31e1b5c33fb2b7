"""A checkpoint: the model of one folder, and what it makes of requests.

Everything here goes through qwen-tts 0.1.1; prompts are its own, taken where its decoding would begin.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors import SafetensorError

from vox1_worker.engine import EngineError, Samples
from vox1_worker.engines.qwen3 import stand_ins
from vox1_worker.engines.qwen3.codec import Codec, Here, Lane, lane_on
from vox1_worker.engines.qwen3.languages import AUTO, model_language
from vox1_worker.engines.qwen3.prompts import Clip, ClonePrompt, PromptCache, Shape, read_clip, shared_length
from vox1_worker.engines.qwen3.reading import Prompt
from vox1_worker.protocol import Speak

log = logging.getLogger(__name__)

_FAMILY = "qwen3_tts"
BASE, CUSTOM_VOICE, VOICE_DESIGN = "base", "custom_voice", "voice_design"
SAMPLE_RATE_HZ = 24_000
_BF16_CAPABILITY = (8, 0)
"""Older cards have no bf16 arithmetic, and fp16 overflows in the code predictor (QwenLM/Qwen3-TTS#43)."""
_SMALL = "0b6"
"""The 0.6B checkpoints do not take direction (qwen-tts ignores it)."""
_TURN_TOKENS = 8
"""Of a text's turn: 3 open it and 5 close it; what is between is the text (qwen-tts 0.1.1)."""
_DISTRIBUTIONS = ("qwen-tts", "torch", "transformers")


class _Prepared(Exception):  # named for what it brings
    """What qwen-tts would begin to decode; it ends its own `generate` at that point.

    Attributes:
        embeddings: Shape (1, length, hidden).
        filler: Shape (1, 1, hidden).
        words: Tokens of the text itself.
    """

    def __init__(self, embeddings: torch.Tensor, filler: torch.Tensor, words: int) -> None:
        super().__init__()
        self.embeddings = embeddings
        self.filler = filler
        self.words = words


@dataclass(frozen=True)
class Reference:
    """A cloned voice, prepared.

    Attributes:
        prompt: Of qwen-tts, a `VoiceClonePromptItem`.
        codes: The clip's frames, shape (frames, codes of a frame), which the codec hears before the take's
            own; None where only the timbre is cloned.
    """

    prompt: Any
    codes: torch.Tensor | None


class Checkpoint:
    """A loaded model.

    Args:
        folder: Of the model: weights, tokeniser and codec.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        weights: Hash of the model's files, under which cloned voices are kept; empty to keep none.

    Raises:
        EngineError: The folder holds no such model, or the device is not there.
    """

    def __init__(self, folder: Path, device: str, weights: str = "") -> None:
        _check_kind(folder)
        stand_ins.install()
        from qwen_tts import Qwen3TTSModel, VoiceClonePromptItem  # noqa: PLC0415  # after the stand-ins

        transformers.logging.set_verbosity_error()
        self.device = _device(device)
        try:
            self._model = Qwen3TTSModel.from_pretrained(
                str(folder),
                dtype=_dtype(self.device),
                device_map=str(self.device),
                attn_implementation="sdpa",
                local_files_only=True,
            )
        except (torch.OutOfMemoryError, torch.AcceleratorError):  # RuntimeErrors that have names of their own
            raise
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as err:
            raise EngineError("load", f"the model in {folder} cannot be loaded: {err}") from err
        self.talker = self._model.model.talker
        self.kind: str = self._model.model.tts_model_type
        self._clone_item = VoiceClonePromptItem
        self._references: dict[str, Reference] = {}
        self._prompts = self._prompt_cache(weights) if weights and self.kind == BASE else None
        marks = self._model.processor.tokenizer.added_tokens_encoder
        self._marks = re.compile("|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True)))

    @property
    def takes_direction(self) -> bool:
        """Whether it can be told how to speak."""
        size = self._model.model.tts_model_size
        return self.kind == VOICE_DESIGN or (self.kind == CUSTOM_VOICE and size != _SMALL)

    @property
    def speakers(self) -> list[str]:
        """The voices that it knows by name."""
        return sorted(self._model.model.get_supported_speakers())

    @property
    def device_title(self) -> str:
        """What it runs on, for people."""
        if self.device.type == "cuda":
            return f"{torch.cuda.get_device_name(self.device)} ({_dtype(self.device)})".replace("torch.", "")
        return self.device.type

    @property
    def versions(self) -> dict[str, str]:
        """Of the libraries."""
        return {name: metadata.version(name) for name in _DISTRIBUTIONS}

    def prompt(self, request: Speak) -> Prompt:
        """Return what a take begins from.

        Raises:
            EngineError: The checkpoint has no such voice, or cannot take direction.
        """
        self._check(request)
        language = self._language(request.language)
        text, style = self._plain(request.text), self._plain(request.style)
        with self._stopped_before_decoding():
            try:
                if self.kind == CUSTOM_VOICE:
                    self._model.generate_custom_voice(text, request.voice, language, style or None)
                elif self.kind == VOICE_DESIGN:
                    described = " ".join(filter(None, (self._plain(request.voice), style)))
                    self._model.generate_voice_design(text, described, language)
                else:
                    reference = self.reference(request.voice)
                    self._model.generate_voice_clone(
                        text,
                        language,
                        voice_clone_prompt=[reference.prompt],
                        # Else the text is fed word by word and the voice grows faster (QwenLM/Qwen3-TTS#239).
                        non_streaming_mode=True,
                    )
            except _Prepared as prepared:
                embeddings = prepared.embeddings
                heard = self.heard_before(request.voice)
                clip_frames = 0 if heard is None else len(heard)
                shared = shared_length(embeddings.shape[1], prepared.words, clip_frames)
                manner = (request.voice, language, self._plain(request.style))
                return Prompt(embeddings, prepared.filler, shared, manner)
        raise AssertionError("qwen-tts decodes elsewhere")  # of another version

    def codec(self, lane: Lane | None = None) -> Codec:
        """Return what makes takes audible, by default beside the model where the device can."""
        return Codec(self._sound, lane or lane_on(self.device))

    def audio(self, codes: torch.Tensor, voice: str) -> Samples:
        """Return the sound of a take's frames.

        Args:
            codes: Shape (frames, codes of a frame).
            voice: Of its request; a cloned one with its transcript is heard before the take, and cut off.
        """
        codec = self.codec(Here())
        codec.send("", codes, self.heard_before(voice))
        ((_, samples),) = codec.ready(wait=True)
        return samples

    def heard_before(self, voice: str) -> torch.Tensor | None:
        """The frames of a cloned voice that has spoken, if they are given with their words."""
        reference = self._references.get(voice)
        return reference.codes if reference else None

    def _sound(self, codes: torch.Tensor) -> torch.Tensor:
        """What the codec makes of frames, shape (samples,): as qwen-tts decodes, but it stays on the card."""
        decoder = self._model.model.speech_tokenizer.model.decoder
        sound: torch.Tensor = decoder.chunked_decode(codes.to(self.device).T[None])[0, 0]
        return sound

    def reference(self, voice: str) -> Reference:
        """A cloned voice, prepared once; its clip's file is named by its content, and so never changes.

        Raises:
            EngineError: The clip is missing, or is not audio.
        """
        if voice not in self._references:
            clip = read_clip(Path(voice))
            prompt = self._kept(clip) or self._made(clip)
            item = self._clone_item(
                ref_code=prompt.codes,
                ref_spk_embedding=prompt.timbre,
                x_vector_only_mode=prompt.codes is None,
                icl_mode=prompt.codes is not None,
                ref_text=clip.transcript or None,
            )
            self._references[voice] = Reference(item, prompt.codes)
        return self._references[voice]

    def forget(self) -> None:
        """Forget the cloned voices; what is kept on the disk stays."""
        self._references.clear()

    def _plain(self, text: str) -> str:
        """A text as words only: what the model takes for the end of a turn is no part of a book."""
        encoded = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates are no text
        return self._marks.sub(" ", encoded)

    def _language(self, tag: str) -> str:
        """The model's name for a language; a checkpoint may know fewer than the family."""
        name = model_language(tag)
        return name if name in self._model.model.get_supported_languages() else AUTO

    def _check(self, request: Speak) -> None:
        if self.kind == CUSTOM_VOICE and request.voice.lower() not in self.speakers:
            raise EngineError("voice", f"this model has no voice {request.voice}")
        if self.kind == VOICE_DESIGN and not request.voice.strip():
            raise EngineError("voice", "this model needs a voice described in words")
        if request.style and not self.takes_direction:
            raise EngineError("voice", "this model does not take direction (a style prompt)")

    def _kept(self, clip: Clip) -> ClonePrompt | None:
        return self._prompts.find(clip) if self._prompts else None

    def _made(self, clip: Clip) -> ClonePrompt:
        """A clip's prompt by qwen-tts, kept for the next time."""
        began = time.monotonic()
        (item,) = self._model.create_voice_clone_prompt(
            (clip.samples, clip.rate_hz), clip.transcript or None, x_vector_only_mode=not clip.transcript
        )
        log.info("A voice was prepared in %.2f seconds", time.monotonic() - began)
        prompt = ClonePrompt(item.ref_spk_embedding, item.ref_code)
        if self._prompts:
            self._prompts.keep(clip, prompt)
        return prompt

    def _prompt_cache(self, weights: str) -> PromptCache:
        """The prompts of this model; on another device or with other libraries they may differ by a bit."""
        config = self._model.model.config
        dtype = self.talker.dtype
        maker = {
            **self.versions,
            "engine": _FAMILY,
            "weights": weights,
            "device": self.device.type,
            "dtype": str(dtype),
        }
        shape = Shape(config.speaker_encoder_config.enc_dim, config.talker_config.num_code_groups, dtype)
        return PromptCache(maker, shape)

    @contextmanager
    def _stopped_before_decoding(self) -> Iterator[None]:
        """Have qwen-tts prepare a prompt and go no further."""
        model, words = self._model.model, 0
        prepare, decode = model.generate, self.talker.generate

        def overhear(*, input_ids: list[torch.Tensor], **named: Any) -> Any:
            nonlocal words
            words = input_ids[0].shape[1] - _TURN_TOKENS
            return prepare(input_ids=input_ids, **named)

        def stop(inputs_embeds: torch.Tensor, trailing_text_hidden: torch.Tensor, **_: Any) -> None:
            raise _Prepared(inputs_embeds, trailing_text_hidden, words)

        model.generate, self.talker.generate = overhear, stop
        try:
            yield
        finally:
            model.generate, self.talker.generate = prepare, decode


def _check_kind(folder: Path) -> None:
    """See that it is a model of this family: any other would be built in its full size before it failed.

    Raises:
        EngineError: It is none.
    """
    path = folder / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise EngineError("load", f"there is no model in {folder}: {err}") from err
    kind = config.get("model_type") if isinstance(config, dict) else None
    if kind != _FAMILY:
        raise EngineError("load", f"the model in {folder} is {kind or 'nothing known'}, not {_FAMILY}")


def _device(wanted: str) -> torch.device:
    """The device that was asked for, or the best there is.

    Raises:
        EngineError: It is not there.
    """
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    name = wanted if wanted != "auto" else next(name for name in ("cuda", "mps", "cpu") if there[name])
    if not there[name]:
        raise EngineError("device", f"torch {torch.__version__} finds no {name} device")
    return torch.device(name, 0) if name == "cuda" else torch.device(name)


def _dtype(device: torch.device) -> torch.dtype:
    """Half the memory and twice the speed where the card can, else what is right everywhere."""
    if device.type == "cuda" and torch.cuda.get_device_capability(device) >= _BF16_CAPABILITY:
        return torch.bfloat16
    return torch.float32
