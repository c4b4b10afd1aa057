DROP TABLE proposal_sharings;
