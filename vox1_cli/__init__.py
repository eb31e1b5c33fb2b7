"""The command line: everything VOX-1 can do, without a window."""
