-- By when an ordered sheet is asked for; orders given before have no such day.
ALTER TABLE sheet_orders ADD COLUMN due_at BIGINT;
