"""The administration's pages for people."""

from django.contrib import admin

from portal.models import User
from registry.forms.base import ModelForm


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People with an account: appoint case officers and administrators, close an account.

    Nobody is deleted: their name stands in cases and logs. Passwords are set by their owners alone.
    """

    form = ModelForm
    fields = ["email", "name", "is_active", "is_staff", "is_superuser", "groups", "date_joined", "last_login"]
    readonly_fields = ["date_joined", "last_login"]
    filter_horizontal = ["groups"]
    list_display = ["email", "name", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """A new person has no password until they choose one by the link "Glömt lösenordet"."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
