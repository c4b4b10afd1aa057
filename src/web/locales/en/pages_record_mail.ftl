# Pages of the record and of the mail queue.
menu-record = Entries of the record
menu-record-line = Who did what, when; who opened which file.
menu-mail = Mail
menu-mail-line = Letters that wait, were sent, or failed, and why.
record-title = Entries of the record
record-lead = Every act in its order. Personal data is not kept here: only identifiers and fingerprints.
record-questions = Frequent questions
record-question-all = All
record-question-opened = Who opened files
record-question-exported = Who exported
record-question-signed-in = Who signed in
record-question-scored = Who handed in scores
record-question-decided = Who proposed a decision
record-field-subject = About
record-field-act = Kind of act
record-field-from = From entry no.
record-subject-hint = E.g. proposal: followed by its identifier
record-act-hint = E.g. document.read
record-from-hint = Number of the entry
record-none = No entry fits.
record-program = the system
record-details = Content and fingerprints
mail-queue-title = Mail queue
mail-queue-lead = Letters are sent one by one in the background, and again by themselves when delayed. What they say is not shown here.
mail-queue-states = State of letters
mail-queue-oldest = A letter should have left since
mail-queue-reasons = Why letters wait or failed
mail-queue-none = No letter in this state.
mail-state-queued = waiting
mail-state-sending = being sent
mail-state-sent = sent
mail-state-failed = failed
mail-sent-at = Sent
mail-next-at = Next attempt
mail-attempts = { $count ->
    [0] Not tried yet.
    [one] Tried once.
   *[other] Tried { $count } times.
}
mail-retry = Send again
record-withheld = Withheld
