from django.urls import path

from . import sightings, views

urlpatterns = [
    path("openapi.json", views.DescriptionView.as_view()),
    path("api/tokens", views.TokensView.as_view()),
    path("api/sightings", sightings.SightingsView.as_view()),
    path(
        "api/sightings/<int:pk>", sightings.SightingView.as_view(), name="api-sighting"
    ),
    path("api/stats/weekly", sightings.WeeklyView.as_view()),
    path("api/reports", views.ReportsView.as_view()),
    path("api/reports/<int:pk>", views.ReportView.as_view(), name="api-report"),
    path("api/reports/<int:pk>/result", views.ResultView.as_view(), name="api-result"),
]
