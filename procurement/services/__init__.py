"""What can happen in procurement: one module a thing, one function a verb, always with an actor."""
