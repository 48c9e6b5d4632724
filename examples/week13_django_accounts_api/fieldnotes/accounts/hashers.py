from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    """Argon2 at the first setting of OWASP's Password Storage Cheat Sheet.

    Django's own makes as many passes over 100 MiB, in eight threads.
    """

    memory_cost = 19 * 1024  # KiB
    parallelism = 1
