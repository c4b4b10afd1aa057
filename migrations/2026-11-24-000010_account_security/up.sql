-- Accounts that are there already were opened by the secretariat or before addresses were checked.
ALTER TABLE users ADD COLUMN email_verified_at BIGINT;
UPDATE users SET email_verified_at = created_at;
-- Browser and system, roughly, for the person's own list of sessions.
ALTER TABLE sessions ADD COLUMN client TEXT NOT NULL DEFAULT '';
-- Links in letters: single use, short-lived, stored as hashes.
CREATE TABLE account_links (
    token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
    user_id TEXT NOT NULL REFERENCES users (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('verify_email', 'reset_password', 'invitation')),
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL CHECK (expires_at > issued_at),
    used_at BIGINT
);
CREATE INDEX account_links_user ON account_links (user_id, purpose, issued_at);
-- The secret is sealed with a key of the instance. last_step: the newest code used; no older one is taken.
CREATE TABLE second_factors (
    user_id TEXT PRIMARY KEY REFERENCES users (id),
    secret TEXT NOT NULL CHECK (secret <> ''),
    begun_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL
);
CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    code_hash TEXT NOT NULL CHECK (length(code_hash) = 64),
    made_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (user_id, code_hash)
);
-- What somebody has signed in from before.
CREATE TABLE devices (
    user_id TEXT NOT NULL REFERENCES users (id),
    device_hash TEXT NOT NULL CHECK (length(device_hash) = 64),
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, device_hash)
);
