-- Votes of the plenary among proposals that every other key of the announced chain leaves equal. A vote that is taken
-- again stands beside the one before; the newest counts.
CREATE TABLE tie_votes (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    call_id TEXT NOT NULL REFERENCES calls (id),
    -- 1, 2, 3 … within the call.
    number INTEGER NOT NULL CHECK (number >= 1),
    -- How many votes each got, by number, as JSON.
    votes TEXT NOT NULL,
    abstained INTEGER NOT NULL CHECK (abstained >= 0),
    -- Why it was taken again, where an earlier one counted.
    reason TEXT CHECK (reason <> ''),
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at BIGINT NOT NULL,
    -- When it was found that somebody who is counted had not attended.
    voided_at BIGINT,
    UNIQUE (call_id, number)
);
-- Who could vote: those who attended and are in no conflict with any of its proposals. Who voted how is not kept.
CREATE TABLE tie_voters (
    vote_id TEXT NOT NULL REFERENCES tie_votes (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    PRIMARY KEY (vote_id, user_id)
);
CREATE INDEX tie_voters_user ON tie_voters (user_id);
