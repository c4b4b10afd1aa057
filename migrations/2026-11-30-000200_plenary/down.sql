DROP TABLE minutes_signatures;
DROP TABLE minutes_remarks;
DROP TABLE minutes_drafts;
DROP TABLE dissents;
DROP TABLE plenary_attendance;
