"""Rows that came as JSON inside another row, so that a page asks fewer questions."""


def row_of(model, values, **more):
    """The model's row with these values by the names of its fields or columns, and with `more` as it is. Not saved."""
    return model(**{name: _python(model, name, value) for name, value in values.items()}, **more)


def _python(model, name, value):
    return None if value is None else model._meta.get_field(name).to_python(value)
