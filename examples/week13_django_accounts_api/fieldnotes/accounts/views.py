from django.contrib.auth import views
from django.db import IntegrityError, transaction
from django.urls import reverse_lazy
from django.views.generic import CreateView

from sightings.views import FormMixin

from .forms import RegisterForm


class RegisterView(FormMixin, CreateView):
    form_class = RegisterForm
    template_name = "registration/register.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except IntegrityError:  # somebody took the name after the form looked
            form.add_error("username", "This name is taken.")
            return self.form_invalid(form)


class LoginView(FormMixin, views.LoginView):
    pass
