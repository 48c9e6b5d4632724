from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from .models import Token, User

admin.site.register(User, UserAdmin)


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    list_display = ["user", "expires_at"]
    fields = readonly_fields = ["user", "expires_at"]

    def has_add_permission(self, request):
        return False
