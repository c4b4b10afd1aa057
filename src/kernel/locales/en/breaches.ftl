# Breaches of personal data: why an act is refused.
breach-closed = This case is closed. Register a new breach if more came to light.
nobody-affected = This finds nobody who is not listed already.
nobody-to-inform = Nobody is left to inform: add who is affected first, or everybody has had the letter.
authority-informed = The notice to the authority is noted already.
notices-outstanding = A notice is still outstanding. Give both notices first, or close the case as no breach.
late-reason-required = The clock has run out: say why the notice is late.
instant-in-future = This lies in the future.
happened-after-discovery = It cannot have happened after it was discovered.
given-before-discovery = This lies before the discovery.
span-backwards = The end lies before the beginning.
finder-in-conflict = You are in conflict of interest with a proposal that this search may find, so it would tell who has it. Somebody of the secretariat who is in no conflict has to add these people, so that everybody affected is told.
