-- What the decider was shown when they approved, as a hash; its salt is nowhere on the record.
CREATE TABLE approvals (
    decision_id TEXT PRIMARY KEY REFERENCES decisions (id),
    shown_hash TEXT NOT NULL CHECK (length(shown_hash) = 64),
    salt TEXT NOT NULL CHECK (salt <> '')
);
