"""The addresses of the project."""

from django.contrib import admin
from django.http import HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView, View


class HealthView(View):
    def get(self, request):
        return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("", RedirectView.as_view(pattern_name="sightings")),
    path("healthz", HealthView.as_view()),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("sightings.urls")),
    path("", include("api.urls")),
]
