"""Normalisation: text as written made into text as spoken, keeping the way back."""

from vox1.script.normalise.spoken import RULE_NAMES, normalise, spoken_form

__all__ = ["RULE_NAMES", "normalise", "spoken_form"]
