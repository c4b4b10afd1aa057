# Words that every room uses.
not-signed-in = You are not signed in. Sign in with POST /api/v1/auth/login and send the token in the Authorization header.
token-expired = Your session has ended. Refresh the token, or sign in again.
forbidden = Your role does not permit this.
forged-request = This did not come from a page you opened, or the session has changed since. Reload the page, then send it again.
not-found = Not found. Check the address.
method-not-allowed = This address does not answer that method; the Allow header names those it does.
not-acceptable = The requested format of the answer is not available.
request-timeout = The request took too long to arrive. Try again.
wrong-phase = This cannot be done in the present phase ({ $phase }).
changed-meanwhile = Somebody else changed it first. Reload and try again.
already-exists = It exists already.
idempotency-key-reused = This Idempotency-Key was used for other content. Use a new key.
stale = What is stored has changed since you opened it. Both versions are included; merge them and save again.
too-large = The upload is too large; the limit is { $limit } bytes.
unsupported-type = This type of content is not supported. Send Content-Type: application/json.
invalid = Some fields are not right. Correct those marked and send it again.
partly-saved = Saved, except the marked fields. Correct them and save again.
incomplete = Saved. Before it can be handed in, something is missing.
malformed-json = The body is not valid JSON (line { $line }, column { $column }).
bad-request = The request cannot be understood.
if-match-required = Send an If-Match header with the ETag of the version you change.
too-many-requests = Too many attempts. Wait a moment and try again.
internal = Something went wrong in the system; nothing was changed. Give the secretariat this request's number.
busy = The system is busy; nothing was changed. Try again in a moment.
disk-full = The server's storage is full; nothing was changed. Tell the secretariat.
required = Must be filled in.
wrong-shape = The content does not fit: { $detail }.
not-a-number = Numbers only, e.g. { $example }.
not-an-amount = Whole rupiah in numbers only, e.g. { $example }.
not-a-date = A date as { $example }.
not-a-time = A time as { $example }.
row-incomplete = Not saved until the rest of its row is filled in.
too-many-rows = Too many rows; at most { $maximum }.
unknown-field = This field is not known: { $detail }.
too-short = Too short; at least { $minimum } characters.
too-long = Too long; at most { $maximum } characters.
out-of-range = Outside { $minimum } to { $maximum }.
not-an-email = Not a valid e-mail address.
control-characters = Contains control characters; remove them.
not-one-of = Not one of: { $allowed }.
unknown-reference = Nothing has this code.
duplicate = Listed above already.
column-twice = The table has the column { $column } twice; keep one of them, as it is unclear which counts.
field-twice = It is there twice; keep one of them, as it is unclear which counts.
hidden-character = Character { $position } ({ $character }, after “{ $before }”) { $kind ->
    [direction] turns the direction of writing, so that others read something else
    [control] is a control character
    [private] belongs to no writing
   *[invisible] cannot be seen
}. Delete it, or type the words anew.
lookalike-character = Character { $position }, “{ $letter }” ({ $character }), looks like the Latin letter “{ $kind }” and is another one. Type it anew on your keyboard.
name-character = A name cannot hold “{ $letter }” ({ $character }, character { $position }).
from-elsewhere = Another site made this link, and what it leads to is noted under your name. Open it from a page of Tubel.
pact-unsigned = Sign the integrity pact of this call first, at { $page }; until then its proposals are not shown to you.
