"""The forms. The JSON API checks its values with them too."""

import re
import secrets

from django import forms
from django.core.exceptions import ValidationError

from .images import sniff
from .models import Sighting, place_rule

PIXELS = 40_000_000


class WholeNumberField(forms.IntegerField):
    """IntegerField would take "1_0" and "3.0" for numbers, as int() does."""

    def to_python(self, value):
        if value and not re.fullmatch(r"\s*-?[0-9]+\s*", str(value)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class IsoDateField(forms.DateField):
    """DateField would take "2026-6-1" and spaces around a date, as strptime() does."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value):
        if value and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class NotesField(forms.CharField):
    """Text of several lines. A browser sends a line end as two characters."""

    widget = forms.Textarea

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n")


class SightingForm(forms.ModelForm):
    count = WholeNumberField(min_value=1, max_value=9999)
    place = forms.CharField(strip=False)
    seen_on = IsoDateField(input_formats=["%Y-%m-%d"])
    notes = NotesField(max_length=2000, required=False, strip=False)

    class Meta:
        model = Sighting
        fields = ["species", "count", "place", "seen_on", "notes"]


class FilterForm(forms.Form):
    species = forms.CharField(max_length=80, required=False, strip=False)
    place = forms.CharField(
        max_length=8000, required=False, strip=False, validators=[place_rule]
    )

    def filter(self, sightings):
        """Return the sightings that are asked for; what cannot be has none."""
        if not self.is_valid():
            return sightings.none()
        if species := self.cleaned_data["species"]:
            sightings = sightings.of_species(species)
        if place := self.cleaned_data["place"]:
            sightings = sightings.at(place)
        return sightings


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label="Photo (PNG or JPEG, up to 1 MiB)",
        widget=forms.FileInput(attrs={"accept": "image/png, image/jpeg"}),
    )

    def clean_photo(self):
        file = self.cleaned_data["photo"]
        image = sniff(file.read())
        if image is None:
            raise ValidationError("This is neither a PNG nor a JPEG.")
        if image.width * image.height > PIXELS:
            raise ValidationError("This has more than 40 million pixels.")
        file.name = secrets.token_hex(16) + image.suffix
        return file
