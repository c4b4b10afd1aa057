DROP TABLE idempotency_keys;
DROP TABLE sign_in_failures;
DROP TABLE refresh_tokens;
DROP TABLE sessions;
DROP TABLE role_grants;
DROP TABLE users;
DROP TABLE units;
