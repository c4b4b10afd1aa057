DROP INDEX ledger_actor;
