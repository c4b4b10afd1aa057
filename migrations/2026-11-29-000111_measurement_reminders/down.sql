DROP TABLE measurement_reminders;
