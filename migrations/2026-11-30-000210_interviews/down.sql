DROP TABLE interview_requests;
DROP TABLE interview_sheets;
DROP TABLE interview_panelists;
DROP TABLE interview_slots;
