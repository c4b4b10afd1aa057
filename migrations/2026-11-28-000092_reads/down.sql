DROP INDEX ledger_at;
DROP TABLE reads;
