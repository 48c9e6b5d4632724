"""The OpenAPI description: valid, complete, true to the rules, and its examples too."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode

HERE = Path(__file__).parent
TEXT = (HERE / "openapi.json").read_text(encoding="utf-8")
API = json.loads(TEXT)
RULES = tomllib.loads((HERE / "contract.toml").read_text(encoding="utf-8"))["rule"]
DATA = (HERE / "data" / "sightings.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(io.StringIO(DATA, newline="")))

METHODS = ("get", "post", "patch", "put", "delete", "head", "options", "trace")
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, item in API["paths"].items()
    for method, operation in item.items()
    if method in METHODS
}


def resolved(node: dict) -> dict:
    """Return what a reference names, or the node itself."""
    while "$ref" in node:
        place = API
        for part in node["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        node = place
    return node


def errors(schema: dict | str, value: object) -> list[str]:
    """Return how a value breaks a schema, which may be given by its name."""
    if isinstance(schema, str):
        schema = {"$ref": f"#/components/schemas/{schema}"}
    whole = {**schema, "components": API["components"]}
    checker = FormatChecker(["date", "date-time"])
    found = Draft202012Validator(whole, format_checker=checker).iter_errors(value)
    return [error.message for error in found]


# -- the document ----------------------------------------------------------------------


def test_it_is_valid_openapi_3_1():
    assert API["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(API).validate()


def test_the_validator_would_find_a_mistake():
    wrong = json.loads(TEXT)
    del wrong["paths"]["/api/reports/{id}"]["parameters"]
    assert list(OpenAPIV31SpecValidator(wrong).iter_errors())


def test_it_is_written_for_reading():
    assert json.dumps(API, indent=2, ensure_ascii=False) + "\n" == TEXT


def test_it_has_these_operations_each_with_its_level():
    assert {name: operation["tags"] for name, operation in OPERATIONS.items()} == {
        "POST /api/tokens": ["L4"],
        "GET /api/sightings": ["L4"],
        "POST /api/sightings": ["L4"],
        "GET /api/sightings/{id}": ["L4"],
        "PATCH /api/sightings/{id}": ["L4"],
        "DELETE /api/sightings/{id}": ["L4"],
        "GET /api/stats/weekly": ["L4"],
        "POST /api/reports": ["L6"],
        "GET /api/reports/{id}": ["L6"],
    }


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_names_rules_that_exist(name):
    known = {rule["id"] for rule in RULES}
    named = OPERATIONS[name]["x-contract-rule"]
    assert set(named) <= known
    assert named == sorted(
        named, key=lambda rule: [int(n) for n in rule[1:].split(".")]
    )


def test_every_rule_of_the_api_is_named_somewhere():
    named = {
        rule
        for operation in OPERATIONS.values()
        for rule in operation["x-contract-rule"]
    }
    wanted = {rule["id"] for rule in RULES if rule["id"].startswith(("L4.", "L6."))}
    assert wanted - named == {"L4.14", "L4.15"}, (
        "those two are about the whole document"
    )


STATUSES = {
    "POST /api/tokens": {"201", "400", "401", "422", "4XX"},
    "GET /api/sightings": {"200", "422", "4XX"},
    "POST /api/sightings": {"201", "400", "401", "422", "4XX"},
    "GET /api/sightings/{id}": {"200", "404"},
    "PATCH /api/sightings/{id}": {"200", "400", "401", "403", "404", "422", "4XX"},
    "DELETE /api/sightings/{id}": {"204", "401", "403", "404"},
    "GET /api/stats/weekly": {"200", "4XX"},
    "POST /api/reports": {"202", "401"},
    "GET /api/reports/{id}": {"200", "401", "403", "404"},
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_has_the_statuses_of_the_rules(name):
    assert set(OPERATIONS[name]["responses"]) == STATUSES[name]


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_with_a_token_answers_401_with_a_challenge(name):
    operation = OPERATIONS[name]
    reads = name.startswith("GET") and "reports" not in name
    if reads or name == "POST /api/tokens":
        assert operation.get("security", API["security"]) == []
        return
    assert operation["security"] == [{"bearer": []}]
    header = resolved(operation["responses"]["401"])["headers"]["WWW-Authenticate"]
    assert header["required"] is True
    assert re.search(header["schema"]["pattern"], 'Bearer realm="api"')
    assert not re.search(header["schema"]["pattern"], "Basic")


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_of_400_or_more_is_a_problem_of_its_status(name):
    for status, response in OPERATIONS[name]["responses"].items():
        if status < "4":
            continue
        content = resolved(response)["content"]
        assert list(content) == ["application/problem+json"]
        schema = content["application/problem+json"]["schema"]
        number = 415 if status == "4XX" else int(status)
        problem = {"type": "about:blank", "title": "x", "status": number, "errors": {}}
        assert errors(schema, problem) == []
        if status != "4XX":
            assert errors(schema, {**problem, "status": 418})
        for key in ("type", "title", "status"):
            assert errors(schema, {k: v for k, v in problem.items() if k != key})


@pytest.mark.parametrize(
    ("name", "status", "good"),
    [
        ("POST /api/sightings", "201", "http://127.0.0.1:8000/api/sightings/522"),
        ("POST /api/sightings", "201", "/api/sightings/522"),
        ("POST /api/reports", "202", "/api/reports/0f3a-9"),
    ],
)
def test_location_leads_to_what_was_made(name, status, good):
    header = OPERATIONS[name]["responses"][status]["headers"]["Location"]
    assert header["required"] is True
    assert errors(header["schema"], good) == []
    assert errors(header["schema"], "/")


# -- its examples ----------------------------------------------------------------------


def examples() -> Iterator[tuple[str, dict, object]]:
    """Yield where an example stands, its schema, and the example itself."""

    def walk(node: object, path: str) -> Iterator[tuple[str, dict, object]]:
        if isinstance(node, list):
            for number, item in enumerate(node):
                yield from walk(item, f"{path}/{number}")
        if not isinstance(node, dict):
            return
        if "schema" in node:
            for key, example in node.get("examples", {}).items():
                yield f"{path} {key}", node["schema"], resolved(example)["value"]
            if "example" in node:
                yield path, node["schema"], node["example"]
        elif isinstance(node.get("examples"), list):
            for example in node["examples"]:
                yield path, {k: v for k, v in node.items() if k != "examples"}, example
        for key, item in node.items():
            yield from walk(item, f"{path}/{key}")

    yield from walk(API, "")


EXAMPLES = list(examples())


@pytest.mark.parametrize(
    ("where", "schema", "value"), EXAMPLES, ids=[e[0] for e in EXAMPLES]
)
def test_an_example_keeps_its_schema(where, schema, value):
    assert errors(schema, value) == [], where


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_body_has_an_example(name):
    operation = OPERATIONS[name]
    bodies = [resolved(response) for response in operation["responses"].values()]
    if "requestBody" in operation:
        bodies.append(operation["requestBody"])
    for body in bodies:
        for media in body.get("content", {}).values():
            assert media["examples"]


def as_api(row: dict[str, str]) -> dict:
    """Return a row of the data set as the API gives it."""
    numbers = {"id": int(row["id"]), "count": int(row["count"])}
    return {**row, **numbers, "photo_url": None, "url": f"/api/sightings/{row['id']}"}


def test_the_example_of_a_sighting_is_in_the_data_set():
    example = API["components"]["examples"]["Kingfisher"]["value"]
    assert example == as_api(ROWS[0])


def answer(
    operation: str, name: str
) -> tuple[list[dict[str, str]], dict[str, str], dict]:
    """Return what an example's query finds, newest first, its query and its value."""
    media = OPERATIONS[operation]["responses"]["200"]["content"]["application/json"]
    example = media["examples"][name]
    query = dict(parse_qsl(urlsplit(example["summary"]).query))
    found = [
        row
        for row in ROWS
        if query["species"].lower() in row["species"].lower()
        and f"{row['place']}/".startswith(
            f"{query['place']}/" if "place" in query else ""
        )
    ]
    found.sort(key=lambda row: (row["seen_on"], int(row["id"])), reverse=True)
    return found, query, example["value"]


