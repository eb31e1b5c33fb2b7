"""Errands: what the window has done in the backroom. Each is a function with the `Desk` first."""
