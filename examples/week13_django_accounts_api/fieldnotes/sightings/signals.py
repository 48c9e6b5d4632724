from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from .models import Sighting


@receiver(post_delete, sender=Sighting)
def remove_photo(instance, **kwargs):
    """Remove the file once it is certain that the sighting is gone."""
    if photo := instance.photo:
        transaction.on_commit(lambda: photo.storage.delete(photo.name))
