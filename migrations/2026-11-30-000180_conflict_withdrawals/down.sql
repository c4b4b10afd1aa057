DROP TABLE conflict_withdrawals;
