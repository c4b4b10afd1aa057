-- What was announced, and what superseded it. Nothing is edited: an upheld objection leads to another
-- decision, which is announced beside the old one.
CREATE TABLE announcements (
    decision_id TEXT PRIMARY KEY REFERENCES decisions (id),
    call_id TEXT NOT NULL REFERENCES calls (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    announced_at BIGINT NOT NULL,
    superseded_at BIGINT CHECK (superseded_at >= announced_at),
    UNIQUE (call_id, number)
);
CREATE UNIQUE INDEX announcements_one_standing ON announcements (call_id) WHERE superseded_at IS NULL;
INSERT INTO announcements (decision_id, call_id, number, announced_at)
SELECT decisions.id, decisions.call_id, 1, calls.announced_at FROM decisions
JOIN calls ON calls.id = decisions.call_id
WHERE decisions.state = 'approved' AND calls.announced_at IS NOT NULL;
-- During a revision one decision stands while the next is made.
DROP INDEX decisions_one_open;
CREATE UNIQUE INDEX decisions_one_proposed ON decisions (call_id) WHERE state = 'proposed';
-- From the first upheld objection to the next announcement.
CREATE TABLE revisions (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES calls (id),
    opened_at BIGINT NOT NULL,
    closed_at BIGINT CHECK (closed_at >= opened_at)
);
CREATE UNIQUE INDEX revisions_one_open ON revisions (call_id) WHERE closed_at IS NULL;
-- Sheets that count no longer, kept as they are.
CREATE TABLE sheet_exclusions (
    assignment_id TEXT PRIMARY KEY REFERENCES assignments (id),
    excluded_by TEXT NOT NULL REFERENCES users (id),
    excluded_at BIGINT NOT NULL
);
-- Sheets that another assessor is to write after the announcement.
CREATE TABLE sheet_orders (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    assignment_id TEXT UNIQUE REFERENCES assignments (id),
    ordered_by TEXT NOT NULL REFERENCES users (id),
    ordered_at BIGINT NOT NULL
);
CREATE INDEX sheet_orders_proposal ON sheet_orders (proposal_id);
CREATE TABLE objections (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    call_id TEXT NOT NULL REFERENCES calls (id),
    subject TEXT NOT NULL CHECK (subject IN ('verification', 'scores', 'decision')),
    state TEXT NOT NULL CHECK (state IN ('filed', 'taken', 'upheld', 'rejected', 'withdrawn')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    attachment_name TEXT,
    attachment_size BIGINT CHECK (attachment_size > 0),
    attachment_sha256 TEXT CHECK (length(attachment_sha256) = 64),
    filed_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL CHECK (due_at > filed_at),
    ledger_seq BIGINT NOT NULL,
    ledger_hash TEXT NOT NULL CHECK (length(ledger_hash) = 64),
    taken_by TEXT REFERENCES users (id),
    taken_at BIGINT,
    ruled_by TEXT REFERENCES users (id),
    ruled_at BIGINT,
    ruling TEXT,
    remedy TEXT,
    UNIQUE (proposal_id, subject),
    CHECK ((attachment_name IS NULL) = (attachment_sha256 IS NULL)),
    CHECK ((attachment_name IS NULL) = (attachment_size IS NULL)),
    CHECK ((taken_by IS NULL) = (taken_at IS NULL)),
    CHECK ((state IN ('upheld', 'rejected')) = (ruled_by IS NOT NULL)),
    CHECK ((ruled_by IS NULL) = (ruling IS NULL)),
    CHECK ((ruled_by IS NULL) = (ruled_at IS NULL)),
    CHECK ((state = 'upheld') = (remedy IS NOT NULL)),
    CHECK (state <> 'taken' OR taken_by IS NOT NULL)
);
CREATE INDEX objections_filed ON objections (filed_at, id);
CREATE INDEX objections_call ON objections (call_id, state);
CREATE TABLE awards (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES calls (id),
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    proposal_id TEXT NOT NULL UNIQUE REFERENCES proposals (id),
    reserve_position INTEGER CHECK (reserve_position >= 1),
    state TEXT NOT NULL CHECK (state IN ('offered', 'accepted', 'declined', 'lapsed', 'withdrawn')),
    grounds_id TEXT NOT NULL,
    grounds_en TEXT NOT NULL,
    offered_at BIGINT NOT NULL,
    answer_by BIGINT NOT NULL CHECK (answer_by > offered_at),
    settled_at BIGINT,
    settled_reason TEXT,
    CHECK ((state = 'offered') = (settled_at IS NULL)),
    CHECK (state <> 'withdrawn' OR settled_reason IS NOT NULL)
);
CREATE INDEX awards_call ON awards (call_id, offered_at);
