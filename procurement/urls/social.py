"""Social terms: a procurement's, an authority's work with them, and what everybody sees."""

from django.urls import path

from procurement.views import social_terms

TERMS = "upphandlare/upphandlingar/<int:pk>/sociala-villkor/"
TERM = f"{TERMS}<str:kind>/"
WORK = "upphandlare/myndighet/<slug:slug>/sociala-villkor/"

urlpatterns = [
    path(TERMS, social_terms.social_term_list, name="social_term_list"),
    path(TERM, social_terms.social_term, name="social_term"),
    path(f"{TERM}ta-bort/", social_terms.social_term_remove, name="social_term_remove"),
    path(WORK, social_terms.social_process, name="social_process"),
    path(f"{WORK}mal/nytt/", social_terms.social_target_add, name="social_target_add"),
    path(f"{WORK}mal/<int:year>/", social_terms.social_target, name="social_target"),
    path(f"{WORK}<slug:step>/", social_terms.social_step, name="social_step"),
    path(
        "myndigheter/<slug:slug>/sociala-villkor/", social_terms.authority_social_terms, name="authority_social_terms"
    ),
]
