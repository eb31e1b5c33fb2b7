"""The window: pages over the backend, which works in a process of its own."""
