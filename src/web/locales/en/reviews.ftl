# Reviews: conflicts of interest, assignment, score sheets.
criterion-unknown = The rubric has no such criterion.
score-not-on-scale = The score { $score } is not in the rubric's list: { $allowed }.
score-missing = This criterion has no score yet.
reason-required = A score of { $score } needs a written reason of at least { $minimum } characters.
reason-too-short = The reason for the score of { $score } is too short; at least { $minimum } characters.
not-on-panel = This person is not an active member of the panel.
sheet-locked = The sheet has been handed in and is locked.
sheet-not-begun = The sheet is still empty. Save it first, then hand it in.
assignment-closed = This task is closed.
already-assigned = This reviewer has been assigned to the proposal already.
reviewer-in-conflict = This reviewer is in conflict of interest with the proposal.
load-full = This reviewer's load is full.
conflict-known = This conflict of interest is on the record already.
plan-changed = The situation has changed since the plan was made; nothing was applied. Make a new plan and look at it again.
not-divergent = The sheets on this proposal agree well enough; there is nothing to reconcile.
sheet-not-handed-in = The sheet has not been handed in, so there is nothing to open again.
