# Lists: search, filters, order, pages
list-words = Search
list-any = All
list-find = Apply
list-reset = Reset
list-arrange = Columns and rows per page
list-columns = Columns shown
list-size = Rows per page
list-size-all = All
list-all-rows = { $all ->
    [1] 1 row
   *[other] { $all } rows
}
list-some-rows = { $total } of { $all } rows
list-order = Sort by
list-usual-order = Usual order
list-pages = Pages of the list
list-page = Page

list-standing = Proposals so far:
list-closed-yet = The secretariat reads proposals after the closing date; until then only their number is shown.
list-version = version { $value }
list-proposals-hint = Number, title, name, unit or problem; words in any order.
list-number = Number
list-title = Title
list-candidate = Candidate
list-unit = Unit
list-problem = Problem
list-level = Level
list-state = State
list-submitted = Submitted
list-begun = Begun

list-users-hint = Name, e-mail, NIP or unit; words in any order.
list-name = Name
list-email = E-mail
list-role = Role

list-problems-hint = Code, title, indicator or unit; words in any order.
list-code = Code
list-indicator = Indicator
list-changed = Changed

desk-link-tasks = Review tasks
desk-link-tasks-line = Every task: who, which proposal, its state, when it is due, and what is late.
review-tasks-title = Review tasks
list-tasks-hint = Number of the proposal, name of the reviewer, or unit; words in any order.
list-reviewer = Reviewer
list-due = Due
list-given = Assigned
list-origin = How it was assigned
list-origin-manual = by hand
list-origin-automatic = by the plan
list-late = Lateness
list-late-true = late
list-late-false = not late

list-pick = Select
list-acts = For several rows at once
list-of-ticked = Rows ticked on this page
list-of-all = All rows that match ({ $value })
list-acts-hint = You first see each name; nothing is done before you press the next button.
list-back = Back to the list
list-leave = Cancel
list-none-picked = No row is selected yet. Go back to the list and tick rows, or choose all that match.
list-picked = { $count ->
    [1] 1 row
   *[other] { $count } rows
}
list-done = Done: { $count }
list-refused = Could not be done: { $count }
list-act-broken = Something went wrong; try this row again.

list-mails-hint = Address, kind or subject of the letter; words in any order.
list-kind = Kind
list-address = Address
mail-retry-several = Send several letters again
mail-retry-lead = These letters go back into the queue. What was sent, or whose content is deleted, is not sent again.

list-choose = Choose
task-acts-remind = Remind their reviewers
task-acts-lead-remind = Each of these reviewers gets one reminder. Whoever was reminded less than a day ago is not reminded again.
task-acts-open = { $count ->
    [1] 1 sheet is missing
   *[other] { $count } sheets are missing
}
task-acts-take = Take tasks back
task-acts-lead-take = These tasks are taken back from their reviewers. Sheets that are handed in cannot be taken back and are not listed here.
task-acts-move = Give to another reviewer
task-acts-lead-move = These tasks are taken back and given to the reviewer you choose. Conflicts of interest and the load are checked for each proposal.
task-acts-to = New reviewer

list-units-hint = Name, code, city or province; words in any order.

list-conflicts-hint = Number of the proposal, name or reason; words in any order.

user-acts-invite = Invite again
user-acts-lead-invite = These people have not answered their invitation and get a new one; the earlier link no longer works.

list-needs-hint = Unit, problem, field of study or reason; words in any order.
list-people = People by year

plan-in-short = The plan in short
plan-given = New tasks
plan-to-reviewers = for { $count ->
    [1] 1 reviewer
   *[other] { $count } reviewers
}
plan-taken-back = { $count ->
    [1] 1 task is moved
   *[other] { $count } tasks are moved
}
plan-short = { $count ->
    [1] 1 proposal lacks reviewers
   *[other] { $count } proposals lack reviewers
}
plan-fit = How well reviewers fit
plan-fit-problem = declared the problem
plan-fit-unit = knows the unit that owns it, or reviewed the problem before
plan-fit-branch = knows the branch of the owning unit
plan-fit-none = no special knowledge
plan-heaviest = Heaviest load
plan-in-conflict = Conflicts of interest
plan-no-conflict = none
plan-conflicts-open = who with which proposal
plan-all-pairs = All pairs ({ $count })
plan-all-proposals = All proposals ({ $count })
plan-tasks-open = The list of all review tasks
