# Calls: the definition, its calendar, its panel.
call-code = A call's code has 2 to { $maximum } capitals, digits or hyphens, e.g. TB-2026.
call-code-taken = There is a call with this code.
call-state = This cannot be done while the call is { $state ->
    [draft] a draft
    [frozen] published
   *[cancelled] cancelled
}.
weights-sum = The weights of the criteria must sum to 100; they sum to { $sum }.
scores-too-few = A scale has at least two scores.
scores-order = The scores must ascend, each once.
score-not-allowed = The score { $score } is not on the scale ({ $allowed }).
unknown-criterion = The rubric has no criterion { $criterion }.
threshold-unreachable = Nobody can reach this threshold; the most is { $maximum }.
calendar-order = Must come after { $previous }.
opens-in-the-past = The opening ({ $instant }) lies in the past; the server's time is { $now }.
level-seats-above-total = More seats than the whole call has ({ $seats }).
floors-above-seats = Floors of this kind ask for { $sum } seats; the call has { $seats }.
floor-above-level-seats = The floor is higher than the seats of level { $level } ({ $seats }).
floor-beyond-units = With the cap per unit, this group's units can fill { $maximum } seats at most.
limits-conflict = These limits cannot be kept together, whoever applies: { $limits }. Loosen one of them.
budget-out-of-range = Write a number of whole rupiah, from { $minimum } to { $maximum }.
budget-below-one-proposal = The most for one proposal ({ $ceiling }) is above the whole budget ({ $total }).
unknown-level = The call has no level { $level }.
not-snake-case = A stable name has lower-case letters, digits and underscores, a letter first, at most { $maximum } characters.
proposal-document-missing = The list needs a required document of the kind "proposal".
milestone-passed = This milestone has passed ({ $instant }) and cannot be moved.
extension-not-later = An extension moves a milestone later than { $instant }; shortening is not possible.
extension-beyond-next = Must stay before { $next } ({ $instant }). Extend that one first.
phase-not-ended = This phase has not ended (it ends { $instant }); extend its deadline instead.
reopening-in-the-past = Give a time after now ({ $now }).
reopening-too-long = A phase opens again for at most { $days } days from now; after that it can still be extended.
decision-stands = A decision on this call is proposed or approved, so no phase is opened again. Ask the decider to return the proposed decision with a reason, then open the phase. A decision that is approved is corrected by an objection.
objections-shortened = The window for objections would become shorter than announced. Extend objections_end_at first.
not-a-reviewer = A member of the panel needs an active account with the role of reviewer.
warns-of-level-seats = The levels together have { $sum } seats; of the { $seats } some can never be filled.
warns-of-few-sheets = Fewer reviewers per proposal than advised ({ $advised }).
warns-of-missing-anchors = This criterion has no anchors; reviewers will read it differently.
warns-of-short-objections = Fewer than { $days } days to object (PermenPANRB 28/2021).
warns-of-level-without-rule = This rule says nothing about level { $level }; it will not be checked there.
warns-of-no-divergence = On this scale no sheets can differ that much; nothing will be reconciled.
warns-of-no-tie-break = Without tie-breaks the lot alone decides among equals.
warns-of-long-repair = The days to repair are longer than the screening.
warns-of-idle-budget = The budget covers { $seats } proposals at the highest cost, so it never limits anything.
warns-of-thin-budget = At the highest cost per proposal the budget reaches for { $affordable } of { $seats } seats only.
panel-not-independent = This person opened the account of a member of the panel, or proposed or approved a role of theirs, or the member of this person's: two scores must come from two persons. Choose somebody else.
pact-phrase = Type exactly: { $english } (or { $indonesian }).
pact-text-changed = The pact that you read is not the text of this call. Load the page again, read it, then sign.
pact-missing = Sign the integrity pact of this call with the submission.
pact-not-asked = This call does not ask for your signature.
interview-percent = An interview weighs 1 to { $maximum } of 100; the document always weighs more.
interview-beyond-announcement = Interviews must end before the announcement ({ $instant }). Take fewer days.
interview-question-weightless = Criterion { $criterion } weighs 0, so this question would count nothing. Choose another criterion.
interview-with-lot = The lot of the zone does not go with interviews: the model reads the document scores only. Take one of them out.
vote-not-last = The plenary’s vote is the last key: after it only the lot decides. Put the other keys before it.
vote-without-plenary = A vote needs to know who attended: name the quorum of the plenary, or leave the vote out.
