# Reminders to assessors.
nobody-to-remind = No assessor owes a score sheet.
reminded-lately = The assessor was reminded within the last 24 hours; the dashboard of the call shows when.
