"""Settings of the book. See https://www.sphinx-doc.org/en/master/usage/configuration.html"""

import contextlib
import gc
import importlib
import io
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

from edition import fix_date  # noqa: E402  (it lies in the folder just added)

fix_date(HERE)
# It prints that it will make no social cards, which we do not want.
with contextlib.redirect_stdout(io.StringIO()):
    importlib.import_module("sphinxext.opengraph")
# A build makes a million objects that live to its end; to look for garbage among them takes a tenth of its time.
gc.set_threshold(200_000, 50, 100)

# The book -------------------------------------------------------------------------------------------------------------
project = "Python Frameworks, One Week at a Time"
author = "The authors"
project_copyright = "2026, the authors. Text CC BY 4.0, code MIT"
version = release = "0.1"
language = "en"

# How it is read and checked -------------------------------------------------------------------------------------------
extensions = [
    "myst_parser",  # Markdown, for the pages about contributing
    "weeks",  # docs/_ext/weeks.py: metadata of a week, its header, the schedule, the map
    "listings",  # docs/_ext/listings.py: listings, transcripts and exercises from examples/
    "rules",  # docs/_ext/rules.py: the rules of the contract, and links to them
    "broken",  # docs/_ext/broken.py: applications that are broken on purpose, and what noticed
    "measured",  # docs/_ext/measured.py: recorded figures, as values and tables
    "pictures",  # docs/_ext/pictures.py: our SVG pictures inline, so that they follow light and dark
    "typstbook",  # docs/_ext/typstbook/: the PDF
    # The site; docs/contributing/site.md says what each of ours is for.
    "code_colours",
    "fast_navigation",
    "accessible_html",
    "slim_html",
    "sitemap",
    "epubbook",  # docs/_ext/epubbook/: the EPUB
    "answers",  # docs/_ext/answers.py: the answers at the back of the EPUB
    "sphinx_copybutton",
    "sphinx_searchlite",
    "sphinxext.opengraph",
    "notfound.extension",
]
exclude_patterns = ["_ext", "_templates"]
templates_path = ["_templates"]
nitpicky = True  # a reference that leads nowhere is an error
numfig = True  # figures, tables and listings have numbers
numfig_format = {"figure": "Figure %s", "code-block": "Listing %s", "table": "Table %s"}
# "Quotes" become typographic in prose; code and literals keep theirs. No dashes are made of hyphens.
smartquotes_action = "qe"
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"

# HTML -----------------------------------------------------------------------------------------------------------------
html_theme = "furo"
html_title = project
html_baseurl = os.environ.get("BOOK_URL", "https://python-frameworks.example/").rstrip("/") + "/"
html_static_path = ["_static"]
html_permalinks_icon = "#"
html_favicon = "_static/mark.svg"
html_css_files = ["book.css"]
html_js_files = ["book.js"]
html_copy_source = False
html_last_updated_fmt = "%d %B %Y"
html_theme_options = {"top_of_page_buttons": []}
# Registered by Sphinx, the theme and extensions, of no use here: the search dialog and its style are fetched by
# book.js when needed; book.css has the styles of the copy buttons; the theme's extras are for extensions not used.
slim_without = [
    "doctools.js",
    "sphinx_highlight.js",
    "clipboard.min.js",
    "searchlite.js",
    "searchlite-ui.js",
    "searchlite.css",
    "copybutton.css",
    "styles/furo-extensions.css",
]
# A prompt is not copied, nor is any line without one where a block has prompts.
copybutton_prompt_text = r"\$ |>>> |\.\.\. "
copybutton_prompt_is_regexp = True
copybutton_copy_empty_lines = False
copybutton_line_continuation_character = "\\"
copybutton_selector = "div:not(.nocopy) > div.highlight > pre"
ogp_site_url = html_baseurl
ogp_social_cards = {"enable": False}
notfound_template = "404.html"
notfound_context = {"title": "This page does not exist"}
notfound_urls_prefix = urlsplit(html_baseurl).path

# EPUB -----------------------------------------------------------------------------------------------------------------
epub_basename = "python-frameworks-one-week-at-a-time"
epub_title = project
epub_author = author
epub_language = language
epub_identifier = epub_uid = epub_basename
epub_description = "36 weeks, one Python framework at a time, from sockets to machine learning."
epub_cover = ("_static/cover.png", "epub-cover.html")
epub_css_files = ["epub.css"]
epub_show_urls = "no"  # an e-reader follows links; addresses in the text would only be in the way
epub_use_index = True
epub_tocdepth = 2  # below the parts: chapters and their sections
epub_pygments_dark_style = pygments_dark_style
epub_picture_colours = "_static/pictures.css"  # what docs/_pictures/*.svg look like in dark
epub_accessibility_summary = (
    "All pictures have alternative text. Code is text, wraps to the width of the screen and is never told apart by "
    "colour alone. Tables become lists on a narrow screen. The answers to the exercises stand at the back, with links "
    "both ways."
)
answers_gather = ["solution", "answer"]  # what a browser folds away stands at the back of the EPUB

# PDF ------------------------------------------------------------------------------------------------------------------
typst_name = epub_basename
typst_subtitle = "A course of 36 weeks in which every listing runs"
typst_description = epub_description
typst_keywords = ["Python", "web frameworks", "WSGI", "HTTP"]
typst_front_title = "About this course"
typst_imprint = [
    "Text: Creative Commons Attribution 4.0 International (CC BY 4.0). Code: MIT licence.",
    "The source has both in full, and the suite that ran every listing and printed every output.",
    "Set in Libertinus Serif, Linux Biolinum and JetBrains Mono (SIL Open Font License 1.1).",
]
typst_template_options = {"boxed": ["week-header"]}
# Solutions and answers are at the back, where nobody reads them by accident.
typst_gather = [{"classes": ["solution", "answer"], "title": "Answers"}]
typst_code_columns = 88  # as many as fit on a line
typst_download_url = html_baseurl
