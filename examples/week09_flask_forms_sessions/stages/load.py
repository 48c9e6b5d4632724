"""Fieldnotes in Flask: a log of nature sightings."""

from collections.abc import Mapping

from flask import Flask

from fieldnotes import accounts, commands, database, settings, urls


def create_app(given: Mapping[str, object] | None = None) -> Flask:
    """Make the application from the environment, and from ``given`` settings first."""
    app = Flask(__name__)
    settings.init_app(app, given or {})
    urls.init_app(app)
    database.init_app(app)
    accounts.init_app(app)
    app.cli.add_command(commands.load)
    return app
