-- Why a sheet is awaited after the review has ended; an order after an upheld objection has no such reason.
ALTER TABLE sheet_orders ADD COLUMN reason TEXT;
-- Why a run leaves out proposals that lack sheets.
ALTER TABLE selection_runs ADD COLUMN left_out_reason TEXT;
