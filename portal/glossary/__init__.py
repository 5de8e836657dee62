"""The portal's words, as data: shown at /ordlista/, and tested against the code.

A term is told in plain Swedish. `identifier` is what the code calls it, or None while nothing in the code bears the
name. `source` is the paragraph the meaning comes from, when there is one.
"""

from portal.glossary import figures, politics, procurement, register
from registry.sorting import swedish_sort_key

TERMS = [*register.TERMS, *procurement.TERMS, *figures.TERMS, *politics.TERMS]


def terms_in_order():
    """The terms in Swedish order, as the page lists them."""
    return sorted(TERMS, key=lambda term: swedish_sort_key(term.swedish))
