CREATE TABLE reconciliations (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    note TEXT NOT NULL CHECK (note <> ''),
    reconciled_by TEXT NOT NULL REFERENCES users (id),
    reconciled_at BIGINT NOT NULL
);
CREATE INDEX reconciliations_proposal ON reconciliations (proposal_id, reconciled_at);
CREATE TABLE reopenings (
    assignment_id TEXT NOT NULL REFERENCES assignments (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    total INTEGER NOT NULL,
    submitted_at BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    reopened_by TEXT NOT NULL REFERENCES users (id),
    reopened_at BIGINT NOT NULL CHECK (reopened_at >= submitted_at),
    PRIMARY KEY (assignment_id, reopened_at),
    FOREIGN KEY (assignment_id, version) REFERENCES review_versions (assignment_id, version)
);
