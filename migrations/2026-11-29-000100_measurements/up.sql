-- Baseline and target as figures that can be compared, in millionths, where the texts alone do not say them.
ALTER TABLE problems ADD COLUMN baseline_figure BIGINT;
ALTER TABLE problems ADD COLUMN target_figure BIGINT;
-- What a problem's indicator was later. A row is never changed: a correction is a new row that names the old one,
-- and what the inspectorate says of a row stands beside it.
CREATE TABLE measurements (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    problem_id TEXT NOT NULL REFERENCES problems (id),
    period_from TEXT NOT NULL CHECK (length(period_from) = 10),
    period_to TEXT NOT NULL CHECK (length(period_to) = 10),
    value TEXT NOT NULL CHECK (value <> ''),
    -- In millionths of the unit of measure.
    figure BIGINT NOT NULL,
    denominator TEXT CHECK (denominator <> ''),
    source TEXT NOT NULL CHECK (source <> ''),
    measured_by TEXT NOT NULL CHECK (measured_by <> ''),
    -- Why it was not measured as the baseline was; nothing: it was.
    difference TEXT CHECK (difference <> ''),
    gaps TEXT CHECK (gaps <> ''),
    evidence TEXT NOT NULL CHECK (evidence <> ''),
    corrects TEXT UNIQUE REFERENCES measurements (id),
    correction_reason TEXT CHECK (correction_reason <> ''),
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at BIGINT NOT NULL,
    CHECK (period_from <= period_to),
    CHECK (corrects <> id),
    CHECK ((corrects IS NULL) = (correction_reason IS NULL))
);
CREATE INDEX measurements_problem ON measurements (problem_id, period_to);
CREATE INDEX measurements_recorded ON measurements (recorded_at, id);
CREATE TABLE measurement_checks (
    measurement_id TEXT NOT NULL REFERENCES measurements (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'disputed')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    checked_by TEXT NOT NULL REFERENCES users (id),
    checked_at BIGINT NOT NULL,
    PRIMARY KEY (measurement_id, number)
);
