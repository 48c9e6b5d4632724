"""Measuring: costs, words, pages and the verdict on the goals."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import measure
import pytest
import timings
from pypdf import PdfWriter


def test_the_cost_of_a_command_includes_the_processes_it_starts(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.2: pass\n"
    starts_another = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    cost = measure.run([sys.executable, "-c", starts_another], tmp_path)
    assert cost.code == 0
    assert cost.cpu >= 0.2
    assert cost.wall >= 0.2
    assert 1_000_000 < cost.memory < 1_000_000_000


def test_a_failed_command_is_told_with_its_output(tmp_path: Path) -> None:
    cost = measure.run([sys.executable, "-c", "print('why'); raise SystemExit(3)"], tmp_path)
    assert (cost.code, cost.output) == (3, "why\n")


def test_the_machine_is_named() -> None:
    machine = measure.machine()
    assert set(machine) == {"processor", "cores", "memory_gb", "system", "python"}
    assert all(machine.values())


def test_words_are_counted_with_and_without_listings(tmp_path: Path) -> None:
    (tmp_path / "weeks").mkdir()
    (tmp_path / "weeks" / "week02.html").write_text(
        "<nav>not these</nav><article><h1>From <em>sock</em>ets</h1> - to WSGI"
        "<pre> handle = reply</pre><script>nor these</script></article><footer>nor these</footer>",
        encoding="utf-8",
    )
    (tmp_path / "genindex.html").write_text("<article>made from others</article>", encoding="utf-8")
    assert measure.words(tmp_path, listings=False) == 4  # From sockets to WSGI
    assert measure.words(tmp_path, listings=True) == 6


def test_pages_of_a_pdf_are_counted(tmp_path: Path) -> None:
    book = PdfWriter()
    for _ in range(3):
        book.add_blank_page(200, 300)
    book.write(tmp_path / "book.pdf")
    assert measure.pdf_pages(tmp_path / "book.pdf") == 3


@pytest.mark.parametrize(("measured", "kept"), [(2.0, True), (2.01, False)])
def test_a_goal_is_kept_up_to_its_limit(measured: float, kept: bool) -> None:
    goal = timings.Goal("one page changed", measured, 2.0, "s")
    assert goal.kept is kept
    assert str(goal).startswith("kept  " if kept else "MISSED")
    assert "at most 2.00" in str(goal)


def test_a_build_that_fails_is_told_with_its_last_lines(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    with pytest.raises(timings.TimingsError, match=r"sphinx -b html ended with 2:[\s\S]*conf\.py"):
        timings.build(tmp_path, "html")


def test_the_copy_has_what_git_knows(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    subprocess.run(["git", "init", "-q", source], check=True)
    (source / ".gitignore").write_text("build\n")
    (source / "build").touch()
    (source / "page.rst").touch()
    copy = timings.copy_of_the_book(source, tmp_path / "copy")
    assert sorted(path.name for path in copy.iterdir()) == [".gitignore", "page.rst"]


def test_a_missed_goal_fails_unless_only_a_report_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = {
        "date": "2026-11-21",
        "machine": measure.machine(),
        "costs": {"HTML, cold": {"wall_s": 3.0, "cpu_s": 4.0, "peak_mb": 100.0}},
        "words": [100_000, 60_000],
        "cpu_s_per_10000_words": [1.0, 1.6],
        "pdf": {"pages": 400, "ms_a_page": 31.5, "mb_a_page": 1.25},
    }
    goals = [timings.Goal("one page changed", 3.0, 2.0, "s")]
    monkeypatch.setattr(timings, "everything", lambda *_args, **_options: (report, goals))
    monkeypatch.setattr(timings, "ROOT", tmp_path)
    assert timings.main([]) == 1
    assert timings.main(["--no-goals"]) == 0
    said = capsys.readouterr().out
    assert "MISSED one page changed: 3.00 s, at most 2.00" in said
    assert "60,000 of them prose, 1.60 s for 10,000" in said
    assert "400 pages of the PDF, 31.5 ms and 1.25 MB for one" in said
    assert (tmp_path / "build" / "timings.json").is_file()


def test_what_cannot_be_measured_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def everything(*_args: object, **_options: object) -> None:
        raise timings.TimingsError("the suite failed")

    monkeypatch.setattr(timings, "everything", everything)
    assert timings.main(["--no-goals"]) == 1
    assert "the suite failed" in capsys.readouterr().err


def test_every_goal_of_the_book_is_judged() -> None:
    def cost(wall: float) -> measure.Cost:
        return measure.Cost(wall, wall, 10**8, 0, "")

    costs = {"HTML, one page changed": cost(1.5), "contract": cost(91), "suite": cost(1501)}
    weighed = [{"page": "weeks/week02.html", "first_visit": 75_001, "next_page": 60_000}]
    pdf = timings.per_page(measure.Cost(9, 30.0, 1_600_000_000, 0, ""), 500)
    assert pdf == {"pages": 500, "ms_a_page": 60.0, "mb_a_page": 3.2}
    goals = timings.judge(costs, 1.6, weighed, pdf)
    assert [goal.kept for goal in goals] == [
        *(True, True),  # words, one page changed
        *(True, False),  # time and memory of a page of the PDF
        *(False, False),  # suite, contract
        *(False, True),  # first visit, next page
    ]
