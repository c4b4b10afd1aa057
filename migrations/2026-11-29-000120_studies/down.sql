ALTER TABLE awards DROP COLUMN study_begun_at;
DROP TABLE study_rulings;
DROP TABLE study_requests;
DROP TABLE study_papers;
DROP TABLE study_steps;
DROP TABLE studies;
