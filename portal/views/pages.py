"""Pages that say who runs the portal and how it is built."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from portal import component_examples

# What is kept about whom, why, and for how long.
KEPT = [
    {
        "key": "Konto",
        "value": "E-postadress, namn om du anger det, och när du loggar in. För att du ska kunna logga in.",
        "note": "Tills du raderar kontot.",
    },
    {
        "key": "Inloggningar",
        "value": "Tid, nätadress och webbläsare. För att du ska se var du är inloggad.",
        "note": "Tills du loggar ut eller efter tolv timmar.",
    },
    {
        "key": "Uppdrag",
        "value": "Vilken organisation eller myndighet du företräder och i vilken roll. För att bara rätt personer ska "
        "kunna ändra.",
        "note": "Så länge uppdraget varar. Att du hade det står kvar i ärendena.",
    },
    {
        "key": "Inbjudningar",
        "value": "E-postadressen till den som bjuds in. För att inbjudan ska komma fram.",
        "note": "Gäller i 14 dagar. Adressen tas bort när den inbjudna raderar sitt konto.",
    },
    {
        "key": "Kontaktperson",
        "value": "Namn, roll, e-post och telefon. För att handläggaren ska nå organisationen. Visas aldrig publikt.",
        "note": "Tills organisationen byter kontaktperson.",
    },
    {
        "key": "Bekräftelselänk",
        "value": "Att en ägare har fått en länk för att bekräfta tjänsterna, och när den användes. Själva länken "
        "sparas bara i brevet.",
        "note": "Så länge ditt konto finns.",
    },
    {
        "key": "Firmatecknare",
        "value": "Namn. För att pröva vem som får företräda organisationen. Visas aldrig publikt.",
        "note": "Tills organisationen ändrar uppgiften.",
    },
    {
        "key": "Anspråk",
        "value": "Vem som vill företräda en organisation, med skäl och underlag. För att pröva det. I diariet står "
        "”Privatperson”.",
        "note": "Så länge ärendet bevaras.",
    },
    {
        "key": "Begäran om uppdrag hos myndighet",
        "value": "Vem som har bett om det, adressen i arbetet och vad personen arbetar med. För att pröva om personen "
        "arbetar där. Visas aldrig publikt.",
        "note": "Så länge myndigheten finns i portalen. Adressen tas bort när kontot raderas.",
    },
    {
        "key": "Är vi redo",
        "value": "Vem som kryssade en ruta inför ett anbud, och när. För att organisationen ska se vem som har gjort "
        "vad. Ingen annan ser det.",
        "note": "Så länge upphandlingen finns i portalen.",
    },
    {
        "key": "Händelser och beslut",
        "value": "Vem som gjorde vad i ett ärende, och när. För att ett beslut ska gå att följa i efterhand.",
        "note": "Så länge ärendet bevaras. Namnet tas bort när kontot raderas, utom i beslut som personen har fattat.",
    },
    {
        "key": "Ansvarig för steg",
        "value": "Vilken upphandlare som ansvarar för ett steg i arbetet med sociala villkor. För att kollegor ska se "
        "vem som gör vad. Visas aldrig publikt.",
        "note": "Tills myndigheten byter ansvarig.",
    },
    {
        "key": "Svar om leverantörer",
        "value": "Vem hos en myndighet som svarade om en händelse hos en leverantör, och vad. För att kollegor ska se "
        "vad som är gjort. Visas aldrig publikt.",
        "note": "Så länge avtalet finns i portalen.",
    },
    {
        "key": "Statuslogg",
        "value": "Numret på den som ändrade ett läge, aldrig namnet. För att ingen ska kunna ändra i efterhand utan "
        "att det märks.",
        "note": "Alltid.",
    },
    {
        "key": "Bevispaket om upphandlingar",
        "value": "Numret på den som gjorde något i upphandlingen, aldrig namnet. För att ett paket ska gå att "
        "kontrollera även när kontot är raderat.",
        "note": "Alltid. Bara myndighetens upphandlare kan läsa paketet.",
    },
    {
        "key": "E-post och meddelanden",
        "value": "Det vi skickar till dig. För att inget ska komma bort på vägen.",
        "note": "E-post i 30 dagar. Meddelanden på Mina sidor tills du raderar kontot.",
    },
    {
        "key": "Värdeöverföringar och årsuppgifter",
        "value": "Vem som antecknade, strök och lämnade. Privatpersoner som har fått något namnges aldrig.",
        "note": "Så länge organisationen finns i portalen.",
    },
    {
        "key": "Kontakter hos myndigheter",
        "value": "Vem som lade in hur man når en funktion, till exempel en inköpsenhet. För att det ska gå att följa i "
        "efterhand. Namnet visas aldrig publikt, och adresser som ser ut att vara en persons tas inte emot.",
        "note": "Så länge myndigheten finns i portalen.",
    },
    {
        "key": "Kontaktlogg",
        "value": "Vad en organisation har skrivit om sina kontakter, och vem som skrev. För att kollegerna ska veta "
        "vad som sagts. Bara organisationen ser det, inte handläggarna.",
        "note": "Tills organisationen tar bort anteckningen. Sedan finns bara kvar att den togs bort, när och av vem.",
    },
    {
        "key": "Träffar",
        "value": "Vem som bjöd in, anmälde sig eller frågade. För att värden ska veta vilka som kommer och kunna "
        "svara. Namnet visas aldrig publikt. Vem som vill bli kontaktad om tillgänglighet ser bara värden, och "
        "varför skrivs aldrig.",
        "note": "Så länge träffen finns i portalen. Att någon ville bli kontaktad tas bort när träffen har varit.",
    },
    {
        "key": "Vägledning",
        "value": "Vem som skrev eller granskade en text i vägledningen. För att det ska gå att se vem som ändrade. "
        "Namnet visas aldrig publikt.",
        "note": "Så länge texten finns i portalen.",
    },
    {
        "key": "Kvitton",
        "value": "Organisationsnummer, namn, svar och skäl när någon sparar en kontroll. Aldrig vem som frågade.",
        "note": "Alltid, för att ett kvitto ska gå att visa efter flera år.",
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
