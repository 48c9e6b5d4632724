"""The contract of Fieldnotes: its rules, its data, its description and its suite."""
