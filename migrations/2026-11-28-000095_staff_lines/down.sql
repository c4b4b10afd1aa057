CREATE TABLE staff_lines (
    nip TEXT PRIMARY KEY CHECK (length(nip) = 18),
    name TEXT NOT NULL CHECK (name <> ''),
    unit TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    imported_at BIGINT NOT NULL
);
INSERT INTO staff_lines (nip, name, unit, email, imported_at)
SELECT nip, name, unit, email, imported_at FROM staff_list;
DROP TABLE staff_list;
ALTER TABLE staff_lines RENAME TO staff_list;