@pytest.mark.parametrize("name", ["bats", "beyondTheLast"])
def test_the_examples_of_a_list_are_what_the_data_set_gives(name):
    found, query, value = answer("GET /api/sightings", name)
    page, size = int(query["page"]), int(query["per_page"])
    assert value["total"] == len(found)
    assert value["items"] == [
        as_api(row) for row in found[(page - 1) * size : page * size]
    ]
    assert (value["next"] is None) == (page * size >= len(found))


def test_the_example_of_weekly_figures_is_what_the_data_set_gives():
    found, _, value = answer("GET /api/stats/weekly", "dragonflies")
    days = [date.fromisoformat(row["seen_on"]) for row in found]
    weeks: dict[str, list[int]] = {}
    for number in range((max(days) - min(days)).days + 1):
        weeks.setdefault((min(days) + timedelta(number)).strftime("%G-W%V"), [])
    for when, row in zip(days, found, strict=True):
        weeks[when.strftime("%G-W%V")].append(int(row["count"]))
    assert value["items"] == [
        {"week": week, "sightings": len(counts), "count": sum(counts)}
        for week, counts in weeks.items()
    ]


@pytest.mark.parametrize("row", ROWS[::50], ids=lambda row: row["id"])
def test_the_data_set_keeps_the_schemas(row):
    whole = as_api(row)
    assert errors("Sighting", whole) == []
    new = {
        key: whole[key]
        for key in API["components"]["schemas"]["NewSighting"]["properties"]
    }
    assert errors("NewSighting", new) == []


