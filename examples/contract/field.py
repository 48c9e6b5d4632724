"""Who went where and could see what: the knowledge behind the invented sightings.

Habitats and seasons are roughly those of the real species; places are named after real
ones. The people are invented, and so is every sighting.
"""

from datetime import date
from typing import NamedTuple


class Species(NamedTuple):
    name: str
    months: str  # how often it is met from January to December, each from 0 to 9
    habitats: str
    least: int
    most: int


class Observer(NamedTuple):
    name: str
    since: date
    keenness: int  # how many of a hundred weekdays in May see this person go out
    places: tuple[str, ...]  # a place that stands here twice is visited twice as often
    notes: tuple[str, ...]


SPECIES = (
    Species("Kingfisher", "555555555555", "river", 1, 2),
    Species("Grey Heron", "667777777766", "river wetland", 1, 5),
    Species("Mute Swan", "666666666666", "river wetland", 1, 12),
    Species("Little Egret", "666666666666", "wetland", 1, 3),
    Species("Otter", "333333333333", "river loch", 1, 2),
    Species("Daubenton's Bat", "000244443100", "river", 2, 15),
    Species("Emperor Dragonfly", "000003864000", "river wetland", 1, 6),
    Species("Common Swift", "000069930000", "river town", 2, 60),
    Species("Barn Swallow", "000366674000", "river wetland farmland", 1, 40),
    Species("Marsh Harrier", "112566543211", "wetland", 1, 4),
    Species("Common Crane", "014432169920", "cranes", 2, 300),
    Species("White Stork", "004999930000", "cranes", 1, 9),
    Species("Fieldfare", "986200000379", "farmland wetland park", 5, 120),
    Species("Redwing", "765100000578", "farmland park", 3, 60),
    Species("Starling", "655333334566", "town farmland wetland", 5, 200),
    Species("Barn Owl", "221111111222", "farmland wetland", 1, 2),
    Species("Robin", "555444445555", "town park forest", 1, 4),
    Species("Blackbird", "444555543344", "town park", 1, 5),
    Species("Great Spotted Woodpecker", "345432223333", "park forest", 1, 2),
    Species("Nightingale", "000598000000", "park", 1, 5),
    Species("Red Squirrel", "233333334432", "park forest", 1, 3),
    Species("Hedgehog", "000234554200", "town park", 1, 2),
    Species("Brimstone", "004863453100", "park forest wetland", 1, 6),
    Species("Osprey", "000999960000", "loch", 1, 3),
    Species("Puffin", "000579500000", "cliff", 2, 90),
    Species("Grey Seal", "544333345666", "cliff", 1, 30),
    Species("Greater Flamingo", "445566666544", "lagoon", 20, 400),
)

PLACES = {
    "uk": "farmland",
    "uk/england": "farmland",
    "uk/england/cambridge": "town park",
    "uk/england/river-cam": "river",
    "uk/england/river-cam/grantchester-meadows": "river farmland",
    "uk/england/river-cam/jesus-lock": "river town",
    "uk/england/ouse": "river",
    "uk/england/ouse-washes": "wetland farmland",
    "uk/england/wicken-fen": "wetland",
    "uk/england/wicken-fen/tower-hide": "wetland",
    "uk/scotland/cairngorms": "forest",
    "uk/scotland/cairngorms/loch-garten": "loch forest",
    "uk/wales/gower": "farmland",
    "uk/wales/gower/worms-head": "cliff",
    "de": "farmland",
    "de/berlin": "town",
    "de/berlin/tiergarten": "park",
    "de/brandenburg/linum": "cranes wetland",
    "fr/bretagne/sept-iles": "cliff",
    "fr/camargue": "wetland lagoon",
    "fr/camargue/etang-de-vaccares": "lagoon",
    "fr/paris/jardin-des-plantes": "park",
}

BEGINNING = date(2024, 6, 1)

OBSERVERS = (
    Observer(
        "miriam",
        BEGINNING,
        14,
        (
            "uk/england/river-cam",
            "uk/england/river-cam",
            "uk/england/river-cam/grantchester-meadows",
            "uk/england/river-cam/jesus-lock",
            "uk/england/wicken-fen",
            "uk/england/wicken-fen/tower-hide",
            "uk/england/cambridge",
        ),
        (
            "The same willow as last week.",
            "Heard first, then seen.",
            "Two rowers stopped to look as well.",
            "Light rain, nobody else about.",
        ),
    ),
    Observer(
        "owen",
        BEGINNING,
        9,
        (
            "uk/england/ouse-washes",
            "uk/england/ouse-washes",
            "uk/england/ouse",
            "uk/wales/gower",
            "uk/wales/gower/worms-head",
            "uk/england/wicken-fen",
        ),
        (
            "Counted twice, rounded once.",
            "Wind from the west, force 5.",
            "Too far off to tell the young from the old.",
        ),
    ),
    Observer(
        "tariq_b",
        BEGINNING,
        6,
        (
            "uk/scotland/cairngorms",
            "uk/scotland/cairngorms/loch-garten",
            "uk/scotland/cairngorms/loch-garten",
            "uk/england",
            "uk",
        ),
        (
            "From the train, a few seconds only.",
            "Snow on the tops, none below.",
            "A walker pointed it out to me.",
        ),
    ),
    Observer(
        "jonas",
        BEGINNING,
        9,
        (
            "de/berlin/tiergarten",
            "de/berlin/tiergarten",
            "de/berlin",
            "de/brandenburg/linum",
            "de/brandenburg/linum",
            "de",
        ),
        (
            "On the roof of the Gewächshaus, as ever.",
            "Fog until ten, then everything at once.",
            "My neighbour calls it Frühaufsteher: it is up before us.",
        ),
    ),
    Observer(
        "elodie",
        BEGINNING,
        8,
        (
            "fr/camargue",
            "fr/camargue/etang-de-vaccares",
            "fr/bretagne/sept-iles",
            "fr/paris/jardin-des-plantes",
            "fr/paris/jardin-des-plantes",
        ),
        (
            "From the notebook, written up at home.",
            "Seen between two showers, près de la digue.",
            "The étang was half dry.",
        ),
    ),
    Observer(
        "wren77",
        date(2025, 9, 6),
        16,
        (
            "uk/england/cambridge",
            "uk/england/river-cam/jesus-lock",
            "uk/england/river-cam/grantchester-meadows",
            "uk/england/river-cam",
        ),
        (
            "My first one!",
            "Is this right? Please correct me if it isn't.",
            "On the way to work.",
        ),
    ),
)
