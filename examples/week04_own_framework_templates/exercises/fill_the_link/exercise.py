"""Fill in: a visitor's address as a link that cannot run a script."""

from html import escape


def is_harmless(address: str) -> bool:
    """Tell whether an address is of this site, or of the web."""
    ...


def link(address: str, text: str) -> str:
    """Return a link to an address, or the text alone if the address could do harm."""
    linked = f'<a href="{address}" rel="nofollow">{text}</a>'
    return linked if is_harmless(address) else ...
