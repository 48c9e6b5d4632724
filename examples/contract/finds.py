"""Sightings that are not left to chance: outliers, and notes that are hard to keep."""

from datetime import date
from typing import NamedTuple


class Find(NamedTuple):
    seen_on: date
    observer: str
    place: str
    species: str
    count: int
    notes: str


FINDS = (
    Find(
        date(2024, 6, 1),
        "miriam",
        "uk/england/river-cam",
        "Kingfisher",
        1,
        "The first page of a new notebook.",
    ),
    Find(
        date(2024, 8, 17),
        "miriam",
        "uk/england/river-cam/jesus-lock",
        "Daubenton's Bat",
        11,
        'The lock keeper\'s word for them is "flittermice".\n'
        "All in one crack of the old gate, in full daylight.",
    ),
    Find(
        date(2024, 10, 12),
        "jonas",
        "de/brandenburg/linum",
        "Common Crane",
        2300,
        "Evening flight to the roost, counted in blocks of fifty.\n"
        "They came in from the Kremmener Straße until dark.",
    ),
    Find(
        date(2024, 12, 29),
        "owen",
        "uk/england/ouse-washes",
        "Fieldfare",
        80,
        "-2 °C at sunrise. <100 on the near bank, more beyond; R. & J. counted too.",
    ),
    Find(
        date(2025, 5, 25),
        "miriam",
        "uk/england/wicken-fen",
        "Marsh Harrier",
        2,
        "The boardwalk closes for repairs on 1 June, until September.",
    ),
    Find(
        date(2025, 7, 6),
        "elodie",
        "fr/camargue",
        "Greater Flamingo",
        310,
        "Chicks in the crèche, too many to count; adults only.",
    ),
    Find(
        date(2025, 9, 6),
        "wren77",
        "uk/england/cambridge",
        "Common Crane",
        1,
        "Bird, grey, tall, fishing in the brook.\n\nHeron?",
    ),
    Find(
        date(2025, 12, 13),
        "owen",
        "uk/england/ouse-washes",
        "Starling",
        4000,
        "The roost. They turned like smoke, then fell into the reeds within a minute.",
    ),
    Find(
        date(2026, 3, 14),
        "tariq_b",
        "uk/scotland/cairngorms",
        "Red Squirrel",
        2,
        "Sign at the car park: \"Please don't feed us; we're 100 % wild.\"",
    ),
    Find(
        date(2026, 5, 31),
        "miriam",
        "uk/england/river-cam",
        "Common Swift",
        24,
        "",
    ),
)
