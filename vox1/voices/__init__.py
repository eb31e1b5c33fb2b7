"""Voices: recordings of people, prepared for the engine that clones them."""
