-- Who stands in for the head of a unit (Plh., Plt.), from a day to a day, as the secretariat names them. A person of whom
-- this ends early keeps the row.
CREATE TABLE acting_heads (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    unit TEXT NOT NULL REFERENCES units (code),
    user_id TEXT NOT NULL REFERENCES users (id),
    from_on TEXT NOT NULL CHECK (length(from_on) = 10),
    until_on TEXT NOT NULL CHECK (length(until_on) = 10 AND until_on >= from_on),
    named_by TEXT NOT NULL REFERENCES users (id),
    named_at BIGINT NOT NULL,
    ended_at BIGINT CHECK (ended_at >= named_at),
    ended_by TEXT REFERENCES users (id),
    CHECK (named_by <> user_id),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX acting_heads_unit ON acting_heads (unit, until_on);
CREATE INDEX acting_heads_user ON acting_heads (user_id, until_on);
CREATE INDEX acting_heads_named_by ON acting_heads (named_by);
CREATE INDEX acting_heads_ended_by ON acting_heads (ended_by);
