# The last sheet of a workbook.
provenance-sheet = provenance
provenance-call = Call
provenance-rules-hash = Hash of the frozen rules (SHA-256)
provenance-run = Selection run
provenance-inputs-hash = Hash of the run's inputs
provenance-run-hash = Hash of the run
provenance-decision = Decision
provenance-outcomes-hash = Hash of the outcomes
provenance-decree = Decree (SK) number
provenance-withheld = Proposals withheld for conflict of interest
provenance-ledger-seq = Record: number of the last entry
provenance-ledger-hash = Record: hash of the last entry
provenance-program = Program
provenance-made-at = Made at
provenance-zone = Time zone of all times
provenance-made-by = Made by
