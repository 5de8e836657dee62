"""Guidance. Comes last among the addresses: the tools under /vagledning/ have theirs first."""

from django.urls import path

from portal.views import guidance

urlpatterns = [
    path("vagledning/", guidance.guidance, name="guidance"),
    path("lattlast/", guidance.easy_swedish, name="easy_swedish"),
    path("english/", guidance.in_english, name="in_english"),
    path("vagledning/<slug:slug>/", guidance.guidance_page, name="guidance_page"),
]
