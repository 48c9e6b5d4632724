"""Ports: no two test runs ever get the same one."""

import socket
import subprocess
import sys

import pytest
from harness import inputs
from harness.ports import BLOCKS, HOST, SIZE, NoFreePort, Ports, free_port, listening

PRINT_PORTS = """
import sys
from harness.ports import free_port
print(*[free_port() for _ in range(150)], flush=True)
sys.stdin.read()
"""


def test_runs_at_the_same_time_never_share_a_port(tmp_path):
    """Four processes take more ports than one block has, and hold them at the same time."""
    folder = str(next(p for p in sys.path if p.endswith("examples")))
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PRINT_PORTS],
            env=inputs.environment({"PYTHONPATH": folder}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    try:
        blocks = []
        for process in processes:
            ports = [int(word) for word in process.stdout.readline().split()]
            assert len(ports) == 150
            blocks.append({(port - BLOCKS[0]) // SIZE for port in ports})
        for index, mine in enumerate(blocks):
            assert not any(mine & other for other in blocks[index + 1 :])
    finally:
        for process in processes:
            process.communicate("")


def test_a_port_is_not_handed_out_twice_in_a_row():
    assert free_port() != free_port()


def test_ports_have_four_digits_and_leave_8000_to_the_reader():
    assert all(first > 1024 and first + SIZE <= 10000 for first in BLOCKS)
    assert not any(first <= 8000 < first + SIZE for first in BLOCKS)


def test_a_port_that_is_in_use_is_passed_over():
    ports = Ports()
    try:
        port = ports.free()
        with socket.create_server((HOST, port + 1)):
            assert ports.free() > port + 1, "the next one, or one after it that is free"
    finally:
        ports.release()


def test_a_port_whose_digits_stand_in_a_text_is_passed_over():
    ports = Ports()
    try:
        port = ports.free()
        assert ports.free(avoid=f"it took {port + 1} bytes") > port + 1
    finally:
        ports.release()


def test_when_no_port_is_left_the_error_says_what_to_do():
    holder = Ports()
    holder.free()
    (block,) = holder.claims
    try:
        with pytest.raises(NoFreePort, match=r"stop servers or test runs that were left behind"):
            Ports([block]).free()
    finally:
        holder.release()


def test_listening_is_seen_without_a_connection():
    port = free_port()
    assert not listening(port)
    with socket.create_server((HOST, port)) as server:
        assert listening(port)
        server.setblocking(False)
        if sys.platform == "linux":
            with pytest.raises(BlockingIOError):
                server.accept()
    assert not listening(port)
