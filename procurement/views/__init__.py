"""Pages of procurement: thin, one function a page."""
