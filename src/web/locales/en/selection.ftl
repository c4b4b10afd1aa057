# Selection: computing the ranking.
nothing-to-rank = No proposal has passed verification, so there is nothing to rank yet.
cannot-compute = The ranking cannot be computed: { $detail }.
