ALTER TABLE mails DROP COLUMN appointments;
DROP TABLE plenary_meetings;
DROP TABLE nudges;
DROP TABLE reminders;
