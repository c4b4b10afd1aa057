-- Each reminder happens once ever, however many programs look: the deadline is part of the key, so a
-- deadline that was moved reminds anew.
CREATE TABLE reminders (
    kind TEXT NOT NULL CHECK (kind IN ('submission_week', 'submission_day', 'review_two_days')),
    call_id TEXT NOT NULL REFERENCES calls (id),
    recipient TEXT NOT NULL REFERENCES users (id),
    deadline BIGINT NOT NULL,
    reminded_at BIGINT NOT NULL CHECK (reminded_at < deadline),
    PRIMARY KEY (call_id, kind, deadline, recipient)
);
-- Assessors whom somebody reminded by hand.
CREATE TABLE nudges (
    call_id TEXT NOT NULL REFERENCES calls (id),
    recipient TEXT NOT NULL REFERENCES users (id),
    reminded_at BIGINT NOT NULL,
    reminded_by TEXT NOT NULL REFERENCES users (id),
    PRIMARY KEY (call_id, recipient, reminded_at)
);
-- The plenary's invitations; the newest revision is the one in force.
CREATE TABLE plenary_meetings (
    call_id TEXT NOT NULL REFERENCES calls (id),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    place TEXT NOT NULL,
    link TEXT,
    note TEXT NOT NULL,
    invited_by TEXT NOT NULL REFERENCES users (id),
    invited_at BIGINT NOT NULL,
    PRIMARY KEY (call_id, revision),
    CHECK (ends_at > starts_at)
);
-- What a letter brings for its reader's calendar, as JSON; NULL when nothing.
ALTER TABLE mails ADD COLUMN appointments TEXT;
