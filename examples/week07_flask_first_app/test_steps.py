"""What the transcripts of the steps do not show: the instruments, asked directly.

A function that sys.setprofile calls is itself not traced, so coverage sees this only.
"""

import importlib
import re
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from harness.rooms import importable


@pytest.fixture
def step(room):
    """A function that imports a program of the steps by its name."""
    with importable(room):
        yield lambda name: importlib.import_module(f"steps.{name}")


def test_the_page_of_outside_has_what_the_report_lacks(step):
    app = step("outside").app
    assert app.test_client().get("/").text == "3 birds\n"


def test_calls_are_indented_by_depth(step, capsys):
    def sighting():
        return sys._getframe()

    sighting.__code__ = sighting.__code__.replace(co_qualname="sighting")
    trace, frame = step("trace_request").Trace(), sighting()
    trace.watch(frame, "call", None)
    trace.watch(frame, "call", None)
    trace.watch(frame, "return", None)
    trace.watch(frame, "c_call", None)
    assert (
        capsys.readouterr().out == f"sighting  ({__name__})\n  sighting  ({__name__})\n"
    )
    assert trace.depth == 1


def test_the_page_for_the_picture_has_no_folder_of_this_machine(step, room, serve):
    server = serve("python", "-m", "steps.debugger_page", "{port}")
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{server.url}/birds/7")
    page = caught.value.read().decode()
    caught.value.close()
    assert "/home/you/week07_flask_first_app/steps/broken.py" in page
    assert str(room) not in page
    assert sys.prefix not in page


def test_eight_at_once_are_counted(step, monkeypatch):
    measure = step("measure_turns")
    spans = iter([(0, 2), (1, 3), (2, 4), (0, 1)] * 4)

    def ask(_port, _path):
        began, ended = next(spans)
        return {"began": began, "ended": ended}

    monkeypatch.setattr(measure, "ask", ask)
    monkeypatch.setattr(measure, "REQUESTS", 4)
    most, _ = measure.measure(8000, "/wait")
    assert most == 2


def test_what_the_text_says_of_the_measurement_is_in_the_record(room):
    """The seconds belong to one machine; what the week claims are their proportions."""
    record = Path(room, "transcripts", "measure_turns.console").read_text("utf-8")
    rows = re.findall(
        r"^(.+?) +(\d+) +([\d.]+) s +([\d.]+) s +([\d.]+) s$", record, re.M
    )
    at_once = {name: int(most) for name, most, *_ in rows}
    wait, locked, work = (
        {row[0]: float(row[column]) for row in rows} for column in (2, 3, 4)
    )
    one, three, four = "gunicorn", "gunicorn --workers 3", "gunicorn --threads 4"
    gevent = "gunicorn --worker-class gevent"
    assert list(at_once.values()) == [8, 1, 1, 3, 4, 8]
    assert wait["flask run"] * 6 < wait["flask run --without-threads"]
    assert wait[four] < wait[three] < wait[one] / 2
    assert wait[gevent] * 6 < locked[gevent]
    assert locked[four] < locked[one] / 3
    assert work[three] < work[one] * 0.6
    assert all(work[name] > 0.75 for name in work if name != three)
