# What came of the awards.
menu-impact = Impact
share-counts = { $part } of { $whole }
share-percent = { $percent }% ({ $counts })
impact-title = What came of the awards
impact-lead = An award is judged by whether its registered problem got smaller. This page shows every problem of the registry, measured by its owner, with the seats that were accepted to solve it.
impact-unit-lead = The problems that this unit owns, and the seats that were accepted to solve them.
impact-no-cause = An indicator that moved does not prove why it moved. Much happens at the same time as a study: campaigns, new rules, other staff. So problems with an award stand here beside problems without one, and every figure says how many cases it is made of.
impact-outcomes = Problems with an award
impact-no-awards = No seat has been accepted yet.
impact-solved = Solved
impact-none-told = too early to tell of any
impact-cases = { $count ->
        [one] 1 problem has an accepted seat.
       *[other] { $count } problems have an accepted seat.
    }
impact-too-young = { $count ->
        [0] None of them is too young to tell.
        [one] 1 of them is too young to tell and is not in the share.
       *[other] { $count } of them are too young to tell and are not in the share.
    }
impact-young-months = Too young means: less than { $count } months since the seat was accepted, or no measurement that counts of a period after it.
impact-met-too-young = { $count ->
        [one] In 1 of these the target is met already; so soon after the award that says nothing of the study.
       *[other] In { $count } of these the target is met already; so soon after the award that says nothing of the study.
    }
impact-not-comparable = { $count ->
        [one] 1 cannot be told, because its baseline and target are no figures that can be compared.
       *[other] { $count } cannot be told, because their baseline and target are no figures that can be compared.
    }
impact-retired = { $count ->
        [one] 1 is no longer used and is not measured any more.
       *[other] { $count } are no longer used and are not measured any more.
    }
impact-moved = With and without an award
impact-moved-how = Only measurements that count are used: measured as the baseline was, with complete data, not disputed. With an award, from the day on which the first seat was accepted; without one, from the baseline. The groups were not drawn by lot: problems with an award may differ from the others in more than the award.
impact-group = Problems
impact-group-with-award = with an accepted seat
impact-group-without = without
impact-number = Number
impact-nothing-beside = There is no problem without an award to compare with.
impact-progress-met = target met
impact-progress-towards = moved towards the target
impact-progress-not-towards = not moved towards it
impact-progress-not-measured = not measured
impact-outcome-solved = solved
impact-outcome-not-solved = not solved
impact-outcome-too-young = too young to tell
impact-outcome-not-comparable = no figures to compare
impact-outcome-retired = no longer measured
impact-stages = Seats by stage
impact-stage = Stage
impact-stage-offered = offered, not answered yet
impact-stage-accepted = accepted
impact-stage-studying = studying
impact-stage-returned = back at the office
impact-stage-ended-early = ended early (stopped, failed, left)
impact-stage-not-taken-up = not taken up (declined, lapsed or withdrawn)
impact-cost = Cost that an accepted seat's proposal asks of the budget
impact-cost-how = The middle one, rounded to a million: half ask for less, half for more. In brackets: how many state a cost.
impact-cost-few = not shown, because so few state one that it would tell of single persons
impact-untaken = Problems that nobody took
impact-untaken-none = Every approved problem has an accepted seat.
impact-untaken-nobody = Without a proposal in any announced call
impact-untaken-proposed = With proposals, without an accepted seat
impact-over-time = Over time
impact-illustrative = sample figures
impact-when = Period or day
impact-what = What
impact-measured = measured
impact-measured-beside = measured, does not count
impact-event-study-begun = study begins
impact-event-returned = back at the office
impact-reports = Reports of studies in time
impact-reports-how = Of { $count } studies of which a report was due; on the day itself counts as in time.
impact-event-seat-accepted = seat accepted
impact-all = All problems of the registry
impact-problem = Problem
impact-now = now
impact-way = Way behind
impact-since = Since the award, else since the baseline
impact-awarded-on = seat accepted
export-impact = Board of impact as a table
export-impact-report = Yearly report on impact to the leaders (PDF)
impact-report-what = What happened in one year, and how things stand on the day it is made. A year that still runs is marked DRAFT.
impact-report-solved = Solved
impact-report-moving = Not solved, moved towards the target
impact-report-not-moving = Not moved towards the target
impact-report-not-told = Too early or impossible to tell
# What was already tried.
tried-title = What was already tried
tried-on = What was already tried on { $value }
tried-lead = Problems of the registry, what came of them, and proposals of past calls whose candidates let others read them. Start where the last one ended.
tried-words = Words
tried-words-hint = All of them must be found, in any order; capitals and accents do not matter.
tried-problem = Code of the problem
tried-problem-hint = For example M-005. Leave it empty to look everywhere.
tried-none = Nothing was found. Try fewer words. Of proposals only those are found that their candidates let others read.
tried-a-proposal = Proposal
tried-no-seat = without an accepted seat
tried-shared-lead = The candidate lets everybody with an account read this part of the proposal.
tried-author = By
tried-became = What came of it
sharing-title = What others may read of your proposal
sharing-lead = Whoever works on the same problem after you can start where you ended, if you let them.
sharing-what = With your consent, everybody with an account reads title, summary, programme and plan as you handed them in; if you study, also what came of it and what was put to use, from reports that the owner unit acknowledged.
sharing-beside = Beside it stand the call, the problem, whether the seat was accepted, and how the problem's indicator moved since.
sharing-not = Nobody reads anything else here: no scores, no documents, nothing about your career. Who is responsible for the steps of your plan is left out. Without your name, your name and your unit are masked in the text; whoever knows you may still recognise you.
sharing-back = You can change this at any time. It takes effect at once; what somebody has read or copied by then cannot be taken back.
sharing-blind = This call hid the candidates from the panel, so your name is not shown here either.
sharing-now = Now others read:
sharing-see = see it as they do
sharing-consent = May others read it?
sharing-consent-no = nothing
sharing-consent-unnamed = title, summary, programme, plan and what came of it, without your name
sharing-consent-named = title, summary, programme, plan and what came of it, with your name
sharing-save = Save
nothing-to-share = There is nothing that others could read: the proposal was not handed in, or was withdrawn.
name-is-hidden = This call hid the candidates, so the name cannot be shown. Choose "without your name".
