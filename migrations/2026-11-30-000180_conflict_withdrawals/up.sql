-- Somebody asks that a declared or reported conflict of interest be withdrawn, because it was recorded by mistake. A
-- conflict that a chair lets be withdrawn leaves its table; what it said stays here.
CREATE TABLE conflict_withdrawals (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('declared', 'reported')),
    conflict_reason TEXT NOT NULL CHECK (conflict_reason <> ''),
    declared_by TEXT NOT NULL REFERENCES users (id),
    declared_at BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    asked_by TEXT NOT NULL REFERENCES users (id),
    asked_at BIGINT NOT NULL,
    is_confirmed BOOLEAN,
    ruling TEXT CHECK (ruling <> ''),
    ruled_by TEXT REFERENCES users (id) CHECK (ruled_by <> user_id AND ruled_by <> asked_by),
    ruled_at BIGINT,
    comeback TEXT CHECK (comeback IN ('no_task', 'open', 'lacking', 'counts', 'place_taken', 'off_panel', 'over')),
    CHECK ((ruled_at IS NULL) = (ruled_by IS NULL) AND (ruled_at IS NULL) = (ruling IS NULL)
        AND (ruled_at IS NULL) = (is_confirmed IS NULL)),
    CHECK ((comeback IS NOT NULL) = (is_confirmed IS NOT NULL AND is_confirmed))
);
CREATE UNIQUE INDEX conflict_withdrawals_open ON conflict_withdrawals (proposal_id, user_id) WHERE ruled_at IS NULL;
CREATE INDEX conflict_withdrawals_proposal ON conflict_withdrawals (proposal_id, asked_at, id);
CREATE INDEX conflict_withdrawals_user ON conflict_withdrawals (user_id);
CREATE INDEX conflict_withdrawals_declared_by ON conflict_withdrawals (declared_by);
CREATE INDEX conflict_withdrawals_asked_by ON conflict_withdrawals (asked_by);
CREATE INDEX conflict_withdrawals_ruled_by ON conflict_withdrawals (ruled_by);
