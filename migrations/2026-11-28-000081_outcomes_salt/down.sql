ALTER TABLE decisions DROP COLUMN outcomes_salt;
