-- What somebody did, for their own data (UU 27/2022, art. 32).
CREATE INDEX ledger_actor ON ledger (actor, seq);
-- Set when a person was erased: what is left of the account is nobody's, and cannot become anybody's.
ALTER TABLE users ADD COLUMN erased_at BIGINT CHECK (erased_at IS NULL OR (active = FALSE AND nip IS NULL AND unit IS NULL));
-- Requests to be erased before the periods are over, with their clock.
CREATE TABLE erasure_requests (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    user_id TEXT NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL CHECK (due_at > asked_at),
    answer TEXT CHECK (answer IN ('granted', 'refused')),
    answered_by TEXT REFERENCES users (id),
    answered_at BIGINT,
    answer_reason TEXT,
    CHECK ((answer IS NULL) = (answered_by IS NULL)),
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CHECK ((answer IS NULL) = (answer_reason IS NULL)),
    CHECK (answered_by IS NULL OR answered_by <> user_id)
);
CREATE UNIQUE INDEX erasure_requests_one_open ON erasure_requests (user_id) WHERE answer IS NULL;
CREATE INDEX erasure_requests_asked ON erasure_requests (asked_at, id);
-- Files that no row needed any more when their person was erased; gone from the disk soon after.
CREATE TABLE file_removals (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    since BIGINT NOT NULL
);
