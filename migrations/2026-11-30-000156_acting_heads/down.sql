DROP TABLE acting_heads;