# -- its schemas -----------------------------------------------------------------------

NEW = {
    "species": "Otter",
    "count": 1,
    "place": "uk",
    "seen_on": "2025-01-01",
    "notes": "",
}

RIGHT = {
    "species": ["O", "x" * 80, "  Otter ", "100 % <b>", "Ü", "a\nb", "x" * 79 + " "],
    "count": [1, 9999],
    "place": ["a", "a/b/c/d", "-", "0/9-", "x" * 200],
    "seen_on": ["2024-02-29", "1900-01-01"],
    "notes": ["", "x" * 2000, "one\r\ntwo", " ", "100 % 'x' \"y\""],
}
WRONG = {
    "species": ["", "   ", "x" * 81, "a\0b", None, 1, ["Otter"]],
    "count": [0, 10000, "3", 3.5, True, None, [1]],
    "place": [
        "",
        "/",
        "a/",
        "/a",
        "a//b",
        "a/b/c/d/e",
        "x" * 201,
        "A",
        "a b",
        "a_b",
        "é",
        None,
        "a\0",
    ],
    "seen_on": [
        "",
        "2025-02-29",
        "2025-13-01",
        "20250101",
        "2025-W01-1",
        "2025-1-1",
        "1899-12-31",
        None,
        0,
    ],
    "notes": ["x" * 2001, "a\0b", None, 1],
}


@pytest.mark.parametrize("schema", ["NewSighting", "SightingPatch"])
@pytest.mark.parametrize(("field", "value"), [(f, v) for f in RIGHT for v in RIGHT[f]])
def test_what_the_rules_allow_is_allowed(schema, field, value):
    assert errors(schema, {**NEW, field: value}) == []


@pytest.mark.parametrize("schema", ["NewSighting", "SightingPatch"])
@pytest.mark.parametrize(("field", "value"), [(f, v) for f in WRONG for v in WRONG[f]])
def test_what_the_rules_forbid_is_forbidden(schema, field, value):
    assert errors(schema, {**NEW, field: value})


