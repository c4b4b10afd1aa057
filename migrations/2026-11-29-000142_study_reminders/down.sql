DROP TABLE study_reminders;
