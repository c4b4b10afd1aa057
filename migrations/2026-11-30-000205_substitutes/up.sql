-- A role that is held for some days in somebody's place (Plh., Plt.). The grant itself stands in role_grants, as any
-- other; the program ends it after the last day.
CREATE TABLE substitutes (
    grant_id TEXT PRIMARY KEY REFERENCES role_grants (id),
    in_place_of TEXT NOT NULL REFERENCES users (id),
    until_on TEXT NOT NULL CHECK (length(until_on) = 10)
);
CREATE INDEX substitutes_in_place_of ON substitutes (in_place_of);
