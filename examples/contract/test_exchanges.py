"""The exchanges that the page of the contract shows are those of a run of today."""

import difflib
import subprocess
import sys

from contract import exchanges
from harness.inputs import environment


def texts(folder):
    """Return what the files of a folder say, by name."""
    return {path.stem: path.read_text("utf-8") for path in folder.glob("*.http")}


def test_the_exchanges_are_what_an_application_answers(tmp_path, monkeypatch, capsys):
    recorded = texts(exchanges.FOLDER)
    monkeypatch.setattr(exchanges, "FOLDER", tmp_path / "exchanges")
    exchanges.main([])
    now = texts(exchanges.FOLDER)
    assert "examples/contract/exchanges/l4_made.http" in capsys.readouterr().out
    assert sorted(now) == sorted(recorded), "run python -m contract.exchanges"
    for name in now:
        difference = difflib.unified_diff(
            recorded[name].splitlines(), now[name].splitlines(), "recorded", "now"
        )
        shown = "\n".join(difference)
        assert not shown, f"{name}: run python -m contract.exchanges\n{shown}"


def test_an_application_that_there_is_not():
    done = subprocess.run(
        [sys.executable, "-m", "contract.exchanges", "herons"],
        cwd=exchanges.FOLDER.parents[1],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("exchanges: there is no application 'herons'")
