"""An invented register of any size, for measuring."""
