-- Format 1 of the store. docs/store.md says what each column means.
-- Nothing is ever changed or taken away: triggers at the end refuse both.
-- Offsets (…_start, …_end) count Unicode scalar values, as SQLite's own substr does.

CREATE TABLE versions (
    version_id INTEGER PRIMARY KEY,
    coder TEXT NOT NULL,
    lexicon TEXT NOT NULL,
    model TEXT NOT NULL,
    UNIQUE (coder, lexicon, model)
) STRICT;

CREATE TABLE runs (
    run_id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES versions,
    learnt_at TEXT NOT NULL
) STRICT;

-- A document as it was given. digest: its id, bytes, address, and the title and day given with it.
CREATE TABLE documents (
    document_id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX documents_by_id ON documents (id);

-- Texts and their sentences are kept once, however often they are read or reprinted.
CREATE TABLE texts (
    text_id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE sentences (
    sentence_id INTEGER PRIMARY KEY,
    text_id INTEGER NOT NULL REFERENCES texts,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    headline INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    UNIQUE (text_id, sentence_start, sentence_end, headline)
) STRICT;

CREATE VIRTUAL TABLE sentence_words USING fts5(
    sentence, content = 'sentences', content_rowid = 'sentence_id',
    tokenize = "unicode61 remove_diacritics 2"
);

-- A document read by one version of coder, lexicon and model.
CREATE TABLE readings (
    reading_id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents,
    version_id INTEGER NOT NULL REFERENCES versions,
    run_id INTEGER NOT NULL REFERENCES runs,
    text_id INTEGER NOT NULL REFERENCES texts,
    title TEXT,
    byline TEXT NOT NULL,
    outlet TEXT,
    section TEXT,
    language TEXT,
    published TEXT,
    published_at TEXT,
    published_from TEXT,
    published_to TEXT,
    published_precision TEXT NOT NULL,
    published_basis TEXT NOT NULL,
    known TEXT NOT NULL,
    n_sentences INTEGER NOT NULL,
    n_events INTEGER NOT NULL,
    warnings TEXT NOT NULL,
    UNIQUE (document_id, version_id)
) STRICT;
CREATE INDEX readings_by_day ON readings (published, known, outlet);
CREATE INDEX readings_by_text ON readings (text_id);

CREATE TABLE actors (
    actor_id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT,
    sectors TEXT NOT NULL,
    code TEXT NOT NULL,
    wikidata TEXT
) STRICT;
CREATE UNIQUE INDEX actors_once ON actors (name, code, sectors, ifnull(country, ''), ifnull(wikidata, ''));

CREATE TABLE statements (
    statement_id INTEGER PRIMARY KEY,
    reading_id INTEGER NOT NULL REFERENCES readings,
    number INTEGER NOT NULL,
    sentence_id INTEGER REFERENCES sentences,
    speaker TEXT,
    speaker_actor INTEGER REFERENCES actors,
    addressee TEXT,
    addressee_actor INTEGER REFERENCES actors,
    cue TEXT,
    content_start INTEGER NOT NULL,
    content_end INTEGER NOT NULL,
    content TEXT NOT NULL,
    form TEXT NOT NULL,
    venue TEXT,
    stance TEXT NOT NULL,
    UNIQUE (reading_id, number)
) STRICT;

-- Who does what to whom, whether or not it happens: what claims, threats and promises of several documents share.
CREATE TABLE propositions (
    proposition_id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    class TEXT NOT NULL,
    target TEXT NOT NULL,
    UNIQUE (source, class, target)
) STRICT;

CREATE TABLE events (
    event_id INTEGER PRIMARY KEY,
    reading_id INTEGER NOT NULL REFERENCES readings,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    sentence_id INTEGER NOT NULL REFERENCES sentences,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    trigger TEXT NOT NULL,
    class TEXT,
    mode TEXT,
    contexts TEXT NOT NULL,
    cameo TEXT NOT NULL,
    quad INTEGER,
    goldstein REAL,
    status TEXT NOT NULL,
    condition TEXT,
    condition_start INTEGER,
    condition_end INTEGER,
    time_value TEXT,
    time_from TEXT,
    time_to TEXT,
    time_precision TEXT NOT NULL,
    time_basis TEXT NOT NULL,
    day TEXT,
    place TEXT,
    place_country TEXT,
    place_admin1 TEXT,
    place_lat REAL,
    place_lon REAL,
    place_geonames INTEGER,
    place_level TEXT,
    place_basis TEXT,
    proposition TEXT,
    killed INTEGER,
    injured INTEGER,
    size INTEGER,
    rule TEXT NOT NULL,
    operators TEXT NOT NULL,
    confidence REAL NOT NULL
) STRICT;
CREATE INDEX events_by_reading ON events (reading_id);
CREATE INDEX events_by_id ON events (id);
CREATE INDEX events_by_sentence ON events (sentence_id);

CREATE TABLE parties (
    event_id INTEGER NOT NULL REFERENCES events,
    side TEXT NOT NULL,
    number INTEGER NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actors,
    words TEXT NOT NULL,
    PRIMARY KEY (event_id, side, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE holders (
    event_id INTEGER NOT NULL REFERENCES events,
    number INTEGER NOT NULL,
    statement_id INTEGER NOT NULL REFERENCES statements,
    stance TEXT NOT NULL,
    PRIMARY KEY (event_id, number)
) STRICT, WITHOUT ROWID;

-- Each pair of sides of an event, by the keys of its actors: how a dyad is found among millions of events.
CREATE TABLE dyads (
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    day TEXT NOT NULL,
    event_id INTEGER NOT NULL REFERENCES events,
    PRIMARY KEY (source, target, day, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dyads_by_target ON dyads (target, day, event_id, source);

CREATE TABLE event_propositions (
    proposition_id INTEGER NOT NULL REFERENCES propositions,
    event_id INTEGER NOT NULL REFERENCES events,
    PRIMARY KEY (proposition_id, event_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER versions_keep_rows BEFORE DELETE ON versions BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER versions_keep_values BEFORE UPDATE ON versions BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER runs_keep_rows BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER runs_keep_values BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER documents_keep_rows BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER documents_keep_values BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER texts_keep_rows BEFORE DELETE ON texts BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER texts_keep_values BEFORE UPDATE ON texts BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER sentences_keep_rows BEFORE DELETE ON sentences BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER sentences_keep_values BEFORE UPDATE ON sentences BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER readings_keep_rows BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER readings_keep_values BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER actors_keep_rows BEFORE DELETE ON actors BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER actors_keep_values BEFORE UPDATE ON actors BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER statements_keep_rows BEFORE DELETE ON statements BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER statements_keep_values BEFORE UPDATE ON statements BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER propositions_keep_rows BEFORE DELETE ON propositions BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER propositions_keep_values BEFORE UPDATE ON propositions BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER events_keep_rows BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER events_keep_values BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER parties_keep_rows BEFORE DELETE ON parties BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER parties_keep_values BEFORE UPDATE ON parties BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER holders_keep_rows BEFORE DELETE ON holders BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER holders_keep_values BEFORE UPDATE ON holders BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER dyads_keep_rows BEFORE DELETE ON dyads BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER dyads_keep_values BEFORE UPDATE ON dyads BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;

CREATE TRIGGER event_propositions_keep_rows BEFORE DELETE ON event_propositions BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END;
CREATE TRIGGER event_propositions_keep_values BEFORE UPDATE ON event_propositions BEGIN SELECT RAISE(ABORT, 'the store changes nothing'); END;
