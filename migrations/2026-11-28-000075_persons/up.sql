-- Who opened an account, or proposed or approved a role of it: they may not act beside it. The operator,
-- who gives from the machine's console, stands in no row; what the operator answers for anew has ended.
CREATE TABLE vouchers (
    user_id TEXT NOT NULL REFERENCES users (id),
    voucher TEXT NOT NULL REFERENCES users (id),
    how TEXT NOT NULL CHECK (how IN ('created', 'proposed', 'approved')),
    vouched_at BIGINT NOT NULL,
    ended_at BIGINT CHECK (ended_at >= vouched_at),
    PRIMARY KEY (user_id, voucher, how)
);
CREATE INDEX vouchers_voucher ON vouchers (voucher);
-- Before this step the secretariat opened accounts and gave roles alone; the record says who did.
INSERT INTO vouchers (user_id, voucher, how, vouched_at)
SELECT users.id, ledger.actor, 'created', MIN(ledger.at) FROM ledger
JOIN users ON ledger.subject = 'user:' || users.id
JOIN users AS opener ON opener.id = ledger.actor
WHERE ledger.act = 'user.created' AND ledger.actor <> users.id
GROUP BY users.id, ledger.actor;
INSERT INTO vouchers (user_id, voucher, how, vouched_at)
SELECT user_id, granted_by, 'approved', MIN(granted_at) FROM role_grants
WHERE granted_by IS NOT NULL AND granted_by <> user_id AND role <> 'candidate'
GROUP BY user_id, granted_by;
-- Where somebody works and under whom, now and before: a conflict of interest outlives a move.
CREATE TABLE positions (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    user_id TEXT NOT NULL REFERENCES users (id),
    unit TEXT REFERENCES units (code),
    superior TEXT REFERENCES users (id),
    held_from BIGINT NOT NULL,
    held_until BIGINT CHECK (held_until >= held_from)
);
CREATE UNIQUE INDEX positions_current ON positions (user_id) WHERE held_until IS NULL;
CREATE INDEX positions_user ON positions (user_id);
CREATE INDEX positions_unit ON positions (unit);
CREATE INDEX positions_superior ON positions (superior);
INSERT INTO positions (id, user_id, unit, superior, held_from)
SELECT id, id, unit, superior, created_at FROM users WHERE erased_at IS NULL;
-- What one person proposes and another approves: a role, a move, a change of the table of units.
CREATE TABLE proposed_changes (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    -- Of several changes of one thing only one waits.
    thing TEXT NOT NULL CHECK (thing <> ''),
    user_id TEXT REFERENCES users (id),
    wanted TEXT NOT NULL CHECK (wanted <> ''),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn')),
    proposed_by TEXT NOT NULL REFERENCES users (id),
    proposed_at BIGINT NOT NULL,
    decided_by TEXT REFERENCES users (id),
    decided_at BIGINT CHECK (decided_at >= proposed_at),
    reason TEXT,
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CHECK (state <> 'approved' OR decided_by <> proposed_by),
    CHECK (state <> 'refused' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX proposed_changes_waiting ON proposed_changes (thing) WHERE state = 'waiting';
CREATE INDEX proposed_changes_user ON proposed_changes (user_id);
CREATE INDEX proposed_changes_state ON proposed_changes (state, proposed_at, id);
