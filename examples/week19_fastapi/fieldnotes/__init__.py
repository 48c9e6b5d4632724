"""Fieldnotes, a log of nature sightings, with FastAPI."""
