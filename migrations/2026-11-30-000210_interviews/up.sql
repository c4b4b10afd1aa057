-- Interviews of a call's candidates: when and where, who sits on the panel, whether the candidate came, the sheets of
-- the panelists. A call without interviews has no row in any of these.
CREATE TABLE interview_slots (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES calls (id),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    place TEXT NOT NULL CHECK (place <> ''),
    link TEXT,
    -- 1, and one more with each change of time or place.
    revision INTEGER NOT NULL CHECK (revision >= 1),
    state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'missed', 'cancelled')),
    -- Why it was moved or cancelled last.
    reason TEXT,
    -- Why it lies after the time for interviews, where it does.
    late_reason TEXT,
    attendance TEXT CHECK (attendance IN ('present', 'remote', 'absent')),
    attendance_reason TEXT,
    attended_by TEXT REFERENCES users (id),
    attended_at BIGINT,
    planned_by TEXT NOT NULL REFERENCES users (id),
    planned_at BIGINT NOT NULL,
    CHECK (starts_at < ends_at),
    CHECK ((attendance IS NULL) = (attended_by IS NULL) AND (attendance IS NULL) = (attended_at IS NULL)),
    CHECK (state <> 'planned' OR attendance IS NULL),
    CHECK (state <> 'held' OR (attendance IS NOT NULL AND attendance <> 'absent')),
    CHECK (state <> 'missed' OR (attendance IS NOT NULL AND attendance = 'absent' AND attendance_reason IS NOT NULL)),
    CHECK (state <> 'cancelled' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX interview_slots_live ON interview_slots (proposal_id) WHERE state IN ('planned', 'held');
CREATE INDEX interview_slots_call ON interview_slots (call_id, starts_at, id);
CREATE TABLE interview_panelists (
    slot_id TEXT NOT NULL REFERENCES interview_slots (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    added_at BIGINT NOT NULL,
    removed_at BIGINT,
    removed_reason TEXT,
    PRIMARY KEY (slot_id, user_id),
    CHECK ((removed_at IS NULL) = (removed_reason IS NULL))
);
CREATE INDEX interview_panelists_user ON interview_panelists (user_id, slot_id);
-- A sheet per panelist, apart from those of the document.
CREATE TABLE interview_sheets (
    slot_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    sheet TEXT NOT NULL,
    salt TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    updated_at BIGINT NOT NULL,
    submitted_at BIGINT,
    PRIMARY KEY (slot_id, user_id),
    FOREIGN KEY (slot_id, user_id) REFERENCES interview_panelists (slot_id, user_id)
);
-- A candidate asks once for another time.
CREATE TABLE interview_requests (
    proposal_id TEXT PRIMARY KEY REFERENCES proposals (id),
    slot_id TEXT NOT NULL REFERENCES interview_slots (id),
    reason TEXT NOT NULL CHECK (reason <> ''),
    asked_at BIGINT NOT NULL,
    answer TEXT CHECK (answer IN ('granted', 'refused')),
    answer_reason TEXT,
    answered_by TEXT REFERENCES users (id),
    answered_at BIGINT,
    CHECK ((answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (answered_at IS NULL)),
    CHECK (answer <> 'refused' OR answer_reason IS NOT NULL)
);
