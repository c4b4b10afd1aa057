-- Letters wait here, put in by the act that they tell of; in the order of seq within one address.
-- next_attempt_at: when a worker may take it. While one has it that is the end of the lease; a letter
-- that was sent or failed has none, so the first index leads straight to what is due.
CREATE TABLE mails (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
    recipient TEXT NOT NULL REFERENCES users (id),
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    template TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('id', 'en')),
    time_zone TEXT NOT NULL CHECK (time_zone IN ('WIB', 'WITA', 'WIT')),
    letter_values TEXT NOT NULL,
    subject TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_attempt_at BIGINT,
    fence BIGINT NOT NULL DEFAULT 0,
    message_id TEXT,
    last_error TEXT,
    sent_at BIGINT,
    CHECK ((state IN ('queued', 'sending')) = (next_attempt_at IS NOT NULL)),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CHECK (state <> 'failed' OR last_error IS NOT NULL)
);
CREATE INDEX mails_due ON mails (next_attempt_at, seq);
CREATE INDEX mails_address ON mails (address, seq);
CREATE INDEX mails_state ON mails (state, seq);
CREATE INDEX mails_recipient ON mails (recipient, seq);
CREATE INDEX mails_subject ON mails (subject);
