DROP TABLE tie_voters;
DROP TABLE tie_votes;
