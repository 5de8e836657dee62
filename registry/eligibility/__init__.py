"""Is this legal entity eligible, on this day, on this ground? An answer with reasons, never a badge."""
