# Reminders to reviewers.
nobody-to-remind = No reviewer owes a score sheet.
reminded-lately = The reviewer was reminded within the last 24 hours; the dashboard of the call shows when.
