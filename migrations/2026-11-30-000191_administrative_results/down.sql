DROP TABLE late_rulings;
ALTER TABLE objections DROP COLUMN kind;
ALTER TABLE calls DROP COLUMN review_begins_at;
ALTER TABLE calls DROP COLUMN administrative_objections_end_at;
ALTER TABLE calls DROP COLUMN administrative_results_at;
