"""The lines in order: what is set later wins, and a route needs an application."""

LINES = [
    "def create_app(given):",
    "    app = Flask(__name__)",
    '    app.config.from_mapping(PER_PAGE=20, FOLDER="instance")',
    '    app.config.from_prefixed_env("BIRDS")',
    "    app.config.from_mapping(given)",
    "    folder = app.config['FOLDER']",
    '    @app.get("/")',
    "    def index():",
    "        return f\"{app.config['PER_PAGE']} a page, in {folder}\"",
    "    return app",
]
