# A candidate's result.
result-title = The result of your proposal
outcome-selected = Selected
outcome-reserve = Reserve
outcome-not-selected = Not selected
outcome-not-ranked = Not ranked
outcome-ineligible = Not eligible (TMS)
result-reserve-position = Position on the reserve list: { $value }
result-deviation = The decision departs from the ranking, for this reason:
result-how = How the ranking came about
result-place = Place
result-of = of
result-value = Value:
result-criteria = Mean by criterion
result-criterion = Criterion
result-weight = Weight
result-mean = Mean
result-feedback = Feedback of the reviewers
result-no-feedback = There is no written feedback.
result-objection = Objection
result-total = Total
result-interval = Interval of the rank by the model:
result-seats = { $count ->
        [one] There is { $count } seat;
       *[other] There are { $count } seats;
    }
result-line = the last one went to place { $value }.
result-drawing = Your place among all ranked proposals; the dashed line is the funding line.
result-step-mean = Each reviewer scores every criterion; a proposal's value is the mean of the sums of score times weight, kept exactly, without rounding.
result-step-median = Each reviewer scores every criterion; a proposal's value is the median of the sums of score times weight, kept exactly, without rounding.
result-step-ties = Equal values are decided by the announced chain of keys, last by a lot from the seed that is now revealed.
result-step-seats = Seats are filled from the top. A proposal is passed over only when its group is full, when the seats left are all needed for a minimum, or when a threshold is not reached; the reason for yours stands above.
result-thresholds = Thresholds
result-minimum = at least { $value }
result-met = reached
result-not-met = not reached
result-objection-until = An objection can be filed until
result-objection-open = File or see objections
result-offer-open = My offer of a seat
