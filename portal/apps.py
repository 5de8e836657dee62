from django.apps import AppConfig
from django.contrib.admin import apps as administration


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portalen"
    default = True


class PortalAdminConfig(administration.AdminConfig):
    """Django's administration behind the portal's own door."""

    default = False
    default_site = "portal.admin_site.PortalAdminSite"
