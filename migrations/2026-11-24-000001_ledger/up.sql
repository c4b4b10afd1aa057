-- The tamper-evident record. Instants are microseconds since 1970 (UTC) in every table.
CREATE TABLE ledger (
    seq BIGINT PRIMARY KEY CHECK (seq >= 1),
    at BIGINT NOT NULL,
    actor TEXT,
    act TEXT NOT NULL CHECK (act <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    payload TEXT NOT NULL,
    previous_hash TEXT NOT NULL UNIQUE CHECK (length(previous_hash) = 64),
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
);
CREATE INDEX ledger_subject ON ledger (subject, seq);
CREATE TABLE ledger_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL CHECK (seq >= 0),
    at BIGINT NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64)
);
INSERT INTO ledger_head (id, seq, at, hash)
VALUES (1, 0, 0, '0000000000000000000000000000000000000000000000000000000000000000');
-- Hygiene against accidents; the proof is the chain, not these triggers.
