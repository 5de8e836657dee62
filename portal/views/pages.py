"""Pages that say who runs the portal and how it is built."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from portal import component_examples

KEPT = [
    {
        "key": "Konto",
        "value": "E-postadress, namn om du anger det, och när du loggar in. För att du ska kunna logga in.",
    },
    {
        "key": "Uppdrag",
        "value": "Vilken organisation du företräder och i vilken roll. För att bara rätt personer ska kunna ändra.",
    },
    {
        "key": "Kontaktperson",
        "value": "Namn, roll, e-post och telefon. Visas publikt bara om organisationen väljer det.",
    },
    {"key": "Firmatecknare", "value": "Namn. För att pröva vem som får företräda organisationen."},
    {
        "key": "Bekräftelselänk",
        "value": "Att en ägare har fått en länk för att bekräfta tjänsterna, och när den användes. Själva länken "
        "sparas bara i brevet.",
    },
    {
        "key": "Händelser",
        "value": "Vem som gjorde vad i ett ärende, och när. För att ett beslut ska gå att följa i efterhand.",
    },
    {
        "key": "Värdeöverföringar och årsuppgifter",
        "value": "Vem som antecknade, strök och lämnade. Privatpersoner som har fått något namnges aldrig.",
    },
    {
        "key": "Kvitton",
        "value": "Organisationsnummer, namn, svar och skäl när någon sparar en kontroll. Aldrig vem som frågade.",
    },
]


@login_not_required
@require_safe
def about(request):
    """Who runs the portal, and what it is not."""
    return render(request, "portal/about.html")


@login_not_required
@require_safe
def accessibility(request):
    """The accessibility statement."""
    return render(request, "portal/accessibility.html")


@login_not_required
@require_safe
def privacy(request):
    """What is kept about people, why and for how long."""
    return render(request, "portal/privacy.html", {"kept": KEPT})


@login_not_required
@require_safe
def component_list(request):
    """Every component with its variants, for those who build pages."""
    return render(request, "portal/component_list.html", component_examples.context())


@login_not_required
@require_safe
def favicon(request):
    """Send a browser that asks for /favicon.ico on its own to the drawn one."""
    return redirect(static("img/favicon.svg"))


@login_not_required
@require_safe
def robots(request):
    """What search engines may fetch: public pages, but nothing of the demonstration, where all is invented."""
    closed = (
        ["/"]
        if settings.DEMO
        else ["/konto/", "/mina-sidor/", "/min-organisation/", "/ansokningar/", "/bekrafta/", "/admin/"]
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
