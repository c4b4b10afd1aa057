//! `docs/states.md`: what each thing may become, drawn from the functions that decide it.
//! `UPDATE_GOLDEN=1 cargo test --test architecture states` draws it anew.

use std::fmt::Write;
use tubel::features::reviews::AssignmentState;
use tubel::features::{
    awards, breaches, calls, decisions, objections, problems, proposals, reviews, studies,
};

const PAGE: &str = "docs/states.md";

const HEAD: &str = "# States

What each thing may become, and by which step. Drawn from the functions `transition` of the features; a test fails when a picture
and its function differ, and `UPDATE_GOLDEN=1 cargo test --test architecture states` draws them anew. States and steps have the
names that the API and the code have; `glossary.md` has the office's words. A step that is not drawn is refused.
Who may take a step, and in which phase of the call, is another question: `tests/golden/access.txt`.
";

/// The arrows between states: from, to, and the steps that lead there. The first state is where a thing begins.
fn diagram<S: Copy + PartialEq, T: Copy, R>(
    (states, state_name): (&[S], fn(S) -> &'static str),
    (steps, step_name): (&[T], fn(T) -> &'static str),
    transition: impl Fn(S, T) -> Result<S, R>,
) -> String {
    let mut drawn = "```mermaid\nstateDiagram-v2\n".to_owned();
    if let Some(first) = states.first() {
        writeln!(drawn, "    [*] --> {}", state_name(*first)).unwrap();
    }
    for from in states {
        let leads_to = |to: S| {
            let those = steps
                .iter()
                .filter(|step| transition(*from, **step).is_ok_and(|reached| reached == to));
            those.map(|step| step_name(*step)).collect::<Vec<_>>().join(", ")
        };
        let arrows = states.iter().map(|to| (state_name(*to), leads_to(*to)));
        let arrows: Vec<_> = arrows.filter(|(_, by)| !by.is_empty()).collect();
        for (to, by) in &arrows {
            writeln!(drawn, "    {} --> {to} : {by}", state_name(*from)).unwrap();
        }
        if arrows.is_empty() {
            writeln!(drawn, "    {} --> [*]", state_name(*from)).unwrap();
        }
    }
    drawn + "```\n"
}

/// The diagram of a feature whose `rules` has `Step` and `transition`.
macro_rules! of {
    ($($rules:ident)::+, $state:ty) => {{
        use $($rules)::+ as rules;
        diagram(
            (&<$state>::ALL, <$state>::name),
            (&rules::Step::ALL, rules::Step::name),
            rules::transition,
        )
    }};
}

fn page() -> String {
    let sections = [
        (
            "Problem",
            "`problems/rules.rs`. Revising a returned problem proposes it again.",
            of!(problems::rules, problems::State),
        ),
        (
            "Call",
            "`calls/rules/states.rs`. A frozen call goes through its phases by the calendar: scheduled, open, screening, \
             review, plenary; announced by an act of its own, closed when the time for objections is over \
             (`decisions/0003-phases-follow-the-calendar.md`).",
            of!(calls::rules, calls::State),
        ),
        (
            "Proposal",
            "`proposals/rules/states.rs`. Submitting again before the deadline makes a new version.",
            of!(proposals::rules::states, proposals::State),
        ),
        (
            "Review: assignment and sheet",
            "`reviews/rules.rs`. The sheet has no state of its own: it is open while the assignment is a draft, locked once it is \
             submitted.",
            of!(reviews::rules, AssignmentState),
        ),
        (
            "Decision",
            "`decisions/rules.rs`. One that was returned stays; the chair proposes a new one.",
            of!(decisions::rules, decisions::State),
        ),
        ("Objection", "`objections/rules.rs`.", of!(objections::rules, objections::State)),
        (
            "Award",
            "`awards/rules.rs`. A seat that is given up is offered to the next reserve as an award of its own.",
            of!(awards::rules, awards::State),
        ),
        (
            "Study",
            "`studies/rules/states.rs`. It begins with the accepted seat. What is not recorded as such follows from other acts: \
             `admit` from an accepted proof of admission, `begin` from the dates of the agreement, `return` from the reinstatement.",
            of!(studies::rules::states, studies::State),
        ),
        (
            "Breach",
            "`breaches/rules.rs`. The clocks of its two notices run beside it (`breaches.md`).",
            of!(breaches::rules, breaches::State),
        ),
    ];
    sections.into_iter().fold(HEAD.to_owned(), |page, (title, text, drawn)| {
        page + &format!("\n## {title}\n\n{text}\n\n{drawn}")
    })
}

#[test]
fn the_pictures_of_states_are_those_of_the_functions_that_decide() {
    let path = format!("{}/{PAGE}", env!("CARGO_MANIFEST_DIR"));
    let drawn = page();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == drawn, "UPDATE_GOLDEN=1 draws {PAGE} anew:\n{drawn}");
}
