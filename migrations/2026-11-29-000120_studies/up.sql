-- What follows an accepted seat: admission, agreement, study, return. A seat of which nothing was written yet has no
-- row here; its study is then as the proposal planned it.
CREATE TABLE studies (
    award_id TEXT PRIMARY KEY REFERENCES awards (id),
    state TEXT NOT NULL CHECK (state IN ('admission', 'admitted', 'studying', 'interrupted', 'returned', 'concluded', 'stopped', 'failed', 'not_admitted', 'left')),
    since TEXT NOT NULL CHECK (length(since) = 10),
    problem_id TEXT NOT NULL REFERENCES problems (id),
    topic TEXT NOT NULL CHECK (topic <> ''),
    university TEXT NOT NULL,
    programme TEXT NOT NULL,
    country TEXT NOT NULL,
    admission_by TEXT NOT NULL CHECK (length(admission_by) = 10),
    is_released BOOLEAN,
    starts_on TEXT CHECK (length(starts_on) = 10),
    ends_on TEXT CHECK (length(ends_on) = 10),
    returned_on TEXT CHECK (length(returned_on) = 10),
    placement TEXT,
    mentor_id TEXT REFERENCES users (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    CHECK (starts_on < ends_on),
    CHECK (starts_on < returned_on),
    CHECK ((starts_on IS NULL) = (ends_on IS NULL)),
    CHECK ((starts_on IS NULL) = (is_released IS NULL)),
    CHECK ((returned_on IS NULL) = (placement IS NULL)),
    CHECK (state NOT IN ('studying', 'interrupted', 'returned', 'concluded', 'failed') OR starts_on IS NOT NULL),
    CHECK (state NOT IN ('admission', 'admitted', 'not_admitted') OR starts_on IS NULL),
    CHECK (state NOT IN ('returned', 'concluded') OR returned_on IS NOT NULL)
);
CREATE INDEX studies_mentor ON studies (mentor_id);
CREATE INDEX studies_problem ON studies (problem_id);
-- Every step, in order; rows are only added.
CREATE TABLE study_steps (
    award_id TEXT NOT NULL REFERENCES studies (award_id),
    number INTEGER NOT NULL CHECK (number >= 1),
    step TEXT NOT NULL CHECK (step IN ('admit', 'begin', 'interrupt', 'resume', 'stop', 'fail', 'leave', 'lapse', 'give_back', 'return', 'conclude', 'correct')),
    on_day TEXT NOT NULL CHECK (length(on_day) = 10),
    until_day TEXT CHECK (length(until_day) = 10 AND until_day >= on_day),
    cause TEXT CHECK (cause IN ('leave', 'illness', 'other')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    consequence TEXT CHECK (consequence <> ''),
    taken_by TEXT NOT NULL REFERENCES users (id),
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (award_id, number),
    CHECK ((step = 'interrupt') = (cause IS NOT NULL))
);
-- Documents of a study. Each is checked or recorded by the secretariat; a returned one is followed by another.
CREATE TABLE study_papers (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    award_id TEXT NOT NULL REFERENCES studies (award_id),
    kind TEXT NOT NULL CHECK (kind IN ('admission', 'agreement', 'decree', 'release', 'diploma', 'reinstatement', 'minutes')),
    paper_number TEXT NOT NULL CHECK (paper_number <> ''),
    dated TEXT NOT NULL CHECK (length(dated) = 10),
    signatory TEXT NOT NULL CHECK (signatory <> ''),
    file_name TEXT,
    file_size BIGINT CHECK (file_size > 0),
    file_sha256 TEXT CHECK (length(file_sha256) = 64),
    added_by TEXT NOT NULL REFERENCES users (id),
    added_at BIGINT NOT NULL,
    verdict TEXT CHECK (verdict IN ('accepted', 'returned')),
    verdict_reason TEXT CHECK (verdict_reason <> ''),
    checked_by TEXT REFERENCES users (id),
    checked_at BIGINT,
    CHECK ((file_name IS NULL) = (file_sha256 IS NULL)),
    CHECK ((file_name IS NULL) = (file_size IS NULL)),
    CHECK ((verdict IS NULL) = (checked_by IS NULL)),
    CHECK ((verdict IS NULL) = (checked_at IS NULL)),
    CHECK (verdict <> 'returned' OR verdict_reason IS NOT NULL)
);
CREATE INDEX study_papers_study ON study_papers (award_id, added_at);
-- What the awardee asks to be changed, and who ruled on it for which side.
CREATE TABLE study_requests (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    award_id TEXT NOT NULL REFERENCES studies (award_id),
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'topic', 'programme', 'extension', 'deferral')),
    before_json TEXT NOT NULL CHECK (before_json <> ''),
    after_json TEXT NOT NULL CHECK (after_json <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    asked_by TEXT NOT NULL REFERENCES users (id),
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused', 'withdrawn')),
    ended_at BIGINT CHECK (ended_at >= asked_at),
    CHECK ((state = 'open') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX study_requests_one_open ON study_requests (award_id, kind) WHERE state = 'open';
CREATE INDEX study_requests_study ON study_requests (award_id, asked_at);
CREATE TABLE study_rulings (
    request_id TEXT NOT NULL REFERENCES study_requests (id),
    side TEXT NOT NULL CHECK (side IN ('owner', 'secretariat')),
    verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'refused')),
    reason TEXT CHECK (reason <> ''),
    ruled_by TEXT NOT NULL REFERENCES users (id),
    ruled_at BIGINT NOT NULL,
    PRIMARY KEY (request_id, side),
    CHECK (verdict <> 'refused' OR reason IS NOT NULL)
);
-- Since when a study follows the seat: it is then ended there, and not taken back here.
ALTER TABLE awards ADD COLUMN study_begun_at BIGINT;
