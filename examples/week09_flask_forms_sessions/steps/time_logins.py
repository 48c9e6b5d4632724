"""How long does a wrong login take, for a name that is there and one that is not?"""

from time import perf_counter

from werkzeug.security import check_password_hash, generate_password_hash

SCRYPT = "scrypt:16384:8:5"
USERS = {"ada": generate_password_hash("a long password", SCRYPT)}
NO_PASSWORD = f"{SCRYPT}$no$password"


def quick(name: str, password: str) -> bool:
    return name in USERS and check_password_hash(USERS[name], password)


def even(name: str, password: str) -> bool:
    return check_password_hash(USERS.get(name, NO_PASSWORD), password)


def milliseconds(check, name: str) -> float:
    times = []
    for _ in range(5):
        start = perf_counter()
        check(name, "a guess")
        times.append((perf_counter() - start) * 1000)
    return min(times)  # what else the machine does only adds


if __name__ == "__main__":
    for check in (quick, even):
        for name in ("ada", "nobody"):
            print(f"{check.__name__:6} {name:7} {milliseconds(check, name):7.3f} ms")
