"""Where documents lie. Apart from the models, since migrations refer to it."""


def storage_path(document, filename):
    """By hash, so that a name from outside never becomes a path."""
    return f"{document.sha256[:2]}/{document.sha256}-{document.uuid}.pdf"
