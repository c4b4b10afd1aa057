# Studies after an accepted seat: refusals.
study-state = This study { $state ->
    [admission] waits for the proof of admission
    [admitted] waits for its agreement
    [studying] is under way
    [interrupted] is interrupted
    [returned] has ended with the return
    [concluded] is concluded
    [stopped] was stopped
    [failed] has failed
    [not_admitted] ended without admission
   *[left] ended because the awardee left the agency
}; that cannot be done now.
admission-still-running = This cannot be recorded yet: the day { $day } has not passed.
papers-missing = These documents are not there with their files yet: { $papers }. Add them first, then try again.
paper-checked = This document was checked already.
paper-without-file = This document has no file yet, so there is nothing to check.
paper-has-file = This document has a file already. Add a new document if the file is another one.
own-paper = Somebody else of the secretariat checks a document that you added yourself.
paper-not-to-check = This document was recorded by the secretariat itself and is not checked.
paper-too-large = The file is too large; at most { $limit } bytes. Make the file smaller and send it again.
request-open = A request of this kind waits for its ruling. Take it back first if you want to replace it.
request-ended = This request was { $state ->
    [approved] approved
    [refused] refused
   *[withdrawn] withdrawn
} already.
side-has-ruled = This side has ruled on the request already.
side-not-asked = This request does not need this side's ruling.
same-person-rules = You have ruled for the other side. The second side must be another person.
reason-needed = Write the reason; the awardee reads it.
consequence-needed = Write what follows for the service bond and the money (at least 10 characters).
cause-needed = Choose why the study is interrupted.
day-before-beginning = This day is before the step before ({ $day }).
day-ahead = This day has not come yet; today is { $today }.
days-reversed = The last day must be after the first.
step-not-recorded-so = This step is not recorded here; it follows from a document or from the dates.
paper-not-yours = Documents of this kind are recorded by the secretariat.
no-such-mentor = There is no active account with this e-mail address. Check the spelling, or ask the secretariat to open the account.
mentor-of-other-unit = The mentor must be of the unit that owns the problem ({ $unit }).
mentor-is-awardee = An awardee cannot be their own mentor.
plan-leaves-period = Period { $number } ({ $from } – { $to }) has no milestone. Each period needs at least one.
milestone-outside = This day is outside the study ({ $from } – { $to }).
nothing-changes = This is what stands now; nothing would change.
topic-problem-not-approved = This problem is not approved in the registry (any more). Choose an approved one.
extension-too-long = Extensions are { $months } months at most in all, which is until { $day }.
study-end-not-later = This day is not later than the one that stands ({ $day }).
deferral-not-later = This day is not later than the deadline that stands ({ $day }).
no-such-unit-to-place = Choose an active unit.
plan-bearer-needed = The graduate is placed outside the unit that owns the problem. Write who carries out the plan of use there, and how (at least 10 characters).
study-follows = A study follows this seat. End it on the page of the study.
impact-months = Write 1 to 12 numbers of months (1–120), the smallest first, with commas between, e.g. 6, 12, 24.
admission-before-result = This day must be after the objections end ({ $day }).
nothing-to-take-back = There is no step to take back. A seat that was given back cannot be taken again.
report-too-early = This report can be sent from { $day }. What you wrote is kept.
report-state = This report { $state ->
    [draft] was not sent yet
    [sent] was sent and waits for an answer
    [returned] was returned to be mended
   *[acknowledged] was acknowledged
}; that cannot be done now.
report-not-begun = This report was not written yet. Write and save it first.
report-files-enough = This report has { $limit } files already. Take one away to add another.
not-in-this-report = This part does not belong to this kind of report. Leave it empty.
other-milestone = This milestone is not in the plan in force. Load the page again to see the plan.
used-or-obstacle = Name at least one thing that was put to use, or an obstacle that says why there is none.
words-needed = Write what is meant; those whom it concerns read it.
use-moved-by-owner = Only the unit that owns the problem can drop or move an activity. Ask that unit.
use-before-return = This day is before the return ({ $day }).
report-file-sent = This file was sent with the report, so its readers keep it. Add a new one if need be.
