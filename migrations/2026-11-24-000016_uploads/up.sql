CREATE TABLE uploads (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    kind TEXT NOT NULL CHECK (kind <> ''),
    file_name TEXT NOT NULL CHECK (length(file_name) <= 255),
    file_modified BIGINT,
    size BIGINT NOT NULL CHECK (size > 0),
    received BIGINT NOT NULL CHECK (received BETWEEN 0 AND size),
    begun_by TEXT NOT NULL REFERENCES users (id),
    begun_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    document_id TEXT REFERENCES documents (id),
    CHECK (expires_at > begun_at),
    CHECK (document_id IS NULL OR received = size)
);
CREATE INDEX uploads_by_person ON uploads (begun_by);
CREATE INDEX uploads_by_end ON uploads (expires_at);
