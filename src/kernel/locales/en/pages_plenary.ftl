# Plenary: ranking, what-if, projector, decision.
menu-plenary = Plenary
menu-plenary-line = The ranking with its reasons, what-if, and the decision.
plenary-lead = Calls in their plenary, or decided already.
plenary-none = No call has come to its plenary yet.
plenary-seats = { $count ->
        [one] { $count } seat
       *[other] { $count } seats
    }
plenary-announcement = Announcement from
plenary-steps = Steps of the plenary
ranking-page-compute = Compute the ranking
ranking-page-compute-again = Compute again
ranking-page-compute-hint = A run is kept as it is; nothing is decided by it.
ranking-page-no-run = The ranking has not been computed yet.
ranking-page-withheld = Proposals that you are in conflict of interest with are not shown. The places of the others are as they are: where a number is missing, it is withheld.
ranking-page-outdated = Score sheets or proposals have changed since this run. Compute again before a decision is proposed.
ranking-page-run = Run { $value }
ranking-page-ranked = Ranked
ranking-page-warnings = What to know before the model's figures are used
ranking-page-divergent = Sheets that are far apart
ranking-page-all-reconciled = { $count ->
        [one] { $count } proposal has sheets that are far apart; it is reconciled.
       *[other] { $count } proposals have sheets that are far apart; all are reconciled.
    }
ranking-page-to-reconcile = { $count ->
        [one] { $count } proposal must be reconciled before this run is proposed: note how it was talked through, assign another reviewer, or explain it in the minutes.
       *[other] { $count } proposals must be reconciled before this run is proposed: note how they were talked through, assign another reviewer, or explain it in the minutes.
    }
ranking-page-more-to-reconcile = { $count ->
        [one] { $count } more follows when those above are noted.
       *[other] { $count } more follow when those above are noted.
    }
ranking-page-range = Totals { $value } apart
ranking-page-criteria = far apart on { $value }
ranking-page-pass-line = the pass line lies between them
ranking-page-see-scores = See the spread of its scores
ranking-page-note = Note of the reconciliation
ranking-page-note-hint = What the reviewers talked through, and why the scores stand. The first scores are kept for ever.
ranking-page-note-button = Save the note
ranking-page-chart = Rank intervals and the funding line
ranking-page-chart-lead = A row for each proposal in the official order. The bar holds the middle half of the ranks that the same sheets make possible; the official order is not changed by it.
ranking-page-chart-about = Each row shows a proposal's official rank, its rank interval and expected rank. The dashed red line is the funding line. The yellow band is what is too close to call. The same figures are in the table below.
legend-line = Funding line
legend-official = Official rank
legend-interval = Rank interval, with the expected rank
legend-close = Too close to call
zone-close = Too close
ranking-page-table = Ranking with reasons
ranking-page-proposal = Proposal
ranking-page-mean = Official value
ranking-page-calibrated = Calibrated score
ranking-page-interval = Rank interval
ranking-page-chance = Belongs
ranking-page-outcome = Outcome
ranking-page-severity = Severity of the reviewers
ranking-page-severity-lead = By how many points a reviewer is below (right, stricter) or above (left, kinder) colleagues on the same proposals.
ranking-page-severity-about = One bar for each reviewer: to the right stricter, to the left kinder. The figures are in the table below.
ranking-page-severity-table = Severity in figures
ranking-page-severity-points = Points
ranking-page-reviewer = Reviewer
ranking-page-sheets = Sheets
ranking-page-proof = Whoever holds the database can compute the run again by this command; every byte must come out the same.
ranking-page-inputs-hash = Fingerprint of the inputs
ranking-page-runs = All runs
ranking-page-run-number = Run
ranking-page-run-state = State
ranking-page-run-at = Computed
ranking-page-run-by = By
run-state-computed = computed
run-state-adopted = adopted
run-state-superseded = superseded
cut-pages = Pages of the table
cut-page = Page
desk-link-stability = Stability
stability-lead = How firmly the result stands if things were a little different: one reviewer left out, one weight moved by 5 points, scores calibrated, a seat more or less.
stability-stable = Stable
stability-sensitive = Sensitive
stability-answers = Changes that move somebody
stability-question = Suppose
stability-quiet = { $count ->
        [one] { $count } other change moves nobody.
       *[other] { $count } other changes move nobody.
    }
