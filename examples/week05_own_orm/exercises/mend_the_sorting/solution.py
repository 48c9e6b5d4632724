"""A visitor chooses how the list is sorted, from what there is to choose."""

ORDERS = {"species": "species", "newest": "seen_on DESC"}


def birds(connection, sort: str) -> list[str]:
    """Return the species, sorted by "species" or by "newest"; else as by "species"."""
    order = ORDERS.get(sort, ORDERS["species"])
    rows = connection.execute(f"SELECT species FROM sightings ORDER BY {order}")
    return [species for (species,) in rows]
