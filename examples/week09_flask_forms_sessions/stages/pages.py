"""Fieldnotes in Flask: a log of nature sightings, at levels L0 to L3 and L5."""

from collections.abc import Mapping

from flask import Flask

from fieldnotes import (
    accounts,
    commands,
    database,
    errors,
    pages,
    photos,
    security,
    settings,
    sightings,
    urls,
)


def create_app(given: Mapping[str, object] | None = None) -> Flask:
    """Make the application from the environment, and from ``given`` settings first."""
    app = Flask(__name__)
    settings.init_app(app, given or {})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    urls.init_app(app)
    database.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    accounts.init_app(app)
    for module in (pages, sightings, accounts, photos):
        app.register_blueprint(module.blueprint)
    app.cli.add_command(commands.load)
    return app
