"""Column types of our own. Apart from the models, since migrations refer to them."""

from django.db import models


class BitsField(models.Field):
    """As many bits as one row of `SlotMembers` has. Read and written by SQL alone."""

    def db_type(self, connection):
        return "bit(15360)"
