CREATE TRIGGER breach_measures_keep BEFORE UPDATE ON breach_measures
BEGIN SELECT RAISE(ABORT, 'breach_measures is append-only'); END;
CREATE TRIGGER breach_measures_lose_nothing BEFORE DELETE ON breach_measures
BEGIN SELECT RAISE(ABORT, 'breach_measures is append-only'); END;
