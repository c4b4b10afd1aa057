DROP TABLE repairs;
DROP TABLE verifications;
DROP TABLE endorsements;
DROP TABLE documents;
DROP TABLE proposal_versions;
DROP TABLE proposals;
