ALTER TABLE assignments DROP COLUMN plan_undone_at;
