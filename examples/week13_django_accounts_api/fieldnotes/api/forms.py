from django import forms

from sightings.forms import WholeNumberField


class CredentialsForm(forms.Form):
    username = forms.CharField(strip=False)
    password = forms.CharField(strip=False)


class PageForm(forms.Form):
    page = WholeNumberField(min_value=1)
    per_page = WholeNumberField(min_value=1, max_value=100)
