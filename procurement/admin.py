"""The administration's pages for contracting authorities."""

from django.contrib import admin

from procurement.models import AuthorityMembership, ContractingAuthority, Shortlist
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