stability-moving = Proposals that would move
stability-nobody = None, unless the number of seats changes.
stability-moves = { $count ->
        [one] under { $count } change
       *[other] under { $count } changes
    }
stability-extra = Where one more review would help most
stability-extra-lead = If there is time for one more review, certainty grows most here.
stability-extra-none = These sheets cannot tell.
stability-wrong = Chance of judging it wrongly now
stability-drop = Lowered by one more review
desk-link-what-if = What if
what-if-nothing = Nothing is adopted or kept.
what-if-lead = This page only shows what would be if the rules were others. The official ranking stays the announced one.
what-if-answer = The answer to this question
what-if-nobody = Nobody moves.
what-if-count-in = { $count ->
       *[other] { $count } in
    }
what-if-count-out = { $count ->
       *[other] { $count } out
    }
what-if-movers = Who moves in and out, and why
what-if-official = Official
what-if-scenario = What if
what-if-in = In
what-if-out = Out
what-if-all = All proposals side by side
what-if-form = What is changed
what-if-button = See what follows
what-if-reset = Back to the announced rules
scenario-seats = Seats
scenario-per-unit = Selected from one unit at most
scenario-per-problem = Selected for one problem at most
scenario-no-cap = Empty means no limit.
scenario-floors = Minimum for a group
scenario-floors-hint = 0 means no minimum.
scenario-floor = At least: { $value }
scenario-no-floor = None
scenario-new-floor = Another group
scenario-new-floor-at-least = At least
scenario-weights = Weights of the criteria
scenario-weights-hint = All weights together must be 100.
scenario-aggregate = Value of a proposal
aggregate-mean = Mean of the totals
aggregate-median = Median of the totals
scenario-order = Order
order-official = Official
order-calibrated = Calibrated
scenario-leave-out-reviewer = Without the reviewer
scenario-nobody = All count
group-remote = 3T regions
group-unit-kind = Kind of unit { $value }
group-region = Region { $value }
group-level = Level { $value }
desk-link-projector = Projector
projector-spread = Spread of the scores by criterion
projector-totals = Total of each reviewer:
projector-turn = Turn the screen
projector-previous = Previous
projector-next = Next
projector-up = Back
decision-title = Decision
decision-state-proposed = Proposed, waiting for approval
decision-state-approved = Approved
decision-state-returned = Returned
decision-proposed-by = Proposed by
decision-approved-by = Approved by
decision-returned-by = Returned by
decision-signed-by = signed by
decision-waits = Waiting for the decider, another person than the proposer.
decision-announced = Announced
decision-announce = Announce the results
decision-announce-lead = Everybody can read the results, the seed of the lots is revealed, and each candidate gets a letter. This cannot be taken back.
decision-embargo = The results are held back until
decision-content = What is decided
decision-minutes = Minutes
decision-none = No decision has been proposed yet.
decision-no-run = The ranking must be computed first.
decision-no-deviation = This decision follows the ranking without any departure.
decision-deviations = Departures from the ranking
decision-deviations-hint = Leave it empty to follow the ranking. Each departure needs a written reason (at least 20 characters), which is put in the minutes and read by the candidate.
decision-more = One more row
decision-why = Reason
decision-propose = Propose a decision
decision-propose-lead = The decision is made from run { $value }. Next you read it name by name before you propose it.
decision-preview = Preview
decision-preview-title = What would be decided
decision-preview-lead = Nothing is proposed yet. Go through it name by name; exactly this is what will be proposed.
decision-propose-this = Propose exactly this
decision-change = Change it first
decision-divergence-hint = The sheets of these proposals are far apart and not reconciled: { $value }. Explain why they are used all the same.
decision-approve = Approve the decision
decision-approve-lead = You approve exactly what you have read above. Because it binds, your password is asked for once more.
decision-password-hint = Type your own password once more.
decision-return = Return it to the chair
decision-return-reason = Why it is returned
decision-return-button = Return it
decision-field-meeting = Day and place of the meeting
decision-field-attendance = Who was there
decision-field-remarks = Dissent and remarks
decision-hint-not-ranked-reason = The candidates concerned read it with their result; name no reviewer and no other proposal.
decision-field-not-ranked-reason = Why some proposals are not ranked
decision-field-divergence-reason = Why sheets that are far apart are accepted
decision-field-run = Run
decision-field-deviations = Departures
decision-field-number = Proposal number
decision-field-outcome = Outcome by the plenary
decision-field-reason = Reason
decision-field-decree-number = Decree number
decision-field-decree-date = Date of the decree
decision-field-signatory = Signatory
decision-field-password = Your password
decision-field-decision = Decision
decision-field-outcomes-hash = Fingerprint of the decision
decision-field-shown-hash = Fingerprint of the names
decision-revising = An objection was upheld: the announced result is being made anew. It stands until the new decision is announced. The chair computes the ranking again and proposes, the decider approves, the secretariat announces.
decision-sheets-missing = Sheets that the objection needs are not all in yet; nothing can be proposed before that.
plenary-stays-empty = If one of these gives up the seat, nobody may have it and it stays empty:
ranking-page-departures = On { $count } proposals the decision is not what this run says: the plenary departed from the ranking. What counts is the decision.
ranking-page-by-run = By this run, superseded:
ranking-page-others = The other proposals, by number
decision-withheld = You are in conflict of interest with a proposal of this call. Until the result is announced, no outcome is shown to you: the others' would tell that one's.
decision-outcomes-salt = Salt of the outcomes' fingerprint
ranking-page-belonging-of = { $count ->
        [one] Of this { $count } selected,
       *[other] Of these { $count } selected,
    }
