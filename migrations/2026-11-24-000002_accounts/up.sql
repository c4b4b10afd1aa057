CREATE TABLE units (
    code TEXT PRIMARY KEY CHECK (code <> ''),
    parent TEXT REFERENCES units (code),
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('agency', 'secretariat', 'deputy', 'inspectorate', 'directorate', 'bureau', 'centre', 'balai_besar', 'balai', 'loka')),
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    remote BOOLEAN NOT NULL,
    time_zone TEXT NOT NULL CHECK (time_zone IN ('WIB', 'WITA', 'WIT')),
    active BOOLEAN NOT NULL,
    CHECK (parent IS NULL OR parent <> code)
);
CREATE INDEX units_parent ON units (parent);
CREATE TABLE users (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    nip TEXT UNIQUE CHECK (length(nip) = 18),
    name TEXT NOT NULL CHECK (name <> ''),
    unit TEXT REFERENCES units (code),
    superior TEXT REFERENCES users (id) CHECK (superior <> id),
    password_hash TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    password_changed_at BIGINT NOT NULL
);
CREATE INDEX users_created ON users (created_at, id);
CREATE INDEX users_unit ON users (unit);
CREATE INDEX users_superior ON users (superior);
CREATE TABLE role_grants (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL CHECK (role IN ('candidate', 'unit_head', 'approver', 'verifier', 'reviewer', 'secretariat', 'chair', 'decider', 'appeal', 'auditor', 'operator')),
    granted_by TEXT REFERENCES users (id),
    granted_at BIGINT NOT NULL,
    revoked_by TEXT REFERENCES users (id),
    revoked_at BIGINT CHECK (revoked_at >= granted_at)
);
CREATE UNIQUE INDEX role_grants_current ON role_grants (user_id, role) WHERE revoked_at IS NULL;
CREATE TABLE sessions (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    user_id TEXT NOT NULL REFERENCES users (id),
    started_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL CHECK (expires_at > started_at),
    ended_at BIGINT,
    end_reason TEXT,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE TABLE refresh_tokens (
    token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
    session_id TEXT NOT NULL REFERENCES sessions (id),
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
CREATE TABLE sign_in_failures (
    bucket TEXT PRIMARY KEY,
    window_started_at BIGINT NOT NULL,
    failures INTEGER NOT NULL CHECK (failures >= 0)
);
CREATE TABLE idempotency_keys (
    user_id TEXT NOT NULL REFERENCES users (id),
    operation TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, operation, idempotency_key)
);
