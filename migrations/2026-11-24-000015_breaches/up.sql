-- The register of breaches of personal data (UU 27/2022 art. 46). The clock of 3 x 24 hours begins
-- with the discovery; 259200000000 microseconds are 72 hours.
CREATE TABLE breaches (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    number INTEGER NOT NULL UNIQUE CHECK (number >= 1),
    title TEXT NOT NULL CHECK (title <> ''),
    happened_at BIGINT CHECK (happened_at <= discovered_at),
    discovered_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL CHECK (due_at = discovered_at + 259200000000),
    found_through TEXT NOT NULL CHECK (found_through <> ''),
    data_classes TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how <> ''),
    registered_by TEXT NOT NULL REFERENCES users (id),
    registered_at BIGINT NOT NULL CHECK (registered_at >= discovered_at),
    outcome TEXT CHECK (outcome IN ('handled', 'not_a_breach')),
    conclusion TEXT CHECK (conclusion <> ''),
    closed_by TEXT REFERENCES users (id),
    closed_at BIGINT,
    CHECK ((outcome IS NULL) = (conclusion IS NULL)),
    CHECK ((outcome IS NULL) = (closed_by IS NULL)),
    CHECK ((outcome IS NULL) = (closed_at IS NULL))
);
-- Handling and recovery, appended and never edited.
CREATE TABLE breach_measures (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    breach_id TEXT NOT NULL REFERENCES breaches (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    measure TEXT NOT NULL CHECK (measure <> ''),
    noted_by TEXT NOT NULL REFERENCES users (id),
    noted_at BIGINT NOT NULL,
    UNIQUE (breach_id, position)
);
-- By what people were found to be affected.
CREATE TABLE breach_groups (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    breach_id TEXT NOT NULL REFERENCES breaches (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'call', 'role', 'readings', 'tasks')),
    account TEXT REFERENCES users (id),
    call_id TEXT REFERENCES calls (id),
    role TEXT,
    span_from BIGINT,
    span_until BIGINT CHECK (span_until >= span_from),
    added_by TEXT NOT NULL REFERENCES users (id),
    added_at BIGINT NOT NULL,
    CHECK ((kind IN ('person', 'readings', 'tasks')) = (account IS NOT NULL)),
    CHECK ((kind = 'call') = (call_id IS NOT NULL)),
    CHECK ((kind = 'role') = (role IS NOT NULL)),
    CHECK ((kind IN ('readings', 'tasks')) = (span_from IS NOT NULL)),
    CHECK ((span_from IS NULL) = (span_until IS NULL)),
    UNIQUE (breach_id, position)
);
-- To whom what was told, when. A late notice says why.
CREATE TABLE breach_notices (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    breach_id TEXT NOT NULL REFERENCES breaches (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    audience TEXT NOT NULL CHECK (audience IN ('subjects', 'authority')),
    given_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    late_reason TEXT CHECK (late_reason <> ''),
    how TEXT CHECK (how <> ''),
    handling TEXT CHECK (handling <> ''),
    contact TEXT CHECK (contact <> ''),
    medium TEXT CHECK (medium IN ('letter', 'email', 'portal', 'in_person')),
    reference TEXT CHECK (reference <> ''),
    noted_by TEXT NOT NULL REFERENCES users (id),
    noted_at BIGINT NOT NULL CHECK (noted_at >= given_at),
    CHECK ((given_at > due_at) = (late_reason IS NOT NULL)),
    CHECK ((audience = 'subjects') = (how IS NOT NULL)),
    CHECK ((audience = 'subjects') = (handling IS NOT NULL)),
    CHECK ((audience = 'subjects') = (contact IS NOT NULL)),
    CHECK ((audience = 'authority') = (medium IS NOT NULL)),
    CHECK ((audience = 'authority') = (reference IS NOT NULL)),
    UNIQUE (breach_id, position)
);
CREATE UNIQUE INDEX breach_notices_one_authority ON breach_notices (breach_id) WHERE audience = 'authority';
-- Each person once, whichever group found them first.
CREATE TABLE breach_people (
    breach_id TEXT NOT NULL REFERENCES breaches (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    group_id TEXT NOT NULL REFERENCES breach_groups (id),
    notice_id TEXT REFERENCES breach_notices (id),
    PRIMARY KEY (breach_id, user_id)
);
CREATE INDEX breach_people_group ON breach_people (group_id);
