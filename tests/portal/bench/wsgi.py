"""The site as the tests know it, for a web server of its own."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"

from django.conf import settings

from portal.wsgi import application

settings.ROOT_URLCONF = "tests.portal.urls"

__all__ = ["application"]
