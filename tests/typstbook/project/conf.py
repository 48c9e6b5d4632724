"""A project with every construct the PDF must set."""

project = "Kitchen Sink"
author = "A. Writer"
project_copyright = "2026, A. Writer"
release = "1.2"
language = "en"
extensions = ["typstbook", "myst_parser", "sphinx.ext.todo", "sphinx_design"]
numfig = True
pygments_style = "a11y-high-contrast-light"
rst_prolog = """
.. |product| replace:: the *product*
.. |dot| image:: /images/dot.png
   :alt: a dot
"""
typst_subtitle = "Every construct in one place"
typst_description = "A document for tests."
typst_keywords = ["tests", "Typst"]
typst_imprint = ["Set for the tests."]
typst_show_urls = "footnote"
typst_gather = [{"classes": ["solution", "answer"], "title": "Answers"}]
typst_download_url = "https://books.example/sink/"
todo_include_todos = True
nitpick_ignore = [("py:class", "Response")]
