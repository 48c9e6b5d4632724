import multiprocessing
import os
import secrets
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PositiveInt,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

Date = Annotated[date, BeforeValidator(date.fromisoformat)]
PostgresUrl = Annotated[str, StringConstraints(pattern="^postgresql://.+$")]


class Settings(BaseSettings):
    """What FIELDNOTES_* in the environment say."""

    model_config = SettingsConfigDict(env_prefix="FIELDNOTES_", env_ignore_empty=True)

    mode: Literal["production", "development"] = "production"
    secret: str = ""
    data: Path = Path("data")
    database: PostgresUrl | None = None
    today: Date | None = None
    token_lifetime: PositiveInt = 86400
    report_delay: float = Field(default=0, ge=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def need_a_secret(self) -> "Settings":
        if not self.secret and self.production:
            raise ValueError(
                "set FIELDNOTES_SECRET to a long random text, "
                "or FIELDNOTES_MODE to development"
            )
        # Good for one process: each of several would refuse the others' cookies.
        self.secret = self.secret or secrets.token_urlsafe(32)
        return self

    @property
    def production(self) -> bool:
        return self.mode == "production"

    @property
    def photos(self) -> Path:
        return self.data / "photos"

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'fieldnotes.db'}"

    def current_date(self) -> date:
        return self.today or date.today()


def describe(error: ValidationError) -> list[str]:
    return [
        "".join(f"FIELDNOTES_{name.upper()}: " for name in problem["loc"][:1])
        + problem["msg"].removeprefix("Value error, ")
        for problem in error.errors()
    ]


def load_settings() -> Settings:
    """Read the settings, or end the program with a line that says what to mend."""
    try:
        settings = Settings()
        settings.photos.mkdir(parents=True, exist_ok=True)
        return settings
    except ValidationError as error:
        lines = describe(error)
    except OSError as error:
        lines = [f"FIELDNOTES_DATA: {error}"]
    # Uvicorn would start a worker that ends again and again, so its parent has to end.
    if parent := multiprocessing.parent_process():
        os.kill(parent.pid, signal.SIGTERM)
    sys.exit("\n".join(f"fieldnotes: {line}" for line in lines))


settings = load_settings()
