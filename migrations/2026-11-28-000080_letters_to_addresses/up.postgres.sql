-- Letters to an address that is no account's: no recipient.
ALTER TABLE mails ALTER COLUMN recipient DROP NOT NULL;
