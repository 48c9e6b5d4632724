"""A search in Bottle that reads UTF-8, and lets nobody write its templates."""

import bottle

app = bottle.Bottle()
PAGES = {
    "found": "<p>{{species}} was seen here.</p>",
    "none": "<p>No {{species}} today.</p>",
}
BIRDS = ("wren", "grünfink", "heron")


@app.get("/search")
def search():
    species = bottle.request.query.species
    name = "found" if species in BIRDS else "none"
    return bottle.template(PAGES[name], species=species)
