"""Formulas as MathML, which EPUB 3 has built in: no script, no picture, and a screen reader can say it."""

from __future__ import annotations

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging

logger = logging.getLogger(__name__)


def as_mathml(document: nodes.document) -> None:
    """Replace the formulas of ``document``; one that cannot be read is a warning with its place, and stays as text."""
    for node in list(document.findall(lambda n: isinstance(n, nodes.math | nodes.math_block))):
        block = isinstance(node, nodes.math_block)
        try:
            text = tex2mathml(node.astext(), as_block=block)
        except (
            MathError,
            AttributeError,
        ) as error:  # the latter: docutils meets a row's end in a line
            logger.warning("the formula cannot be set: %s", error, location=node, type="epub")
            new: nodes.Node = nodes.literal("", node.astext())
        else:
            new = nodes.raw("", text, format="html")
        if block:
            new = nodes.container("", new, ids=node["ids"], classes=["math"])
            if node.get("number"):
                new.insert(0, nodes.inline("", f"({node['number']})", classes=["eqno"]))
        node.replace_self(new)
