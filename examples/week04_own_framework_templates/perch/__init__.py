"""Perch: a web framework in a few hundred lines, for applications that speak WSGI."""

from perch.app import App
from perch.errors import HTTPError
from perch.request import Request
from perch.response import Response, redirect
from perch.routing import RouteError, Routes, View
from perch.static import StaticFiles
from perch.template_parts import Safe, TemplateError
from perch.templates import Templates

__all__ = [
    "App",
    "HTTPError",
    "Request",
    "Response",
    "RouteError",
    "Routes",
    "Safe",
    "StaticFiles",
    "TemplateError",
    "Templates",
    "View",
    "redirect",
]
