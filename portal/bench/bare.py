"""A bare Django view that answers with a body of a given size: what a page costs when nothing is done.

A site of its own, without middleware, templates or database. Text that compresses about as well as a page does.
"""

import random

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare", MIDDLEWARE=[], DEBUG=False)
_bodies = {}


def bare(request, size):
    """`size` bytes of text."""
    if size not in _bodies:
        chance = random.Random(size)
        _bodies[size] = "".join(chance.choices("abcdefghij <>/", k=size)).encode()
    return HttpResponse(_bodies[size])


urlpatterns = [path("bare/<int:size>/", bare)]
application = get_wsgi_application()
