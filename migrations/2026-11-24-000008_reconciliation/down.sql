DROP TABLE reopenings;
DROP TABLE reconciliations;
