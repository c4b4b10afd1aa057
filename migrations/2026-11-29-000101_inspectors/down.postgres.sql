ALTER TABLE role_grants DROP CONSTRAINT role_grants_role_check;
ALTER TABLE role_grants ADD CONSTRAINT role_grants_role_check CHECK (role IN ('candidate', 'unit_head', 'approver', 'verifier', 'reviewer', 'secretariat', 'chair', 'decider', 'appeal', 'auditor', 'operator'));
