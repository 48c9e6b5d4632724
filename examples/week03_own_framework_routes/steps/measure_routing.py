"""Measure the processor time that each router takes to find a route."""

import time
from timeit import Timer
from wsgiref.util import setup_testing_defaults

import flask
from perch import App
from steps.four_routers import ROUTERS, found, paths, perch_routes

COUNTS = (10, 100, 1000)


def best(functions, rounds=20):
    """Return how long one call of each function takes, in microseconds.

    The functions take turns, in many short rounds. What else the machine does can make
    a round longer, never shorter, so the best round of each says most.
    """
    timers = [Timer(function, timer=time.process_time) for function in functions]
    numbers = [max(1, int(0.004 / min(timer.repeat(5, 1)))) for timer in timers]
    times = [
        [
            timer.timeit(number) / number
            for timer, number in zip(timers, numbers, strict=True)
        ]
        for _ in range(rounds)
    ]
    return [min(column) * 1e6 for column in zip(*times, strict=True)]


def searches():
    """Make all routers; return how long that took, and the searches to be measured."""
    made, functions = {}, []
    for name, make in ROUTERS.items():
        for count in COUNTS:
            began = time.process_time()
            match = make(count)
            found(match, "/nothing/7")  # some prepare themselves when first asked
            made[name, count] = (time.process_time() - began) * 1e3
            for asked in paths(name, count).values():
                functions.append(lambda match=match, asked=asked: found(match, asked))
    return made, functions


def flask_app(count):
    app = flask.Flask("things")
    for number in range(count):
        app.add_url_rule(f"/things{number}/<int:id>", str(number), lambda id: "")
    return app


def whole_request(app, count):
    """Return a function that sends the application a request to the last route."""
    environ = {"PATH_INFO": f"/things{count - 1}/7"}
    setup_testing_defaults(environ)
    return lambda: app(dict(environ), lambda status, headers: None)


if __name__ == "__main__":
    made, functions = searches()
    times = iter(best(functions))
    for (name, count), milliseconds in made.items():
        print(f"{name}, {count} routes, made in {milliseconds:.0f} ms:", end=" ")
        print(f"first {next(times):.1f} µs, last {next(times):.1f} µs,", end=" ")
        print(f"none {next(times):.1f} µs")
    print("A whole request to the last route, without a socket:")
    apps = {}
    for count in (10, 1000):
        perch_app = App(perch_routes(count))
        apps[f"perch, {count} routes"] = whole_request(perch_app, count)
        apps[f"Flask, {count} routes"] = whole_request(flask_app(count), count)
    for name, microseconds in zip(apps, best(apps.values()), strict=True):
        print(f"{name}: {microseconds:.0f} µs")
