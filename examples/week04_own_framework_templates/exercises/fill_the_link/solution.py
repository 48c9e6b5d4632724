"""A visitor's address as a link: a list of what is allowed, then escaping."""

from html import escape


def is_harmless(address: str) -> bool:
    """Tell whether an address is of this site, or of the web."""
    return address.startswith(("/", "https://", "http://"))


def link(address: str, text: str) -> str:
    """Return a link to an address, or the text alone if the address could do harm."""
    linked = f'<a href="{escape(address)}" rel="nofollow">{escape(text)}</a>'
    return linked if is_harmless(address) else escape(text)
