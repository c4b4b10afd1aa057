-- Which work the letter of the morning told to whom: once while it waits, once more when its end is near. A row goes when
-- the work does, so that it is told again when it waits again. `call_id` is empty for work of no call.
CREATE TABLE work_told (
    recipient TEXT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    call_id TEXT NOT NULL,
    notice TEXT NOT NULL CHECK (notice IN ('new', 'near')),
    due_at BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (recipient, kind, call_id, notice, due_at)
);

-- One look for each zone and day, however many programs look.
CREATE TABLE work_looks (
    zone TEXT NOT NULL,
    looked_on TEXT NOT NULL,
    looked_at BIGINT NOT NULL,
    PRIMARY KEY (zone, looked_on)
);
