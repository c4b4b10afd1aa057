DROP TABLE file_removals;
DROP TABLE erasure_requests;
ALTER TABLE users DROP COLUMN erased_at;
DROP INDEX ledger_actor;
