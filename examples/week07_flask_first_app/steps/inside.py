"""The report, inside of an application context; then what else depends on it."""

from flask import g, has_request_context, url_for
from steps.outside import app, count_birds

with app.app_context():
    print(f"Report: {count_birds()} birds")
    g.visits = 1
    print(f"A request is active: {has_request_context()}")

with app.app_context():
    print(f"visits is still in g: {'visits' in g}")

with app.test_request_context("/?name=wren"):
    print(f"The address of the page: {url_for('index')}")
