"""Which handler answers? One belongs to the API's blueprint, one to the application."""

from flask import Blueprint, Flask, abort

api = Blueprint("api", __name__, url_prefix="/api")


@api.errorhandler(404)
def api_error(error):
    return {"title": error.name}, 404


@api.get("/sightings/<int:number>")
def sighting(number):
    abort(404)


app = Flask(__name__)
app.register_blueprint(api)


@app.errorhandler(404)
def page_error(error):
    return f"<h1>{error.name}</h1>", 404


if __name__ == "__main__":
    client = app.test_client()
    for path in ("/api/sightings/7", "/api/sightings/seven", "/api/nothing", "/x"):
        print(f"{path:22}", client.get(path).text.strip())
