DROP TABLE decrees;
