-- Awardees who were reminded of the last day for their proof of admission, and the secretariat that was told that it passed.
-- Each happens once ever, however many programs look: a deferral makes another last day.
CREATE TABLE admission_reminders (
    award_id TEXT NOT NULL REFERENCES awards (id),
    kind TEXT NOT NULL CHECK (kind IN ('before', 'passed')),
    admission_by TEXT NOT NULL CHECK (length(admission_by) = 10),
    recipient TEXT NOT NULL REFERENCES users (id),
    reminded_at BIGINT NOT NULL,
    PRIMARY KEY (award_id, kind, admission_by, recipient)
);
