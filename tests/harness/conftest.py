"""A small project with one week, on which the harness is tried."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = '''
    """A server for one client after another, on the port that is given."""
    import socket
    import sys

    with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as listener:
        print(f"Listening on http://127.0.0.1:{sys.argv[1]}")
        while True:
            client, address = listener.accept()
            with client:
                line = client.recv(65536).split(b"\\r\\n")[0].decode()
                print(line)
                client.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\n\\r\\nhello\\n")
'''


class Project:
    """Files in an empty folder, and pytest run on them in this process."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        """Write the settings of the suite, and a week with a server in steps/serve.py."""
        self.pytester = pytester
        self.path = pytester.path
        self.room = self.path / "examples" / "week99_sample"
        self.write(
            {
                "conftest.py": 'pytest_plugins = ["harness.plugin"]\n',
                "pyproject.toml": (
                    '[tool.pytest.ini_options]\ntestpaths = ["examples"]\n'
                    'addopts = ["--import-mode=importlib", "-ra"]\n'
                    f"pythonpath = ['{ROOT / 'examples'}']\nfilterwarnings = ['error']\n"
                ),
                "examples/week99_sample/steps/serve.py": SERVER,
            }
        )

    def write(self, files: dict[str, str]) -> None:
        """Write dedented texts; names are relative to the project."""
        for name, text in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def run(self, *words: str) -> pytest.RunResult:
        """Run pytest in this process and return its result."""
        return self.pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:xdist", *words)


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with one week, ``examples/week99_sample``."""
    monkeypatch.delenv("CI", raising=False)
    return Project(pytester)
