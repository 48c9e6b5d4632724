"""What must happen around all views."""

import logging

from django.conf import settings
from django.db import OperationalError
from django.shortcuts import render

logger = logging.getLogger("django.request")


class BodyLimitMiddleware:
    """Refuse a body that announces too much before it is read, and half a body.

    When a client goes away, Gunicorn hands over what has come as if it were all, and
    Django does not count. The check for CSRF reads the body, so this stands before it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length[:20]) > settings.BODY_LIMIT:
            return render(request, "413.html", status=413)
        if length.isdigit() and len(request.body) < int(length):
            return render(request, "400.html", status=400)
        return self.get_response(request)


class MethodMiddleware:
    """Answer 405 before the check for CSRF, which would answer 403."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not hasattr(view, "view_class"):
            return None
        unit = view.view_class(**view.view_initkwargs)
        unit.setup(request, *args, **kwargs)
        method = request.method.lower()
        if method in unit.http_method_names and hasattr(unit, method):
            return None
        return unit.http_method_not_allowed(request, *args, **kwargs)


class DatabaseErrorMiddleware:
    """Say 503 when the database is locked, full or away: it may help to come back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError):
            return None
        logger.error("%s: %s", request.path, exception)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "5"
        return response
