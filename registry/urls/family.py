"""For members: the organisation, its entities and its people."""

from django.urls import path

from registry.views import (
    annual_statements,
    claims,
    family,
    family_entities,
    fees,
    follow_up,
    freshness,
    grounds,
    members,
    submission,
    transfers,
    verifications,
)

HUB = "min-organisation/<slug:slug>/"

urlpatterns = [
    path("avgift/", fees.fee_calculator, name="fee_calculator"),
    path("min-organisation/ny/", family.organisation_create, name="organisation_create"),
    path(HUB, family.organisation_family, name="organisation_family"),
    path(f"{HUB}uppgifter/", family.organisation_common, name="organisation_common"),
    path(f"{HUB}kontaktperson/", family.organisation_contact, name="organisation_contact"),
    path(f"{HUB}avgift/", fees.organisation_fee, name="organisation_fee"),
    path(f"{HUB}juridiska-personer/lagg-till/", family_entities.entities_add, name="entities_add"),
    path(f"{HUB}juridiska-personer/ny/", family_entities.entity_add, name="entity_add"),
    path(f"{HUB}juridiska-personer/<uuid:uuid>/ta-bort/", family_entities.entity_remove, name="entity_remove"),
    path(f"{HUB}juridiska-personer/<uuid:uuid>/ansok/", family_entities.application_start, name="application_start"),
    path(f"{HUB}kontrollera/", submission.organisation_check, name="organisation_check"),
    path(f"{HUB}kvitto/<int:submission_id>/", submission.organisation_receipt, name="organisation_receipt"),
    path(f"{HUB}vardeoverforingar/", transfers.transfer_list, name="transfer_list"),
    path(f"{HUB}vardeoverforingar/ny/", transfers.transfer_add, name="transfer_add"),
    path(f"{HUB}vardeoverforingar/<int:pk>/stryk/", transfers.transfer_withdraw, name="transfer_withdraw"),
    path(f"{HUB}arsuppgifter/", annual_statements.annual_statement_list, name="annual_statement_list"),
    path(f"{HUB}arsuppgifter/ny/<uuid:uuid>/", annual_statements.annual_statement_start, name="annual_statement_start"),
    path(f"{HUB}arsuppgifter/<int:pk>/", annual_statements.annual_statement, name="annual_statement"),
    path(
        f"{HUB}arsuppgifter/<int:pk>/andra/", annual_statements.annual_statement_change, name="annual_statement_change"
    ),
    path(
        f"{HUB}arsuppgifter/<int:pk>/kontrollera/",
        annual_statements.annual_statement_check,
        name="annual_statement_check",
    ),
    path(
        f"{HUB}arsuppgifter/<int:pk>/ratta/",
        annual_statements.annual_statement_correct,
        name="annual_statement_correct",
    ),
    path(f"{HUB}uppfoljning/<str:case_number>/", follow_up.follow_up_answer, name="follow_up_answer"),
    path(f"{HUB}verifieringar/<int:pk>/yttrande/", verifications.verification_answer, name="verification_answer"),
    path(f"{HUB}medlemmar/", members.member_list, name="member_list"),
    path(f"{HUB}medlemmar/bjud-in/", members.member_invite, name="member_invite"),
    path(f"{HUB}medlemmar/<int:membership_id>/roll/", members.member_role, name="member_role"),
    path(f"{HUB}medlemmar/<int:membership_id>/ta-bort/", members.member_remove, name="member_remove"),
    path(f"{HUB}inbjudningar/<int:invitation_id>/dra-tillbaka/", members.invitation_revoke, name="invitation_revoke"),
    path("bekrafta/<str:token>/", freshness.services_confirm, name="services_confirm"),
    path("inbjudan/<str:token>/", members.invitation_accept, name="invitation_accept"),
    path("inbjudningar/<int:invitation_id>/ta-emot/", members.invitation_take, name="invitation_take"),
    path(f"{HUB}juridiska-personer/<uuid:uuid>/behorighet/", grounds.ground_list, name="ground_list"),
    path(
        f"{HUB}juridiska-personer/<uuid:uuid>/behorighet/<slug:ground>/",
        grounds.ground_statement,
        name="ground_statement",
    ),
    path("organisationer/<slug:slug>/ansprak/", claims.claim_create, name="claim_create"),
    path("ansprak/<str:case_number>/", claims.claim, name="claim"),
]
