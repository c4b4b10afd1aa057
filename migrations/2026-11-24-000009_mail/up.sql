-- Who wants letters in another language than Bahasa Indonesia.
CREATE TABLE mail_languages (
    user_id TEXT PRIMARY KEY REFERENCES users (id),
    language TEXT NOT NULL CHECK (language IN ('id', 'en')),
    updated_at BIGINT NOT NULL
);
