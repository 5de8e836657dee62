"""For procurement officers."""

from django.urls import path, re_path

from procurement.views import (
    awards,
    coherence,
    concerns,
    contract_work,
    evidence,
    lots,
    notices,
    plans,
    questions,
    shortlists,
    tenders,
)

LISTS = "upphandlare/listor/"
ALL = "upphandlare/upphandlingar/"
ONE = f"{ALL}<int:pk>/"
LOT = f"{ONE}omraden/<int:number>/"
CONTRACTS = "upphandlare/avtal/"
CONTRACT = f"{CONTRACTS}<int:pk>/"
TENDER = f"{ONE}anbud/<int:tender>/"

urlpatterns = [
    path(LISTS, shortlists.shortlist_list, name="shortlist_list"),
    path(f"{LISTS}ny/", shortlists.shortlist_create, name="shortlist_create"),
    path(f"{LISTS}lagg-till/<slug:slug>/", shortlists.shortlist_add, name="shortlist_add"),
    path(f"{LISTS}<int:pk>/", shortlists.shortlist, name="shortlist"),
    re_path(
        r"^upphandlare/listor/(?P<pk>[0-9]{1,12})\.(?P<kind>csv|xlsx|json)$",
        shortlists.shortlist_export,
        name="shortlist_export",
    ),
    path(f"{LISTS}<int:pk>/stang/", shortlists.shortlist_close, name="shortlist_close"),
    path(f"{LISTS}<int:pk>/rader/<int:entry>/", shortlists.shortlist_entry, name="shortlist_entry"),
    path(
        f"{LISTS}<int:pk>/rader/<int:entry>/ta-bort/", shortlists.shortlist_entry_remove, name="shortlist_entry_remove"
    ),
    path(ALL, plans.buyer_procurement_list, name="buyer_procurement_list"),
    path(f"{ALL}ny/", plans.procurement_create, name="procurement_create"),
    path(ONE, plans.procurement_work, name="procurement_work"),
    path(f"{ONE}uppgifter/", plans.procurement_facts, name="procurement_facts"),
    path(f"{ONE}skal/", plans.procurement_reasons, name="procurement_reasons"),
    path(f"{ONE}utforare/", plans.procurement_market, name="procurement_market"),
    path(f"{ONE}visa-plan/", plans.procurement_show_plan, name="procurement_show_plan"),
    path(f"{ONE}dialog/", plans.procurement_open_dialogue, name="procurement_open_dialogue"),
    path(f"{ONE}stang/", plans.procurement_close, name="procurement_close"),
    path(f"{ONE}bevispaket/", evidence.evidence_pack_list, name="evidence_pack_list"),
    path(f"{ONE}bevispaket/<int:number>.zip", evidence.evidence_pack_file, name="evidence_pack_file"),
    path(f"{ONE}bevispaket/<int:number>/forsok-igen/", evidence.evidence_pack_retry, name="evidence_pack_retry"),
    path(f"{ONE}annonsera/", notices.procurement_publish, name="procurement_publish"),
    path(f"{ONE}andra-tid/", notices.procurement_prolong, name="procurement_prolong"),
    path(f"{ONE}ratta/", notices.procurement_correct, name="procurement_correct"),
    path(f"{ONE}avbryt/", notices.procurement_cancel, name="procurement_cancel"),
    path(f"{ONE}omraden/nytt/", lots.lot_add, name="lot_add"),
    path(LOT, lots.lot, name="lot"),
    path(f"{LOT}cpv/", lots.lot_cpv, name="lot_cpv"),
    path(f"{LOT}reservation/", lots.lot_ground, name="lot_ground"),
    path(f"{LOT}ta-bort/", lots.lot_remove, name="lot_remove"),
    path(f"{ONE}fragor/", questions.question_list, name="question_list"),
    path(f"{ONE}fragor/<int:question>/", questions.question_answer, name="question_answer"),
    path(f"{ONE}intresse/", questions.interest_list, name="interest_list"),
    path(f"{ONE}anbud/", tenders.tender_list, name="tender_list"),
    path(f"{LOT}anbud/", tenders.tender_add, name="tender_add"),
    path(TENDER, tenders.tender, name="tender"),
    path(f"{TENDER}fler/", tenders.tender_add_others, name="tender_add_others"),
    path(f"{TENDER}ta-bort/", tenders.tender_remove, name="tender_remove"),
    path(f"{TENDER}syfte/", tenders.tender_purpose, name="tender_purpose"),
    path(f"{ONE}tilldela/", awards.procurement_award, name="procurement_award"),
    path(f"{ONE}overprovning/", awards.procurement_review, name="procurement_review"),
    path(f"{ONE}overprovning/utfall/", awards.procurement_settle, name="procurement_settle"),
    path(f"{ONE}avtal/", awards.procurement_conclude, name="procurement_conclude"),
    path(CONTRACTS, contract_work.buyer_contract_list, name="buyer_contract_list"),
    path(f"{CONTRACTS}nytt/", contract_work.contract_add, name="contract_add"),
    path(f"{CONTRACTS}tillsammans/", coherence.contract_together, name="contract_together"),
    path(
        f"{CONTRACTS}tillsammans/<int:first>/<int:second>/", coherence.contract_keep_apart, name="contract_keep_apart"
    ),
    path(CONTRACT, contract_work.contract_work, name="contract_work"),
    path(f"{CONTRACT}uppgifter/", contract_work.contract_facts, name="contract_facts"),
    path(f"{CONTRACT}slutdatum/", contract_work.contract_end, name="contract_end"),
    path(f"{CONTRACT}optioner/ny/", contract_work.contract_option_add, name="contract_option_add"),
    path(f"{CONTRACT}optioner/<int:position>/", contract_work.contract_option, name="contract_option"),
    path(f"{CONTRACT}avrop/", contract_work.contract_call_off, name="contract_call_off"),
    path(f"{CONTRACT}uppfoljning/ny/", contract_work.contract_follow_up_add, name="contract_follow_up_add"),
    path(f"{CONTRACT}uppfoljning/<int:follow_up>/", contract_work.contract_follow_up, name="contract_follow_up"),
    path(f"{CONTRACT}att-titta-pa/<int:concern>/", concerns.contract_concern, name="contract_concern"),
    path(f"{CONTRACT}avsluta/", contract_work.contract_end_early, name="contract_end_early"),
]
