"""Makes and repairs the Python environment that VOX-1 runs in.

Standard library only; imports nothing else of ours.

`start` is called at every start and must stay cheap; it loads `install` only when something is to be done.
"""
