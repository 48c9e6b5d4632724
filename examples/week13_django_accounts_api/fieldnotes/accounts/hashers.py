from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    """Argon2 with the least that OWASP's Password Storage Cheat Sheet asks of it.

    Django's own makes as many passes over 100 MiB, in eight threads.
    """

    memory_cost = 19 * 1024  # KiB
    parallelism = 1
