-- Candidates and panelists who were reminded of an interview the day before: once for each time it is planned for, however
-- many programs look.
CREATE TABLE interview_reminders (
    slot_id TEXT NOT NULL REFERENCES interview_slots (id),
    starts_at BIGINT NOT NULL,
    recipient TEXT NOT NULL REFERENCES users (id),
    reminded_at BIGINT NOT NULL,
    PRIMARY KEY (slot_id, starts_at, recipient)
);
