# What past calls teach.
menu-learning = Learning from past calls
menu-learning-line = Did the rubric's criteria predict what came of the awards, and what to ask before the next call.
menu-learning-reads = Did the rubric's criteria predict what came of the awards.
learning-title = What past calls teach
learning-lead = For every criterion of past rubrics: did higher scores go with better outcomes? Over all calls whose result is announced, by the official mean of each criterion.
learning-selected-only = Only proposals that were selected have an outcome. They all scored well, so their scores lie close together, and a relation looks weaker among them than it is among all. A criterion that keeps bad proposals out can look useless here, because those were never tried. Nothing here says what the others would have become.
learning-calls = { $count ->
        [one] 1 announced call.
       *[other] { $count } announced calls.
    }
learning-awards = Ranked proposals with an accepted seat
learning-withheld = Proposals that you are in conflict of interest with are left out.
learning-none = No result has been announced yet.
learning-criteria = Criteria and outcomes
learning-how = The relation is Spearman's rank correlation, from −1 (the higher the score, the worse) over 0 (none) to 1, with its 95% interval in brackets (Fisher's z with the variance of Bonett and Wright). Below 4 awards it is not computed, and without an interval the order is perfect and therefore no surer. Two awards on one problem share its outcome, so the interval is too narrow where the number of problems (in brackets) is smaller than that of awards.
learning-reworded = name, anchors or scale differ between calls; such scores are not put together
learning-outcome = Outcome
learning-outcome-improvement = way to the target since the award
learning-outcome-punctual = reports in time (percent)
learning-outcome-solved = solved or not
learning-number = Awards (problems)
learning-relation = Relation
learning-question = To ask before the next call
learning-question-too-few = { $count ->
        [0] Nothing yet: no award has this outcome.
        [one] Nothing yet: 1 award has this outcome, and 4 are needed.
       *[other] Nothing yet: { $count } awards have this outcome, and 4 are needed.
    }
learning-question-scores-alike = All { $count } had the same score on criterion { $criterion }: do its anchors leave room to tell proposals apart?
learning-question-outcomes-alike = All { $count } came out alike, so no criterion can have told them apart.
learning-question-undecided = With { $count } awards both a strong relation and none would look like this. Keep criterion { $criterion } as it is, and look again after the next measurements.
learning-question-did-not-tell = Criterion { $criterion } did not tell good from bad in { $count } awards: is its anchor observable?
learning-question-told = Higher scores on criterion { $criterion } went with better outcomes in { $count } awards: what in its anchors made that visible, and can the other criteria borrow it?
learning-question-misled = Higher scores on criterion { $criterion } went with worse outcomes in { $count } awards: does its anchor reward the promise rather than what can be done?
learning-never-applied = These are questions. No weight, anchor or threshold is changed by them; whoever writes the next call decides.
