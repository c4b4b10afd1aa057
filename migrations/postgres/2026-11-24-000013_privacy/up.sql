-- What somebody did, for their own data (UU 27/2022, art. 32).
CREATE INDEX ledger_actor ON ledger (actor, seq);
