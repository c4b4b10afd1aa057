DROP TABLE admission_reminders;
