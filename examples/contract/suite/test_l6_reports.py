"""L6: a report is asked for now and made later."""

import csv
import io
import time

import pytest

from contract.suite.api import check_problem, leads_to, moment, with_token
from contract.suite.checking import expect, rule
from contract.suite.described import check_described
from contract.suite.site import data_set, noted

REPORTS = "/api/reports"
COLUMNS = [
    "id",
    "species",
    "count",
    "place",
    "seen_on",
    "notes",
    "observer",
    "created_at",
]
PATIENCE = 15
"""Seconds that a report may take."""


def asked_for(person):
    """Ask for a report and return the answer."""
    answer = person.api("POST", REPORTS).must_be(202)
    expect(isinstance(answer.json, dict), "an object", answer)
    keys = {"id", "status", "url", "result_url"}
    wanted = f"the keys {', '.join(sorted(keys))}"
    expect(set(answer.json) == keys, wanted, answer, rule="L6.1")
    return answer


def done(person, answer):
    """Wait until a report is done and return the answer that says so."""
    url = leads_to(answer, answer.json["url"])
    limit = time.monotonic() + PATIENCE
    while True:
        now = person.api("GET", url).must_be(200)
        status = now.json["status"]
        good = status in ("queued", "running", "done")
        expect(good, "the status queued, running or done", now, rule="L6.2")
        if status == "done":
            return now
        null = now.json["result_url"] is None
        expect(null, "null as result_url until it is done", now, rule="L6.2")
        in_time = time.monotonic() < limit
        expect(in_time, f"done within {PATIENCE} s", now, rule="L6.2")
        time.sleep(0.02)


@rule("L6.1")
def test_report_is_accepted(anna):
    answer = asked_for(anna)
    status = answer.json["status"]
    expect(status in ("queued", "running"), "the status queued or running", answer)
    url = leads_to(answer, answer.json["url"])
    expect(url.startswith(f"{REPORTS}/"), f"url below {REPORTS}", answer)
    location = leads_to(answer, answer.headers.get("location"))
    expect(location == url, "Location to the report", answer)
    expect(answer.json["result_url"] is None, "null as result_url", answer)
    check_described(answer, REPORTS)
    said = anna.api("GET", url).must_be(200)
    check_described(said, f"{REPORTS}/{{}}")
    expect(said.json["id"] == answer.json["id"], "the same report", answer, said)
    check_described(done(anna, answer), f"{REPORTS}/{{}}")


@rule("L6.1", "L6.2")
@pytest.mark.itself
def test_answer_does_not_wait_for_the_work(strict_member):
    # In the second instance of the program the work of a report takes a second.
    person = with_token(strict_member)
    begun = time.monotonic()
    answers = [asked_for(person) for _ in range(2)]
    for answer in answers:
        status = answer.json["status"]
        expect(status in ("queued", "running"), "the status queued or running", answer)
    took = time.monotonic() - begun
    expect(took < 1, f"two answers within a second, not {took:.1f} s", *answers)
    with_token(person)
    url = leads_to(answers[0], answers[0].json["url"])
    said = person.api("GET", url).must_be(200)
    expect(said.json["result_url"] is None, "null as result_url", said, rule="L6.2")
    other = person.get("/healthz").must_be(200)
    expect(other.text.strip() == "ok", "other requests answered meanwhile", other)


def rows_of(person, answer):
    """Return the rows of the result of a report that is done."""
    result = leads_to(answer, answer.json["result_url"])
    got = person.api("GET", result).must_be(200)
    expect(got.media_type == "text/csv", "the media type text/csv", got)
    text = got.text.removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows = list(reader)
    wanted = f"the columns {','.join(COLUMNS)}"
    expect(reader.fieldnames == COLUMNS, wanted, got)
    return got, rows


@rule("L6.3")
def test_result(site, anna):
    notes = 'a "quoted" word, a comma,\nand a line\n\n=1+1; \u00e9 \U0001f989'
    values = site.sighting(species='"Owl", barn; o\'clock', notes=notes)
    path = noted(anna, values)
    got, rows = rows_of(anna, done(anna, asked_for(anna)))
    numbers = [int(row["id"]) for row in rows]
    expect(numbers == sorted(set(numbers)), "one row for each, by id", got)
    by_id = {int(row["id"]): row for row in rows}
    for row in data_set():
        found = by_id.get(int(row["id"]), {})
        same = {k: found.get(k) for k in COLUMNS[:-1]} == {
            k: row[k] for k in COLUMNS[:-1]
        }
        when = moment(found.get("created_at")) == moment(row["created_at"])
        expect(same and when, f"the row {row}, not {found}", got)
    mine = by_id.get(int(path.rpartition("/")[2]), {})
    expect(mine.get("observer") == anna.name, "the sighting made just now", got)
    for name, value in values.items():
        text = mine[name].replace("\r\n", "\n")
        expect(text == value, f"{name} {value!r}, not {mine[name]!r}", got)


@rule("L6.2")
def test_several_reports(anna):
    answers = [asked_for(anna) for _ in range(3)]
    numbers = {str(answer.json["id"]) for answer in answers}
    expect(len(numbers) == 3, "three reports", *answers[:2])
    for answer in answers:
        done(anna, answer)


@rule("L6.4")
def test_report_needs_its_token(anna, ben):
    answer = anna.api("POST", REPORTS, token="")
    check_problem(answer, 401)
    check_problem(anna.api("POST", REPORTS, token="unknown"), 401)
    ready = done(anna, asked_for(anna))
    for key in ("url", "result_url"):
        url = leads_to(ready, ready.json[key])
        check_problem(anna.api("GET", url, token=""), 401)
        check_problem(anna.api("GET", url, token="unknown"), 401)
        answer = ben.api("GET", url)
        expect(answer.status in (403, 404), "403 or 404 for another account", answer)
        check_problem(answer, answer.status)


@rule("L6.4")
@pytest.mark.parametrize(
    "number", ["99999999", "no-such-report", "0", str(10**30), "%00"]
)
def test_report_that_is_not_there(anna, number):
    check_problem(anna.api("GET", f"{REPORTS}/{number}"), 404)
