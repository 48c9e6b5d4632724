"""The parts of a path that stand for values."""

from flask import Flask
from werkzeug.routing import BaseConverter


class IdConverter(BaseConverter):
    """A number that a database can have as an id; for any other the path is 404."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)


class PlaceConverter(BaseConverter):
    """One to four names with slashes between them."""

    regex = "[a-z0-9-]+(?:/[a-z0-9-]+){0,3}"
    part_isolating = False  # it may have slashes in it


def init_app(app: Flask) -> None:
    app.url_map.converters.update(id=IdConverter, place=PlaceConverter)
    # By default //places//uk leads to /places/uk. Here it is no place.
    app.url_map.merge_slashes = False
