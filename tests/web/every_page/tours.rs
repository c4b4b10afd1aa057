//! Who sees which pages, and when. A name in braces stands for an id of the scene.

/// The moment of a call's life at which a tour is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Open,
    /// Open as well, at the secretariat's desk.
    Desk,
    Screening,
    Review,
    Announced,
    Offered,
}

pub(super) struct Tour {
    pub(super) when: When,
    /// A person of the scene, or `nobody`.
    pub(super) who: &'static str,
    pub(super) pages: &'static [&'static str],
}

/// What is asked for by `GET` and is no page of its own, and why.
pub(super) const NO_PAGE: [(&str, &str); 7] = [
    ("/calls/{id}/calendar.ics", "a file for calendars"),
    ("/proposals/{id}/standing", "a part of the editor that its script asks for"),
    ("/desk/calls/{id}/reconcile", "takes a form; read, it leads back to the ranking"),
    ("/desk/calls/{id}/decision/preview", "takes a form; read, it leads back to the decision"),
    ("/desk/calls/{id}/approve", "takes a form; read, it leads back to the decision"),
    ("/desk/calls/{id}/return", "takes a form; read, it leads back to the decision"),
    ("/desk/calls/{id}/announce", "takes a form; read, it leads back to the decision"),
];

pub(super) static TOURS: &[Tour] = &[
    Tour {
        when: When::Open,
        who: "nobody",
        pages: &[
            "/",
            "/calls",
            "/calls/{call}",
            "/problems",
            "/problems/{problem}",
            "/ledger",
            "/sign-in",
            "/register",
            "/check-mail",
            "/verify-email?token=0",
            "/forgot-password",
            "/forgot-password/sent",
            "/reset-password?token=0",
        ],
    },
    Tour {
        when: When::Open,
        who: "candidate",
        pages: &[
            "/",
            "/calls/{call}/begin",
            "/proposals/{proposal}",
            "/proposals/{proposal}/edit",
            "/proposals/{proposal}/submit",
            "/proposals/{proposal}/receipt",
            "/proposals/{proposal}/withdraw",
            "/me",
            "/me/password",
            "/me/second-factor",
            "/me/second-factor/confirm",
            "/me/second-factor/codes",
            "/me/second-factor/off",
            "/me/mails",
        ],
    },
    Tour {
        when: When::Open,
        who: "head",
        pages: &[
            "/",
            "/desk/problems",
            "/problems/new",
            "/problems/{proposed}",
            "/problems/{proposed}/edit",
            "/desk/proposals",
            "/desk/proposals/{proposal}",
        ],
    },
    Tour {
        when: When::Open,
        who: "approver",
        pages: &["/", "/desk/problems", "/problems/{proposed}", "/problems/{problem}"],
    },
    Tour {
        when: When::Desk,
        who: "secretariat",
        pages: &[
            "/",
            "/desk/calls",
            "/desk/calls/new",
            "/desk/calls/{draft}/setup/basics",
            "/desk/calls/{draft}/setup/calendar",
            "/desk/calls/{draft}/setup/rubric",
            "/desk/calls/{draft}/setup/eligibility",
            "/desk/calls/{draft}/setup/limits",
            "/desk/calls/{draft}/setup/documents",
            "/desk/calls/{draft}/setup/review",
            "/desk/calls/{draft}/setup/preview",
            "/desk/calls/{call}",
            "/desk/calls/{call}/extend",
            "/desk/calls/{call}/proposals",
            "/desk/users",
            "/desk/users/new",
            "/desk/users/{user}",
            "/desk/units",
            "/desk/units/new",
            "/desk/units/U.BB.MKS",
            "/desk/record",
            "/desk/mail",
            "/desk/breaches",
            "/desk/breaches/new",
            "/desk/breaches/{breach}",
        ],
    },
    Tour {
        when: When::Desk,
        who: "chair",
        pages: &["/desk/calls/{call}", "/desk/calls/{call}/cancel"],
    },
    Tour {
        when: When::Screening,
        who: "verifier",
        pages: &[
            "/",
            "/desk/verification",
            "/desk/calls/{call}/verification",
            "/desk/calls/{call}/proposals",
            "/desk/proposals/{proposal}",
            "/desk/proposals/{proposal}/verification",
            "/documents/{document}?page=2",
        ],
    },
    Tour {
        when: When::Review,
        who: "reviewer",
        pages: &[
            "/",
            "/reviews",
            "/assignments/{task}",
            "/assignments/{task}/hand-in",
            "/assignments/{task}/conflict",
            "/assignments/{task}/documents/{document}?page=2",
        ],
    },
    Tour {
        when: When::Review,
        who: "secretariat",
        pages: &[
            "/desk/calls/{call}",
            "/desk/calls/{call}/assignment",
            "/desk/calls/{call}/meeting",
        ],
    },
    Tour {
        when: When::Announced,
        who: "nobody",
        pages: &[
            "/calls/{call}",
            "/calls/{call}/announcement",
            "/calls/{call}/announcements/{decision}",
        ],
    },
    Tour {
        when: When::Announced,
        who: "candidate",
        pages: &[
            "/",
            "/proposals/{proposal}",
            "/proposals/{proposal}/result",
            "/proposals/{proposal}/objections",
        ],
    },
    Tour {
        when: When::Announced,
        who: "appeal",
        pages: &["/", "/desk/objections", "/desk/objections/{objection}"],
    },
    Tour {
        when: When::Announced,
        who: "chair",
        pages: &[
            "/",
            "/desk/plenary",
            "/desk/calls/{call}",
            "/desk/calls/{call}/ranking",
            "/desk/calls/{call}/projector",
            "/desk/calls/{call}/stability",
            "/desk/calls/{call}/what-if",
            "/desk/calls/{call}/decision",
            "/desk/calls/{call}/exports",
        ],
    },
    Tour {
        when: When::Announced,
        who: "decider",
        pages: &["/", "/desk/plenary", "/desk/calls/{call}/decision"],
    },
    Tour {
        when: When::Announced,
        who: "auditor",
        pages: &[
            "/",
            "/desk/calls",
            "/desk/plenary",
            "/desk/objections",
            "/desk/objections/{objection}",
            "/desk/users",
            "/desk/users/{user}",
            "/desk/record",
            "/desk/mail",
        ],
    },
    Tour {
        when: When::Announced,
        who: "operator",
        pages: &["/", "/desk/users", "/desk/users/new"],
    },
    Tour { when: When::Offered, who: "candidate", pages: &["/", "/proposals/{proposal}/offer"] },
    Tour {
        when: When::Offered,
        who: "secretariat",
        pages: &["/desk/calls/{call}/awards", "/desk/objections"],
    },
];
