"""Names and values, as queries have them, and forms."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl

from perch.errors import HTTPError

MAX_FIELDS = 1000
"""More fields are refused: each costs memory and time."""


class Fields(Mapping[str, str]):
    """Names and their values. A name may come more than once; its first value counts.

    >>> fields = Fields([("bird", "wren"), ("bird", "heron")])
    >>> fields["bird"], fields.all("bird"), fields.get("tree")
    ('wren', ['wren', 'heron'], None)
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> str:
        return self._values[name][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def all(self, name: str) -> list[str]:
        """Return every value that was sent with the name."""
        return self._values.get(name, [])


def parse_urlencoded(data: bytes) -> list[tuple[str, str]]:
    """Return names and values of ``species=wren&count=2``; raise HTTPError 400."""
    options = {"keep_blank_values": True, "max_num_fields": MAX_FIELDS}
    try:
        return parse_qsl(data.decode(), errors="strict", **options)
    except ValueError as error:  # bytes that are no UTF-8, or too many fields
        raise HTTPError(400, "The fields cannot be read.") from error
