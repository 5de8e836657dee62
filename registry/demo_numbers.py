"""Organisation numbers for invented organisations: group 499, which is not in use."""

from registry.personal_numbers import luhn_check_digit

DEMO_PREFIX = "499"


def demo_organisation_number(serial):
    """The number of invented organisation `serial`, 0 to 999 999. The same serial always gives the same number."""
    if not 0 <= serial <= 999_999:
        raise ValueError("serial must lie between 0 and 999 999")
    digits = f"{DEMO_PREFIX}{serial:06}"
    return f"{digits}{luhn_check_digit(digits)}"
