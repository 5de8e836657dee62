"""Asking for an authority, deciding about it, its facts and domains, and inviting to it."""

from django import forms

from procurement import email_domains
from procurement.models import AuthorityMembership, ContractingAuthority
from procurement.services import authorities, authority_members, authority_requests
from registry.forms.base import ChoicesWithHelp, Form
from registry.forms.family import ForgetsPersonalNumber, OrganisationNumberField

Role = AuthorityMembership.Role
ROLES = ChoicesWithHelp(
    [
        (
            Role.OFFICER,
            "Upphandlare",
            "Söker och kontrollerar utförare, och gör upphandlingar, valfrihetssystem och avtal",
        ),
        (Role.POLITICIAN, "Förtroendevald", "Följer kommunen eller regionen, men gör inga upphandlingar"),
        (Role.ADMINISTRATOR, "Administratör", "Gör allt som en upphandlare gör, och bjuder in och avslutar uppdrag"),
    ]
)
NO_ADDRESS = "Välj en adress."


class AskForm(Form):
    """Which of one's own addresses, and what one does at the authority."""

    email = forms.ChoiceField(
        label="Vilken är din adress i arbetet?",
        widget=forms.RadioSelect,
        error_messages={"required": NO_ADDRESS, "invalid_choice": NO_ADDRESS},
    )
    position = forms.CharField(
        label="Vad arbetar du med?",
        help_text="Till exempel upphandlare på socialförvaltningen",
        max_length=120,
        error_messages={"required": "Skriv vad du arbetar med."},
    )

    def __init__(self, *args, addresses, authority=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.authority = authority
        self.fields["email"].choices = [(address, address) for address in addresses]
        if len(addresses) == 1:
            self.fields["email"].initial = addresses[0]

    def clean_email(self):
        email = self.cleaned_data["email"]
        if refusal := authority_requests.address_refusal(email, self.authority):
            raise forms.ValidationError(refusal)
        return email


class AuthorityFactsForm(ForgetsPersonalNumber, Form):
    """An authority's name, kind and number."""

    name = forms.CharField(
        label="Vad heter myndigheten?",
        max_length=200,
        error_messages={"required": "Skriv vad myndigheten heter."},
    )
    kind = forms.ChoiceField(
        label="Vad är den för slag?",
        widget=forms.RadioSelect,
        choices=ContractingAuthority.Kind.choices,
        error_messages={"required": "Välj ett slag."},
    )
    organisation_number = OrganisationNumberField(required=False)

    def __init__(self, *args, authority=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.authority = authority

    def clean_organisation_number(self):
        number = self.cleaned_data["organisation_number"]
        others = ContractingAuthority.objects.filter(organisation_number=number).exclude(
            pk=self.authority.pk if self.authority else None
        )
        if number and self.authority and (other := others.first()):
            raise forms.ValidationError(f"Numret hör redan till {other}.")
        return number


class AskNewForm(AskForm, AuthorityFactsForm):
    """To act for an authority that is not in the list."""

    field_order = ["name", "kind", "organisation_number", "email", "position"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        if known := authorities.like(name=name, organisation_number=""):
            raise forms.ValidationError(f"{known} finns redan. Sök upp den i stället.")
        return name

    def clean_organisation_number(self):
        number = self.cleaned_data["organisation_number"]
        known = authorities.like(name="", organisation_number=number)
        if known:
            raise forms.ValidationError(f"Numret hör till {known}, som redan finns. Sök upp den i stället.")
        return number

    def typed(self):
        """What the asker calls the authority."""
        return {name: self.cleaned_data[name] for name in ("name", "kind", "organisation_number")}


class RequestDecisionForm(Form):
    """Approve to a role, or refuse. The first one at an authority becomes its administrator."""

    outcome = forms.ChoiceField(
        label="Får personen arbeta för myndigheten här?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en roll eller avslå."},
    )
    reasons = forms.CharField(
        label="Skäl",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Skriv vad som avgör. Vid avslag skickas texten till den som har bett om uppdraget.",
        error_messages={"required": "Skriv skälen."},
    )

    def __init__(self, *args, is_first, may_approve, **kwargs):
        super().__init__(*args, **kwargs)
        roles = [(Role.ADMINISTRATOR, "Ja, som administratör")]
        if not is_first:
            roles.append((Role.OFFICER, "Ja, som upphandlare"))
        self.fields["outcome"].choices = [*(roles if may_approve else []), ("refuse", "Nej, avslå")]


class MemberReasonForm(Form):
    """Why a case officer changes somebody's membership."""

    reason = forms.CharField(
        label="Varför?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Till exempel vem hos myndigheten som har bekräftat det. Handläggare läser det, och personen själv "
        "om den hämtar sina uppgifter.",
        error_messages={"required": "Skriv varför."},
    )


class DomainForm(Form):
    """A domain to register."""

    domain = forms.CharField(
        label="E-postdomän",
        help_text="Det som står efter @, till exempel kommunen.se. En underdomän räknas för sig.",
        max_length=120,
        error_messages={"required": email_domains.MESSAGES["form"]},
    )

    def clean_domain(self):
        return email_domains.normalise(self.cleaned_data["domain"])


class RoleField(forms.ChoiceField):
    """What somebody may do at the authority, with each role in words."""

    def __init__(self, **kwargs):
        super().__init__(
            label="Roll",
            choices=ROLES,
            widget=forms.RadioSelect,
            error_messages={"required": "Välj en roll."},
            **kwargs,
        )


class AuthorityInviteForm(Form):
    """Whom to invite to the authority, and to do what."""

    email = forms.EmailField(
        label="E-postadress",
        help_text="Inbjudan gäller bara den här adressen, i 14 dagar.",
        max_length=254,
        error_messages={
            "required": "Skriv kollegans e-postadress.",
            "invalid": "Skriv en e-postadress, till exempel namn@kommunen.se.",
        },
    )
    role = RoleField()

    def __init__(self, *args, authority, **kwargs):
        super().__init__(*args, **kwargs)
        self.authority = authority

    def clean(self):
        data = super().clean()
        if {"email", "role"} <= set(data):
            refusal = authority_members.address_refusal(data["email"].lower(), data["role"], self.authority)
            if refusal:
                self.add_error("email", refusal)
        return data


class AuthorityRoleForm(Form):
    """Another role for a colleague."""

    role = RoleField()
