-- The seal of a row keeps the row's key for ever: it must say nothing of anybody, and a NIP does.
CREATE TABLE staff_lines (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    nip TEXT NOT NULL UNIQUE CHECK (length(nip) = 18),
    name TEXT NOT NULL CHECK (name <> ''),
    unit TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    imported_at BIGINT NOT NULL
);
