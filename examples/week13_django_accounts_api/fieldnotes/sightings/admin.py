from django.contrib import admin

from .forms import SightingForm
from .models import Report, Sighting


@admin.register(Sighting)
class SightingAdmin(admin.ModelAdmin):
    form = SightingForm
    fields = ["species", "count", "place", "seen_on", "notes", "observer"]
    list_display = ["species", "count", "place", "seen_on", "observer"]
    list_filter = ["observer"]
    list_select_related = ["observer"]
    date_hierarchy = "seen_on"
    search_fields = ["species", "place"]


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    list_display = ["id", "owner", "status", "created_at"]
    list_filter = ["status"]
    readonly_fields = ["owner", "status", "created_at", "heartbeat", "result"]

    def has_add_permission(self, request):
        return False
