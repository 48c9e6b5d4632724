from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import photos, views
from .models import PLACE


class PlaceConverter(StringConverter):
    regex = PLACE


class PhotoConverter(StringConverter):
    regex = r"[0-9a-f]{32}\.(?:png|jpg)"


register_converter(PlaceConverter, "place")
register_converter(PhotoConverter, "photo")

urlpatterns = [
    path("sightings", views.SightingListView.as_view(), name="sightings"),
    path("sightings/new", views.NewSightingView.as_view(), name="new"),
    path("sightings/<int:pk>", views.SightingView.as_view(), name="sighting"),
    path("sightings/<int:pk>/edit", views.EditSightingView.as_view(), name="edit"),
    path(
        "sightings/<int:pk>/delete", views.DeleteSightingView.as_view(), name="delete"
    ),
    path("sightings/<int:pk>/photo", photos.PhotoUploadView.as_view(), name="upload"),
    path("photos/<photo:name>", photos.PhotoView.as_view()),
    path("places/<place:place>", views.PlaceView.as_view(), name="place"),
]
