"""Photos: what is taken, where it is kept, and how it is served."""

import logging

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import FormView, View

from .forms import PhotoForm
from .models import Sighting
from .views import FormMixin, own_sighting

MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}
logger = logging.getLogger("django.request")


class PhotoUploadView(LoginRequiredMixin, FormMixin, FormView):
    http_method_names = ["post", "options"]
    form_class = PhotoForm
    template_name = "sightings/sighting_detail.html"

    def post(self, request, pk):
        self.sighting = own_sighting(request.user, pk)
        photo = request.FILES.get("photo")
        if photo and photo.size > settings.PHOTO_LIMIT:
            return render(request, "413.html", status=413)
        return super().post(request)

    def get_context_data(self, form):
        return {"sighting": self.sighting, "photo_form": form}

    def form_valid(self, form):
        file = form.cleaned_data["photo"]
        try:
            name = default_storage.save(file.name, file)
        except OSError as error:
            logger.error("%s: %s", self.request.path, error)
            default_storage.delete(file.name)
            return render(self.request, "507.html", status=507)
        try:
            self.replace(name)
        except BaseException:
            default_storage.delete(name)
            raise
        return redirect(self.sighting)

    @transaction.atomic
    def replace(self, name):
        sighting = own_sighting(self.request.user, self.sighting.pk, lock=True)
        if old := sighting.photo.name:
            transaction.on_commit(lambda: default_storage.delete(old))
        sighting.photo = name
        sighting.save(update_fields=["photo"])


class PhotoView(View):
    """Serve the photo of a sighting: a file that no sighting has is not there."""

    def get(self, request, name):
        photo = get_object_or_404(Sighting, photo=name).photo
        try:
            file = photo.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        suffix = name[name.index(".") :]
        return FileResponse(file, content_type=MEDIA_TYPES[suffix])
