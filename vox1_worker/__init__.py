"""The speech worker: the only code that runs in an engine's Python. Python 3.10 syntax throughout."""
