-- The file that shows what was measured. It comes with the measurement or later, once; neither row is ever changed.
CREATE TABLE measurement_files (
    measurement_id TEXT PRIMARY KEY NOT NULL REFERENCES measurements (id),
    name TEXT NOT NULL CHECK (name <> ''),
    media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg')),
    size BIGINT NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    added_by TEXT NOT NULL REFERENCES users (id),
    added_at BIGINT NOT NULL
);
CREATE INDEX measurement_files_sha256 ON measurement_files (sha256);
