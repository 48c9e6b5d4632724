"""Rules for blocks: paragraphs, lists, code, admonitions, figures, descriptions of objects."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import __, admonitionlabels

from .highlight import columns
from .markup import escape, string
from .parts import has_content

# docutils' names of the kinds of enumeration, as Typst's numbering patterns.
NUMBERINGS = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}
# Lexers of what a terminal shows, rather than of a program.
CONSOLES = {
    "console",
    "terminal",
    "shell-session",
    "pycon",
    "python-console",
    "doctest",
    "ps1con",
    "doscon",
    "pycon3",
}


class BlockRules:
    """The part of the translator that writes blocks."""

    # -- paragraphs and what is like them

    def visit_paragraph(self: Any, node: nodes.Element) -> None:
        """A paragraph; one that is ``kept`` stays on the page of what follows."""
        self.begin(node)
        if node.get("kept"):
            self.add("#kept[")
        self.flush()

    def depart_paragraph(self: Any, node: nodes.Element) -> None:
        """Leave an empty line."""
        self.add("]\n\n" if node.get("kept") else "\n\n")

    visit_compact_paragraph = visit_paragraph
    depart_compact_paragraph = depart_paragraph

    def visit_attribution(self: Any, node: nodes.Element) -> None:
        """Who said it: taken by the quote."""
        raise nodes.SkipNode

    def visit_block_quote(self: Any, node: nodes.Element) -> None:
        """A quotation; an epigraph, highlights and a pull quote are told by their class."""
        self.begin(node)
        kind = next(
            (c for c in node["classes"] if c in ("epigraph", "highlights", "pull-quote")), "quote"
        )
        source = [n for n in node.children if isinstance(n, nodes.attribution)]
        by = self.inline(source[0]) if source else "none"
        self.nesting += 1
        self.add(f'#quotation(kind: "{kind}", by: {by})[')
        self.flush()

    def depart_block_quote(self: Any, node: nodes.Element) -> None:
        """End the quotation."""
        self.nesting -= 1
        self.add("]\n\n")

    def visit_line_block(self: Any, node: nodes.Element) -> None:
        """Lines that keep their ends; one within another is indented."""
        if isinstance(node.parent, nodes.line_block):
            self.add("(\n")
            return
        self.begin(node)
        self.add("#lines((\n")

    def depart_line_block(self: Any, node: nodes.Element) -> None:
        """End the lines."""
        self.add("),\n" if isinstance(node.parent, nodes.line_block) else "))\n\n")

    def visit_line(self: Any, node: nodes.Element) -> None:
        """One line."""
        self.add("[")

    def depart_line(self: Any, node: nodes.Element) -> None:
        """End a line."""
        self.add("],\n")

    def visit_transition(self: Any, node: nodes.Element) -> None:
        """A break between two thoughts."""
        self.add("\n#transition()\n\n")

    def depart_transition(self, node: nodes.Element) -> None:
        """Nothing to close."""

    def visit_centered(self: Any, node: nodes.Element) -> None:
        """A line in the middle."""
        self.begin(node)
        self.add("#align(center)[")

    def depart_centered(self: Any, node: nodes.Element) -> None:
        """End the line."""
        self.add("]\n\n")

    def visit_rubric(self: Any, node: nodes.Element) -> None:
        """A heading that is in no contents."""
        if node.children and node.astext() in ("Footnotes", ""):
            only_notes = all(
                isinstance(n, nodes.footnote | nodes.target | nodes.Invisible)
                for n in node.parent.children[node.parent.index(node) + 1 :]
            )
            if only_notes:  # a heading above the footnotes, which are at the feet of pages here
                raise nodes.SkipNode
        self.begin(node)
        self.add("#rubric[")
        self.flush()

    def depart_rubric(self: Any, node: nodes.Element) -> None:
        """End the heading."""
        self.add("]\n\n")

    # -- groups without a look of their own

    def visit_container(self: Any, node: nodes.Element) -> None:
        """Code with a caption, or anything grouped under a class."""
        if node.get("literal_block"):
            self.begin(node)
            self.captioned_code(node)
            raise nodes.SkipNode
        if self.component(node):
            return
        names = [c for c in node["classes"] if c != "docutils"]
        if names:
            self.begin(node)
            self.add(f"#group(({', '.join(map(string, names))},))[")
            self.flush()

    def depart_container(self: Any, node: nodes.Element) -> None:
        """End the group."""
        if self.end_component(node):
            return
        if any(c != "docutils" for c in node["classes"]):
            self.add("]\n\n")

    def visit_compound(self: Any, node: nodes.Element) -> None:
        """Blocks that belong together."""

    depart_compound = depart_glossary = depart_pending = depart_transition
    visit_glossary = visit_pending = visit_compound
    visit_decoration = visit_header = visit_footer = visit_compound
    depart_decoration = depart_header = depart_footer = depart_transition

    def skip(self, node: nodes.Element) -> None:
        """What shows nothing on paper, or has been dealt with."""
        raise nodes.SkipNode

    visit_comment = visit_substitution_definition = visit_index = visit_meta = skip
    visit_tabular_col_spec = visit_highlightlang = visit_toctree = visit_docinfo = skip
    visit_system_message = visit_colspec = visit_label = visit_footnote_label = skip

    # -- lists

    def tight(self, node: nodes.Element) -> bool:
        """Tell whether every item of a list is one paragraph, perhaps with a list in it."""
        for item in node.children:
            inner = [
                n for n in item.children if not isinstance(n, nodes.Invisible | addnodes.index)
            ]
            if any(
                not isinstance(n, nodes.paragraph | nodes.bullet_list | nodes.enumerated_list)
                for n in inner
            ):
                return False
            if sum(isinstance(n, nodes.paragraph) for n in inner) > 1:
                return False
        return True

    def visit_bullet_list(self: Any, node: nodes.Element) -> None:
        """A list with bullets."""
        self.begin(node)
        self.nesting += 1
        self.add(f"#bullets(tight: {str(self.tight(node)).lower()}, (\n")

    def depart_bullet_list(self: Any, node: nodes.Element) -> None:
        """End the list."""
        self.nesting -= 1
        self.add("))\n\n")

    def visit_enumerated_list(self: Any, node: nodes.Element) -> None:
        """A list with numbers."""
        self.begin(node)
        self.nesting += 1
        kind = NUMBERINGS.get(node.get("enumtype", "arabic"), "1")
        pattern = node.get("prefix", "") + kind + (node.get("suffix") or ".")
        tight = str(self.tight(node)).lower()
        self.add(
            f"#steps(tight: {tight}, numbering: {string(pattern)}, start: {node.get('start', 1)}, (\n"
        )

    depart_enumerated_list = depart_bullet_list

    def visit_list_item(self: Any, node: nodes.Element) -> None:
        """An item."""
        self.add("[")
        self.flush()

    def depart_list_item(self: Any, node: nodes.Element) -> None:
        """End an item."""
        self.add("],\n")

    def visit_definition_list(self: Any, node: nodes.Element) -> None:
        """Terms and what they mean."""
        self.begin(node)
        self.nesting += 1
        kind = "glossary" if "glossary" in node["classes"] else "terms"
        self.add(f'#definitions(kind: "{kind}", (\n')

    depart_definition_list = depart_bullet_list

    def visit_definition_list_item(self: Any, node: nodes.Element) -> None:
        """A term, or several, with their meaning."""
        self.add("([")

    def depart_definition_list_item(self: Any, node: nodes.Element) -> None:
        """End the pair; a term may lack a meaning."""
        missing = not any(isinstance(n, nodes.definition) for n in node.children)
        self.add("], []),\n" if missing else "]),\n")

    def visit_term(self: Any, node: nodes.Element) -> None:
        """A term; another one before the same meaning goes to a new line."""
        if node.parent.index(node) and any(
            isinstance(n, nodes.term) for n in node.parent.children[: node.parent.index(node)]
        ):
            self.add("#linebreak();")
        self.flush()

    def depart_term(self, node: nodes.Element) -> None:
        """Nothing to close."""

    def visit_classifier(self: Any, node: nodes.Element) -> None:
        """What kind of thing a term is."""
        self.add(" #classifier[")

    def depart_classifier(self: Any, node: nodes.Element) -> None:
        """End it."""
        self.add("];")

    def visit_definition(self: Any, node: nodes.Element) -> None:
        """The meaning."""
        self.add("], [")

    depart_definition = depart_transition

    def visit_field_list(self: Any, node: nodes.Element) -> None:
        """Names and values."""
        self.begin(node)
        self.nesting += 1
        self.add("#fields((\n")

    depart_field_list = depart_bullet_list

    def visit_field(self: Any, node: nodes.Element) -> None:
        """A name and its value."""
        self.add("(")

    def depart_field(self: Any, node: nodes.Element) -> None:
        """End the pair."""
        self.add("),\n")

    def visit_field_name(self: Any, node: nodes.Element) -> None:
        """The name."""
        self.add("[")

    def depart_field_name(self: Any, node: nodes.Element) -> None:
        """End the name or value."""
        self.add("], ")

    visit_field_body = visit_field_name
    depart_field_body = depart_field_name

    def visit_option_list(self: Any, node: nodes.Element) -> None:
        """Options of a command."""
        self.begin(node)
        self.nesting += 1
        self.add("#options((\n")

    depart_option_list = depart_bullet_list
    visit_option_list_item = visit_field
    depart_option_list_item = depart_field

    def visit_option_group(self: Any, node: nodes.Element) -> None:
        """The ways to write one option."""
        self.add(
            "["
            + '#role("option-comma")[, ];'.join(
                f"#literal({string(n.astext())});" for n in node.children
            )
            + "], "
        )
        raise nodes.SkipNode

    visit_description = visit_field_name
    depart_description = depart_field_name

    def visit_hlist(self: Any, node: nodes.Element) -> None:
        """A list in columns."""
        self.begin(node)
        self.nesting += 1
        self.add("#list-columns((\n")

    depart_hlist = depart_bullet_list
    visit_hlistcol = visit_list_item
    depart_hlistcol = depart_list_item

    def visit_acks(self: Any, node: nodes.Element) -> None:
        """Names of people, in one line."""
        self.begin(node)
        names = [item.astext() for item in node.children[0].children] if node.children else []
        self.add(escape(", ".join(names)) + "\n\n")
        raise nodes.SkipNode

    # -- code

    def visit_literal_block(self: Any, node: nodes.Element) -> None:
        """Code on its own."""
        self.begin(node)
        self.code(node)
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    def captioned_code(self: Any, node: nodes.Element) -> None:
        """Write a container of code with its caption and number."""
        caption = next((n for n in node.children if isinstance(n, nodes.caption)), None)
        target = self.label_of(node)
        words = ""
        if caption is not None:
            self.in_title += 1
            words = (
                f"caption: {self.inline(caption)}, number: {self.fignumber('code-block', node)}, "
            )
            self.in_title -= 1
        words += f"target: {target}, "
        if "transcript" in node["classes"]:
            words += 'kind: "transcript", '
        for child in node.children:
            if isinstance(child, nodes.literal_block):
                self.code(child, words)
                words = ""
            elif child is not caption:
                child.walkabout(self)

    def code(self: Any, node: nodes.Element, words: str = "") -> None:
        """Write one block of code; ``words`` are arguments from its container."""
        self.flush()
        text = node.astext().translate(self.substitutes)
        if any(isinstance(n, nodes.Element) for n in node.children):
            # A parsed literal holds markup: no lexer would read it.
            self.parsed_literal(node, words)
            return
        language = node.get("language", "default" if node.tagname == "literal_block" else "pycon")
        found = self.where(node)
        location = (self.docname, found[1]) if found else self.docname
        arguments = dict(node.get("highlight_args", {}))
        lines = self.highlighter.highlight_block(
            text,
            language,
            opts=self.config.highlight_options.get(language, {}),
            force=arguments.get("force", node.get("force", False)),
            location=location,
        )
        marked = sorted(arguments.get("hl_lines", ()))
        kind = "" if "kind:" in words else self.kind_of_code(node, language)
        if "transcript" not in words + kind:
            self.check_columns(node, text)
        numbers = ""
        if node.get("linenos"):
            numbers = f"first: {arguments.get('linenostart', 1)}, "
        width = max((columns(line) for line in text.expandtabs().split("\n")), default=0)
        self.add(
            f"#listing({words}{kind}{numbers}wide: {self.wide}, columns: {width}, "
            f"marked: ({''.join(f'{m}, ' for m in marked)}), (\n{lines}))\n\n"
        )

    def check_columns(self: Any, node: nodes.Element, text: str) -> None:
        """Warn about lines of a program that are longer than ``typst_code_columns``, if that is set."""
        limit = self.config.typst_code_columns
        for number, line in enumerate(text.expandtabs().split("\n"), 1):
            if limit and columns(line) > limit:
                origin = node.get("origin")
                self.warn(
                    __(
                        "line %d of the code%s has %d columns, and %d fit: break it (it begins with %r), "
                        "or raise typst_code_columns to let such lines be cut"
                    ),
                    number,
                    f" from {origin}" if origin else "",
                    columns(line),
                    limit,
                    line.strip()[:30],
                    node=node,
                    subtype="long_line",
                )

    def kind_of_code(self: Any, node: nodes.Element, language: str) -> str:
        """Return the argument that tells what a terminal showed from a program."""
        probe: nodes.Node | None = node
        while probe is not None and not isinstance(probe, nodes.section):
            if isinstance(probe, nodes.Element) and "transcript" in probe["classes"]:
                return 'kind: "transcript", '
            probe = probe.parent
        return 'kind: "transcript", ' if language in CONSOLES else ""

    def parsed_literal(self: Any, node: nodes.Element, words: str) -> None:
        """Write a block of code with markup inside."""
        self.add(f"#parsed-listing({words}wide: {self.wide})[")
        for piece in self.literal_pieces(node):
            self.add(piece)
        self.add("]\n\n")

    def literal_pieces(self: Any, node: nodes.Element) -> list[str]:
        """Return the children of ``node`` as markup that keeps spaces and line ends."""
        pieces = []
        for child in node.children:
            if isinstance(child, nodes.Text):
                pieces.append(
                    "#linebreak();".join(
                        f"#{string(t)};" if t else ""
                        for t in child.astext().translate(self.substitutes).split("\n")
                    )
                )
            elif type(child) in (nodes.strong, nodes.emphasis):  # not what derives from them
                name = "strong" if isinstance(child, nodes.strong) else "emph"
                pieces.append(f"#{name}[{''.join(self.literal_pieces(child))}];")
            else:
                pieces.append(self.render(child))
        return pieces

    def fignumber(self: Any, kind: str, node: nodes.Element) -> str:
        """Return what Sphinx numbers ``node`` with ("Figure 2.1") as a string of Typst, or ``none``."""
        if not self.config.numfig:
            return "none"
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        number = next((numbers[i] for i in node["ids"] if i in numbers), None)
        if number is None:
            return "none"
        return string(self.config.numfig_format[kind] % ".".join(map(str, number)))

    def visit_caption(self: Any, node: nodes.Element) -> None:
        """A caption that no rule took (of a toctree, say): a small heading."""
        self.begin(node)
        self.add("#rubric[")

    depart_caption = depart_rubric

    # -- admonitions and asides

    def admonition(self: Any, kind: str, title: str, node: nodes.Element) -> None:
        """Begin an admonition of ``kind`` with ``title``, which is markup in brackets."""
        self.begin(node)
        names = "".join(string(c) + ", " for c in node["classes"])
        # One with code takes the full measure where it may, so that the code has its columns.
        wide = self.wide if next(node.findall(nodes.literal_block), None) else "none"
        self.add(f"#admonition({string(kind)}, classes: ({names}), wide: {wide}, title: {title})[")
        self.nesting += 1
        self.frames += wide != "none"
        self.framed.append(wide != "none")
        self.flush()

    def depart_admonition(self: Any, node: nodes.Element) -> None:
        """End an admonition."""
        self.nesting -= 1
        self.frames -= self.framed.pop()
        self.add("]\n\n")

    def visit_Admonition(self: Any, node: nodes.Element) -> None:
        """Any admonition with its own title, of other extensions too; a collapsible one is open on paper."""
        title = next((n for n in node.children if isinstance(n, nodes.title)), None)
        shown = "none"
        if title is not None:
            self.in_title += 1
            shown = self.inline(title)
            self.in_title -= 1
        self.admonition("admonition", shown, node)

    depart_Admonition = depart_admonition

    def named(kind: str) -> Any:
        """Return the rule for the admonition ``kind``, which Sphinx gives a title."""

        def visit(self: Any, node: nodes.Element) -> None:
            # Some carry a title of their own besides (seealso with arguments has none).
            self.admonition(kind, f"[{escape(str(admonitionlabels[kind]))}]", node)

        visit.__doc__ = f"The admonition {kind}."
        return visit

    visit_attention, visit_caution, visit_danger = (
        named("attention"),
        named("caution"),
        named("danger"),
    )
    visit_error, visit_hint, visit_important = named("error"), named("hint"), named("important")
    visit_note, visit_seealso, visit_tip = named("note"), named("seealso"), named("tip")
    visit_warning = named("warning")
    depart_attention = depart_caution = depart_danger = depart_error = depart_admonition
    depart_hint = depart_important = depart_note = depart_seealso = depart_admonition
    depart_tip = depart_warning = depart_admonition
    del named

    def visit_versionmodified(self: Any, node: nodes.Element) -> None:
        """What changed in which version."""
        self.begin(node)
        self.nesting += 1
        self.add(f'#version-note("{node["type"]}")[')
        self.flush()

    def depart_block(self: Any, node: nodes.Element) -> None:
        """End a block that holds others."""
        self.nesting -= 1
        self.add("]\n\n")

    depart_versionmodified = depart_block

    def visit_topic(self: Any, node: nodes.Element) -> None:
        """A block with a title; the contents of a page are in the book's own."""
        if "contents" in node["classes"]:
            raise nodes.SkipNode
        self.aside("topic", node)

    def visit_sidebar(self: Any, node: nodes.Element) -> None:
        """A box beside the text: within it, on paper."""
        self.aside("sidebar", node)

    def aside(self: Any, kind: str, node: nodes.Element) -> None:
        """Begin a box with an optional title and subtitle."""
        self.begin(node)
        words = ""
        for name in (nodes.title, nodes.subtitle):
            for child in node.children:
                if isinstance(child, name):
                    words += f", {name.__name__}: {self.inline(child)}"
        self.nesting += 1
        self.add(f'#aside("{kind}"{words})[')
        self.flush()

    depart_topic = depart_sidebar = depart_block

    def visit_block_title(self: Any, node: nodes.Element) -> None:
        """The title of a block: most are taken by the rule of the block; of others none is lost."""
        if isinstance(node.parent, nodes.Admonition | nodes.topic | nodes.sidebar | nodes.table):
            raise nodes.SkipNode
        self.begin(node)
        self.add(f"#rubric{self.inline(node)}\n\n")
        raise nodes.SkipNode

    # -- figures

    def visit_figure(self: Any, node: nodes.Element) -> None:
        """A picture with a caption, a number and a legend."""
        self.begin(node)
        target = self.label_of(node)
        caption = next((n for n in node.children if isinstance(n, nodes.caption)), None)
        legend = next((n for n in node.children if isinstance(n, nodes.legend)), None)
        words = f"number: {self.fignumber('figure', node)}, target: {target}, wide: {self.wide}"
        if caption is not None:
            words += f", caption: {self.inline(caption)}"
        if legend is not None:
            self.nesting += 1
            words += f", legend: [{self.render(legend.children).strip()}]"
            self.nesting -= 1
        image = node.next_node(nodes.image)
        if image is not None and not {"width", "height"} & set(image.attributes):
            size = self.natural_size(image)
            words += ", size: ({:g}pt, {:g}pt)".format(*size) if size else ""
        self.add(f"#figure-block({words})[")
        self.flush()
        for child in node.children:
            if child is not caption and child is not legend:
                child.walkabout(self)
        self.add("]\n\n")
        raise nodes.SkipNode

    def visit_legend(self: Any, node: nodes.Element) -> None:
        """A legend outside of a figure."""

    depart_legend = depart_transition

    def visit_math_block(self: Any, node: nodes.Element) -> None:
        """A formula on its own line, with its number if it has one."""
        self.begin(node)
        self.flush()
        number = self.equation_number(node)
        shown = f"[({escape(number)})]" if number else "none"
        self.add(f"#formula-block({shown})[{self.formula(node, block=True)}]\n\n")
        raise nodes.SkipNode

    def equation_number(self: Any, node: nodes.Element) -> str | None:
        """Return the number of an equation as references give it, or None for one without."""
        if self.config.math_numfig and self.config.numfig:
            numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get("displaymath", {})
            number = next((numbers[i] for i in node["ids"] if i in numbers), None)
            return ".".join(map(str, number)) if number else None
        return str(node["number"]) if node.get("number") else None

    # -- notes and citations where they stand

    def visit_footnote(self: Any, node: nodes.Element) -> None:
        """A footnote that something refers to is at the foot of that page; another stands here."""
        if any(f"{self.docname}:{i}" in self.called_footnotes for i in node["ids"]):
            raise nodes.SkipNode
        self.begin(node)
        self.add("#loose-note[")

    def depart_footnote(self: Any, node: nodes.Element) -> None:
        """End the note."""
        self.add("]\n\n")

    def visit_citation(self: Any, node: nodes.Element) -> None:
        """An entry of a bibliography."""
        self.begin(node)
        mark = next((n.astext() for n in node.children if isinstance(n, nodes.label)), "")
        self.add(f"#citation([{escape(mark)}])[")
        self.flush()

    depart_citation = depart_footnote

    # -- descriptions of objects (functions, options and so on)

    def visit_desc(self: Any, node: nodes.Element) -> None:
        """An object that is described."""
        self.begin(node)
        self.nesting += 1
        self.add("#object[")

    def depart_desc(self: Any, node: nodes.Element) -> None:
        """End the object."""
        self.nesting -= 1
        self.add("]\n\n")

    def visit_desc_signature(self: Any, node: nodes.Element) -> None:
        """How the object is written."""
        self.begin(node)
        self.add("#signature[")
        self.flush()

    def depart_desc_signature(self: Any, node: nodes.Element) -> None:
        """End the signature."""
        self.add("]\n\n")

    def visit_desc_content(self: Any, node: nodes.Element) -> None:
        """What is said about the object."""
        if has_content(node):
            self.add("#object-text[")
        else:
            raise nodes.SkipNode

    depart_desc_content = depart_footnote

    def visit_desc_name(self: Any, node: nodes.Element) -> None:
        """The name of the object."""
        self.add("#strong[")

    def depart_desc_name(self: Any, node: nodes.Element) -> None:
        """End the name."""
        self.add("];")

    def visit_desc_parameterlist(self: Any, node: nodes.Element) -> None:
        """Parameters, with commas between them."""
        self.brackets("(", ")", node)

    def visit_desc_type_parameter_list(self: Any, node: nodes.Element) -> None:
        """Parameters of a type."""
        self.brackets("[", "]", node)

    def brackets(self: Any, left: str, right: str, node: nodes.Element) -> None:
        """Write the children of ``node`` between brackets."""
        items = [self.render(n) for n in node.children]
        self.add(escape(left) + ", ".join(items) + escape(right))
        raise nodes.SkipNode

    def visit_desc_optional(self: Any, node: nodes.Element) -> None:
        """Parameters that may be left out."""
        self.brackets("[", "]", node)

    def visit_desc_returns(self: Any, node: nodes.Element) -> None:
        """What comes back."""
        self.add(" → ")

    visit_desc_inline = visit_desc_addname = visit_desc_type = visit_desc_parameter = visit_compound
    visit_desc_annotation = visit_desc_signature_line = visit_desc_type_parameter = visit_compound
    depart_desc_inline = depart_desc_addname = depart_desc_type = depart_transition
    depart_desc_parameter = depart_desc_annotation = depart_desc_signature_line = depart_transition
    depart_desc_type_parameter = depart_desc_returns = depart_transition
    visit_desc_sig_element = visit_desc_sig_space = visit_compound
    depart_desc_sig_element = depart_desc_sig_space = depart_transition

    def visit_productionlist(self: Any, node: nodes.Element) -> None:
        """A grammar: as code, with its links."""
        self.begin(node)
        rows = ["".join(self.literal_pieces(production)) for production in node.children]
        self.add(f"#parsed-listing(wide: {self.wide})[{'#linebreak();'.join(rows)}]\n\n")
        raise nodes.SkipNode
