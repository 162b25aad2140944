-- The views that questions are asked of. `{which}` is what a reader may know: the day, the moment of learning, the lexicon.
-- They are made anew for each connection, in its temporary schema, so that a question cannot see past its day.

-- Every reading that may be known, the older ones of a document too.
CREATE TEMP VIEW visible_readings AS
SELECT r.* FROM main.readings r WHERE {which};

-- The newest reading of each document; counts ask this one, which an index alone can answer.
CREATE TEMP VIEW newest_readings AS
SELECT r.* FROM main.readings r WHERE {which} AND {newest};

CREATE TEMP VIEW current_readings AS
SELECT r.*, u.learnt_at, v.coder, v.lexicon, v.model
FROM newest_readings r
JOIN main.runs u ON u.run_id = r.run_id
JOIN main.versions v ON v.version_id = r.version_id;

CREATE TEMP VIEW documents_flat AS
SELECT d.id AS document_id, d.name, d.url, d.media_type, d.sha256, r.outlet, r.title, r.byline, r.section,
    r.language, r.published, r.published_at, r.published_from, r.published_to, r.published_precision,
    r.published_basis, r.known, r.n_sentences, r.n_events, r.warnings, t.text,
    r.learnt_at, r.coder, r.lexicon, r.model, r.reading_id
FROM current_readings r
JOIN main.documents d ON d.document_id = r.document_id
JOIN main.texts t ON t.text_id = r.text_id;

CREATE TEMP VIEW statements_flat AS
SELECT s.number, d.id AS document_id, d.url, r.outlet, r.published, r.known, z.sentence,
    s.speaker, a.name AS speaker_name, a.country AS speaker_country, a.code AS speaker_code,
    s.addressee, b.name AS addressee_name, b.country AS addressee_country, b.code AS addressee_code,
    s.cue, s.content, s.content_start, s.content_end, s.form, s.venue, s.stance,
    r.learnt_at, r.coder, r.lexicon, r.model, s.statement_id
FROM main.statements s
JOIN current_readings r ON r.reading_id = s.reading_id
JOIN main.documents d ON d.document_id = r.document_id
LEFT JOIN main.sentences z ON z.sentence_id = s.sentence_id
LEFT JOIN main.actors a ON a.actor_id = s.speaker_actor
LEFT JOIN main.actors b ON b.actor_id = s.addressee_actor;

-- One row for each event.
CREATE TEMP VIEW events_once AS
SELECT e.*, d.id AS document_id, d.url, d.digest AS document_digest, r.outlet, r.title, r.language, r.published, r.known,
    z.sentence, z.headline, z.text_id, z.sentence_start, r.learnt_at, r.coder, r.lexicon, r.model
FROM main.events e
JOIN current_readings r ON r.reading_id = e.reading_id
JOIN main.documents d ON d.document_id = r.document_id
JOIN main.sentences z ON z.sentence_id = e.sentence_id;

-- One row for each event, source and target; a side that is not known is one row with nulls.
CREATE TEMP VIEW events_flat AS
SELECT e.id AS event_id, e.document_id, e.outlet, e.url, e.title, e.language, e.published, e.known, e.day,
    (SELECT count(DISTINCT b.sentence_start) FROM main.sentences b WHERE b.text_id = e.text_id AND b.sentence_start < e.sentence_start) AS sentence_index,
    e.sentence, e.headline, e.trigger, e.trigger_start, e.trigger_end,
    s.words AS source, sa.name AS source_name, sa.country AS source_country, sa.sectors AS source_sectors,
    sa.code AS source_code, sa.key AS source_key,
    t.words AS target, ta.name AS target_name, ta.country AS target_country, ta.sectors AS target_sectors,
    ta.code AS target_code, ta.key AS target_key,
    e.class AS plover, e.mode, e.contexts, e.cameo, e.quad, e.goldstein, e.status,
    p.speaker, h.stance, e.condition,
    e.time_value, e.time_from, e.time_to, e.time_precision, e.time_basis,
    e.place, e.place_country, e.place_admin1, e.place_lat, e.place_lon, e.place_geonames, e.place_level, e.place_basis,
    e.killed, e.injured, e.size, e.proposition, e.rule, e.confidence,
    e.learnt_at, e.coder, e.lexicon, e.model,
    e.event_id AS event_row, s.number AS source_number, t.number AS target_number
FROM events_once e
LEFT JOIN main.parties s ON s.event_id = e.event_id AND s.side = 'source'
LEFT JOIN main.actors sa ON sa.actor_id = s.actor_id
LEFT JOIN main.parties t ON t.event_id = e.event_id AND t.side = 'target'
LEFT JOIN main.actors ta ON ta.actor_id = t.actor_id
LEFT JOIN main.holders h ON h.event_id = e.event_id AND h.number = 0
LEFT JOIN main.statements p ON p.statement_id = h.statement_id;

-- The events of other data sets: a row for each event and pair of countries.
CREATE TEMP VIEW layers_flat AS
SELECT l.name AS layer, l.kind, f.name AS file, e.line, e.id AS event_id, e.pair, e.day, e.known,
    e.source_name, e.source_country, e.source_sectors, e.source_key,
    e.target_name, e.target_country, e.target_sectors, e.target_key,
    e.class AS plover, e.mode, e.cameo, e.quad, e.goldstein, e.intensity,
    e.place, e.place_country, e.place_lat, e.place_lon, e.mentions, e.url, f.learnt_at,
    e.event AS event_row
FROM main.layer_events e
JOIN main.layers l ON l.layer_id = e.layer_id
JOIN main.layer_files f ON f.file_id = e.file_id
WHERE {layer};
