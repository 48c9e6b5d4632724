"""Put in order: a factory whose settings can be changed from outside, twice."""

LINES = [
    "    app.config.from_mapping(given)",
    "    return app",
    "    def index():",
    "def create_app(given):",
    "        return f\"{app.config['PER_PAGE']} a page, in {folder}\"",
    '    app.config.from_prefixed_env("BIRDS")',
    "    folder = app.config['FOLDER']",
    '    @app.get("/")',
    "    app = Flask(__name__)",
    '    app.config.from_mapping(PER_PAGE=20, FOLDER="instance")',
]
