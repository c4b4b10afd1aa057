-- That a verifier has opened a file: before they conclude they are told which ones they have not.
CREATE TABLE document_openings (
    document_id TEXT NOT NULL REFERENCES documents (id),
    verifier TEXT NOT NULL REFERENCES users (id),
    opened_at BIGINT NOT NULL,
    PRIMARY KEY (document_id, verifier)
);
-- Conclusions that their verifier took back before anybody else had concluded.
CREATE TABLE withdrawn_conclusions (
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    round INTEGER NOT NULL CHECK (round >= 1),
    verifier TEXT NOT NULL REFERENCES users (id),
    concluded_at BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('MS', 'TMS')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    withdrawn_at BIGINT NOT NULL,
    PRIMARY KEY (proposal_id, round, verifier, withdrawn_at)
);
