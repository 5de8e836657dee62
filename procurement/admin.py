"""The administration's pages for contracting authorities and the law as rows."""

from django.contrib import admin

from procurement.models import (
    AuthorityMembership,
    ContractingAuthority,
    CpvCode,
    CpvRange,
    LegalThreshold,
    Shortlist,
)
from registry.admin import ReadOnlyAdmin, ReferenceAdmin


@admin.register(ContractingAuthority)
class ContractingAuthorityAdmin(ReferenceAdmin):
    list_display = ["name", "kind"]
    search_fields = ["name"]


@admin.register(AuthorityMembership)
class AuthorityMembershipAdmin(ReadOnlyAdmin):
    list_display = ["authority", "user", "role"]
    list_select_related = ["authority", "user"]


@admin.register(Shortlist)
class ShortlistAdmin(ReadOnlyAdmin):
    list_display = ["name", "authority"]
    list_select_related = ["authority"]


@admin.register(CpvCode)
class CpvCodeAdmin(ReadOnlyAdmin):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


@admin.register(CpvRange)
class CpvRangeAdmin(ReferenceAdmin):
    list_display = ["cpv_set", "first", "last", "is_left_out", "valid_from", "valid_to"]
    list_filter = ["cpv_set"]


@admin.register(LegalThreshold)
class LegalThresholdAdmin(ReferenceAdmin):
    list_display = ["law", "kind", "sek", "valid_from", "valid_to"]
    list_filter = ["law", "kind"]
