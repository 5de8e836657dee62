"""The administration's pages: reference data may be changed, everything that is a record is only read.

Organisations, cases, decisions and logs change through the portal's own pages and services, never here. Mail and
invitations are left out: they hold the keys to accounts.
"""

from django.contrib import admin

from registry.forms.base import ModelForm
from registry.models import (
    Application,
    ApplicationEvent,
    Assessment,
    ChangeNotice,
    Claim,
    ClaimEvent,
    Communication,
    CompletionRequest,
    ConflictOfInterest,
    County,
    Decision,
    Document,
    EntityRevision,
    FeeRate,
    JournalEntry,
    LegalEntity,
    LegalForm,
    LegalProvision,
    Membership,
    Municipality,
    OfficerShift,
    OfficialCheck,
    OfficialRegistration,
    Organisation,
    Region,
    ServiceArea,
    TargetGroup,
    Verification,
    VerificationEvent,
)


class ReferenceAdmin(admin.ModelAdmin):
    """Rows that administrators keep up to date. What is in use cannot be deleted: the database protects it."""

    form = ModelForm
    list_per_page = 50


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at. Nobody adds, changes or deletes them here, superusers included."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _reference(model, *columns, search=("name",)):
    name = f"{model.__name__}Admin"
    admin.site.register(model, type(name, (ReferenceAdmin,), {"list_display": columns, "search_fields": search}))


def _read_only(model, *columns, search=(), related=(), **options):
    facts = {"list_display": columns, "search_fields": search, "list_select_related": related, **options}
    admin.site.register(model, type(f"{model.__name__}Admin", (ReadOnlyAdmin,), facts))


_reference(County, "code", "name", "letter")
_reference(Region, "name", "organisation_number")
_reference(Municipality, "code", "name", "county", search=("code", "name"))
_reference(LegalForm, "code", "name", "offered", "position", search=("code", "name"))
_reference(ServiceArea, "name", "slug", "position")
_reference(TargetGroup, "name", "slug", "position")
_reference(FeeRate, "kind", "amount", "valid_from", "valid_to", search=("source_name",))
_reference(LegalProvision, "code", "title", search=("code", "title"))

_read_only(Organisation, "name", "slug", "published_at", search=("name", "slug"))
_read_only(LegalEntity, "name", "organisation_number", "organisation", search=("name",), related=("organisation",))
_read_only(Membership, "organisation", "user", "role", "ended_at", related=("organisation", "user"))
_read_only(
    Application,
    "case_number",
    "legal_entity",
    "kind",
    "state",
    "officer",
    search=("case_number", "legal_entity__name"),
    related=("legal_entity", "officer"),
    list_filter=("state", "kind"),
)
_read_only(ApplicationEvent, "application", "action", "actor", "created_at", related=("application", "actor"))
_read_only(Assessment, "application", "requirement", "judgement", "officer", related=("application", "officer"))
_read_only(ChangeNotice, "application", "effective_on", related=("application",))
_read_only(CompletionRequest, "application", "due_on", "answered_at", related=("application",))
_read_only(Communication, "application", "due_on", "answered_at", related=("application",))
_read_only(Decision, "application", "outcome", "decided_by", "decided_at", related=("application", "decided_by"))
_read_only(Claim, "case_number", "organisation", "claimant", "state", related=("organisation", "claimant"))
_read_only(ClaimEvent, "claim", "action", "actor", "created_at", related=("claim__organisation", "actor"))
# The file itself is opened on the portal's own page, which asks who may see it.
_read_only(
    Document,
    "filename",
    "kind",
    "organisation",
    "version",
    "is_public",
    search=("filename", "sha256"),
    related=("organisation",),
    exclude=("file",),
)
_read_only(EntityRevision, "legal_entity", "number", "cause", "recorded_at", related=("legal_entity",))
_read_only(JournalEntry, "case_number", "registered_at", "direction", "subject", search=("case_number",))
_read_only(Verification, "legal_entity", "state", "period", related=("legal_entity",))
_read_only(
    VerificationEvent, "verification", "action", "actor", "created_at", related=("verification__legal_entity", "actor")
)
_read_only(OfficialRegistration, "legal_entity", "period", "source", related=("legal_entity",))
_read_only(OfficialCheck, "legal_entity", "checked_on", "result", "checked_by", related=("legal_entity", "checked_by"))
_read_only(OfficerShift, "user", "reason", "started_at", "expires_at", "ended_at", related=("user",))
_read_only(ConflictOfInterest, "officer", "organisation", "reason", related=("officer", "organisation"))
