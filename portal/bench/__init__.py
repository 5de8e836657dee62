"""Measures pages as they are served, beside a bare view in the same run."""
