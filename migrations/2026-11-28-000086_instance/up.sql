-- Which instance this database is; `files/.instance` in the data folder says the same, so that a database and
-- files that do not belong together are found out. A demo's passwords are public: `serve` refuses it.
CREATE TABLE instance (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    identity TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('real', 'demo')),
    made_at BIGINT NOT NULL
);
