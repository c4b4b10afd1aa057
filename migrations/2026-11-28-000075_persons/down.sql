DROP TABLE proposed_changes;
DROP TABLE positions;
DROP TABLE vouchers;
