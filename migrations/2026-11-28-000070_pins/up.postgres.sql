-- Submissions from before this step have the files that their receipt names.
INSERT INTO submitted_files (proposal_id, submission, document_id, repair_id, pinned_at)
SELECT v.proposal_id, v.number, d.id, NULL, v.submitted_at
FROM proposal_versions v
CROSS JOIN LATERAL json_array_elements(
    COALESCE(v.receipt::json -> 'documents', '[]'::json)
) AS named (value)
JOIN documents d ON d.proposal_id = v.proposal_id
    AND d.kind = named.value ->> 'kind'
    AND d.version = (named.value ->> 'version')::integer;
-- And what replaced some of them in a repair.
INSERT INTO submitted_files (proposal_id, submission, document_id, repair_id, pinned_at)
SELECT p.id, p.submitted_version, d.id, r.id, d.uploaded_at
FROM repairs r
JOIN proposals p ON p.id = r.proposal_id
JOIN proposal_versions v ON v.proposal_id = p.id AND v.number = p.submitted_version
JOIN documents d ON d.proposal_id = p.id AND d.uploaded_at > v.submitted_at
WHERE r.id = (
    SELECT x.id FROM repairs x
    WHERE x.proposal_id = p.id AND x.opened_at <= d.uploaded_at
    AND d.uploaded_at <= COALESCE(x.closed_at, x.due_at)
    ORDER BY x.opened_at, x.id LIMIT 1
) AND NOT EXISTS (
    SELECT 1 FROM submitted_files s
    WHERE s.proposal_id = p.id AND s.submission = v.number AND s.document_id = d.id
);
-- Nobody wrote down what else held then; it is what is known now.
UPDATE proposal_versions SET circumstances = json_build_object(
    'problem', json_build_object(
        'id', p.id, 'code', p.code, 'title', p.title, 'description', p.description,
        'indicator', p.indicator, 'unit_of_measure', p.unit_of_measure, 'direction', p.direction,
        'baseline_value', p.baseline_value, 'baseline_period', p.baseline_period,
        'baseline_denominator', p.baseline_denominator, 'baseline_source', p.baseline_source,
        'baseline_measured_by', p.baseline_measured_by, 'target_value', p.target_value,
        'owner_unit', p.owner_unit, 'owner_name', o.name, 'illustrative', p.illustrative
    ),
    'applicant', json_build_object('name', c.name, 'nip', c.nip, 'unit', r.unit, 'unit_name', u.name)
)::text
FROM proposals r, users c, units u, problems p, units o
WHERE r.id = proposal_versions.proposal_id
    AND c.id = r.candidate
    AND u.code = r.unit
    AND p.id = proposal_versions.receipt::json ->> 'problem'
    AND o.code = p.owner_unit;
