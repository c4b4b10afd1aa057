DROP TABLE decision_outcomes;
DROP TABLE decisions;
DROP TABLE selection_runs;
