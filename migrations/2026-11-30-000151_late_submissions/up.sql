-- One draft that may be handed in after the submission has ended: until when, why, and who let it.
CREATE TABLE late_submissions (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    until_at BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    allowed_by TEXT NOT NULL REFERENCES users (id),
    allowed_at BIGINT NOT NULL,
    CHECK (until_at > allowed_at)
);
CREATE INDEX late_submissions_proposal ON late_submissions (proposal_id);
