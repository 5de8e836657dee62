"""Kolada (RKA): what its API answers, read (pure), and how it is asked."""
