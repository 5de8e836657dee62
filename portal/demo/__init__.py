"""The invented world of the demonstration. Every name is made up, every number begins with 499."""
