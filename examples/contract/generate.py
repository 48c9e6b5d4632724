"""Make the data set of the course: two years of sightings that six people noted.

    python -m contract.generate --out sightings.csv

Everything is invented. The same seed makes the same bytes with every Python and on
every system: of the module ``random`` only ``random()`` is used, the one method whose
sequence is promised to stay, no number with a fraction is written, and nothing is read
from clock, locale or environment.

What is in the data, for those who check what they found (seed 2026):

- Season: each species is met in its months only, most are met in spring, and on a day
  of the weekend people go out twice as often as on another.
- Nobody went out in February 2025, nor in the week of 2025-10-13 (2025-W42).
- Wicken Fen was closed from June to August 2025.
- ``wren77`` starts on 2025-09-06 with a mistake: a crane in a town brook, which the
  note itself doubts.
- Flocks of Little Egret grow: one bird more every three months.
- Two counts stand far above all others, and are right: 2300 cranes, 4000 starlings.
- ``owen`` gives every count above ten in tens.
- ``elodie`` enters her sightings 5 to 29 days late, the others on the same day or up to
  three days later, so the order of ``id`` is not the order of ``seen_on``.
"""

import argparse
import csv
import io
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from contract.field import BEGINNING, OBSERVERS, PLACES, SPECIES, Observer, Species
from contract.finds import FINDS, Find

T = TypeVar("T")

SEED = 2026
END = date(2026, 5, 31)
COLUMNS = (
    "id",
    "species",
    "count",
    "place",
    "seen_on",
    "notes",
    "observer",
    "created_at",
)

# How busy a month is, from January to December: of a hundred walks in May, so many.
ACTIVITY = (45, 50, 65, 85, 100, 85, 60, 50, 70, 80, 50, 40)
QUIET = (
    (date(2025, 2, 1), date(2025, 2, 28)),
    (date(2025, 10, 13), date(2025, 10, 19)),
)
CLOSED = ("uk/england/wicken-fen", date(2025, 6, 1), date(2025, 8, 31))


class Dice:
    """Chance, made from nothing but ``random()``."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random  # noqa: S311  birds, not secrets

    def below(self, limit: int) -> int:
        return int(self._random() * limit)

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def one_of(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]


def is_quiet(day: date) -> bool:
    return any(first <= day <= last for first, last in QUIET)


def is_closed(place: str, day: date) -> bool:
    closed, first, last = CLOSED
    return f"{place}/".startswith(f"{closed}/") and first <= day <= last


def goes_out(observer: Observer, day: date, dice: Dice) -> bool:
    percent = observer.keenness * ACTIVITY[day.month - 1] // 100
    if day.weekday() >= 5:
        percent *= 2
    return dice.chance(percent) and day >= observer.since and not is_quiet(day)


def meetable(place: str, day: date) -> list[Species]:
    """Return the species of place and month, the frequent ones several times."""
    habitats = set(PLACES[place].split())
    return [
        species
        for species in SPECIES
        if habitats.intersection(species.habitats.split())
        for _ in range(int(species.months[day.month - 1]))
    ]


def how_many(species: Species, observer: Observer, day: date, dice: Dice) -> int:
    spread = species.most - species.least + 1
    count = species.least + min(dice.below(spread), dice.below(spread))
    if species.name == "Little Egret":
        months = (day.year - BEGINNING.year) * 12 + day.month - BEGINNING.month
        count += months // 3
    if observer.name == "owen" and count > 10:
        count = (count + 5) // 10 * 10
    return count


def walk(observer: Observer, day: date, dice: Dice) -> Iterator[Find]:
    """Yield what one person notes on one day at one place."""
    place = dice.one_of(observer.places)
    if is_closed(place, day):
        return
    choice = meetable(place, day)
    for _ in range(1 + dice.below(3)):
        if not choice:
            return
        species = dice.one_of(choice)
        choice = [other for other in choice if other != species]
        count = how_many(species, observer, day, dice)
        notes = dice.one_of(observer.notes) if dice.chance(25) else ""
        yield Find(day, observer.name, place, species.name, count, notes)


def walks(dice: Dice) -> Iterator[Find]:
    """Yield all sightings, day after day."""
    for number in range((END - BEGINNING).days + 1):
        day = BEGINNING + timedelta(days=number)
        yield from (find for find in FINDS if find.seen_on == day)
        for observer in OBSERVERS:
            if goes_out(observer, day, dice):
                yield from walk(observer, day, dice)


def entered(find: Find, dice: Dice) -> datetime:
    """Return when the sighting was put into the log."""
    late = 0
    if find.observer == "elodie":
        late = 5 + dice.below(25)
    elif dice.chance(15):
        late = 1 + dice.below(3)
    day = min(find.seen_on + timedelta(days=late), END)
    clock = time(17 + dice.below(6), dice.below(60), dice.below(60), tzinfo=UTC)
    return datetime.combine(day, clock)


def sightings(seed: int = SEED) -> list[dict[str, str | int]]:
    """Return all rows with the columns of the file, ordered by ``id``."""
    dice = Dice(seed)
    entries = [(entered(find, dice), find) for find in walks(dice)]
    entries.sort(key=lambda entry: entry[0])
    return [
        {
            "id": number,
            "species": find.species,
            "count": find.count,
            "place": find.place,
            "seen_on": find.seen_on.isoformat(),
            "notes": find.notes,
            "observer": find.observer,
            "created_at": created_at.isoformat(),
        }
        for number, (created_at, find) in enumerate(entries, start=1)
    ]


def as_csv(rows: list[dict[str, str | int]]) -> bytes:
    """Return the rows in UTF-8, quoted as in RFC 4180, with LF at the end of lines."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m contract.generate",
        description="Make the sightings of the course.",
    )
    parser.add_argument("--seed", type=int, default=SEED, help="default: %(default)s")
    parser.add_argument("--out", type=Path, help="a file; default: standard output")
    options = parser.parse_args(arguments)
    made = as_csv(sightings(options.seed))
    if options.out is None:
        sys.stdout.buffer.write(made)
        return
    try:
        options.out.write_bytes(made)
    except OSError as error:
        parser.exit(2, f"cannot write {options.out}: {error.strerror}\n")


if __name__ == "__main__":
    main()
