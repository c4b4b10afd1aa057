# Verification: check-lists, MS and TMS, repairs.
not-under-verification = This proposal is not under verification (any more).
repair-running = A repair is running until { $due }; the verification goes on when it ends.
already-concluded = You have concluded this check-list already.
check-missing = Not checked yet: { $name }.
reason-without-fault = A reason belongs to what is not in order; take it away or change the outcome.
eligible-needs-all-in-order = MS is possible only when every document and every binding rule is in order.
ineligible-needs-a-fault = TMS needs at least one document or binding rule that is not in order, with its reason.
repair-not-offered = The rules of this call provide for no repair of documents.
check-reason-missing = The document is missing.
check-reason-unreadable = The document cannot be read.
check-reason-wrong-document = It is another document than the one asked for.
check-reason-expired = The document is no longer valid.
check-reason-unsigned = The document is not signed, or not by the right person.
check-reason-contradicts = The document contradicts the proposal or another document.
check-reason-rule-not-met = The rule is not met.
check-reason-other = { $text }
