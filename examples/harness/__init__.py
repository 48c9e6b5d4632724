"""What runs the examples of every week: servers, terminal sessions and exercises.

The modules are described in docs/contributing/harness.md. Nothing here is shown in the book.
"""
