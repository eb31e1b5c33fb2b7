"""Engines: what VOX-1 knows of each voice engine, and the host that runs one in a process of its own."""
