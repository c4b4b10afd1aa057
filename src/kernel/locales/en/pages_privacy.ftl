# Personal data: the page of one's own data, the desk of erasures, its refusals.
mydata-title = My data
mydata-lead = See and download all that the system holds on you, or ask to be erased.
mydata-purpose = Your data is kept to run the selection of study assignments and to account for its result. You have the right to all of it, with the trail of who processed it (Law 27/2022).
mydata-holds = What the file holds
mydata-holds-account = Your account, roles and sign-ins
mydata-holds-proposals = Your proposals with all versions, documents, and endorsements
mydata-holds-results = Results of verification and selection, objections, offers and letters
mydata-holds-work = Endorsements, verifications, score sheets, tasks and conflicts of interest of your own
mydata-holds-trail = The trail of processing: what was done, when, and by whom
mydata-without = What it leaves out
mydata-without-why = Names of reviewers, verifiers and members of the objections team, because revealing them may harm others (article 33). Results and the trail of the assessment are included after the announcement. Passwords are not included.
mydata-download = Download my data (ZIP)
mydata-recorded = The download is put on the record. Keep the file in a safe place.
mydata-erasure = Erasure
mydata-erasure-lead = Your data is erased when its retention is over. You can ask for it earlier; the secretariat must answer within 3 x 24 hours, with its reason. Data that is still needed to account for a decision cannot be erased earlier. After the erasure your account cannot be used any more.
mydata-reason = Reason for the request
mydata-reason-hint = May be left empty.
mydata-ask = Ask to erase my data
mydata-waits = Your request came in on
mydata-waits-until = The secretariat answers by
mydata-granted = Granted; your data will be erased shortly
mydata-refused = Cannot be granted yet
menu-privacy = Personal data
menu-privacy-line = Requests for erasure, retention, and whose data is due to be erased.
retention-title = Erasure of personal data
retention-lead = Personal data is erased when its retention is over, and not while an objection runs or a study assignment is followed. The record stays whole: it holds identifiers and fingerprints only.
retention-done-erased = The data of the chosen people is erased. They are told by letter.
retention-done-answered = The answer is on record and on its way.
retention-unconfirmed = These periods are the proposals that come with the program. Set them by the agency's retention schedule before you erase anything (docs/privacy.md).
retention-requests = Requests that wait for an answer
retention-requests-none = No request waits.
retention-asked = Asked on
retention-due = To be answered by
retention-overdue = overdue
retention-answer = Send the answer
retention-answer-granted = Grant: the data is erased
retention-answer-refused = Refuse: the data is still kept
retention-reason-hint = At least { $minimum } characters; the person reads it.
retention-field-answer = Answer
retention-field-reason = Reason
retention-field-password = Your password
retention-field-people = People chosen
retention-password-hint = Type it again to show that it is you.
retention-due-people = Due for erasure
retention-due-none = Nobody is due.
retention-choose = Choose whose data is erased now
retention-on-request = on request
retention-erase-lead = Name, e-mail, NIP, texts of proposals, documents and what letters said are erased and cannot be brought back. Numbers, scores and results stay, without a name.
retention-erase = Erase the data of those chosen
retention-held = Not yet to be erased
retention-held-none = Nobody.
retention-person = Name
retention-why = Why
retention-until = until
retention-hold-on-duty = still on duty
retention-hold-call-running = takes part in a call that is not over
retention-hold-objection-open = an objection is not answered
retention-hold-seat-offered = the offer of a seat is not answered
retention-hold-seat-followed = the study assignment is followed
retention-class-account = account
retention-class-draft = draft of a proposal
retention-class-withdrawn = withdrawn proposal
retention-class-ineligible = proposal found ineligible
retention-class-not-selected = proposal not selected
retention-class-selected = selected proposal
retention-class-objection = objection
retention-class-work = verifying, assessing or deciding
retention-class-letters = letters
retention-periods = Periods and their grounds
retention-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
retention-ends-on-request = can be ended on request
erasure-asked-already = Your earlier request still waits for its answer.
erasure-answered = This request has been answered.
erasure-held = This data cannot be erased yet: { $hold ->
    [on_duty] the person is still on duty
    [call_running] the person takes part in a call that is not over
    [objection_open] an objection is not answered
    [seat_offered] the offer of a seat is not answered
    [seat_followed] the study assignment is followed
   *[kept] its retention is not over
}.
erasure-of-oneself = You cannot erase yourself or answer your own request; ask a colleague of the secretariat.
erasure-nobody = Choose at least one person and at most 100.
