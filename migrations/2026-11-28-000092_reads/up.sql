-- Which acts of others an instant belongs to is asked when somebody takes their data.
CREATE INDEX ledger_at ON ledger (at);
