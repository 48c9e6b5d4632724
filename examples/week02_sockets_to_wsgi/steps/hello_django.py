"""A Django application in one file: one more callable of two arguments."""

from django.conf import settings
from django.core.management.utils import get_random_secret_key
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY=get_random_secret_key(),  # as nothing signed outlives this process
)


def herons(request):
    return HttpResponse("Django has seen a heron.\n")


urlpatterns = [path("herons", herons)]
app = get_wsgi_application()
