"""Tabs and dropdowns of sphinx-design, where nothing can be clicked: all shown, each under its label.

sphinx-design makes form elements of them for every builder of HTML. Here its marks are taken off before it looks, and
what it would do for paper remains: a container with a rubric and the content. It need not be installed.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

OPENED = ("tab-set", "dropdown")


class OpenComponents(SphinxPostTransform):
    """Take the mark off each tab set and dropdown, in the EPUB."""

    default_priority = 190  # sphinx-design's own transforms have 199 and 200
    builders = ("epub",)

    def run(self, **_options: Any) -> None:
        """Change the document in place."""
        for node in self.document.findall(nodes.container):
            kind = node.get("design_component")
            if kind in OPENED:
                del node["design_component"]
                node["classes"] = [*dict.fromkeys([*node["classes"], f"sd-{kind}"])]
