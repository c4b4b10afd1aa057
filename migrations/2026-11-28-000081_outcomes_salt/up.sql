ALTER TABLE decisions ADD COLUMN outcomes_salt TEXT CHECK (length(outcomes_salt) = 26);
