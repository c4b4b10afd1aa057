-- The agency's plan of needs for study assignments (rencana kebutuhan): up to five years, each need of a unit for a
-- problem, a level and a field, broken down by year. An approved plan gives calls their seats.
CREATE TABLE need_plans (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    title TEXT NOT NULL CHECK (title <> ''),
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('collecting', 'proposed', 'approved', 'replaced')),
    opened_by TEXT NOT NULL REFERENCES users (id),
    opened_at BIGINT NOT NULL,
    proposed_by TEXT REFERENCES users (id),
    proposed_at BIGINT,
    content_hash TEXT,
    decided_by TEXT REFERENCES users (id),
    decided_at BIGINT,
    document_number TEXT,
    reason TEXT,
    CHECK (first_year <= last_year AND last_year - first_year <= 4),
    CHECK ((proposed_by IS NULL) = (proposed_at IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK (state = 'collecting' OR (proposed_by IS NOT NULL AND content_hash IS NOT NULL)),
    CHECK (state NOT IN ('approved', 'replaced') OR (decided_by IS NOT NULL AND document_number IS NOT NULL)),
    CHECK (state NOT IN ('approved', 'replaced') OR decided_by <> proposed_by)
);
CREATE TABLE needs (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    plan_id TEXT NOT NULL REFERENCES need_plans (id),
    unit TEXT NOT NULL REFERENCES units (code),
    problem_id TEXT NOT NULL REFERENCES problems (id),
    level TEXT NOT NULL CHECK (level <> ''),
    field TEXT NOT NULL CHECK (field <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    registered_by TEXT NOT NULL REFERENCES users (id),
    registered_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX needs_plan ON needs (plan_id, unit);
CREATE TABLE need_years (
    need_id TEXT NOT NULL REFERENCES needs (id),
    year INTEGER NOT NULL,
    people INTEGER NOT NULL CHECK (people BETWEEN 1 AND 100),
    PRIMARY KEY (need_id, year)
);
