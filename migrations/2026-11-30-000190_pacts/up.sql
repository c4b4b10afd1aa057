-- The integrity pact of a call: the hash of its text, which is frozen with the rules. A call without one has no row.
CREATE TABLE pacts (
    call_id TEXT PRIMARY KEY REFERENCES calls (id),
    text_hash TEXT NOT NULL CHECK (length(text_hash) = 64)
);
-- Who signed it, by typing the phrase: a candidate for each submission, everybody else once.
CREATE TABLE pact_signatures (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES pacts (call_id),
    user_id TEXT NOT NULL REFERENCES users (id),
    -- Both null for who works in the selection.
    proposal_id TEXT REFERENCES proposals (id),
    version INTEGER CHECK (version >= 1),
    text_hash TEXT NOT NULL CHECK (length(text_hash) = 64),
    phrase TEXT NOT NULL CHECK (phrase <> ''),
    signed_at BIGINT NOT NULL,
    CHECK ((proposal_id IS NULL) = (version IS NULL))
);
CREATE UNIQUE INDEX pact_signatures_once ON pact_signatures (call_id, user_id) WHERE proposal_id IS NULL;
CREATE UNIQUE INDEX pact_signatures_version ON pact_signatures (proposal_id, version);
CREATE INDEX pact_signatures_call ON pact_signatures (call_id, signed_at, id);
CREATE INDEX pact_signatures_user ON pact_signatures (user_id, call_id);
-- Whoever had not signed shortly before the proposals are shown, and was reminded.
CREATE TABLE pact_reminders (
    call_id TEXT NOT NULL REFERENCES pacts (call_id),
    recipient TEXT NOT NULL REFERENCES users (id),
    reminded_at BIGINT NOT NULL,
    PRIMARY KEY (call_id, recipient)
);