@pytest.mark.parametrize("field", ["species", "count", "place", "seen_on"])
def test_a_new_sighting_needs_all_but_notes_and_a_patch_needs_nothing(field):
    rest = {key: value for key, value in NEW.items() if key != field}
    assert errors("NewSighting", rest)
    assert errors("SightingPatch", rest) == []
    assert errors("SightingPatch", {}) == []


@pytest.mark.parametrize("name", ["NewSighting", "SightingPatch", "Credentials"])
@pytest.mark.parametrize("value", [[], "text", None, 1])
def test_a_body_that_is_no_object_is_forbidden(name, value):
    assert errors(name, value)


@pytest.mark.parametrize(
    "field", ["id", "observer", "created_at", "photo_url", "url", "password"]
)
def test_the_fields_of_the_server_are_in_no_request(field):
    assert errors("NewSighting", {**NEW, field: "1"})
    assert errors("SightingPatch", {field: "1"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "1"),
        ("created_at", "2024-06-03T20:51:06"),
        ("url", "/sightings/1"),
        ("photo_url", ""),
        ("notes", "one\r\ntwo"),
        ("observer", "Miriam"),
        ("password", "secret"),
    ],
)
def test_a_wrong_sighting_in_an_answer_is_found(field, value):
    assert errors("Sighting", {**as_api(ROWS[0]), field: value})


@pytest.mark.parametrize(
    ("status", "result", "holds"),
    [
        ("queued", None, True),
        ("running", None, True),
        ("failed", None, True),
        ("done", "/x.csv", True),
        ("done", None, False),
        ("queued", "/x.csv", False),
        ("lost", None, False),
    ],
)
def test_a_report_has_a_result_when_it_is_done(status, result, holds):
    report = {"id": 7, "status": status, "url": "/api/reports/7", "result_url": result}
    assert (errors("Report", report) == []) is holds
    media = OPERATIONS["POST /api/reports"]["responses"]["202"]["content"][
        "application/json"
    ]
    asked = status in ("queued", "running") and holds
    assert (errors(media["schema"], report) == []) is asked


@pytest.mark.parametrize(
    ("week", "holds"),
    [("2026-W05", True), ("2026-W53", True), ("2026-W54", False), ("2026-5", False)],
)
def test_a_week_is_an_iso_week(week, holds):
    found = errors(
        "WeeklyStats", {"items": [{"week": week, "sightings": 0, "count": 0}]}
    )
    assert (found == []) is holds


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("Page", [1, 10**30], [0, -1, 1.5, "x"]),
        ("PerPage", [1, 100], [0, 101, 2.5]),
        ("Species", ["", "100 %_\\"], ["a\0"]),
        ("Place", ["", "uk/england"], ["UK", "a/b/c/d/e", "a\0"]),
        ("Id", [1, 10**30], [0, "x"]),
    ],
)
def test_parameters_have_the_limits_of_the_rules(name, good, bad):
    schema = API["components"]["parameters"][name]["schema"]
    assert [value for value in good if errors(schema, value)] == []
    assert [value for value in bad if not errors(schema, value)] == []


# -- what is made from it --------------------------------------------------------------


def test_bodies_that_are_made_from_it_keep_the_rules():
    """What Schemathesis sends as right must be right by L2.4, but for the day."""
    operation = schemathesis.openapi.from_dict(API)["/api/sightings"]["POST"]
    made = []

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def collect(case):
        made.append(case.body)

    collect()
    assert len(made) > 15
    for body in made:
        species, notes = body["species"], body.get("notes", "")
        assert 1 <= len(species.strip(" ")) <= 80
        assert species.strip(" ") == species.strip(), (
            "nobody can differ on what is a space"
        )
        assert "\0" not in species + notes
        assert 1 <= body["count"] <= 9999
        assert body["count"] == int(body["count"])
        assert re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+){0,3}", body["place"])
        assert date.fromisoformat(body["seen_on"]).isoformat() == body["seen_on"]
        assert len(notes) <= 2000
        assert set(body) <= set(NEW)
