"""Two parts of a site, each with a name and a prefix, and the addresses they get."""

from flask import Blueprint, Flask, url_for

pages = Blueprint("pages", __name__)
api = Blueprint("api", __name__, url_prefix="/api")


@pages.get("/sightings")
def sightings():
    return "a page"


@api.get("/sightings")
def list_sightings():
    return {"items": []}


app = Flask(__name__)
app.register_blueprint(pages)
app.register_blueprint(api)
app.register_blueprint(api, name="old_api", url_prefix="/v0")

if __name__ == "__main__":
    for rule in app.url_map.iter_rules():
        print(f"{rule.endpoint:24} {rule.rule}")
    with app.test_request_context():
        print(url_for("api.list_sightings"))
        print(url_for("sightings"))
