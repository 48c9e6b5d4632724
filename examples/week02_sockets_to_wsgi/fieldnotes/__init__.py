"""Fieldnotes at level L0 of the contract, as plain WSGI."""
