INSERT INTO submitted_titles (proposal_id, title)
SELECT p.id, coalesce(json_extract(v.content, '$.title'), '')
FROM proposals p
JOIN proposal_versions v ON v.proposal_id = p.id AND v.number = p.submitted_version;
