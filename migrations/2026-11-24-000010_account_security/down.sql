DROP TABLE devices;
DROP TABLE recovery_codes;
DROP TABLE second_factors;
DROP TABLE account_links;
ALTER TABLE sessions DROP COLUMN client;
ALTER TABLE users DROP COLUMN email_verified_at;
