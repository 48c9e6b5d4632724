from django import forms
from django.contrib.auth.forms import BaseUserCreationForm

from .models import User


class RegisterForm(BaseUserCreationForm):
    # A name with spaces around it is not quietly made into another one.
    username = forms.CharField(label="User name", max_length=30, strip=False)

    class Meta:
        model = User
        fields = ["username"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""
