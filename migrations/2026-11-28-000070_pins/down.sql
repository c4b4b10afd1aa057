DROP TABLE submitted_files;
ALTER TABLE proposal_versions DROP COLUMN circumstances;
