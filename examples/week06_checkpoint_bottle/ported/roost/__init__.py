"""Roost: classes for tables and objects for rows, on the standard library's sqlite3."""

from roost.columns import Column
from roost.database import Database
from roost.errors import Unavailable
from roost.keys import ForeignKey, Key
from roost.select import Select
from roost.session import Session
from roost.tables import Table

__all__ = [
    "Column",
    "Database",
    "ForeignKey",
    "Key",
    "Select",
    "Session",
    "Table",
    "Unavailable",
]
