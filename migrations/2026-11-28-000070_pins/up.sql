-- Which files belong to a submission. Rows are added, never changed: one for each file that was handed
-- in, and one for each file that took its place in a repair that a verifier opened afterwards.
CREATE TABLE submitted_files (
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    submission INTEGER NOT NULL,
    document_id TEXT NOT NULL REFERENCES documents (id),
    repair_id TEXT REFERENCES repairs (id),
    pinned_at BIGINT NOT NULL,
    PRIMARY KEY (proposal_id, submission, document_id),
    FOREIGN KEY (proposal_id, submission) REFERENCES proposal_versions (proposal_id, number)
);
CREATE INDEX submitted_files_document ON submitted_files (document_id);
-- What else held when it was handed in: the problem as it was registered, and who handed it in.
ALTER TABLE proposal_versions ADD COLUMN circumstances TEXT NOT NULL DEFAULT '{}';
