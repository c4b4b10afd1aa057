# Selection: computing the ranking.
nothing-to-rank = No proposal has passed verification, so there is nothing to rank yet.
cannot-compute = The ranking cannot be computed: { $detail }.
inputs-changed = Sheets or proposals changed while the ranking was being computed. Compute it again.
no-calibrated-order = The sheets do not allow a calibrated order; the reason is given beside.
unknown-reviewer = This assessor has handed in no sheet in this selection.
explorer-in-conflict = You are in conflict of interest with a proposal of this selection, so this question is not yours to ask: its answer would tell where that proposal stands.
