DROP TABLE work_looks;
DROP TABLE work_told;
