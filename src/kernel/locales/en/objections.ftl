# Objections, the announcement anew, offers of seats: refusals.
sheets-ordered = Sheets that the appeal team ordered are missing for: { $numbers }. Assign another reviewer and wait for the sheet.
objection-twice = An objection on this subject was filed already. Each subject can be objected to once.
objection-state = This objection { $state ->
    [filed] waits to be taken
    [taken] is being looked into
    [upheld] was upheld
    [rejected] was rejected
   *[withdrawn] was withdrawn
}; that cannot be done now.
objection-taken-by-another = Somebody else of the team works on this objection.
ruler-not-disjoint = You cannot answer this objection: you had a part in it ({ $part ->
    [verified] you verified
    [scored] you scored
   *[decided] you decided
} the proposal). Somebody else of the appeal team must.
attachment-too-large = The attachment is too large; at most { $limit } bytes. Make the file smaller and send it again.
attachment-twice = This objection has an attachment already.
subject-not-open = This cannot be objected to with your result. Choose one of the subjects offered.
remedy-not-fitting = This remedy does not answer what was objected to.
remedy-sheet-unknown = There is no sheet with this letter on the proposal.
award-state = This offer was { $state ->
    [accepted] accepted
    [declined] declined
    [lapsed] lapsed
    [withdrawn] withdrawn
   *[offered] made
} already; that cannot be done now.
offer-ended = The time to answer this offer is over. Ask the secretariat if something kept you.
offer-running = The candidate may still answer until { $until } (UTC).
objections-pending = Some objections are not answered yet. Seats are offered once all are ruled on.
result-under-revision = The result is being made anew after an upheld objection. Announce the new result first.
administrative-not-open = Only a candidate found ineligible (TMS) can object to the administrative result, while its window is open.
