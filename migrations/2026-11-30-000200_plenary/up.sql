-- The plenary of a call whose rules speak of one. Who of the panel attended, as it is recorded now.
CREATE TABLE plenary_attendance (
    call_id TEXT NOT NULL REFERENCES calls (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    presence TEXT NOT NULL CHECK (presence IN ('present', 'remote', 'absent')),
    -- Why somebody was absent.
    reason TEXT,
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (call_id, user_id),
    CHECK ((presence = 'absent') = (reason IS NOT NULL)),
    CHECK (reason IS NULL OR reason <> '')
);
CREATE INDEX plenary_attendance_user ON plenary_attendance (user_id, call_id);
-- What a member who attended does not agree with: the decision, or one proposal.
CREATE TABLE dissents (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES calls (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    proposal_id TEXT REFERENCES proposals (id),
    words TEXT NOT NULL CHECK (words <> ''),
    recorded_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    -- The approved decision in whose minutes it stands; none before.
    decision_id TEXT REFERENCES decisions (id),
    CHECK (withdrawn_at IS NULL OR decision_id IS NULL)
);
CREATE INDEX dissents_call ON dissents (call_id, recorded_at, id);
CREATE INDEX dissents_user ON dissents (user_id);
CREATE INDEX dissents_proposal ON dissents (proposal_id);
CREATE INDEX dissents_decision ON dissents (decision_id);
-- The draft minutes of a proposed decision as they were sent to the members last.
CREATE TABLE minutes_drafts (
    decision_id TEXT PRIMARY KEY REFERENCES decisions (id),
    text_hash TEXT NOT NULL CHECK (length(text_hash) = 64),
    -- Attendance and quorum as they stand in it, as JSON.
    held TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    sent_at BIGINT NOT NULL,
    remarks_until BIGINT NOT NULL CHECK (remarks_until >= sent_at)
);
-- What a member remarks on them, and what the chair answers.
CREATE TABLE minutes_remarks (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    decision_id TEXT NOT NULL REFERENCES minutes_drafts (decision_id),
    user_id TEXT NOT NULL REFERENCES users (id),
    words TEXT NOT NULL CHECK (words <> ''),
    made_at BIGINT NOT NULL,
    verdict TEXT CHECK (verdict IN ('taken_up', 'answered')),
    answer TEXT,
    answered_by TEXT REFERENCES users (id),
    answered_at BIGINT,
    CHECK ((verdict IS NULL) = (answer IS NULL)),
    CHECK ((verdict IS NULL) = (answered_by IS NULL)),
    CHECK ((verdict IS NULL) = (answered_at IS NULL))
);
CREATE INDEX minutes_remarks_decision ON minutes_remarks (decision_id, made_at, id);
CREATE INDEX minutes_remarks_user ON minutes_remarks (user_id);
-- Who signed a text of the minutes by typing the phrase, or said why not. One that is of another text than the
-- minutes have now holds no more.
CREATE TABLE minutes_signatures (
    decision_id TEXT NOT NULL REFERENCES minutes_drafts (decision_id),
    user_id TEXT NOT NULL REFERENCES users (id),
    text_hash TEXT NOT NULL CHECK (length(text_hash) = 64),
    phrase TEXT,
    -- Why they do not sign.
    reason TEXT,
    signed_at BIGINT NOT NULL,
    PRIMARY KEY (decision_id, user_id, text_hash),
    CHECK ((phrase IS NULL) <> (reason IS NULL)),
    CHECK (phrase IS NULL OR phrase <> ''),
    CHECK (reason IS NULL OR reason <> '')
);
CREATE INDEX minutes_signatures_user ON minutes_signatures (user_id);
