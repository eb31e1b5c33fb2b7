"""Hardware: the card's tier and memory, the processor, and which of them an engine runs on."""
