DROP TABLE checkpoints;
DROP TABLE row_seals;
ALTER TABLE ledger_head DROP COLUMN tree;
ALTER TABLE ledger DROP COLUMN row_digest;
