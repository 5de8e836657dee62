"""How forms are drawn: one renderer and one bound field, so that `{{ form }}` is right on every page."""

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting


class PortalBoundField(BoundField):
    """A field as the field component draws it: a kind, a first thing to focus, and whether it may be left empty."""

    @property
    def kind(self):
        """Which of the component's shapes: `choices`, `check`, `file`, `group` or `control`."""
        widget = self.field.widget
        if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return "choices"
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        if isinstance(widget, forms.FileInput):
            return "file"
        return "group" if self.use_fieldset else "control"

    @property
    def first_id(self):
        """The id that a link in the error summary leads to."""
        if self.kind == "choices":
            return next((choice.id_for_label for choice in self if choice.data["value"] != ""), "")
        if self.kind == "group":
            return f"{self.auto_id}_0"
        return self.id_for_label

    @property
    def is_optional(self):
        """Whether the label says "(frivilligt)". Boxes to tick need no such word."""
        widget = self.field.widget
        boxes = isinstance(widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple))
        return not self.field.required and not boxes and getattr(self.field, "marks_optional", True)

    @property
    def is_short(self):
        """Whether the choices are so few and short that they stand on one line."""
        return getattr(self.field, "is_short", False)

    @property
    def present_file(self):
        """The file already handed in (`url`, `name`, `size`), or None."""
        return getattr(self.field, "present", None)

    def build_widget_attrs(self, attrs, widget=None):
        """Add the width that the field asks for; leave out `required` and placeholders.

        The browser's own messages come one at a time and in its own language, so refusals are drawn by the server.
        A placeholder is no label: it goes when one types, and it is too pale to read.
        """
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop("required", None)
        width = getattr(self.field, "width", None)
        if width:
            attrs["class"] = f"field__{width}"
        if "placeholder" in (widget or self.field.widget).attrs:
            attrs["placeholder"] = False
        return attrs


class PortalRenderer(TemplatesSetting):
    """Draws every form and field with the portal's components."""

    form_template_name = "components/form_fields.html"
    formset_template_name = "components/formset_fields.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField
