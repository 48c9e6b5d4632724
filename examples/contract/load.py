"""Put each application under load for a while, and check every answer.

    python -m contract.load [--app flask] [--clients 200] [--seconds 30] [--record]

with ``examples`` on PYTHONPATH. Each application runs under its production server. The exit status
is 1 if an answer was wrong, a request got none, or an acknowledged sighting is not there once.
"""

from __future__ import annotations

import argparse
import sys

from contract import crowd
from contract.applications import DATABASES, Application, find, running
from contract.applications import applications as all_applications
from contract.figures import Figures, number, write

CLIENTS, SECONDS = 200, 30.0


def loaded(
    application: Application, clients: int, seconds: float, database: str = "sqlite"
) -> dict[str, object]:
    """Run an application under its production server with so many clients; return what came."""
    with running(application, "production", database) as program:
        return under_load(program, clients, seconds)


def under_load(
    program: crowd.Running, clients: int, seconds: float
) -> dict[str, object]:
    """Return what a crowd got from a program that runs."""
    tally = crowd.come(program, clients, seconds)
    kept = crowd.stored(program, tally.place) if tally.acknowledged else {}
    lost = tally.lost(kept)
    return {
        "application": program.application.name,
        "clients": clients,
        "seconds": round(tally.seconds, 1),
        "answers": tally.answers,
        "per_second": round(tally.answers / tally.seconds, 1),
        "p50_ms": round(tally.percentile(0.50) * 1000),
        "p95_ms": round(tally.percentile(0.95) * 1000),
        "p99_ms": round(tally.percentile(0.99) * 1000),
        "made": len(tally.acknowledged),
        "lost": lost[:20],
        "wrong": tally.wrong[:20],
        "errors": dict(tally.errors),
    }


def bad(result: dict[str, object]) -> bool:
    """Tell whether anything was not as it must be."""
    return bool(result["lost"] or result["wrong"] or result["errors"])


def table(results: list[dict[str, object]]) -> list[list[str]]:
    """Return the results as a table, its head first."""
    head = ["Application", "Right answers", "In a second", "p50 / p95 / p99 (ms)"]
    head += ["Sightings made", "Lost or wrong", "5xx or no answer"]
    rows = []
    for result in results:
        times = (number(result[f"p{share}_ms"]) for share in (50, 95, 99))
        faulty = len(result["lost"]) + len(result["wrong"])
        errors = [f"{count} x {what}" for what, count in result["errors"].items()]
        row = [result["application"], number(result["answers"])]
        row += [number(result["per_second"]), " / ".join(times), number(result["made"])]
        rows.append([*row, str(faulty), ", ".join(errors) or "0"])
    return [head, *rows]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m contract.load",
        description="Put applications under load, and check every answer.",
    )
    parser.add_argument("--app", action="append", help="one of them; default: each")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument(
        "--record", action="store_true", help="write measured/load.json"
    )
    parser.add_argument("--date", help="the date of the recording; default: today")
    options = parser.parse_args(arguments)
    chosen = [find(name) for name in options.app or []] or all_applications()
    results = []
    for application in chosen:
        results.append(
            loaded(application, options.clients, options.seconds, options.database)
        )
        print(results[-1], flush=True)
    if options.record:
        figures = Figures.now(options.date)
        figures.values = {"clients": options.clients, "seconds": options.seconds}
        figures.values["results"] = results
        figures.tables["load"] = table(results)
        write("load", figures)
    return int(any(bad(result) for result in results))


if __name__ == "__main__":
    sys.exit(main())
