CREATE TABLE proposals (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES calls (id),
    candidate TEXT NOT NULL REFERENCES users (id),
    unit TEXT NOT NULL REFERENCES units (code),
    problem_id TEXT NOT NULL REFERENCES problems (id),
    level TEXT NOT NULL CHECK (level <> ''),
    number TEXT UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'eligible', 'ineligible', 'withdrawn')),
    content TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    submitted_version INTEGER,
    submitted_problem TEXT REFERENCES problems (id),
    submitted_level TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    submitted_at BIGINT,
    withdrawn_reason TEXT,
    CHECK (state IN ('draft', 'withdrawn') OR (number IS NOT NULL AND submitted_version IS NOT NULL AND submitted_at IS NOT NULL)),
    CHECK (state <> 'withdrawn' OR withdrawn_reason IS NOT NULL)
);
CREATE UNIQUE INDEX proposals_one_each ON proposals (call_id, candidate) WHERE state <> 'withdrawn';
CREATE INDEX proposals_call ON proposals (call_id, created_at, id);
CREATE INDEX proposals_call_state ON proposals (call_id, state, created_at, id);
CREATE INDEX proposals_candidate ON proposals (candidate, created_at, id);
CREATE INDEX proposals_problem ON proposals (problem_id);
CREATE INDEX proposals_unit ON proposals (unit);
CREATE TABLE proposal_versions (
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    content TEXT NOT NULL,
    content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
    eligibility TEXT NOT NULL,
    receipt TEXT NOT NULL,
    submitted_at BIGINT NOT NULL,
    PRIMARY KEY (proposal_id, number)
);
CREATE TABLE documents (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    kind TEXT NOT NULL CHECK (kind <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    uploaded_by TEXT NOT NULL REFERENCES users (id),
    uploaded_at BIGINT NOT NULL,
    UNIQUE (proposal_id, kind, version)
);
CREATE TABLE endorsements (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    kind TEXT NOT NULL CHECK (kind IN ('unit_head', 'problem_owner')),
    endorsed_by TEXT NOT NULL REFERENCES users (id),
    statement TEXT NOT NULL CHECK (statement <> ''),
    essence_hash TEXT NOT NULL CHECK (length(essence_hash) = 64),
    endorsed_at BIGINT NOT NULL,
    UNIQUE (proposal_id, kind, essence_hash)
);
CREATE TABLE verifications (
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    verifier TEXT NOT NULL REFERENCES users (id),
    round INTEGER NOT NULL CHECK (round >= 1),
    checks TEXT NOT NULL,
    concluded_at BIGINT,
    outcome TEXT CHECK (outcome IN ('MS', 'TMS')),
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (proposal_id, round, verifier),
    CHECK ((concluded_at IS NULL) = (outcome IS NULL))
);
CREATE TABLE repairs (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    items TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    opened_by TEXT NOT NULL REFERENCES users (id),
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL CHECK (due_at > opened_at),
    closed_at BIGINT
);
CREATE UNIQUE INDEX repairs_one_open ON repairs (proposal_id) WHERE closed_at IS NULL;
