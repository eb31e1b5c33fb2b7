"""What is told of engines and models: the catalogue's words, or their own where it has none."""

from __future__ import annotations

from vox1_gui.errands.machine import EngineView
from vox1_gui.errands.models import ModelRow
from vox1_gui.texts import knows, say


def engine_title(engine: EngineView) -> str:
    """Return what a voice engine is called."""
    return _said(f"advanced.engine.{engine.id}", engine.title)


def engine_about(engine: EngineView) -> str:
    """Return a sentence on a voice engine."""
    return _said(f"advanced.engine.{engine.id}.about", engine.description)


def model_title(row: ModelRow) -> str:
    """Return what a model is called: what it can do, and its size."""
    kind = _said(f"advanced.kind.{row.kind}", row.name)
    named = f"{kind}, {row.size}" if row.size else kind
    return named if row.fetch_bytes else f"{named} ({row.name})"


def model_about(row: ModelRow) -> str:
    """Return a sentence on a model."""
    return _said(f"advanced.kind.{row.kind}.{row.size}", row.description or row.name)


def rule_title(name: str, description: str) -> str:
    """Return what a rule for speaking does."""
    return _said(f"advanced.rule.{name}", description)


def _said(key: str, otherwise: str) -> str:
    return say(key) if knows(key) else otherwise
