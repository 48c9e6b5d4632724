"""Fieldnotes on perch, as it is in week 3: level L0 of the contract."""
