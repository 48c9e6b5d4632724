"""Fieldnotes on Bottle and roost: levels L0 to L2 of the contract."""

from fieldnotes.app import create_app

__all__ = ["create_app"]
