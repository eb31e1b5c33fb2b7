"""Normalisation: text as written made into text as spoken, keeping the way back."""

from vox1.script.normalise.spoken import normalise, spoken_form

__all__ = ["normalise", "spoken_form"]
