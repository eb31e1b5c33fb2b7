"""Audio: levels, loudness, and everything that calls ffmpeg."""
