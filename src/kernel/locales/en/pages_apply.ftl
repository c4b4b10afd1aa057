# Before applying: for whom, what for, requirements with their figures, and a check of one's own. Help on every page.
footer-help = Help:
call-begin-signed-out = Sign in to begin a proposal
call-closed = Submissions closed on
brief-who = For whom
brief-who-servant = Civil servants (PNS) with a degree: { $value }.
brief-who-employee = Employees with a degree: { $value }.
brief-rules = { $count ->
    [one] Read the one requirement with its figures
   *[other] Read the { $count } requirements with their figures
}
brief-for = What for
brief-what = A study assignment at the level { $levels } that answers one registered supervisory problem. Places: { $count }.
brief-steps = Steps
brief-way = { $count ->
    [one] 1. Choose a problem and write the proposal. 2. Ask your unit head and the problem’s owner to endorse it. 3. Upload one required document. 4. Submit; the receipt is issued at once.
   *[other] 1. Choose a problem and write the proposal. 2. Ask your unit head and the problem’s owner to endorse it. 3. Upload { $count } required documents. 4. Submit; the receipt is issued at once.
}
brief-then = Then: document verification, review, and the announcement on { $value }.
brief-calendar = Full calendar
brief-files = { $count ->
    [one] One required document, with its format and size
   *[other] { $count } required documents, with their formats and sizes
}
basis-own = the rules of this call
file-limits = { $formats }, at most { $size }
asks-civil-servant = Civil servant (PNS), not on probation (CPNS) and not on contract (PPPK)
asks-years-of-service = At least { $at_least } years of service at the start of study
asks-remaining-service = Remaining service at the start of study of at least { $released } × the normative length of study if released from the post, or { $kept } × if not ({ $levels })
asks-remaining-level = { $level }: { $released } or { $kept } months
asks-age = Age at the start of study, at most, in years: { $levels }
asks-performance-rating = { $count ->
    [one] Performance rating of at least “{ $grade }” in the last year
   *[other] Performance rating of at least “{ $grade }” in each of the last { $count } years
}
asks-no-sanction = No running medium or heavy disciplinary sanction, and { $medium } years since the end of a medium or { $heavy } years since the end of a heavy one
asks-no-criminal-case = No running criminal case and no sentence
asks-in-active-service = In active service (not on unpaid leave, not suspended)
asks-no-service-bond = The service bond of an earlier study ends before the new study begins
asks-no-failed-assignment = Never failed or cancelled a study assignment through one’s own fault
asks-no-other-nomination = Not nominated for another study assignment
asks-accreditation = Programme accredited at least { $grade }, valid on the first day of study
asks-degree-below = Holds the degree one level below: { $levels }
asks-degree-level = { $held } for { $level }
asks-no-degree-of-level = Holds no degree of the level applied for yet ({ $levels })
asks-grade-point-average = Grade point average of the last degree, at least: { $levels }
asks-duration = Length of study, at most, in months: { $levels }
call-rules = How the ranking comes about
rules-mean = A proposal’s score is the mean of its reviewers’ totals.
rules-median = A proposal’s score is the median of its reviewers’ totals.
rules-divergent = If the totals of two reviewers differ by more than { $total }, or the scores on one criterion by { $criterion } or more, the panel reconciles them before the plenary.
rules-ties = Equal scores are ordered, one after the other, by { $value }.
rules-tie-mean = the higher mean on the criterion “{ $value }”
rules-tie-awards = the unit that was selected less often
rules-tie-vote = a vote in the plenary
rules-tie-lot = a lot, whose seed’s hash is announced below
rules-per-unit = { $count ->
    [one] At most one person is selected from one unit.
   *[other] At most { $count } people are selected from one unit.
}
rules-per-problem = { $count ->
    [one] At most one person is selected for one problem.
   *[other] At most { $count } people are selected for one problem.
}
rules-floor = { $count ->
    [one] At least one place is reserved for: { $value }.
   *[other] At least { $count } places are reserved for: { $value }.
}
rules-floor-as-far = Where that group has fewer eligible proposals, the rest is open to all.
rules-floor-strict = Where that group has fewer eligible proposals, nothing is decided before the committee has ruled.
rules-reserve = { $count ->
    [one] The reserve list holds at most one name, by rank.
   *[other] The reserve list holds at most { $count } names, by rank.
}
rules-no-reserve = There is no reserve list.
rules-open = Reviewers and candidates know each other’s names.
rules-single-blind = Candidates do not know the names of their reviewers.
rules-double-blind = Reviewers and candidates do not know each other’s names.
rules-repair = { $count ->
    [one] If a verifier opens a repair, files can be replaced within one day.
   *[other] If a verifier opens a repair, files can be replaced within { $count } days.
}
check-title = May I apply?
check-lead = Fill in what you know. Nothing of it is stored and no account is needed; the verification of documents decides.
check-button = Check
check-result = Result
check-met-all = By your answers, no requirement stands in the way.
check-blocked = { $count ->
    [one] One requirement is not met by your answers.
   *[other] { $count } requirements are not met by your answers.
}
check-open = { $count ->
    [one] One requirement cannot be told from these answers; you state it in the proposal.
   *[other] { $count } requirements cannot be told from these answers; you state them in the proposal.
}
check-later = You state it in the proposal
check-field-level = Level applied for
check-field-status = Kind of employment
check-field-born-on = Date of birth
check-field-appointed-on = First day of service (TMT CPNS)
check-field-retirement-age = Post
check-field-starts-on = Planned start of study
check-field-months = Length of study (months)
check-field-released = Released from the post during the study
check-field-degrees = Degrees held
check-field-grade-point-average = Grade point average of the last degree
check-hint-grade-point-average = For example 3.25.
check-field-rating = Lowest performance rating of the last years
check-post-58 = Executor, supervisor, administrator, or functional post up to Ahli Muda (retires at 58)
check-post-60 = Top management or functional post Ahli Madya (retires at 60)
check-post-65 = Functional post Ahli Utama (retires at 65)
check-back = Back to the call
degrees-d3 = D3 (diploma)
degrees-d4 = D4 (applied bachelor)
degrees-s1 = S1 (bachelor)
degrees-s1-profession = S1 and professional degree
degrees-s2 = S1 and S2 (master)
degrees-s2-profession = S1, professional degree and S2
degrees-s3 = S1, S2 and S3 (doctorate)
# A proposal as a list of tasks.
tasks-title = What the proposal needs
tasks-missing = { $count ->
    [one] One thing is missing.
   *[other] { $count } things are missing.
}
tasks-done = { $done } of { $all } parts are done.
tasks-gaps = Missing:
task-done = done
task-begun = incomplete
task-asked = waiting for an answer
task-unasked = not asked for yet
task-new = not begun
task-endorsement-unit-head = Endorsement of your unit head
task-endorsement-problem-owner = Consent of the problem’s owner
rules-met = { $met } of { $all } are met
rule-unstated = You have not stated this yet.
row-add = Add a row
sanction-none = None
file-same = The same file was also uploaded for: { $value }. Check that this is meant.
file-starts = The upload starts as soon as a file is chosen.
drop-title = Upload several files at once
drop-lead = Choose files or drop them here. Check which document each is guessed to be, then upload.
drop-kind = Document
drop-skip = Do not upload
drop-send = Upload the files
file-too-big = This file has { $value }; the limit is { $limit }.
file-shrink-lead = This photo can be made smaller in this browser before it is sent. Check that it is still legible.
file-shrink = Make the photo smaller
file-as-pdf-lead = This document is taken as PDF. This photo can be made a PDF of one page in this browser.
file-as-pdf = Make it a PDF
file-small-again = The result has { $value }. Open it to check, then upload.
file-scan-again = Scan it again in black and white at 150 dpi, or compress the PDF, then choose it again.
file-pages = This file has { $value } pages; asked for are { $limit } pages. Check it first, or upload it as it is.
# After submitting.
state-next = Next: the results are announced on { $at }; objections are possible until { $until }.
state-objections = Objections are possible until { $until }.
ineligible-why = Why it is not eligible
ineligible-rule = The rule:
ineligible-later = You can object to this finding after the announcement ({ $at }), until { $until }.
template-title = Proposal
template-file = proposal-template
template-download = Download the proposal template (RTF)
