# Working pages of proposals: heads who endorse, verifiers who check documents.
menu-unit-proposals = Unit's proposals
menu-unit-proposals-line = Read and endorse the proposals of your unit's candidates, and those that answer your unit's problems.
menu-verification = Verification
menu-verification-line = Documents that wait for your check.
desk-proposals-title = Proposals
desk-proposals-unit = Candidates of your unit, and whoever answers one of your unit's problems.
desk-proposals-none = No proposals yet.
desk-not-submitted = not submitted
reading-rules = Eligibility
reading-no-endorsement = No endorsement yet.
endorser-unit-head = Head of the candidate's unit
endorser-problem-owner = Owner of the problem
endorse-title = Endorse this proposal
endorse-lead = An endorsement holds for the text as it is now. When the essence of the proposal changes, it is asked for again.
endorse-as = You endorse as
endorse-as-unit-head = Head of the candidate's unit: it can spare them and will use what they bring back
endorse-as-problem-owner = Owner of the problem: it is the right problem, and the plan can work
endorse-hint = What your unit commits to, e.g. data, time, use of the result. At most { $maximum } characters.
reading-asked = The candidate has asked for your endorsement since { $value }.
changed-since = What has changed since the endorsement of { $value }
changed-before = As it was endorsed
changed-after = Now
return-title = Return with a remark
return-as = You return it as
return-hint = What is to change before you endorse. The candidate reads it. At most { $maximum } characters.
return-button = Return to the candidate
field-reviewer = Reviewer
field-remark = Remark
endorse-button = Endorse
field-statement = Statement
verification-lead = Two verifiers check each proposal without seeing each other's work. When they disagree, a third decides.
verification-no-call = No call has documents to verify now.
verification-begins = Verification begins once submissions close,
queue-title = Verification queue
queue-due = { $count ->
    [0] Nothing waits for you.
    [one] One proposal waits for you.
   *[other] { $count } proposals wait for you.
}
queue-next = Check the next one
queue-none = No proposals in the queue.
queue-number = Number
queue-standing = Standing
queue-concluded = Conclusions
queue-unit = Unit
queue-eligible = eligible (MS)
queue-ineligible = not eligible (TMS)
queue-withdrawn = withdrawn
queue-repair = being repaired
queue-waits = waits for another verifier
queue-draft = your draft
queue-third = needs a third verifier
queue-new = not checked by you
verify-title = Check-list
verify-read = Read the whole proposal
verify-lead = Open each document, then mark it. Only you see the draft. Before you conclude you look at all of it once more.
verify-ok = In order
verify-not-ok = Not in order
verify-reason = Reason
verify-text = Explanation for the candidate
verify-save = Save draft
verify-conclude-ms = Conclude: eligible (MS)
verify-conclude-tms = Conclude: not eligible (TMS)
verify-concluded = Conclusions
verify-round = Round { $value }
verify-mine = yours
verify-all-in-order = { $count ->
    [one] One item checked and in order.
   *[other] { $count } items checked, all in order.
}
verify-settled-MS = Eligible (MS): the verifiers agree.
verify-settled-TMS = Not eligible (TMS): the verifiers agree.
verify-third = Two verifiers disagree; a third is needed.
verify-nothing = No conclusion yet.
reason-choice-missing = missing
reason-choice-unreadable = unreadable
reason-choice-wrong-document = not the document asked for
reason-choice-expired = no longer valid
reason-choice-unsigned = not signed by the competent official
reason-choice-contradicts = contradicts other statements
reason-choice-rule-not-met = rule not met
reason-choice-other = other (explain)
repair-title = Repair
repair-open-title = Let the candidate repair documents
repair-open-lead = { $count ->
    [one] The candidate has one day to replace the chosen documents; verification starts again afterwards.
   *[other] The candidate has { $count } days to replace the chosen documents; verification starts again afterwards.
}
repair-items = Documents to open
repair-reason = What must be repaired
repair-reason-hint = The candidate reads it. At most { $maximum } characters.
repair-open-button = Open the repair
repair-yours = Repair your documents
repair-until = May be replaced until
repair-done = The repair is done
repair-done-hint = Press when everything is replaced; verification goes on without waiting for the deadline.
queue-of = { $count ->
    [one] of one proposal in the queue.
   *[other] of { $count } proposals in the queue.
}
verify-done-saved = The draft is saved.
verify-done-concluded = Your conclusion is on the record.
verify-done-taken-back = The conclusion is taken back; the check-list is a draft again.
verify-applicant = Who handed it in
verify-no-nip = none
verify-nip-now = now { $value }: corrected since it was handed in
verify-unopened = not opened by you
second-look-title = Look once more before you conclude
second-look-back = Back to the check-list
second-look-MS = Your conclusion: eligible (MS)
second-look-TMS = Your conclusion: not eligible (TMS)
second-look-faults = { $count ->
    [0] No line is at fault.
    [one] One line is not in order.
   *[other] { $count } lines are not in order.
}
second-look-unopened = Files you have not opened
second-look-unopened-lead = Go back and open them, or say so one by one. What you say goes on the record.
second-look-without = I conclude without having opened: { $value }
second-look-confirm = I have checked every line, and this conclusion is mine.
second-look-after = As long as no other verifier has concluded you can still take this back, with a reason.
second-look-do-MS = Conclude MS
second-look-do-TMS = Conclude TMS
second-look-field-outcome = Conclusion
second-look-field-confirmed = Statement
second-look-field-unopened = Files you have not opened
take-back-title = Take my conclusion back
take-back-lead = You can while no other verifier has concluded. The check-list becomes a draft again; that you did so goes on the record.
take-back-reason = Why it was a mistake
take-back-button = Take back
taken-back = taken back
