-- What a candidate lets everybody with an account read of a proposal after its result: title, summary, programme and
-- plan. One row for each proposal on which there ever was a choice; what was chosen before is on the record.
CREATE TABLE proposal_sharings (
    proposal_id TEXT PRIMARY KEY REFERENCES proposals (id),
    with_name BOOLEAN NOT NULL,
    -- What a search compares, without case, accents and signs; nothing once it is withdrawn.
    words TEXT CHECK (words <> ''),
    shared_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    CHECK ((withdrawn_at IS NULL) = (words IS NOT NULL)),
    CHECK (withdrawn_at IS NULL OR NOT with_name),
    CHECK (withdrawn_at >= shared_at)
);
