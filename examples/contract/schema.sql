-- The tables of the course's data set, for SQLite and PostgreSQL alike.
--
-- The checks state the rules of the contract (L2.4, L3.2) that both databases can say.
-- They cannot say that a day is not after today: today is an input of the program.
-- SQLite takes the 29th to the 31st for days of every month; PostgreSQL knows better.
-- Ids are given by whoever inserts: the two databases number rows in different ways.
-- SQLite keeps seen_on and created_at as text, PostgreSQL as a date and a moment.

CREATE TABLE observers (
    name text PRIMARY KEY,
    CHECK (length(name) BETWEEN 3 AND 30),
    CHECK (trim(name, 'abcdefghijklmnopqrstuvwxyz0123456789_') = '')
);

CREATE TABLE sightings (
    id integer PRIMARY KEY,
    species text NOT NULL,
    count integer NOT NULL,
    place text NOT NULL,
    seen_on date NOT NULL,
    notes text NOT NULL DEFAULT '',
    observer text NOT NULL REFERENCES observers (name),
    created_at timestamp with time zone NOT NULL,

    CHECK (id > 0),
    CHECK (length(species) BETWEEN 1 AND 80 AND species = trim(species)),
    CHECK (count BETWEEN 1 AND 9999 AND count = CAST(count AS integer)),
    CHECK (trim(place, 'abcdefghijklmnopqrstuvwxyz0123456789-/') = ''),
    CHECK ('/' || place || '/' NOT LIKE '%//%'),
    CHECK (length(place) - length(replace(place, '/', '')) <= 3),
    CHECK (length(place) <= 200),
    CHECK (date(seen_on) IS NOT NULL AND seen_on = date(seen_on)),
    CHECK (seen_on >= '1900-01-01'),
    CHECK (length(notes) <= 2000)
);

CREATE INDEX sightings_newest_first ON sightings (seen_on DESC, id DESC);
CREATE INDEX sightings_by_place ON sightings (place);
