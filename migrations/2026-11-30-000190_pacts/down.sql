DROP TABLE pact_reminders;
DROP TABLE pact_signatures;
DROP TABLE pacts;
