CREATE TABLE IF NOT EXISTS sightings (
    id INTEGER PRIMARY KEY,
    species TEXT NOT NULL,
    count INTEGER NOT NULL,
    place TEXT NOT NULL,
    seen_on TEXT NOT NULL, -- dates of ISO 8601 sort as days do
    notes TEXT NOT NULL,
    observer TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS sightings_newest_first ON sightings (seen_on, id);
