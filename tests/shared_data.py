"""Real data that stands beside the repository and is not part of it."""

import os
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_data(path):
    """Where a file of real data is: in SHARED_DATA, else in a folder shared/data beside the repository.

    A test that asks for one that is not there is skipped, with a warning in the summary.
    """
    if folder := os.environ.get("SHARED_DATA"):
        folders = [Path(folder)]
    else:
        folders = [parent / "shared" / "data" for parent in ROOT.parents]
    for folder in folders:
        if (folder / path).exists():
            return folder / path
    reason = f"real data is missing: {path}. Set SHARED_DATA to the folder that holds it"
    warnings.warn(reason, stacklevel=2)
    pytest.skip(reason)
