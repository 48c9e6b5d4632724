from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

from .database import create_tables, engine
from .dependencies import check_path
from .errors import add_error_handlers
from .feed import Feed
from .middleware import BodyLimit, HeadAsGet, SecurityHeaders
from .routers import accounts, api, forms, live, pages, photos, reports, tokens
from .settings import settings
from .templating import FOLDER


@asynccontextmanager
async def lifespan(app: FastAPI):
    create_tables()
    yield {"feed": Feed()}
    engine.dispose()


app = FastAPI(
    title="Fieldnotes",
    lifespan=lifespan,
    # Their pages load scripts from another site, which our headers forbid.
    docs_url=None,
    redoc_url=None,
    # A path that does not exist is 404, also when it does without its last slash.
    redirect_slashes=False,
    dependencies=[Depends(check_path)],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(HeadAsGet),
        Middleware(BodyLimit),
        Middleware(
            SessionMiddleware,
            secret_key=settings.secret,
            same_site="lax",
            https_only=settings.production,
        ),
    ],
)
add_error_handlers(app)
for part in (accounts, forms, pages, photos, tokens, api, reports, live):
    app.include_router(part.router)
app.mount("/static", StaticFiles(directory=FOLDER / "static"))
