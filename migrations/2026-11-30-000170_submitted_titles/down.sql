DROP INDEX proposal_versions_hash;
DROP TABLE submitted_titles;
