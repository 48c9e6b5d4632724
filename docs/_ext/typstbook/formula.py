r"""From the LaTeX of a ``math`` role or directive to Typst's own notation.

A subset: letters, numbers, operators, sub- and superscripts, ``\frac``, ``\sqrt``, ``\text``, ``\mathrm``,
``\left`` and ``\right``, ``\\`` and ``&``, and the symbols in :data:`SYMBOLS`. The notation is in the Typst reference,
"Math": https://typst.app/docs/reference/math/
"""

from __future__ import annotations

import re

from .markup import string

_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi"
_GREEK += " omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
_FUNCTIONS = "log ln exp sin cos tan max min lim gcd det sup inf arg deg dim ker mod"
SYMBOLS = {name: name for name in (_GREEK + " " + _FUNCTIONS).split()} | {
    "varepsilon": "epsilon",
    "le": "<=",
    "leq": "<=",
    "ge": ">=",
    "geq": ">=",
    "ne": "!=",
    "neq": "!=",
    "times": "times",
    "cdot": "dot.op",
    "div": "div",
    "pm": "plus.minus",
    "approx": "approx",
    "sim": "tilde.op",
    "equiv": "equiv",
    "infty": "infinity",
    "sum": "sum",
    "prod": "product",
    "int": "integral",
    "to": "->",
    "rightarrow": "->",
    "leftarrow": "<-",
    "Rightarrow": "=>",
    "mapsto": "|->",
    "in": "in",
    "notin": "in.not",
    "subset": "subset",
    "cup": "union",
    "cap": "inter",
    "forall": "forall",
    "exists": "exists",
    "ldots": "dots.h",
    "dots": "dots.h",
    "cdots": "dots.h.c",
    "partial": "diff",
    "nabla": "nabla",
    "lfloor": "floor.l",
    "rfloor": "floor.r",
    "lceil": "ceil.l",
    "rceil": "ceil.r",
    "ll": "<<",
    "gg": ">>",
    "land": "and",
    "lor": "or",
    "neg": "not",
    "mid": "|",
    "quad": "quad",
    "qquad": "wide",
    ",": "thin",
    ";": "med",
    ":": "med",
    " ": "space",
    "!": "",
    "%": "percent",
    "{": "brace.l",
    "}": "brace.r",
    "_": "\\_",
    "#": "\\#",
    "&": "\\&",
    "$": "\\$",
}
_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|[0-9]+(?:\.[0-9]+)?|\s+|.", re.S)
_ONE = {
    "frac": 2,
    "dfrac": 2,
    "tfrac": 2,
    "binom": 2,
    "sqrt": 1,
    "text": 1,
    "mathrm": 1,
    "operatorname": 1,
}
_ONE |= {
    "mathbf": 1,
    "mathit": 1,
    "mathbb": 1,
    "mathcal": 1,
    "overline": 1,
    "hat": 1,
    "bar": 1,
    "vec": 1,
    "textbf": 1,
}
_NAMES = {
    "mathbf": "bold",
    "mathit": "italic",
    "mathbb": "bb",
    "mathcal": "cal",
    "bar": "overline",
    "vec": "arrow",
}
_TEXTS = {"text", "mathrm", "operatorname", "textbf"}


class FormulaError(ValueError):
    """A formula with something outside of the subset; the text names it."""


def to_typst(latex: str) -> str:
    """Return the LaTeX formula ``latex`` in Typst's notation. Raises :class:`FormulaError`."""
    tokens = _TOKEN.findall(re.sub(r"\\(begin|end)\{(aligned|split|align\*?|gather)\}", "", latex))
    result, rest = _sequence(tokens, 0, None)
    if rest < len(tokens):
        raise FormulaError("a closing brace too many")
    return result


def _sequence(tokens: list[str], at: int, end: str | None) -> tuple[str, int]:
    """Translate from ``at`` to the token ``end``; return the text and the position after it."""
    out: list[str] = []
    while at < len(tokens):
        token = tokens[at]
        if token == end:
            return " ".join(out), at + 1
        if token == "}":
            if end is None:
                return " ".join(out), at
            break
        if token.isspace():
            at += 1
        elif token in "^_":
            inner, at = _argument(tokens, at + 1)
            out.append(f"{token}({inner})")
        else:
            text, at = _atom(tokens, at)
            if text:
                out.append(text)
    if end is not None:
        raise FormulaError(f"no {end!r} to close what was opened")
    return " ".join(out), at


def _argument(tokens: list[str], at: int) -> tuple[str, int]:
    """Translate the argument at ``at``: a group in braces, or one token."""
    while at < len(tokens) and tokens[at].isspace():
        at += 1
    if at >= len(tokens):
        raise FormulaError("an argument missing at its end")
    if tokens[at] == "{":
        return _sequence(tokens, at + 1, "}")
    return _atom(tokens, at)


def _plain(tokens: list[str], at: int) -> tuple[str, int]:
    """Return the words in the braces at ``at`` as they are."""
    while at < len(tokens) and tokens[at].isspace():
        at += 1
    if at >= len(tokens) or tokens[at] != "{" or "}" not in tokens[at:]:
        raise FormulaError("text without braces")
    close = tokens.index("}", at)
    return "".join(tokens[at + 1 : close]), close + 1


def _atom(tokens: list[str], at: int) -> tuple[str, int]:
    """Translate one thing at ``at``."""
    token = tokens[at]
    if token == "{":
        return _sequence(tokens, at + 1, "}")
    if not token.startswith("\\"):
        if token in "#$\"'/@~`":
            return ("'" if token == "'" else "\\" + token), at + 1
        return token, at + 1
    name = token[1:]
    if name in _TEXTS:
        words, at = _plain(tokens, at + 1)
        return (f"op({string(words)})" if name == "operatorname" else string(words)), at
    if name in _ONE:
        parts = []
        at += 1
        for _ in range(_ONE[name]):
            part, at = _argument(tokens, at)
            parts.append(part)
        name = {"dfrac": "frac", "tfrac": "frac"}.get(name, name)
        return f"{_NAMES.get(name, name)}({', '.join(parts)})", at
    if name in ("left", "right", "big", "Big", "bigl", "bigr"):
        while at + 1 < len(tokens) and tokens[at + 1].isspace():
            at += 1
        if at + 1 < len(tokens) and tokens[at + 1] == ".":
            return "", at + 2
        return "", at + 1
    if name == "\\":
        return "\\", at + 1
    if name in SYMBOLS:
        return SYMBOLS[name], at + 1
    raise FormulaError(f"the command {token}")
