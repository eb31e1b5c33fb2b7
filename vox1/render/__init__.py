"""Rendering: a plan of chunks, the store of their takes, and the audiobook put together from them."""
