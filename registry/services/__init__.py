"""What can happen in the register: one module per thing, one function per verb, always with an actor."""
