-- What an awardee writes of a period of the study, of its end and of what was put to use. `part` counts the periods, or
-- the dates on which the impact is measured; an end report has 1.
CREATE TABLE study_reports (
    award_id TEXT NOT NULL REFERENCES studies (award_id),
    kind TEXT NOT NULL CHECK (kind IN ('progress', 'end', 'impact')),
    part INTEGER NOT NULL CHECK (part >= 1),
    state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'returned', 'acknowledged')),
    text_json TEXT NOT NULL CHECK (text_json <> ''),
    version BIGINT NOT NULL CHECK (version >= 1),
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (award_id, kind, part)
);
-- What was sent, each time; rows are only added. `due_on` is the day on which it was due as things stood then.
CREATE TABLE study_report_sendings (
    award_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    part INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    text_json TEXT NOT NULL CHECK (text_json <> ''),
    text_hash TEXT NOT NULL CHECK (length(text_hash) = 64),
    due_on TEXT NOT NULL CHECK (length(due_on) = 10),
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (award_id, kind, part, number),
    FOREIGN KEY (award_id, kind, part) REFERENCES study_reports (award_id, kind, part)
);
-- What mentor and owner unit say of it.
CREATE TABLE study_report_answers (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    award_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    part INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    side TEXT NOT NULL CHECK (side IN ('mentor', 'owner')),
    verdict TEXT NOT NULL CHECK (verdict IN ('comment', 'acknowledged', 'returned')),
    words TEXT CHECK (words <> ''),
    answered_by TEXT NOT NULL REFERENCES users (id),
    answered_at BIGINT NOT NULL,
    FOREIGN KEY (award_id, kind, part, number) REFERENCES study_report_sendings (award_id, kind, part, number),
    CHECK (verdict = 'acknowledged' OR words IS NOT NULL),
    CHECK (verdict = 'comment' OR side = 'owner')
);
CREATE INDEX study_report_answers_report ON study_report_answers (award_id, kind, part);
-- What shows that a milestone was reached.
CREATE TABLE study_report_files (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    award_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    part INTEGER NOT NULL,
    file_name TEXT NOT NULL CHECK (file_name <> ''),
    media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg')),
    file_size BIGINT NOT NULL CHECK (file_size > 0),
    file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
    added_at BIGINT NOT NULL,
    FOREIGN KEY (award_id, kind, part) REFERENCES study_reports (award_id, kind, part)
);
CREATE INDEX study_report_files_report ON study_report_files (award_id, kind, part);
-- The twelve months after the return, as the proposal planned them.
CREATE TABLE study_uses (
    award_id TEXT NOT NULL REFERENCES studies (award_id),
    number INTEGER NOT NULL CHECK (number >= 1),
    due_on TEXT NOT NULL CHECK (length(due_on) = 10),
    activity TEXT NOT NULL CHECK (activity <> ''),
    responsible TEXT NOT NULL,
    resources TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    note TEXT CHECK (note <> ''),
    changed_by TEXT REFERENCES users (id),
    changed_at BIGINT,
    PRIMARY KEY (award_id, number),
    CHECK ((changed_by IS NULL) = (changed_at IS NULL)),
    CHECK (state = 'open' OR note IS NOT NULL)
);
-- What a head of the owner unit says of the unit's part in a study; rows are only added.
CREATE TABLE study_commitments (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    award_id TEXT NOT NULL REFERENCES studies (award_id),
    head TEXT NOT NULL REFERENCES users (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'renegotiated')),
    words TEXT CHECK (words <> ''),
    given_at BIGINT NOT NULL,
    CHECK (verdict = 'confirmed' OR words IS NOT NULL)
);
CREATE INDEX study_commitments_study ON study_commitments (award_id, given_at);
