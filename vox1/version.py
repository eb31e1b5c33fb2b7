"""The version of VOX-1, as the changelog counts it."""

VERSION = "0.1.0"
