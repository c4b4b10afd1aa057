-- Who counts as a senior where a call wants at least one on every proposal.
ALTER TABLE panel_members ADD COLUMN senior BOOLEAN NOT NULL DEFAULT FALSE;
