DROP TABLE study_commitments;
DROP TABLE study_uses;
DROP TABLE study_report_files;
DROP TABLE study_report_answers;
DROP TABLE study_report_sendings;
DROP TABLE study_reports;
