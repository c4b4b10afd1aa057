-- Heads of units who were reminded that an indicator is due. Each happens once ever, however many programs look: what was
-- measured meanwhile makes another due date.
CREATE TABLE measurement_reminders (
    problem_id TEXT NOT NULL REFERENCES problems (id),
    due_on TEXT NOT NULL CHECK (length(due_on) = 10),
    recipient TEXT NOT NULL REFERENCES users (id),
    reminded_at BIGINT NOT NULL,
    PRIMARY KEY (problem_id, due_on, recipient)
);
