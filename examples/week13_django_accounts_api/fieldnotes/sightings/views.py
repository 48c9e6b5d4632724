"""The pages."""

import re

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import (
    CreateView,
    DetailView,
    ListView,
    UpdateView,
    View,
)

from .forms import FilterForm, PhotoForm, SightingForm
from .models import Sighting


class FormMixin:
    """An invalid form is 422. (Django's views say 200, and take PUT for POST.)"""

    http_method_names = ["get", "head", "post", "options"]

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


def own_sighting(user, pk, *, lock=False):
    """Return the sighting if it is the user's; ``lock`` it until the transaction ends."""
    sightings = Sighting.objects.all()
    if lock:
        sightings = sightings.select_for_update()
    sighting = get_object_or_404(sightings, pk=pk)
    if sighting.observer_id != user.pk:
        raise PermissionDenied
    return sighting


class SightingListView(ListView):
    queryset = Sighting.objects.select_related("observer")
    paginate_by = 20

    def get_queryset(self):
        self.form = FilterForm(self.request.GET)
        return self.form.filter(super().get_queryset())

    def paginate_queryset(self, queryset, page_size):
        # Django takes "last" for a number, and an empty text for 1.
        if not re.fullmatch(r"[0-9]+", self.request.GET.get("page", "1")):
            raise Http404
        return super().paginate_queryset(queryset, page_size)

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, **kwargs)


class PlaceView(SightingListView):
    template_name = "sightings/place.html"

    def get_queryset(self):
        self.place = self.kwargs["place"]
        if not Sighting.objects.at(self.place).exists():
            raise Http404
        return super().get_queryset().at(self.place)

    def get_context_data(self, **kwargs):
        below = Sighting.objects.places_below(self.place)
        return super().get_context_data(place=self.place, below=below, **kwargs)


class SightingView(DetailView):
    queryset = Sighting.objects.select_related("observer")
    extra_context = {"photo_form": PhotoForm()}


class NewSightingView(LoginRequiredMixin, FormMixin, CreateView):
    model = Sighting
    form_class = SightingForm

    def form_valid(self, form):
        form.instance.observer = self.request.user
        return super().form_valid(form)


class EditSightingView(LoginRequiredMixin, FormMixin, UpdateView):
    form_class = SightingForm

    def get_object(self):
        return own_sighting(self.request.user, self.kwargs["pk"])

    def form_valid(self, form):
        # form.save() would write back every column, and insert a row that somebody
        # has just deleted.
        rows = Sighting.objects.filter(pk=form.instance.pk)
        if not rows.update(**form.cleaned_data):
            raise Http404
        return redirect(form.instance)


class DeleteSightingView(LoginRequiredMixin, View):
    def post(self, request, pk):
        with transaction.atomic():
            own_sighting(request.user, pk, lock=True).delete()
        return redirect("sightings")
