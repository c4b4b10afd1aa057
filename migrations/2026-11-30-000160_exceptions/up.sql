-- What is let to one candidate by signed minutes: what, until when, why, who asked for it and which two persons decided.
CREATE TABLE exceptions (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES calls (id),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    kind TEXT NOT NULL CHECK (kind IN ('late_document', 'corrected_field', 'other_level')),
    document TEXT,
    field TEXT,
    until_at BIGINT NOT NULL,
    minutes_number TEXT NOT NULL CHECK (minutes_number <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    minutes_name TEXT,
    minutes_size BIGINT,
    minutes_sha256 TEXT,
    requested_by TEXT NOT NULL REFERENCES users (id),
    requested_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('requested', 'confirmed', 'granted', 'refused', 'withdrawn')),
    confirmed_by TEXT REFERENCES users (id),
    confirmed_at BIGINT,
    ended_by TEXT REFERENCES users (id),
    ended_at BIGINT,
    answer TEXT,
    repair_id TEXT REFERENCES repairs (id),
    used_at BIGINT,
    CHECK ((kind = 'late_document') = (document IS NOT NULL)),
    CHECK ((kind = 'corrected_field') = (field IS NOT NULL)),
    CHECK ((minutes_name IS NULL) = (minutes_sha256 IS NULL) AND (minutes_size IS NULL) = (minutes_sha256 IS NULL)),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
    CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
    CHECK ((state IN ('granted', 'refused', 'withdrawn')) = (ended_at IS NOT NULL)),
    CHECK (state <> 'confirmed' OR confirmed_by IS NOT NULL),
    CHECK ((state = 'granted') = (repair_id IS NOT NULL)),
    -- Two persons, and neither is who asked for it.
    CHECK (confirmed_by IS NULL OR confirmed_by <> requested_by),
    CHECK (state <> 'granted' OR (confirmed_by IS NOT NULL AND confirmed_by <> ended_by AND ended_by <> requested_by)),
    CHECK (state <> 'refused' OR answer IS NOT NULL),
    CHECK (used_at IS NULL OR state = 'granted')
);
CREATE UNIQUE INDEX exceptions_one_waiting ON exceptions (proposal_id) WHERE state IN ('requested', 'confirmed');
CREATE INDEX exceptions_proposal ON exceptions (proposal_id);
CREATE INDEX exceptions_call ON exceptions (call_id);
