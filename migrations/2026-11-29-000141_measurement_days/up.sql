-- Days on which a problem is to be measured because somebody studied for it: so many months after the return.
CREATE TABLE measurement_days (
    award_id TEXT NOT NULL REFERENCES awards (id),
    due_on TEXT NOT NULL CHECK (length(due_on) = 10),
    problem_id TEXT NOT NULL REFERENCES problems (id),
    PRIMARY KEY (award_id, due_on)
);
CREATE INDEX measurement_days_problem ON measurement_days (problem_id);
