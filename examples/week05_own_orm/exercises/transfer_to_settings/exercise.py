"""Settings from the environment, declared as roost declares columns."""

from collections.abc import Mapping
from typing import Any


class Setting:
    """A value from the variable FIELDNOTES_ and the setting's name in capitals."""

    def __init__(self, type_: type, default: Any) -> None:
        self.type = type_
        self.default = default

    def __get__(self, settings: Any, owner: type) -> Any:
        return None


class Settings:
    port = Setting(int, 8000)
    data = Setting(str, "data")

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
