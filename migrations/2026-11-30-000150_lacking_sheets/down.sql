ALTER TABLE selection_runs DROP COLUMN left_out_reason;
ALTER TABLE sheet_orders DROP COLUMN reason;
