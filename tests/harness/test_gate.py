"""The gate of coverage: what it asks for, and that every kind of process is measured."""

import subprocess
import sys

import pytest
from harness import gate, inputs
from harness.gate import GateError, judge, main, ranges, shown_files

EXAMPLE = "examples/week99_sample/steps/serve.py"
PAGE = """
    Week
    ####

    .. example:: steps/serve.py
       :pyobject: handle

    .. example:: steps/page.html
"""


@pytest.fixture
def repository(project, monkeypatch):
    """The small project with its page; coverage says that lines 1 to 12 of one file ran."""
    (project.path / "docs" / "_ext").mkdir(parents=True)
    source = gate.Path(gate.__file__).parents[2] / "docs" / "_ext" / "exceptions.py"
    (project.path / "docs" / "_ext" / "exceptions.py").write_bytes(source.read_bytes())
    project.write(
        {
            "docs/weeks/week99_sample.rst": PAGE,
            "examples/week99_sample/steps/page.html": "<p>",
            "examples/week99_sample/test_a.py": "# page.html\n",
        }
    )
    lines = {"executed_lines": list(range(1, 13)), "missing_lines": [], "excluded_lines": []}
    project.lines = lines
    monkeypatch.setattr(gate, "measured", lambda root: {EXAMPLE: lines})
    return project


def test_pages_say_where_files_are_shown(repository):
    assert shown_files(repository.path) == {
        EXAMPLE: "docs/weeks/week99_sample.rst:4",
        "examples/week99_sample/steps/page.html": "docs/weeks/week99_sample.rst:7",
    }


def test_line_numbers_are_joined():
    assert ranges([14, 3, 12, 13]) == "3, 12-14"


def test_a_whole_tree_passes(repository, capsys):
    assert main(repository.path) == 0
    assert capsys.readouterr().out == "examples/: 12 lines, all executed\n"


def test_lines_that_never_ran_are_named_with_the_place_where_they_are_shown(repository, capsys):
    repository.lines["missing_lines"] = [13, 12, 5]
    assert main(repository.path) == 1
    assert capsys.readouterr().err == (
        f"{EXAMPLE}:5, 12-13 never ran; shown in docs/weeks/week99_sample.rst:4\n"
    )


def test_a_pragma_needs_a_reason(repository, capsys):
    repository.write({EXAMPLE: "a = 1\nb = 2  # pragma: no cover\n"})
    assert main(repository.path) == 1
    assert f"{EXAMPLE}:2 is kept out of the count by a pragma" in capsys.readouterr().err
    exception = f'[[exception]]\nkind = "pragma"\nwhere = "{EXAMPLE}"\nreason = "a signal"\n'
    repository.write({"docs/exceptions.toml": exception})
    assert main(repository.path) == 0


def test_a_shown_file_that_no_test_names_is_an_error(repository, capsys):
    repository.write({"examples/week99_sample/test_a.py": "\n"})
    assert main(repository.path) == 1
    assert capsys.readouterr().err.startswith(
        "examples/week99_sample/steps/page.html, shown in docs/weeks/week99_sample.rst:7, is named "
    )
    repository.write({"examples/week99_sample/transcripts/a.console": "$ cat page.html\n"})
    assert main(repository.path) == 0


def test_an_exception_for_a_file_that_is_gone_is_an_error(repository, capsys):
    exception = '[[exception]]\nkind = "untested"\nwhere = "examples/gone.txt"\nreason = "r"\n'
    repository.write({"docs/exceptions.toml": exception})
    assert main(repository.path) == 1
    assert "untested examples/gone.txt: there is no such file" in capsys.readouterr().err


def test_malformed_exceptions_are_one_clear_line(repository, capsys):
    repository.write({"docs/exceptions.toml": "[[exception]]\n"})
    assert main(repository.path) == 1
    assert capsys.readouterr().err.startswith("docs/exceptions.toml:1: ")


def test_without_lines_there_is_nothing_to_judge(repository, monkeypatch):
    monkeypatch.setattr(gate, "measured", lambda root: {})
    with pytest.raises(GateError, match="no line of examples/"):
        judge(repository.path)


def test_without_data_the_error_says_what_to_run(project, monkeypatch):
    monkeypatch.chdir(project.path)
    with pytest.raises(GateError, match=r"run the suite with coverage and combine its data first"):
        gate.measured(project.path)


APPLICATION = """
    def application(environ, start_response):
        start_response("200 OK", [("Content-Length", "1")])
        return [b"x"]
"""
THREADED = """
    import socket
    import sys
    import threading

    def answer(client):
        with client:
            client.sendall(b"x")

    def main():
        with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as listener:
            while True:
                client, _ = listener.accept()
                threading.Thread(target=answer, args=[client]).start()

    main()
"""
TESTS = """
    import socket
    import urllib.request

    def test_gunicorn(serve):
        server = serve(
            "gunicorn", "--no-control-socket", "--workers=2", "--bind=127.0.0.1:{port}",
            "application:application", cwd="steps", ready="http",
        )
        assert urllib.request.urlopen(server.url).read() == b"x"
        assert server.stop() == 0

    def test_threads(serve):
        server = serve("python", "steps/threaded.py", "{port}")
        with socket.create_connection((server.host, server.port)) as client:
            assert client.recv(9) == b"x"
        assert server.stop() == -15
"""


def test_workers_threads_and_killed_servers_are_measured(project):
    """A real run: a worker of pytest, a transcript, Gunicorn with its workers, a SIGTERM."""
    pyproject = project.path / "pyproject.toml"
    ours = (gate.Path(gate.__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    coverage_tables = ours[ours.index("[tool.coverage.run]") : ours.index("[tool.ruff]")]
    (project.path / "docs" / "_ext").mkdir(parents=True)
    source = gate.Path(gate.__file__).parents[2] / "docs" / "_ext" / "exceptions.py"
    (project.path / "docs" / "_ext" / "exceptions.py").write_bytes(source.read_bytes())
    project.write(
        {
            "pyproject.toml": pyproject.read_text(encoding="utf-8") + "\n" + coverage_tables,
            "examples/week99_sample/steps/application.py": APPLICATION,
            "examples/week99_sample/steps/threaded.py": THREADED,
            "examples/week99_sample/test_servers.py": TESTS,
            "examples/week99_sample/transcripts/a.console": (
                "@folder steps\n@terminal a\n$ python serve.py 8000\n"
                "Listening on http://127.0.0.1:8000\n@terminal b\n$ python -c "
                "'import urllib.request as u; u.urlopen(\"http://127.0.0.1:8000/\")'\n"
                "@terminal a\nGET / HTTP/1.1\n"
            ),
        }
    )
    environment = inputs.environment({"PYTHONPATH": str(gate.Path(gate.__file__).parents[1])})
    environment.pop("COVERAGE_PROCESS_START", None)  # of the suite, if that is measured too

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=project.path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("coverage", "run", "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider")
    run("coverage", "combine", "-q")
    assert run("harness.gate").startswith("examples/: ")
