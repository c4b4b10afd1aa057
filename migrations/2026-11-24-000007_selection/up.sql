CREATE TABLE selection_runs (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES calls (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    state TEXT NOT NULL CHECK (state IN ('computed', 'adopted', 'superseded')),
    inputs TEXT NOT NULL,
    inputs_hash TEXT NOT NULL CHECK (length(inputs_hash) = 64),
    rules_hash TEXT NOT NULL CHECK (length(rules_hash) = 64),
    document TEXT NOT NULL,
    document_hash TEXT NOT NULL CHECK (length(document_hash) = 64),
    computed_by TEXT NOT NULL REFERENCES users (id),
    computed_at BIGINT NOT NULL,
    UNIQUE (call_id, number)
);
CREATE UNIQUE INDEX selection_runs_one_adopted ON selection_runs (call_id) WHERE state = 'adopted';
CREATE TABLE decisions (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES calls (id),
    run_id TEXT NOT NULL REFERENCES selection_runs (id),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'returned')),
    outcomes_hash TEXT NOT NULL CHECK (length(outcomes_hash) = 64),
    minutes TEXT NOT NULL,
    decree_number TEXT,
    proposed_by TEXT NOT NULL REFERENCES users (id),
    proposed_at BIGINT NOT NULL,
    decided_by TEXT REFERENCES users (id),
    decided_at BIGINT,
    returned_reason TEXT,
    CHECK (decided_by IS NULL OR decided_by <> proposed_by),
    CHECK ((state = 'proposed') = (decided_by IS NULL)),
    CHECK (state <> 'returned' OR returned_reason IS NOT NULL)
);
CREATE UNIQUE INDEX decisions_one_open ON decisions (call_id) WHERE state IN ('proposed', 'approved');
CREATE TABLE decision_outcomes (
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    place INTEGER NOT NULL CHECK (place >= 1),
    outcome TEXT NOT NULL CHECK (outcome IN ('selected', 'reserve', 'not_selected')),
    reserve_position INTEGER CHECK (reserve_position >= 1),
    reason_id TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    deviation_reason TEXT,
    PRIMARY KEY (decision_id, proposal_id),
    UNIQUE (decision_id, place),
    CHECK ((outcome = 'reserve') = (reserve_position IS NOT NULL))
);
CREATE INDEX decision_outcomes_proposal ON decision_outcomes (proposal_id);
