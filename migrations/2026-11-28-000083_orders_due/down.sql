ALTER TABLE sheet_orders DROP COLUMN due_at;
