# Assigning reviewers.
desk-link-assignment = Assignment of reviewers
desk-link-assignment-line = The panel, its loads and conflicts, the best plan, and the tasks that stand.
assignment-title = Assignment of reviewers
assignment-lead = The plan below is the best by expertise, load and conflicts of interest. Nothing changes before you apply it.
assignment-plan = Plan
assignment-changes = Most tasks not yet begun that may be moved:
assignment-missing = { $count ->
    [one] one reviewer missing
    *[other] { $count } reviewers missing
}
assignment-nothing = Nothing to give: every proposal has enough reviewers, or no reviewer is left.
assignment-change = Change
assignment-affinity = Affinity
assignment-given = given
assignment-taken-back = moved
assignment-hash = Fingerprint of the plan:
assignment-apply = Apply this plan
assignment-loads = Load of the panel
assignment-held = Held
assignment-added = Added
assignment-conflicts = Conflicts
assignment-senior = senior
assignment-covers = Reviewers per proposal
assignment-wanted = Wanted
assignment-candidates = Reviewers without conflict
assignment-by-hand = Assign by hand
assignment-assign = Assign
assignment-tasks = Tasks that stand
assignment-no-tasks = No tasks yet.
assignment-state = State
assignment-remove = Take back
assignment-more = Only the first 200 tasks are shown; exports hold all.
assignment-panel = Panel
assignment-no-panel = The panel is empty.
assignment-cannot = no active reviewer any more
assignment-unseat = Take off the panel
assignment-seat = Put on the panel
assignment-load-hint = Empty: { $value }, by the rules of the call.
assignment-reason-hint = Reason for a task taken back; it goes on the record.
assignment-field-proposal = Proposal
assignment-field-reviewer = Reviewer
assignment-field-user = Reviewer
assignment-field-max-load = Highest load
assignment-field-reason = Reason
assignment-field-task = Task
