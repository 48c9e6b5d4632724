"""Django runs the tests in fieldnotes/ itself; test_fieldnotes.py starts it."""

collect_ignore = ["fieldnotes"]
