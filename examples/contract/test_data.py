"""The data set: its bytes, what is in it, the tables, and the picture of it."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from contract import fill, generate, picture_data
from contract.field import OBSERVERS, PLACES, SPECIES
from contract.finds import FINDS
from harness.postgresql import server

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
DATA = HERE / "data" / "sightings.csv"
ROWS = list(csv.DictReader(io.StringIO(DATA.read_text(encoding="utf-8"), newline="")))


def day(row: dict[str, str]) -> date:
    return date.fromisoformat(row["seen_on"])


def week(when: date) -> tuple[int, int]:
    return when.isocalendar()[:2]


def run(*command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=HERE.parent, capture_output=True
    )


# -- the bytes -------------------------------------------------------------------------


def test_the_file_is_what_the_generator_makes():
    made = run("contract.generate")
    assert made.returncode == 0, made.stderr
    assert made.stdout == DATA.read_bytes(), (
        "examples/contract/data/sightings.csv is not what the generator makes: run "
        "python -m contract.generate --out contract/data/sightings.csv in examples/"
    )


def test_the_bytes_are_those_that_the_book_was_written_with():
    """Pages quote the data; a change of it is a change of those pages."""
    assert hashlib.sha256(DATA.read_bytes()).hexdigest() == (
        "0d7b96dd26fe68d2d551c20f3edbbcfcc7e78609510f393ebba6e1cc84f6f664"
    )


def test_another_seed_makes_other_sightings_by_the_same_rules(tmp_path):
    out = tmp_path / "seven.csv"
    generate.main(["--seed", "7", "--out", str(out)])
    assert out.read_bytes() == generate.as_csv(generate.sightings(7))
    assert out.read_bytes() != DATA.read_bytes()
    seen = {row["seen_on"][:7] for row in generate.sightings(7)}
    assert len(seen) == 23
    assert "2025-02" not in seen


def test_a_file_that_cannot_be_written_is_one_line(tmp_path, capsys):
    with pytest.raises(SystemExit) as end:
        generate.main(["--out", str(tmp_path / "none" / "x.csv")])
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert re.fullmatch(r"cannot write .*x\.csv: No such file or directory\n", said)


def test_lines_end_in_lf_and_text_is_utf_8():
    made = DATA.read_bytes()
    assert b"\r" not in made
    assert made.endswith(b"\n")
    assert not made.startswith(b"\xef\xbb\xbf")
    made.decode("utf-8")


# -- the rules of the contract ---------------------------------------------------------


def test_the_columns_and_the_size():
    assert tuple(ROWS[0]) == generate.COLUMNS
    assert len(ROWS) == 521
    assert [row["id"] for row in ROWS] == [str(n) for n in range(1, 522)]


@pytest.mark.parametrize("row", ROWS[::40], ids=lambda row: row["id"])
def test_some_rows_are_whole(row):
    assert all(row[name] for name in generate.COLUMNS if name != "notes")


def test_every_value_keeps_the_rules():
    for row in ROWS:
        assert 1 <= len(row["species"]) <= 80
        assert row["species"] == row["species"].strip()
        assert 1 <= int(row["count"]) <= 9999
        assert re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+){0,3}", row["place"])
        assert date(2024, 6, 1) <= day(row) <= date(2026, 5, 31)
        assert len(row["notes"]) <= 2000
        assert re.fullmatch(r"[a-z0-9_]{3,30}", row["observer"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", row["created_at"])


def test_a_sighting_is_entered_after_it_was_seen_and_before_june_2026():
    for row in ROWS:
        entered = datetime.fromisoformat(row["created_at"]).date()
        assert day(row) <= entered <= date(2026, 5, 31)


def test_ids_follow_the_order_of_entry_and_not_of_the_day():
    entered = [row["created_at"] for row in ROWS]
    assert entered == sorted(entered)
    days = [day(row) for row in ROWS]
    assert days != sorted(days)


# -- what is hidden in it --------------------------------------------------------------


def test_all_observers_places_and_species_occur():
    assert Counter(row["observer"] for row in ROWS) == {
        "miriam": 137,
        "owen": 99,
        "elodie": 85,
        "jonas": 85,
        "wren77": 74,
        "tariq_b": 41,
    }
    assert {row["observer"] for row in ROWS} == {who.name for who in OBSERVERS}
    assert {row["place"] for row in ROWS} == set(PLACES)
    assert {row["species"] for row in ROWS} == {kind.name for kind in SPECIES}
    assert (len(PLACES), len(SPECIES)) == (22, 27)
    depths = Counter(place.count("/") + 1 for place in PLACES)
    assert depths == {1: 2, 2: 3, 3: 12, 4: 5}
    assert {place.partition("/")[0] for place in PLACES} == {"uk", "de", "fr"}


def test_names_of_places_can_be_mistaken_for_each_other():
    """A filter that compares beginnings of text takes one of these for the other."""
    assert {"uk/england/ouse", "uk/england/ouse-washes"} <= set(PLACES)


def test_each_species_is_met_in_its_months_only():
    months = {kind.name: kind.months for kind in SPECIES}
    for row in ROWS:
        assert months[row["species"]][day(row).month - 1] != "0", row

    def of(name: str) -> set[int]:
        return {day(row).month for row in ROWS if row["species"] == name}

    assert of("Common Swift") == {5, 7, 8}  # none was noted in June
    assert of("Fieldfare") == {1, 2, 3, 4, 10, 11, 12}
    assert len(of("Kingfisher")) >= 9


def test_february_2025_and_one_week_of_october_have_nothing():
    assert not [row for row in ROWS if row["seen_on"].startswith("2025-02")]
    assert (2025, 42) not in {week(day(row)) for row in ROWS}


def test_fourteen_of_105_weeks_have_nothing():
    first, last = min(map(day, ROWS)), max(map(day, ROWS))
    assert (first, last) == (date(2024, 6, 1), date(2026, 5, 31))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    weeks = {week(when) for when in days}
    assert len(weeks) == 105
    empty = weeks - {week(day(row)) for row in ROWS}
    assert sorted(empty) == [
        (2024, 35),
        (2024, 51),
        *((2025, number) for number in (1, 4, 5, 6, 7, 8, 9, 10, 11, 32, 33, 42)),
    ]


def test_wicken_fen_was_closed_for_a_summer():
    fen = [row for row in ROWS if row["place"].startswith("uk/england/wicken-fen")]
    seasons = Counter((day(row).year, day(row).month in (6, 7, 8)) for row in fen)
    assert seasons[2025, True] == 0
    assert seasons[2024, True] > 0
    assert len(fen) == 75


def test_one_observer_starts_late():
    first = {row["observer"]: day(row) for row in sorted(ROWS, key=day, reverse=True)}
    assert first.pop("wren77") == date(2025, 9, 6)
    assert max(first.values()) < date(2024, 8, 1)


def test_flocks_of_little_egret_grow():
    counts = [
        int(row["count"])
        for row in sorted(ROWS, key=day)
        if row["species"] == "Little Egret"
    ]
    assert len(counts) == 22
    assert max(counts[:6]) < min(counts[-6:])
    assert (counts[0], counts[-1]) == (2, 10)


def test_two_counts_stand_far_above_the_others():
    assert sorted(int(row["count"]) for row in ROWS)[-4:] == [260, 310, 2300, 4000]


def test_one_observer_counts_in_tens_above_ten():
    for row in ROWS:
        if row["observer"] == "owen" and int(row["count"]) > 10:
            assert int(row["count"]) % 10 == 0
    others = [row for row in ROWS if row["observer"] != "owen"]
    large = [int(row["count"]) for row in others if int(row["count"]) > 10]
    assert sum(count % 10 == 0 for count in large) < len(large) / 4


def test_one_observer_enters_late():
    for row in ROWS:
        entered = datetime.fromisoformat(row["created_at"]).date()
        late = (entered - day(row)).days
        if row["observer"] == "elodie":
            assert 5 <= late <= 29
        else:
            assert 0 <= late <= 3


def test_weekends_have_more_than_twice_the_sightings_of_other_days():
    by_day = Counter(day(row).weekday() >= 5 for row in ROWS)
    assert by_day == {True: 223, False: 298}
    assert by_day[True] / 2 > 1.5 * by_day[False] / 5


def test_the_second_year_has_more_and_why():
    second = [row for row in ROWS if day(row) >= date(2025, 6, 1)]
    assert (len(ROWS) - len(second), len(second)) == (201, 320)
    assert sum(row["observer"] == "wren77" for row in second) == 74


def test_notes_are_mostly_empty_and_hard_to_keep():
    notes = [row["notes"] for row in ROWS if row["notes"]]
    assert len(notes) == 136
    everything = "".join(notes)
    for part in ["\n\n", '"', ",", "'", "<", "&", "%", "étang", "Straße", "°"]:
        assert part in everything
    assert sum("\n" in text for text in notes) == 3


def test_every_find_is_there_as_it_was_written():
    kept = {
        (row["seen_on"], row["observer"], row["species"], row["count"], row["notes"])
        for row in ROWS
    }
    for find in FINDS:
        assert (
            find.seen_on.isoformat(),
            find.observer,
            find.species,
            str(find.count),
            find.notes,
        ) in kept


def test_the_page_says_what_is_there():
    """The figures in docs/reference/data.rst that no test above has."""
    page = (ROOT / "docs" / "reference" / "data.rst").read_text(encoding="utf-8")
    counts = sorted(int(row["count"]) for row in ROWS)
    large = [
        int(row["count"])
        for row in ROWS
        if row["observer"] != "owen" and int(row["count"]) > 10
    ]
    tens = sum(count % 10 == 0 for count in large)
    owen = [row for row in ROWS if row["observer"] == "owen" and int(row["count"]) > 10]
    weekend = sum(day(row).weekday() >= 5 for row in ROWS)
    for text in [
        f"the same {len(ROWS)} sightings",
        f"{len(PLACES)} places, {len(SPECIES)} species",
        f"up to {max(len(kind.name) for kind in SPECIES)} characters",
        f"empty in {sum(not row['notes'] for row in ROWS)} rows",
        f"up to {max(len(row['notes']) for row in ROWS)} characters",
        f"is {sum(counts) / len(counts):.1f} and the median is {counts[260]}.",
        f"the mean is {sum(counts[:-2]) / (len(counts) - 2):.1f}.",
        f"all of his {len(owen)} counts above ten in tens",
        f"Of the {len(large)} such counts of the others, {tens} end in 0",
        f"{weekend} of {len(ROWS)}, which is about {weekend / 2 + 0.1:.0f} for",
        f"and {(len(ROWS) - weekend) / 5:.0f} for each of the other five",
        f"the same {len(DATA.read_bytes()):,} bytes",
    ]:
        assert text in page


def test_the_page_has_every_place_with_its_number():
    page = (ROOT / "docs" / "reference" / "data.rst").read_text(encoding="utf-8")
    here = Counter(row["place"] for row in ROWS)
    path: list[str] = []
    shown = {}
    for spaces, name, below, rest in re.findall(
        r"^( *)- ``([a-z-]+)``: (\d+)(?:, (\d+|none) of them here)?$",
        page,
        re.MULTILINE,
    ):
        path[len(spaces) // 2 :] = [name]
        own = {"": int(below), "none": 0}.get(rest) if not rest.isdigit() else int(rest)
        shown["/".join(path)] = (int(below), own)
    every = {"/".join(p.split("/")[:n]) for p in PLACES for n in range(1, 5)}
    assert shown == {
        place: (
            sum(n for other, n in here.items() if f"{other}/".startswith(f"{place}/")),
            here[place],
        )
        for place in every
    }


def test_a_crane_is_out_of_place():
    cranes = [row for row in ROWS if row["species"] == "Common Crane"]
    (odd,) = [row for row in cranes if row["place"] != "de/brandenburg/linum"]
    assert (odd["observer"], odd["seen_on"]) == ("wren77", "2025-09-06")
    assert len(cranes) == 7


# -- the tables ------------------------------------------------------------------------


def test_every_statement_of_schema_sql_is_whole():
    """The command cuts the file at each semicolon before a line end."""
    statements = (HERE / "schema.sql").read_text(encoding="utf-8").split(";\n")
    assert statements.pop() == ""
    assert len(statements) == 4
    for statement in statements:
        assert sqlite3.complete_statement(f"{statement};")
        assert "\nCREATE " in f"\n{statement}"


def stored(path: Path) -> list[tuple]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT * FROM sightings ORDER BY id").fetchall()


def test_sqlite_has_every_sighting(tmp_path):
    path = tmp_path / "field.db"
    done = run("contract.fill", str(path))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().strip() == "521 sightings are stored."
    assert [tuple(map(str, row)) for row in stored(path)] == [
        tuple(row.values()) for row in ROWS
    ]
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT name FROM observers ORDER BY name").fetchall()
    assert names == [(who,) for who in sorted(o.name for o in OBSERVERS)]


@pytest.fixture(scope="module")
def postgresql() -> str:
    """The address of a database that has been filled."""
    address = server().new()
    assert fill.fill(address) == 521
    return address


def test_postgresql_has_every_sighting(postgresql):
    with psycopg.connect(postgresql) as database:
        rows = database.execute("SELECT * FROM sightings ORDER BY id").fetchall()
    assert [
        tuple(v.isoformat() if hasattr(v, "isoformat") else str(v) for v in row)
        for row in rows
    ] == [tuple(row.values()) for row in ROWS]


WRONG = {
    "species": ["", " ", " Heron", "x" * 81],
    "count": [0, 10000],
    "place": [
        "",
        "/",
        "uk/",
        "/uk",
        "uk//x",
        "UK",
        "uk_x",
        "a/b/c/d/e",
        "é",
        "x" * 201,
    ],
    "seen_on": ["2025-13-01", "2025-02-32", "someday", "1899-12-31", None],
    "notes": ["x" * 2001, None],
    "observer": ["nobody", None],
}


@pytest.mark.parametrize(
    ("column", "value"), [(name, value) for name in WRONG for value in WRONG[name]]
)
def test_both_databases_refuse_what_the_rules_forbid(
    tmp_path, postgresql, column, value
):
    statement = f"UPDATE sightings SET {column} = %s WHERE id = 1"
    with psycopg.connect(postgresql) as database, pytest.raises(psycopg.Error):
        database.execute(statement, [value])
    path = tmp_path / "field.db"
    fill.fill(str(path), small(tmp_path))
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(statement.replace("%s", "?"), [value])


def test_postgresql_knows_the_days_of_a_month(postgresql):
    statement = "UPDATE sightings SET seen_on = '2025-02-29' WHERE id = 1"
    with psycopg.connect(postgresql) as database, pytest.raises(psycopg.DataError):
        database.execute(statement)


@pytest.mark.parametrize("count", [3.5, "many"])
def test_sqlite_too_refuses_a_count_that_is_no_whole_number(tmp_path, count):
    path = tmp_path / "field.db"
    fill.fill(str(path), small(tmp_path))
    with (
        closing(sqlite3.connect(path)) as database,
        pytest.raises(sqlite3.IntegrityError),
    ):
        database.execute("UPDATE sightings SET count = ? WHERE id = 1", [count])


@pytest.mark.parametrize("name", ["ab", "x" * 31, "Miriam", "a-b"])
def test_both_databases_refuse_a_wrong_name(tmp_path, postgresql, name):
    with psycopg.connect(postgresql) as database, pytest.raises(psycopg.Error):
        database.execute("INSERT INTO observers VALUES (%s)", [name])
    path = tmp_path / "field.db"
    fill.fill(str(path), small(tmp_path))
    with (
        closing(sqlite3.connect(path)) as database,
        pytest.raises(sqlite3.IntegrityError),
    ):
        database.execute("INSERT INTO observers VALUES (?)", [name])


# -- what can go wrong when a database is filled ---------------------------------------

GOOD = "1,Otter,1,uk,2025-01-01,,miriam,2025-01-01T18:00:00+00:00"
HEAD = ",".join(generate.COLUMNS)


def small(folder: Path, *lines: str) -> Path:
    """Write a CSV file of a few lines and return its path."""
    path = folder / "small.csv"
    path.write_text("\n".join([HEAD, *(lines or [GOOD])]) + "\n", encoding="utf-8")
    return path


def refused(capsys, *arguments: str) -> str:
    """Return what the command says when it ends with an error."""
    with pytest.raises(SystemExit) as end:
        fill.main(list(arguments))
    assert end.value.code == 2
    said, wrong = capsys.readouterr()
    assert said == ""
    assert len(wrong.splitlines()) <= 3
    return wrong


def test_a_file_that_is_no_database_is_left_alone(tmp_path, capsys):
    path = tmp_path / "list.txt"
    path.write_text("a heron, two swans\n" * 100)
    said = refused(capsys, str(path))
    assert "list.txt cannot be used as an SQLite database (file is not a data" in said
    assert "Name another file" in said
    assert path.read_text() == "a heron, two swans\n" * 100


def test_a_folder_is_no_database(tmp_path, capsys):
    said = refused(capsys, str(tmp_path))
    assert "cannot be used as an SQLite database (unable to open" in said


def test_a_missing_folder_is_named(tmp_path, capsys):
    said = refused(capsys, str(tmp_path / "none" / "field.db"))
    assert re.fullmatch(r"There is no folder .*none\. Make it first\.\n", said)


def test_a_database_is_filled_once(tmp_path, capsys, postgresql):
    path = tmp_path / "field.db"
    fill.fill(str(path))
    for database in (str(path), postgresql):
        said = refused(capsys, database)
        assert "has tables already: observers, sightings. Name another" in said
    assert len(stored(path)) == 521


def test_an_unknown_address_is_named_with_those_that_are_known(capsys):
    said = refused(capsys, "mysql://localhost/field")
    assert said.startswith("mysql:// is not known here.")
    assert "postgresql://" in said


def test_a_server_that_does_not_answer_is_said(capsys, free_port):
    said = refused(capsys, f"postgresql://me:secret@127.0.0.1:{free_port()}/field")
    assert said.startswith("There is no way into this database: ")
    assert "secret" not in said


def test_a_missing_driver_is_named(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = refused(capsys, "postgresql://localhost/field")
    assert "python -m pip install 'psycopg[binary]'" in said


def test_a_sighting_that_breaks_a_rule_is_named_and_nothing_is_stored(tmp_path, capsys):
    data = small(tmp_path, GOOD, GOOD.replace("1,Otter,1", "2,Otter,0"))
    path, address = tmp_path / "field.db", server().new()
    for database in (str(path), address):
        said = refused(capsys, database, "--csv", str(data))
        assert "small.csv, line 3: the database refuses this sighting (" in said
        assert "check" in said.lower()
        assert "Nothing was stored." in said
    fill.fill(str(path))  # no table is left over
    fill.fill(address)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "line 1: the columns must be id,species,count,place,seen_on,notes,"),
        (b"species,count\n", "line 1: the columns must be id,"),
        (f"{HEAD}\n1,Otter\n".encode(), "line 2: there are 2 values for 8 columns"),
        (f'{HEAD}\n1,"Ot"ter\n'.encode(), "is no CSV file in UTF-8: ',' expected"),
        (HEAD.encode() + b"\n1,\xff\n", "is no CSV file in UTF-8: 'utf-8' codec"),
    ],
)
def test_a_file_that_is_no_such_csv_is_named(tmp_path, capsys, text, says):
    data = tmp_path / "other.csv"
    data.write_bytes(text)
    said = refused(capsys, str(tmp_path / "field.db"), "--csv", str(data))
    assert "other.csv" in said
    assert says in said


def test_missing_data_are_named(tmp_path, capsys):
    said = refused(
        capsys, str(tmp_path / "field.db"), "--csv", str(tmp_path / "no.csv")
    )
    assert re.fullmatch(r"Cannot read .*no\.csv: No such file or directory\.\n", said)


# -- the picture -----------------------------------------------------------------------


def test_the_picture_shows_the_data_as_they_are():
    kept = ROOT / "docs" / "_pictures" / "sightings_by_month.svg"
    assert run("contract.picture_data").stdout == kept.read_bytes(), (
        "the picture is old: run in examples/ python -m contract.picture_data "
        "--out ../docs/_pictures/sightings_by_month.svg"
    )


def test_the_picture_has_a_bar_for_each_month_but_one(tmp_path):
    out = tmp_path / "x.svg"
    picture_data.main(["--out", str(out)])
    svg = out.read_text(encoding="utf-8")
    heights = [int(height) for height in re.findall(r'height="(\d+)" class', svg)]
    by_month = Counter(row["seen_on"][:7] for row in ROWS)
    assert heights == [4 * by_month[month] for month in sorted(by_month)]
    assert len(heights) == 23
    assert svg.count(">nobody<") == 1


def test_a_picture_that_cannot_be_written_is_one_line(tmp_path, capsys):
    with pytest.raises(SystemExit) as end:
        picture_data.main(["--out", str(tmp_path)])
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("cannot write ")
