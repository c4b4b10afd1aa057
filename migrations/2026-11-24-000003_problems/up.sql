CREATE TABLE problems (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    code TEXT NOT NULL UNIQUE,
    owner_unit TEXT NOT NULL REFERENCES units (code),
    title TEXT NOT NULL CHECK (title <> ''),
    description TEXT NOT NULL,
    indicator TEXT NOT NULL CHECK (indicator <> ''),
    unit_of_measure TEXT NOT NULL CHECK (unit_of_measure <> ''),
    direction TEXT NOT NULL CHECK (direction IN ('lower', 'higher')),
    baseline_value TEXT NOT NULL CHECK (baseline_value <> ''),
    baseline_period TEXT NOT NULL CHECK (baseline_period <> ''),
    baseline_denominator TEXT,
    baseline_source TEXT NOT NULL CHECK (baseline_source <> ''),
    baseline_measured_by TEXT NOT NULL CHECK (baseline_measured_by <> ''),
    target_value TEXT NOT NULL CHECK (target_value <> ''),
    evidence TEXT NOT NULL,
    illustrative BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'returned', 'retired', 'solved')),
    state_reason TEXT,
    proposed_by TEXT REFERENCES users (id),
    decided_by TEXT REFERENCES users (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    CHECK (proposed_by IS NULL OR decided_by IS NULL OR proposed_by <> decided_by),
    CHECK (state NOT IN ('returned', 'retired', 'solved') OR state_reason IS NOT NULL)
);
CREATE INDEX problems_state ON problems (state, code);
CREATE INDEX problems_owner ON problems (owner_unit, code);
