-- Somebody asked to open an account with this address; nothing is until the link was used. Any number for
-- one address; gone after a day.
CREATE TABLE registrations (
    token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
    email TEXT NOT NULL CHECK (email = lower(email)),
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL CHECK (expires_at > asked_at)
);
CREATE INDEX registrations_email ON registrations (email, asked_at);
CREATE INDEX registrations_expires ON registrations (expires_at);
-- An account's way from one address to another. asked_by: an official; NULL: its owner, or the console.
-- confirm_hash: of the link sent to the new address, made once nobody's approval is missing. stop_hash: of the
-- link that the old address got.
CREATE TABLE address_changes (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    user_id TEXT NOT NULL REFERENCES users (id),
    old_email TEXT NOT NULL,
    new_email TEXT NOT NULL CHECK (new_email = lower(new_email)),
    asked_by TEXT REFERENCES users (id),
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    expires_at BIGINT NOT NULL CHECK (expires_at > not_before),
    needs_approval BOOLEAN NOT NULL,
    approved_by TEXT REFERENCES users (id) CHECK (approved_by <> asked_by),
    confirm_hash TEXT UNIQUE CHECK (length(confirm_hash) = 64),
    stop_hash TEXT UNIQUE CHECK (length(stop_hash) = 64),
    done_at BIGINT,
    stopped_at BIGINT,
    CHECK (NOT needs_approval OR confirm_hash IS NULL OR approved_by IS NOT NULL),
    CHECK (done_at IS NULL OR confirm_hash IS NOT NULL)
);
CREATE INDEX address_changes_user ON address_changes (user_id, asked_at);
