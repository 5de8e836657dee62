"""The map of municipalities and regions: where the borders come from, and how they become a picture."""
