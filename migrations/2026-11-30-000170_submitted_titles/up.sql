-- The title of each submission in force, so that a proposal is found by it without reading every text. It repeats
-- what its version says, and is replaced with it.
CREATE TABLE submitted_titles (
    proposal_id TEXT PRIMARY KEY REFERENCES proposals (id),
    title TEXT NOT NULL
);

-- A receipt is found by the hash on it.
CREATE INDEX proposal_versions_hash ON proposal_versions (content_hash);
