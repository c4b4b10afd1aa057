# The plenary as it was held: attendance, dissent, draft minutes.
desk-link-plenary = Attendance and minutes
desk-link-plenary-line = Who attended, the quorum, dissent, remarks on the draft minutes and signatures.
sitting-page-title = Attendance and minutes
sitting-lead = Who of the panel attended the plenary, and the minutes of what it decided. A decision is proposed once the quorum is met, and approved once those who attended were heard.
sitting-none = The rules of this call say nothing of quorum and minutes. Attendance is named when the decision is proposed.
sitting-quorum = Quorum
sitting-quorum-met = The quorum is met
sitting-quorum-not-met = No quorum
sitting-rule = Part of the panel that must attend
sitting-attended = Attended
sitting-needed = Needed
sitting-not-met-then = Record who attended below, or invite the panel again:
sitting-left-title = Proposals for which members left
sitting-left-lead = A member in conflict of interest with a proposal leaves the room for it and counts neither in the panel nor among those present.
sitting-left = Left the room
sitting-attendance = Attendance
sitting-attendance-lead = Say of each member whether they attended, and of who did not, why. What is left open stays as it was recorded. It can be corrected until the decision is approved.
sitting-no-panel = There is nobody on the panel of this call.
sitting-member = Member of the panel
sitting-presence = Attendance
presence-present = present
presence-remote = joined by link
presence-absent = absent
presence-not-recorded = not recorded yet
sitting-absence-reason = If absent, why
sitting-record = Record attendance
sitting-voids = { $count ->
    [one] A change voids { $count } signature.
   *[other] A change voids { $count } signatures.
}
sitting-minutes = Draft minutes
sitting-sent-at = Sent to those who attended
sitting-remarks-until = Remarks until
sitting-text-hash = SHA-256 of the minutes’ text
sitting-outcome = Outcome
sitting-withheld = You are in conflict of interest with a proposal of this call. Its outcomes and what others wrote are not shown to you; you sign that you attended, and the text by its hash.
sitting-pdf = Draft minutes as PDF
sitting-signatures = Signatures
sitting-signed = signed
sitting-not-signing = does not sign
sitting-unsigned = not signed
sitting-voided = an earlier text was signed
sitting-sign-title = Sign the minutes
sitting-sign-lead = You sign the minutes as they stand above. If they change, your signature holds no more and you are asked again.
sitting-signature-phrase = What you type to sign
sitting-sign = Sign
sitting-refuse-title = Say why you do not sign
sitting-refusal-reason = Why you do not sign
sitting-refuse = Keep my reason
sitting-remarks = Remarks
sitting-no-remarks = There are no remarks.
sitting-remark-title = Remark on the minutes
sitting-remark-words = Your remark
sitting-remark = Send the remark
sitting-answer-verdict = What becomes of it
sitting-answer-answer = Your answer
remark-verdict = What becomes of it
remark-verdict-taken-up = taken up
remark-verdict-answered = answered
sitting-answer = Answer
sitting-correct-title = Correct the minutes
sitting-correct-lead = The words of the minutes; the outcomes stay, and to change those the decider returns the decision. Everybody who attended gets the corrected text, and the time for remarks begins anew. Sending it unchanged also brings the count of those who left up to date.
sitting-correction-meeting = Day and place of the meeting
sitting-correction-remarks = Course of the meeting and remarks
sitting-correct = Send the corrected minutes
sitting-dissents = Dissent
sitting-no-dissents = No dissent is recorded.
sitting-about-decision = The decision
sitting-withdraw-dissent = Take my dissent back
sitting-dissent-title = Record my dissent
sitting-dissent-lead = It stands in the minutes with your name, until the decision is approved you can take it back.
sitting-dissent-number = Number of the proposal
sitting-dissent-number-hint = Empty: about the decision as a whole.
sitting-dissent-words = What you do not agree with, and why
sitting-dissent-hint = At least { $minimum } characters.
sitting-dissent = Record it
opens-read-plenary = Attendance and minutes of a plenary
vote-equals = Equal scores
vote-lead = Proposals that the announced keys leave equal. Those who attended and are in no conflict of interest with any of them vote; then a new ranking is computed. Where the votes are equal, too, the announced lot decides.
vote-open = vote needed
vote-not-needed = the order changes no seat
vote-count = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
}
vote-abstained = Abstained
vote-taken = Recorded
vote-votes = Votes
vote-votes-for = Votes for { $value }
vote-reason = Why the vote was taken again
vote-reason-hint = Only where a vote is recorded already.
vote-record = Record the vote
vote-again = Record another vote
vote-title = Vote on equal scores
vote-voters = Who can vote
vote-voters-line = { $count ->
    [one] { $count } member who attended and is in no conflict of interest with any of them. The votes and abstentions add up to it.
   *[other] { $count } members who attended and are in no conflict of interest with any of them. The votes and abstentions add up to it.
}
vote-voters-now = now { $value } could vote
vote-attendance = A vote on equal scores counts while everybody who could vote in it is recorded as present.
vote-no-quorum = Without the members in conflict of interest there is no quorum for these proposals. Record more members of the panel as present first.
vote-none = No equal scores wait for a vote.
vote-then = A new ranking puts the proposals in the order of the votes. Compute it on the ranking’s page before the decision is proposed.
opens-record-tie-vote = Votes on equal scores
