DROP TABLE review_versions;
DROP TABLE reviews;
DROP TABLE assignments;
DROP TABLE conflicts;
