# Worklist: `work-<kind>` with its number, `work-name-<kind>` in the letter of the morning.
work-title = Waiting for you
work-none = Nothing waits for you at the moment.
work-late = { $count } overdue
work-due = Due
work-next = Do the next one
work-all = See all
work-pages = All pages of your duties
work-pact = { $count ->
    [one] { $count } integrity pact to sign
   *[other] { $count } integrity pacts to sign
}
work-name-pact = integrity pact
work-problems = { $count ->
    [one] { $count } problem to approve
   *[other] { $count } problems to approve
}
work-name-problems = problems to approve
work-returned-problems = { $count ->
    [one] { $count } problem returned to mend
   *[other] { $count } problems returned to mend
}
work-name-returned-problems = returned problems
work-needs = { $count ->
    [one] { $count } plan of needs asks for your unit
   *[other] { $count } plans of needs ask for your unit
}
work-name-needs = plans of needs
work-need-plans = { $count ->
    [one] { $count } plan of needs to approve
   *[other] { $count } plans of needs to approve
}
work-name-need-plans = plans of needs to approve
work-measurements = { $count ->
    [one] { $count } measurement to check
   *[other] { $count } measurements to check
}
work-name-measurements = measurements to check
work-endorsements = { $count ->
    [one] { $count } proposal waits for your endorsement
   *[other] { $count } proposals wait for your endorsement
}
work-name-endorsements = endorsements
work-verification = { $count ->
    [one] { $count } proposal to verify
   *[other] { $count } proposals to verify
}
work-name-verification = verification
work-exceptions = { $count ->
    [one] { $count } exception to decide
   *[other] { $count } exceptions to decide
}
work-name-exceptions = exceptions
work-conflict-withdrawals = { $count ->
    [one] { $count } withdrawal of a conflict of interest to rule on
   *[other] { $count } withdrawals of conflicts of interest to rule on
}
work-name-conflict-withdrawals = withdrawals of conflicts of interest
work-assignment = { $count ->
    [one] { $count } proposal lacks reviewers
   *[other] { $count } proposals lack reviewers
}
work-name-assignment = assignment of reviewers
work-sheets = { $count ->
    [one] { $count } score sheet of yours to hand in
   *[other] { $count } score sheets of yours to hand in
}
work-name-sheets = your score sheets
work-sheets-outstanding = { $count ->
    [one] { $count } score sheet of the panel is not in
   *[other] { $count } score sheets of the panel are not in
}
work-name-sheets-outstanding = score sheets that are not in
work-lacking = { $count ->
    [one] { $count } proposal without all its sheets
   *[other] { $count } proposals without all their sheets
}
work-name-lacking = proposals without all their sheets
work-interview-sheets = { $count ->
    [one] { $count } interview sheet of yours to hand in
   *[other] { $count } interview sheets of yours to hand in
}
work-name-interview-sheets = your interview sheets
work-interviews = { $count ->
    [one] { $count } interview to plan or complete
   *[other] { $count } interviews to plan or complete
}
work-name-interviews = interviews to plan or complete
work-reconciliation = { $count ->
    [one] { $count } proposal with divergent scores to reconcile
   *[other] { $count } proposals with divergent scores to reconcile
}
work-name-reconciliation = divergent scores
work-remarks = { $count ->
    [one] { $count } remark on the minutes to answer
   *[other] { $count } remarks on the minutes to answer
}
work-name-remarks = remarks on the minutes
work-minutes = { $count ->
    [one] { $count } draft of the minutes to sign
   *[other] { $count } drafts of the minutes to sign
}
work-name-minutes = minutes to sign
work-proposing = { $count ->
    [one] { $count } decision to propose
   *[other] { $count } decisions to propose
}
work-name-proposing = proposing the decision
work-approval = { $count ->
    [one] { $count } decision to approve
   *[other] { $count } decisions to approve
}
work-name-approval = approval of the decision
work-announcement = { $count ->
    [one] { $count } decision to announce
   *[other] { $count } decisions to announce
}
work-name-announcement = announcement
work-objections = { $count ->
    [one] { $count } objection to rule on
   *[other] { $count } objections to rule on
}
work-name-objections = objections
work-study-papers = { $count ->
    [one] { $count } study document to check
   *[other] { $count } study documents to check
}
work-name-study-papers = study documents
work-study-requests = { $count ->
    [one] { $count } study request to rule on
   *[other] { $count } study requests to rule on
}
work-name-study-requests = study requests
work-changes = { $count ->
    [one] { $count } change of a role or unit to approve
   *[other] { $count } changes of roles or units to approve
}
work-name-changes = changes of roles and units
work-corrections = { $count ->
    [one] { $count } correction of an address to approve
   *[other] { $count } corrections of addresses to approve
}
work-name-corrections = corrections of addresses
work-identities = { $count ->
    [one] { $count } NIP to confirm
   *[other] { $count } NIPs to confirm
}
work-name-identities = confirmation of NIPs
work-breaches = { $count ->
    [one] { $count } breach of personal data is open
   *[other] { $count } breaches of personal data are open
}
work-name-breaches = breaches of personal data
work-erasures = { $count ->
    [one] { $count } request for erasure to answer
   *[other] { $count } requests for erasure to answer
}
work-name-erasures = requests for erasure
work-failed-mails = { $count ->
    [one] { $count } letter could not be sent
   *[other] { $count } letters could not be sent
}
work-name-failed-mails = letters that could not be sent
