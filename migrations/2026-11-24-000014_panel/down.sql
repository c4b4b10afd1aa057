ALTER TABLE panel_members DROP COLUMN senior;
