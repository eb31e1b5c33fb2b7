"""BookSmith: a book file in, a Book out. No audio, no window, no AI.

`read_book` in `child` is the door: it parses in a bounded process of its own, because a book is
somebody else's file.
"""
