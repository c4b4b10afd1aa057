//! The access table as one page to read: `tests/golden/access.txt`. A change of the table shows there
//! in review; `UPDATE_GOLDEN=1 cargo test --test api the_whole_table` writes it anew.

use std::fmt::Write;
use tubel::kernel::access::{Facts, Phase, Relation, Role, Verdict, decide, rules};

const PAGE: &str = "tests/golden/access.txt";

const HEADING: &str = "\
Who may do what, when. Made from src/kernel/access/table/; see tests/api/access_matrix/golden.rs.

A cell names the phases in which the act is allowed: d draft, s scheduled, o open, c screening
(verification), r review, p plenary, a announced, z closed, x cancelled; `any`: in every phase and for
things without a call; `-`: never. In another phase the answer is 409 wrong_phase; where the cell is
`-` it is 404 if the act is marked hidden, else 403. Lines below an act say what a relation changes;
a relation with a conflict of interest beside it that is not named is as `conflicted` says.

";

/// Relations that can change a verdict.
const RELATIONS: [(&str, Relation); 13] = [
    ("own", Relation::Own),
    ("own unit", Relation::OwnUnit),
    ("problem owner", Relation::ProblemOwner),
    ("acting head", Relation::ActingHead),
    ("substitution", Relation::Substitution),
    ("assigned", Relation::Assigned),
    ("own submitted", Relation::OwnSubmitted),
    ("sheet ordered", Relation::Ordered),
    ("objected", Relation::Objected),
    ("under revision", Relation::Revising),
    ("on the panel", Relation::Seated),
    ("attended the plenary", Relation::Attended),
    ("on the interview's panel", Relation::Panelist),
];

const LETTERS: [char; 9] = ['d', 's', 'o', 'c', 'r', 'p', 'a', 'z', 'x'];

fn with(relations: &[Relation], facts: Facts) -> Facts {
    relations.iter().fold(facts, |facts, relation| facts.with(*relation, true))
}

fn cell(roles: &[Role], act: tubel::kernel::access::Permission, relations: &[Relation]) -> String {
    let allowed = |facts: Facts| decide(roles, act, with(relations, facts)) == Verdict::Allowed;
    if allowed(Facts::NONE) {
        return "any".to_owned();
    }
    let letter = |(phase, letter): (Phase, char)| {
        if allowed(Facts::in_phase(phase)) { letter } else { '.' }
    };
    let cell: String = Phase::ALL.into_iter().zip(LETTERS).map(letter).collect();
    if cell.chars().all(|letter| letter == '.') { "-".to_owned() } else { cell }
}

fn line(act: tubel::kernel::access::Permission, relations: &[Relation]) -> String {
    let everybody = std::iter::once(cell(&[], act, relations));
    let by_role = Role::ALL.into_iter().map(|role| cell(&[role], act, relations));
    everybody.chain(by_role).fold(String::new(), |mut line, cell| {
        write!(line, " {cell:<11}").unwrap();
        line
    })
}

fn page() -> String {
    let mut page = HEADING.to_owned();
    let columns = Role::ALL.into_iter().fold(format!(" {:<11}", "no role"), |mut line, role| {
        write!(line, " {:<11}", role.name()).unwrap();
        line
    });
    writeln!(page, "{:<31}{}", "", columns.trim_end()).unwrap();
    for rule in rules() {
        let name = serde_json::to_value(rule.act).unwrap();
        let (name, mark) = (name.as_str().unwrap(), if rule.hidden { " (hidden)" } else { "" });
        let plain = line(rule.act, &[]);
        let mut print = |what: String, line: &str| {
            writeln!(page, "{what:<31}{}", line.trim_end()).unwrap();
        };
        print(format!("{name}{mark}"), &plain);
        let conflicted = line(rule.act, &[Relation::Conflicted]);
        if conflicted != plain {
            print("    conflicted".to_owned(), &conflicted);
        }
        for (words, relation) in RELATIONS {
            let related = line(rule.act, &[relation]);
            if related != plain {
                print(format!("    {words}"), &related);
            }
            let both = line(rule.act, &[relation, Relation::Conflicted]);
            if both != conflicted {
                print(format!("    {words}, conflicted"), &both);
            }
        }
    }
    page
}

#[test]
fn the_whole_table_is_as_reviewed() {
    let page = page();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let reviewed = std::fs::read_to_string(PAGE).unwrap();
    assert!(page == reviewed, "the table changed; UPDATE_GOLDEN=1 writes {PAGE} anew:\n{page}");
}
