"""Fieldnotes in Flask, to be read: levels L0 and L1 of the contract."""

from collections.abc import Mapping

from flask import Flask

from fieldnotes import commands, database, errors, pages, security, settings, urls


def create_app(given: Mapping[str, object] | None = None) -> Flask:
    """Make the application from the environment, and from ``given`` settings first."""
    app = Flask(__name__)
    settings.init_app(app, given or {})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    urls.init_app(app)
    database.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    app.register_blueprint(pages.blueprint)
    app.cli.add_command(commands.load)
    return app
