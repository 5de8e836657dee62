"""Where files of procurements lie. Apart from the models, since migrations refer to it."""


def evidence_path(seal, filename):
    """By hash, beside the documents and away from them."""
    return f"bevispaket/{seal.sha256[:2]}/{seal.sha256}.zip"
