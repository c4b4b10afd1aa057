# Proposals: writing, endorsement, submission, eligibility.
problem-not-registered = This problem is not, or no longer, in the approved registry. Choose another.
level-not-offered = The call does not offer this level of study. Offered: { $offered }.
no-unit = Your account has no work unit. Ask the secretariat to enter it.
one-proposal-each = You have a proposal in this call already. Go on with that one, or withdraw it first.
wrong-state = This cannot be done while the proposal is { $state ->
        [draft] a draft
        [submitted] submitted
        [eligible] found eligible (MS)
        [ineligible] found ineligible (TMS)
        [withdrawn] withdrawn
       *[other] { $state }
    }.
not-ready = The proposal cannot be submitted yet. What is missing is listed.
not-eligible = The proposal cannot be submitted: the rules listed are not met.
late-beyond-screening = Must be before the verification ends ({ $instant }): the proposal has to be verified still.
verification-begun = A verifier has concluded on what you submitted; that submission stands and is not replaced any more. If something must be corrected, ask the secretariat.
nothing-changed = Nothing has changed since the last submission; its receipt stands.
not-submitted = This proposal has not been submitted.
already-verified = Verifiers had begun with this proposal before it was withdrawn, so it cannot be brought back. Begin a new proposal in this call.
nothing-to-ask = Every endorsement is given, or is waited for.
not-asked = No request for endorsement waits for your answer. Load this page again.
voids-endorsement = This change ends an endorsement that was given. To save it, state that the endorsement will be asked for again.
already-endorsed = You have endorsed this text already.
summary-too-many-words = { $words } words; at most { $maximum }.
cost-required = This call has a budget: state the cost asked for, in rupiah.
cost-above-ceiling = The cost asked for is { $cost }; this call funds { $maximum } for one proposal at most.
plan-empty = Add at least one activity to the plan for the first twelve months.
document-required = Upload this document: { $kind }.
endorsement-required = { $kind ->
        [unit_head] The head of your unit has not endorsed the proposal.
       *[problem_owner] The head of the unit that owns the problem has not endorsed the proposal.
    }
endorsement-stale = { $kind ->
        [unit_head] The proposal has changed since the head of your unit endorsed it. Ask for a new endorsement.
       *[problem_owner] The proposal has changed since the owner of the problem endorsed it. Ask for a new endorsement.
    }
rule-unknown = Cannot be judged yet; fill in: { $missing } ({ $legal_reference }).
rule-civil-servant = Only civil servants (PNS) can be selected ({ $legal_reference }).
rule-years-of-service = Years of service at the start of study: { $years }; at least { $at_least } are needed ({ $legal_reference }).
rule-remaining-service = Months of service left at the start of study: { $remaining_months }; needed: { $required_months } ({ $factor } × { $duration_months }). Service ends on { $retires_on } ({ $legal_reference }).
rule-age = Age at the start of study: { $years }; at most { $at_most } ({ $legal_reference }).
rule-performance-rating = The performance rating of each of the years { $years } must be at least { $at_least ->
        [very_good] Sangat Baik
        [good] Baik
        [needs_improvement] Butuh Perbaikan
        [poor] Kurang
       *[other] { $at_least }
    } ({ $legal_reference }).
rule-no-sanction = No medium sanction may be running or have ended within { $years_since_medium } years, no heavy one within { $years_since_heavy } years ({ $legal_reference }).
rule-no-criminal-case = No criminal case may be running and no sentence passed ({ $legal_reference }).
rule-in-active-service = Only those in active service: not on unpaid leave (CLTN), not suspended ({ $legal_reference }).
rule-no-service-bond = A bond from an earlier study must be served before the new study begins ({ $legal_reference }).
rule-no-failed-assignment = No earlier study assignment may have failed or been cancelled through one's own fault ({ $legal_reference }).
rule-no-other-nomination = One cannot be nominated for two study assignments at once ({ $legal_reference }).
rule-accreditation = The programme's accreditation must be at least { $at_least ->
        [excellent] A / Unggul
        [good] B / Baik Sekali
        [fair] C / Baik
       *[other] { $at_least }
    } and valid on the first day of study ({ $legal_reference }).
rule-degree-below = A degree of level { $requires } is needed ({ $legal_reference }).
rule-no-degree-of-level = A degree of level { $level } must not be held already ({ $legal_reference }).
rule-grade-point-average = The grade point average of the last degree must be at least { $at_least } ({ $legal_reference }).
rule-duration = The study may last { $at_most } months at most ({ $normative_months } + { $extra_months }) ({ $legal_reference }).
exception-ended = This exception is decided already ({ $state }).
exception-running = An exception for this proposal waits for its decision. Decide it or take it back first.
exception-twice = Two different persons decide, and who asked for it is none of them. Ask somebody else who may.
exception-not-handed-in = An exception is for a proposal that was handed in and not withdrawn ({ $state }).
exception-over = Its time ({ $until }) has passed. Refuse it, and ask again with a new time.
minutes-missing = The signed minutes are not there yet. Add them first.
minutes-twice = The minutes are there already.
minutes-too-large = The minutes may have { $limit } bytes at most. Make the file smaller and send it again.
exception-beyond-screening = Must be before the verification ends ({ $instant }): the proposal has to be verified still.
exception-needs-this = Choose what the minutes name.
exception-needs-no-such = Leave it out: this kind of exception is not about it.
exception-elsewhere = The minutes do not name this field. Put it back as it was handed in.
exception-reason-needed = Say why it is refused; its candidate reads it.
