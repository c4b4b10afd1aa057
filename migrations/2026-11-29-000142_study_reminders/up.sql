-- Who was told of a report that is due, late or very late, which head was asked for a commitment, and who was told
-- that a problem was retired. Each happens once
-- ever for a due date, however many programs look.
CREATE TABLE study_reminders (
    award_id TEXT NOT NULL REFERENCES studies (award_id),
    what TEXT NOT NULL CHECK (what <> ''),
    due_on TEXT NOT NULL CHECK (length(due_on) = 10),
    stage TEXT NOT NULL CHECK (stage IN ('before', 'late', 'very_late', 'commitment', 'retired')),
    recipient TEXT NOT NULL REFERENCES users (id),
    reminded_at BIGINT NOT NULL,
    PRIMARY KEY (award_id, what, due_on, stage, recipient)
);
CREATE INDEX study_reminders_recipient ON study_reminders (recipient);
