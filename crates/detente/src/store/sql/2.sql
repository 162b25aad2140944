-- Format 2 of the store: the events of other data sets, to compare ours with. They are never counted with ours.

-- A layer: the files of one data set, under a name that the user gives.
CREATE TABLE layers (
    layer_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL
) STRICT;

-- A file as it was read, whole. again: rows that an earlier line or file of the layer holds already.
CREATE TABLE layer_files (
    file_id INTEGER PRIMARY KEY,
    layer_id INTEGER NOT NULL REFERENCES layers,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    learnt_at TEXT NOT NULL,
    n_lines INTEGER NOT NULL,
    n_again INTEGER NOT NULL,
    n_bad INTEGER NOT NULL,
    UNIQUE (layer_id, sha256)
) STRICT;

-- A row for each event and pair of countries on its two sides; `event` is the first of these rows, `pair` counts them.
CREATE TABLE layer_events (
    row_id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL REFERENCES layer_files DEFERRABLE INITIALLY DEFERRED,
    layer_id INTEGER NOT NULL REFERENCES layers,
    line INTEGER NOT NULL,
    event INTEGER NOT NULL,
    pair INTEGER NOT NULL,
    digest TEXT NOT NULL,
    id TEXT NOT NULL,
    day TEXT NOT NULL,
    known TEXT NOT NULL,
    source_name TEXT,
    source_country TEXT,
    source_sectors TEXT NOT NULL,
    source_key TEXT NOT NULL,
    target_name TEXT,
    target_country TEXT,
    target_sectors TEXT NOT NULL,
    target_key TEXT NOT NULL,
    class TEXT,
    mode TEXT,
    cameo TEXT,
    quad INTEGER,
    goldstein REAL,
    intensity REAL,
    place TEXT,
    place_country TEXT,
    place_lat REAL,
    place_lon REAL,
    mentions INTEGER,
    url TEXT,
    UNIQUE (layer_id, digest, pair)
) STRICT;
CREATE INDEX layer_events_by_dyad ON layer_events (layer_id, source_key, target_key, day);
CREATE INDEX layer_events_by_day ON layer_events (layer_id, day, event);

CREATE TRIGGER layers_keep_rows BEFORE DELETE ON layers BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER layers_keep_values BEFORE UPDATE ON layers BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER layer_files_keep_rows BEFORE DELETE ON layer_files BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER layer_files_keep_values BEFORE UPDATE ON layer_files BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER layer_events_keep_rows BEFORE DELETE ON layer_events BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER layer_events_keep_values BEFORE UPDATE ON layer_events BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;
