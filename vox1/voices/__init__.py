"""Voices: those that the listener keeps, and recordings prepared for the engine that clones them."""
