CREATE TABLE calls (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    code TEXT NOT NULL UNIQUE CHECK (code <> ''),
    state TEXT NOT NULL CHECK (state IN ('draft', 'frozen', 'cancelled')),
    definition TEXT NOT NULL,
    rules_hash TEXT CHECK (length(rules_hash) = 64),
    opens_at BIGINT NOT NULL,
    submissions_close_at BIGINT NOT NULL,
    screening_ends_at BIGINT NOT NULL,
    review_ends_at BIGINT NOT NULL,
    announcement_at BIGINT NOT NULL,
    objections_end_at BIGINT NOT NULL,
    announced_at BIGINT,
    tie_seed TEXT CHECK (length(tie_seed) = 64),
    tie_seed_hash TEXT CHECK (length(tie_seed_hash) = 64),
    next_number INTEGER NOT NULL CHECK (next_number >= 1),
    cancelled_reason TEXT,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    frozen_by TEXT REFERENCES users (id),
    frozen_at BIGINT,
    version BIGINT NOT NULL CHECK (version >= 1),
    CHECK (opens_at < submissions_close_at),
    CHECK (submissions_close_at < screening_ends_at),
    CHECK (screening_ends_at < review_ends_at),
    CHECK (review_ends_at < announcement_at),
    CHECK (announcement_at < objections_end_at),
    CHECK (state <> 'frozen' OR (rules_hash IS NOT NULL AND tie_seed_hash IS NOT NULL AND frozen_at IS NOT NULL)),
    CHECK (state <> 'cancelled' OR cancelled_reason IS NOT NULL)
);
CREATE INDEX calls_created ON calls (created_at, id);
CREATE TABLE call_extensions (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES calls (id),
    milestone TEXT NOT NULL,
    from_instant BIGINT NOT NULL,
    to_instant BIGINT NOT NULL CHECK (to_instant > from_instant),
    reason TEXT NOT NULL CHECK (reason <> ''),
    extended_by TEXT NOT NULL REFERENCES users (id),
    extended_at BIGINT NOT NULL
);
CREATE INDEX call_extensions_call ON call_extensions (call_id, extended_at);
CREATE TABLE panel_members (
    call_id TEXT NOT NULL REFERENCES calls (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    max_load INTEGER NOT NULL CHECK (max_load BETWEEN 1 AND 1000),
    topics TEXT NOT NULL DEFAULT '[]',
    added_by TEXT NOT NULL REFERENCES users (id),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (call_id, user_id)
);
