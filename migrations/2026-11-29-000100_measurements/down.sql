DROP TABLE measurement_checks;
DROP TABLE measurements;
ALTER TABLE problems DROP COLUMN target_figure;
ALTER TABLE problems DROP COLUMN baseline_figure;
