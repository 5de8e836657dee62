"""The administration's pages: people, the measures that places are followed by, and guidance."""

import re

from django.contrib import admin

from portal.forms.guidance import GuidancePageForm
from portal.models import FigureImport, GuidancePage, GuidanceVersion, Indicator, User
from portal.services import guidance
from registry import status_log
from registry.admin import ReadOnlyAdmin
from registry.forms.base import ModelForm

RIGHTS = ["is_active", "is_staff", "is_superuser"]


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
        for name in RIGHTS:
            if name in form.changed_data:
                self._log(request, obj, name, getattr(obj, name))

    def save_related(self, request, form, formsets, change):
        """Being put in a group, or taken out of one, is a change of status like any other."""
        before = set(form.instance.groups.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        after = set(form.instance.groups.values_list("name", flat=True))
        for name in sorted(before ^ after):
            self._log(request, form.instance, "group_" + re.sub("[^a-z0-9]+", "_", name.lower()), name in after)

    def _log(self, request, person, right, has_it):
        action = "grant" if has_it else "withdraw"
        status_log.write(person, action, actor=request.user, reason=right[:40], to_state="on" if has_it else "off")


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin):
    """Measures: add one, and say which area and services it belongs to and what it does not cover.

    Code, name and definition are the source's and stand fast. Values are read in, never written here. No measure is
    deleted: its values would go with it.
    """

    form = ModelForm
    ours = ["area", "does_not_cover", "services"]
    theirs = ["code", "source", "kind", "measure", "unit", "title", "definition", "position"]
    said = ["is_invented", "published_year", "final_on", "title_at_source", "gone_on"]
    filter_horizontal = ["services"]
    list_display = ["code", "title", "kind", "area", "published_year", "is_invented", "gone_on"]
    list_filter = ["source", "kind", "measure", "is_invented"]
    search_fields = ["code", "title", "area"]
    list_per_page = 50

    def get_fields(self, request, obj=None):
        return [*self.theirs, *self.ours, *(self.said if obj else [])]

    def get_readonly_fields(self, request, obj=None):
        return [*self.theirs, *self.said] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(FigureImport)
class FigureImportAdmin(ReadOnlyAdmin):
    """Readings of figures, to look at."""

    list_display = ["source", "started_at", "state", "page_count", "value_count", "changed_count", "refused_count"]
    list_filter = ["state"]


@admin.register(GuidancePage)
class GuidancePageAdmin(admin.ModelAdmin):
    """The texts of guidance. Readers get what is saved at once; what they had before is kept.

    Nothing is deleted: a page that shall not be read any longer is not published.
    """

    form = GuidancePageForm
    list_display = ["title", "kind", "is_published", "reviewed_on", "review"]
    list_filter = ["kind", "is_published"]
    search_fields = ["title", "slug"]

    @admin.display(description="granskning")
    def review(self, page):
        return "Äldre än ett år: läs texten mot källorna" if page.review_is_old() else "Aktuell"

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        guidance.save(obj, actor=request.user, reviewed=form.cleaned_data["is_reviewed"])


@admin.register(GuidanceVersion)
class GuidanceVersionAdmin(ReadOnlyAdmin):
    list_display = ["title", "number", "shown_from", "is_shown"]
    search_fields = ["title"]