ranking-page-belonging = { $count ->
        [one] about { $count } belongs here as far as the sheets can tell.
       *[other] about { $count } belong here as far as the sheets can tell.
    }
ranking-page-chance-about = “Belongs” is the chance that a proposal would be among the selected if the true quality of all were known; it is no chance of being selected, which the announced order alone decides, and thresholds are taken as they came out.
ranking-page-zone = Too close to call: { $value }.
ranking-page-doubtful = { $count ->
        [one] { $count } official place is marked as doubtful, with the reason.
       *[other] { $count } official places are marked as doubtful, each with the reason.
    }
doubtful = doubtful
doubt-selected-unlikely = Selected by the announced order, though it most likely does not belong among the selected.
doubt-left-out-likely = Not selected by the announced order, though it most likely belongs among the selected.
doubt-outside-interval = Its official place lies outside the interval beside it: strict or kind reviewers moved it.
stability-firm = keeps its place under { $value }
stability-passing = Near a threshold
stability-passing-lead = The run takes thresholds as they came out. These proposals are so near to the threshold for the total that the sheets do not settle on which side their true value lies.
stability-passing-chance = Chance of reaching it
decision-names-shown = { $count ->
    [one] You approve the one name as shown above, with number, outcome and reason. The fingerprint of exactly that:
   *[other] You approve the { $count } names as shown above, with number, outcome and reason. The fingerprint of exactly that:
}
ranking-page-correlation = In figures: the correlation over the reviewers is { $value } (0: no connection; 1 or -1: one goes wholly with the other).
ranking-page-contrast = The strictness of { $one } against { $other } is known only to ± { $points } points.
ranking-page-contrast-unknown = The strictness of { $one } against { $other } is not known at all.
left-out-title = Compute without the proposals that lack sheets
left-out-lead = These proposals will be out without being ranked. Better ask for the sheets:
left-out-without = Proposals left out
left-out-reason = Reason
left-out-reason-hint = Kept with the run. Name no reviewer.
left-out-button = Compute without them
