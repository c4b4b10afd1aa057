-- Who looked at what. Lines are added together, once a second, and go by age alone; nothing refers to them and
-- they refer to nothing, so that a line can always be written.
CREATE TABLE reads (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at BIGINT NOT NULL,
    reader TEXT NOT NULL,
    session TEXT NOT NULL,
    roles TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act <> ''),
    reveals TEXT NOT NULL CHECK (reveals IN ('identities', 'scores', 'files')),
    subject TEXT NOT NULL CHECK (subject <> ''),
    thing TEXT NOT NULL,
    person TEXT
);
CREATE INDEX reads_at ON reads (at, seq);
CREATE INDEX reads_subject ON reads (subject, at, seq);
CREATE INDEX reads_person ON reads (person, at, seq);
CREATE INDEX reads_reader ON reads (reader, at, seq);
CREATE INDEX reads_thing ON reads (thing, at, seq);
CREATE TRIGGER reads_are_append_only BEFORE UPDATE ON reads
BEGIN SELECT RAISE(ABORT, 'reads is append-only'); END;
