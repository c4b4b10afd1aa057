DROP TABLE ledger_head;
DROP TABLE ledger;
DROP FUNCTION refuse_change();
