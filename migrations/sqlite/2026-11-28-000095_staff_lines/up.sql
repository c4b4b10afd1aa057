-- The seal of a row keeps the row's key for ever: it must say nothing of anybody, and a NIP does.
CREATE TABLE staff_lines (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    nip TEXT NOT NULL UNIQUE CHECK (length(nip) = 18),
    name TEXT NOT NULL CHECK (name <> ''),
    unit TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    imported_at BIGINT NOT NULL
);
INSERT INTO staff_lines (id, nip, name, unit, email, imported_at)
SELECT substr(lower(hex(randomblob(16))), 1, 26), nip, name, unit, email, imported_at FROM staff_list;
DROP TABLE staff_list;
ALTER TABLE staff_lines RENAME TO staff_list;
