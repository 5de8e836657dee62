"""What the fee calculator asks."""

from django import forms

from registry.forms.base import Form


class FeeForm(Form):
    """How many entities for how many years."""

    entities = forms.IntegerField(
        label="Antal juridiska personer",
        min_value=1,
        max_value=500,
        error_messages={
            "required": "Skriv hur många juridiska personer det gäller.",
            "invalid": "Skriv antalet med siffror.",
            "min_value": "Skriv ett antal från 1 till 500.",
            "max_value": "Skriv ett antal från 1 till 500.",
        },
    )
    years = forms.IntegerField(
        label="Antal år som de är registrerade",
        min_value=1,
        max_value=40,
        error_messages={
            "required": "Skriv hur många år ni räknar med.",
            "invalid": "Skriv antalet år med siffror.",
            "min_value": "Skriv ett antal år från 1 till 40.",
            "max_value": "Skriv ett antal år från 1 till 40.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.width = "short"
