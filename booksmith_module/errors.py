"""What can be wrong with a book file, said to the person who chose it."""


class BookError(Exception):
    """A book that cannot be read.

    Attributes:
        code: A short name that programs can rely on, such as ``drm`` or ``damaged``.
        message: What is wrong, in one sentence.
        hint: What to do next, in one sentence.
    """

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
