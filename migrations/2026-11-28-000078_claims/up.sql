-- What somebody says their NIP is. `nip` is the one that was confirmed, and unique; a claim is neither.
ALTER TABLE users ADD COLUMN nip_claim TEXT CHECK (nip_claim IS NULL OR (nip IS NULL AND length(nip_claim) = 18));
CREATE INDEX users_nip_claim ON users (nip_claim);
-- Nobody ever looked at the NIP of those who registered by themselves.
UPDATE users SET nip_claim = nip, nip = NULL
WHERE nip IS NOT NULL AND id IN (SELECT substr(subject, 6) FROM ledger WHERE act = 'user.registered');
-- The agency's own list of staff, by which a claim is confirmed.
CREATE TABLE staff_list (
    nip TEXT PRIMARY KEY CHECK (length(nip) = 18),
    name TEXT NOT NULL CHECK (name <> ''),
    unit TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    imported_at BIGINT NOT NULL
);
-- Failures are counted by the account's id from now on, not by what was typed.
DELETE FROM sign_in_failures;
