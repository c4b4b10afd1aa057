-- A candidate's request that a proposal be endorsed, by kind of endorsement: open until it is endorsed or returned with
-- a remark. One is open at a time.
CREATE TABLE endorsement_requests (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    kind TEXT NOT NULL CHECK (kind IN ('unit_head', 'problem_owner')),
    asked_at BIGINT NOT NULL,
    -- Null while there is nobody with an account who could be told.
    told_at BIGINT CHECK (told_at >= asked_at),
    reminded_at BIGINT CHECK (reminded_at >= asked_at),
    answered_at BIGINT CHECK (answered_at >= asked_at),
    answered_by TEXT REFERENCES users (id),
    remark TEXT CHECK (remark <> ''),
    CHECK ((answered_at IS NULL) = (answered_by IS NULL)),
    CHECK (remark IS NULL OR answered_at IS NOT NULL)
);
CREATE UNIQUE INDEX endorsement_requests_open ON endorsement_requests (proposal_id, kind) WHERE answered_at IS NULL;
CREATE INDEX endorsement_requests_proposal ON endorsement_requests (proposal_id, asked_at, id);
CREATE INDEX endorsement_requests_answered_by ON endorsement_requests (answered_by);
-- The text under an endorsement, so that whoever is asked again sees what has changed since.
CREATE TABLE endorsed_texts (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    essence_hash TEXT NOT NULL CHECK (length(essence_hash) = 64),
    content TEXT NOT NULL,
    UNIQUE (proposal_id, essence_hash)
);
