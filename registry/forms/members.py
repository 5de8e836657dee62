"""Those who represent the organisation: invitations, roles and claims."""

from django import forms

from registry.forms.base import ChoicesWithHelp, Form, PdfField
from registry.forms.uploads import UploadMixin
from registry.models import Document
from registry.models.members import Role

ROLES = ChoicesWithHelp(
    [
        (Role.EDITOR, "Redaktör", "Fyller i, skickar in och svarar"),
        (Role.READER, "Läsare", "Ser allt men ändrar inget"),
        (Role.OWNER, "Ägare", "Gör allt som en redaktör gör, och bjuder in och tar bort företrädare"),
    ]
)


class RoleField(forms.ChoiceField):
    """What a colleague may do, with each role in words."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Roll")
        super().__init__(
            choices=ROLES, widget=forms.RadioSelect, error_messages={"required": "Välj en roll."}, **kwargs
        )


class InviteForm(Form):
    """Whom to invite, and to do what."""

    email = forms.EmailField(
        label="E-postadress",
        help_text="Inbjudan gäller bara den här adressen, i 14 dagar.",
        max_length=254,
        error_messages={
            "required": "Skriv kollegans e-postadress.",
            "invalid": "Skriv en e-postadress, till exempel namn@exempel.se.",
        },
    )
    role = RoleField()


class RoleForm(Form):
    """Another role for a colleague."""

    role = RoleField()


class ClaimForm(UploadMixin, Form):
    """That one represents an organisation, with the paper that shows it."""

    position = forms.CharField(
        label="Vilket uppdrag har du i organisationen?",
        help_text="Till exempel ordförande eller verksamhetschef",
        max_length=120,
        error_messages={"required": "Skriv vilket uppdrag du har."},
    )
    explanation = forms.CharField(
        label="Varför får du företräda organisationen?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv varför du får företräda organisationen."},
    )
    kind = forms.ChoiceField(
        label="Vad visar det?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                (Document.Kind.POWER_OF_ATTORNEY, "Fullmakt", "Undertecknad av en firmatecknare"),
                (Document.Kind.MINUTES, "Protokoll", "Där styrelsen eller stämman utser dig"),
            ]
        ),
        error_messages={"required": "Välj fullmakt eller protokoll."},
    )
    file = PdfField(label="Fullmakten eller protokollet")

    field_order = ["position", "explanation", "kind", "file", "masking_confirmed"]
