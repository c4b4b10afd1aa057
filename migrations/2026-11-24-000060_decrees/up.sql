CREATE TABLE decrees (
    decision_id TEXT PRIMARY KEY REFERENCES decisions (id),
    decided_on TEXT NOT NULL CHECK (length(decided_on) = 10),
    signatory TEXT NOT NULL CHECK (length(signatory) BETWEEN 1 AND 200)
);
