"""Perch: a web framework in a few hundred lines, for applications that speak WSGI."""

from perch.app import App
from perch.errors import HTTPError
from perch.request import Request
from perch.response import Response, redirect
from perch.routing import RouteError, Routes, View

__all__ = [
    "App",
    "HTTPError",
    "Request",
    "Response",
    "RouteError",
    "Routes",
    "View",
    "redirect",
]
