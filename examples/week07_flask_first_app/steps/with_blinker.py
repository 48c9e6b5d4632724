"""Blinker: tell whoever wants to know."""

from blinker import Namespace

seen = Namespace().signal("seen")


@seen.connect
def note(sender, species):
    print(f"{sender} has seen a {species}")


seen.send("ada", species="wren")
