"""Settings from the environment, declared as roost declares columns."""

from collections.abc import Mapping
from typing import Any


class Setting:
    """A value from the variable FIELDNOTES_ and the setting's name in capitals."""

    def __init__(self, type_: type, default: Any) -> None:
        self.type = type_
        self.default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self.variable = f"FIELDNOTES_{name.upper()}"

    def __get__(self, settings: Any, owner: type) -> Any:
        if settings is None:
            return self
        text = settings.environment.get(self.variable)
        if text is None:
            return self.default
        try:
            return self.type(text)
        except ValueError as error:
            raise ValueError(f"{self.variable}: {error}") from error


class Settings:
    port = Setting(int, 8000)
    data = Setting(str, "data")

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
