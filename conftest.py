"""Settings of the suite. What the examples need is in examples/harness."""

pytest_plugins = ["harness.plugin", "pytester"]
