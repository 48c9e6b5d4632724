"""Read the environment variables. One that cannot be used ends the start."""

import os
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def mode() -> str:
    value = os.environ.get("FIELDNOTES_MODE", "production")
    if value not in {"production", "development"}:
        raise ImproperlyConfigured(
            f"FIELDNOTES_MODE is {value!r}; set it to production or development"
        )
    return value


def secret() -> str:
    if value := os.environ.get("FIELDNOTES_SECRET"):
        return value
    if mode() == "production":
        raise ImproperlyConfigured(
            "FIELDNOTES_SECRET is not set; set it to a long random text, which signs "
            "cookies, or set FIELDNOTES_MODE=development"
        )
    return get_random_secret_key()


def today() -> date | None:
    value = os.environ.get("FIELDNOTES_TODAY")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ImproperlyConfigured(
            f"FIELDNOTES_TODAY is {value!r}; set it to a date such as 2026-06-01"
        ) from None


def seconds(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise ImproperlyConfigured(
            f"{name} is {value!r}; set it to a whole number of seconds"
        )
    return int(value)


def data(default: Path) -> Path:
    folder = Path(os.environ.get("FIELDNOTES_DATA") or default).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"FIELDNOTES_DATA is {str(folder)!r} ({error.strerror}); "
            "set it to a folder that can be made and written to"
        ) from None
    return folder


def database(folder: Path) -> dict:
    address = os.environ.get("FIELDNOTES_DATABASE")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "fieldnotes.db",
            "OPTIONS": {
                # A transaction that reads and then writes asks for the lock at once;
                # one that asked later would fail without waiting.
                "transaction_mode": "IMMEDIATE",
                # Readers go on while somebody writes.
                "init_command": "PRAGMA journal_mode = WAL",
                "timeout": 5,
            },
        }
    try:
        parts = urlsplit(address)
        if parts.scheme != "postgresql" or not parts.path.strip("/"):
            raise ValueError
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": parts.port or "",
            # Without it, a statement waits for a lock for as long as it takes.
            "OPTIONS": {"options": "-c lock_timeout=5s"},
        }
    except ValueError:
        raise ImproperlyConfigured(
            "FIELDNOTES_DATABASE is no address of PostgreSQL; "
            "set it to postgresql://user:password@host:port/name"
        ) from None
