DROP TABLE late_submissions;
