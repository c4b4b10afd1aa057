# Entries of the reader's calendar (.ics): a title, and one line that explains.

appointment-file = dates
appointment-opens-at = Submission of proposals opens: { $about }
appointment-submissions-close-at = Deadline for submitting proposals: { $about }
appointment-screening-ends-at = Document check ends: { $about }
appointment-review-ends-at = Deadline for score sheets: { $about }
appointment-announcement-at = Results announced: { $about }
appointment-objections-end-at = Deadline for objections: { $about }
appointment-repair-due = Deadline for replacing documents: { $about }
appointment-answer-due = Deadline for answering the offer: { $about }
appointment-plenary = Plenary on study assignments: { $about }
appointment-line-opens-at = From now on proposals can be submitted.
appointment-line-submissions-close-at = A proposal that has not been submitted by now takes no part.
appointment-line-screening-ends-at = Completeness and eligibility have been checked.
appointment-line-review-ends-at = All score sheets must have been handed in.
appointment-line-announcement-at = The results are planned to be announced.
appointment-line-objections-end-at = After this no objection can be filed.
appointment-line-repair-due = After this no document can be replaced.
appointment-line-answer-due = An offer that has not been answered by now lapses.
appointment-line-plenary = Papers and the meeting's link are on the invitation's page.
appointment-sheet-due = Score sheet due: { $about }
appointment-line-sheet-due = A sheet that an upheld objection needs; nothing is decided anew before it is in.
