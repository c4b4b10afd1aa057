-- A role that checks measurements. SQLite can only make the table anew.
CREATE TABLE role_grants_new (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL CHECK (role IN ('candidate', 'unit_head', 'approver', 'verifier', 'reviewer', 'secretariat', 'chair', 'decider', 'appeal', 'auditor', 'inspector', 'operator')),
    granted_by TEXT REFERENCES users (id),
    granted_at BIGINT NOT NULL,
    revoked_by TEXT REFERENCES users (id),
    revoked_at BIGINT CHECK (revoked_at >= granted_at)
);
INSERT INTO role_grants_new (id, user_id, role, granted_by, granted_at, revoked_by, revoked_at)
SELECT id, user_id, role, granted_by, granted_at, revoked_by, revoked_at FROM role_grants;
DROP TABLE role_grants;
ALTER TABLE role_grants_new RENAME TO role_grants;
CREATE UNIQUE INDEX role_grants_current ON role_grants (user_id, role) WHERE revoked_at IS NULL;
