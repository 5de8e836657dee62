"""Whether a procurement may be reserved, and by when what must be done. Pure rules, fed with dated rows of law."""
