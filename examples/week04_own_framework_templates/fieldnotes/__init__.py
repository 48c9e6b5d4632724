"""Fieldnotes on perch, as it is in week 4: levels L0 and L1 of the contract."""
