"""The Advanced page: all that can be chosen, and what VOX-1 works with."""
