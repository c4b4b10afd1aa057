CREATE TABLE conflicts (
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('declared', 'reported')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    declared_by TEXT NOT NULL REFERENCES users (id),
    declared_at BIGINT NOT NULL,
    PRIMARY KEY (proposal_id, user_id)
);
CREATE INDEX conflicts_user ON conflicts (user_id);
CREATE TABLE assignments (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES calls (id),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    reviewer TEXT NOT NULL REFERENCES users (id),
    state TEXT NOT NULL CHECK (state IN ('assigned', 'draft', 'submitted', 'declined', 'removed')),
    origin TEXT NOT NULL CHECK (origin IN ('manual', 'automatic')),
    assigned_by TEXT NOT NULL REFERENCES users (id),
    assigned_at BIGINT NOT NULL,
    closed_reason TEXT,
    closed_at BIGINT,
    UNIQUE (proposal_id, reviewer),
    CHECK ((state IN ('declined', 'removed')) = (closed_at IS NOT NULL))
);
CREATE INDEX assignments_reviewer ON assignments (reviewer, call_id, assigned_at, id);
CREATE INDEX assignments_call ON assignments (call_id, assigned_at, id);
CREATE TABLE reviews (
    assignment_id TEXT PRIMARY KEY REFERENCES assignments (id),
    sheet TEXT NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 26),
    total INTEGER,
    version BIGINT NOT NULL CHECK (version >= 1),
    updated_at BIGINT NOT NULL,
    submitted_at BIGINT,
    CHECK (submitted_at IS NULL OR total IS NOT NULL)
);
CREATE TABLE review_versions (
    assignment_id TEXT NOT NULL REFERENCES assignments (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    sheet TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (assignment_id, version)
);
