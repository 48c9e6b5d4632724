"""Mend: a search in Bottle. It was tried with "wren" and found good."""

import bottle

app = bottle.Bottle()
PAGES = {
    "found": "<p>{{species}} was seen here.</p>",
    "none": "<p>No {{species}} today.</p>",
}
BIRDS = ("wren", "grünfink", "heron")


@app.get("/search")
def search():
    species = bottle.request.query["species"]
    if species in BIRDS:
        return bottle.template(PAGES["found"], species=species)
    return bottle.template(f"<p>No {species} today.</p>")
