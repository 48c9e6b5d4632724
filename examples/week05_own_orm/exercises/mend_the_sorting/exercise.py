"""Mend it: a visitor chooses how the list is sorted."""


def birds(connection, sort: str) -> list[str]:
    """Return the species, sorted by "species" or by "newest"; else as by "species"."""
    if sort == "newest":
        sort = "seen_on DESC"
    rows = connection.execute(f"SELECT species FROM sightings ORDER BY {sort}")
    return [species for (species,) in rows]
