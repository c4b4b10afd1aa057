CREATE TABLE mails_new (
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
    appointments TEXT,
    CHECK ((state IN ('queued', 'sending')) = (next_attempt_at IS NOT NULL)),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CHECK (state <> 'failed' OR last_error IS NOT NULL)
);
INSERT INTO mails_new (seq, id, recipient, address, name, template, language, time_zone, letter_values, subject, created_at, not_before, state, attempts, next_attempt_at, fence, message_id, last_error, sent_at, appointments)
SELECT seq, id, recipient, address, name, template, language, time_zone, letter_values, subject, created_at, not_before, state, attempts, next_attempt_at, fence, message_id, last_error, sent_at, appointments FROM mails WHERE recipient IS NOT NULL;
DROP TABLE mails;
ALTER TABLE mails_new RENAME TO mails;
CREATE INDEX mails_due ON mails (next_attempt_at, seq);
CREATE INDEX mails_address ON mails (address, seq);
CREATE INDEX mails_state ON mails (state, seq);
CREATE INDEX mails_recipient ON mails (recipient, seq);
CREATE INDEX mails_subject ON mails (subject);
