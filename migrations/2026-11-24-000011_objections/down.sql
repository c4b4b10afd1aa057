DROP TABLE awards;
DROP TABLE objections;
DROP TABLE sheet_orders;
DROP TABLE sheet_exclusions;
DROP TABLE revisions;
DROP INDEX decisions_one_proposed;
CREATE UNIQUE INDEX decisions_one_open ON decisions (call_id) WHERE state IN ('proposed', 'approved');
DROP TABLE announcements;
