"""What tells one text from another, so that of two who write the same thing the second is told before it is lost."""

import hashlib
import json

_LETTERS = str.maketrans("0123456789", "ghijklmnop")  # no row of digits, which might look like a personnummer


def version_of(values):
    """What tells one text from another: of {name: value}, in letters alone."""
    told = json.dumps(values, default=str, sort_keys=True)
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest().translate(_LETTERS)


def is_overtaken(seen, stands, typed):
    """Whether what `typed` says would undo what somebody else has saved since.

    `seen` is the version that the person began from, empty when that is not known. Typed and standing are values as
    `version_of` takes them: whoever wrote the same thing undoes nothing.
    """
    return bool(seen) and seen != version_of(stands) and typed != stands
