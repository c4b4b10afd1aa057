-- The tree over the entries' hashes: the roots of its perfect parts, the largest first, as JSON (docs/ledger.md).
ALTER TABLE ledger_head ADD COLUMN tree TEXT NOT NULL DEFAULT '';
-- What an entry says of its seals; the entry's hash covers it.
ALTER TABLE ledger ADD COLUMN row_digest TEXT CHECK (length(row_digest) = 64);
-- What each row of a decision looked like after the act of entry seq, as a salted hash. The entry commits to all
-- of its seals. An erased person's old seals lose their salts, so that nobody can guess what they stood for.
CREATE TABLE row_seals (
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    salt TEXT CHECK (length(salt) = 26),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    disturbed BOOLEAN NOT NULL,
    PRIMARY KEY (table_name, row_key, seq)
);
CREATE INDEX row_seals_entry ON row_seals (seq);
-- Signed heads of the record, for everybody.
CREATE TABLE checkpoints (
    size BIGINT PRIMARY KEY CHECK (size >= 1),
    at BIGINT NOT NULL,
    note TEXT NOT NULL CHECK (note <> '')
);
