//! What a page costs: the statements that each page sends to the database, over HTTP, in the demo, where every
//! stage is at work. Pages keep to a bound, and none asks the same twice.
//!
//! `cargo test --test api statements -- --nocapture` prints the table of `docs/performance.md`. Both tests compare with
//! files in `tests/golden`; `UPDATE_GOLDEN=1` writes them anew. The counts are the same on both engines: diesel's
//! instrumentation hears every statement of every connection, the beginning and the end of a transaction among them.

use crate::correspondence::{as_token, signed_in};
use crate::pages::Visit;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use test_support::reading::{every_get, like};
use test_support::{Answer, TestApp};
use tubel::platform::db::Db;
use tubel::platform::db::schema::{
    assignments, breaches, calls, decisions, objections, problems, proposals, selection_runs,
    studies, users,
};

/// Who has a sheet in each state.
const REVIEWER: &str = "Maria Tambunan";

fn email_of(name: &str) -> String {
    format!("{}@demo.pom.go.id", name.to_lowercase().replace(' ', "."))
}

/// The demo, with one of each thing.
struct Demo {
    app: TestApp,
}

/// One answer and what it took.
struct Cost {
    status: u16,
    texts: Vec<String>,
}

impl Cost {
    fn statements(&self) -> usize {
        self.texts.len()
    }

    fn distinct(&self) -> usize {
        self.texts.iter().collect::<BTreeSet<_>>().len()
    }

    /// What was asked more than once, how often.
    fn repeated(&self) -> BTreeMap<&str, usize> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for text in &self.texts {
            *counts.entry(text).or_default() += 1;
        }
        counts.retain(|_, count| *count > 1);
        counts
    }
}

impl Demo {
    async fn begin() -> Self {
        let (app, _) = TestApp::with_demo();
        let demo = Self { app };
        demo.score(REVIEWER).await;
        demo
    }

    /// A reviewer of the call in review begins one sheet and hands another in.
    async fn score(&self, name: &str) {
        let token = signed_in(&self.app, &email_of(name)).await;
        for hands_in in [false, true] {
            let path = format!("/assignments/{}", self.task(name, "assigned"));
            let task = as_token(&self.app, Method::GET, &path, &token, Value::Null).await;
            let rubric = task.expect(200)["rubric"].clone();
            let scores = rubric["scores"].as_array().unwrap();
            let reason = "Dasar angkanya jelas dan dapat diperiksa.";
            let given = json!({"score": scores[scores.len() - 2], "reason": reason});
            let criteria = rubric["criteria"].as_array().unwrap().iter();
            let codes = criteria.map(|one| one["code"].as_str().unwrap().to_owned());
            let scores: BTreeMap<String, Value> = codes.map(|code| (code, given.clone())).collect();
            let sheet = json!({"scores": scores, "feedback": "Baik.", "note": ""});
            let path = format!("/api/v1{path}/sheet");
            let save = self.app.request(Method::PUT, &path).bearer_auth(&token);
            Answer::of(save.header("if-match", "\"v0\"").json(&sheet)).await.expect(200);
            if hands_in {
                let submit = self.app.request(Method::POST, &format!("{path}/submit"));
                let submit = submit.bearer_auth(&token).header("if-match", "\"v1\"");
                Answer::of(submit).await.expect(200);
            }
        }
    }

    /// Signed in as the person of this name.
    async fn visit(&self, name: &str) -> Visit<'_> {
        let mut visit = Visit::new(&self.app);
        if !name.is_empty() {
            let email = email_of(name);
            let form = [("login", email.as_str()), ("password", tubel::cli::demo::PASSWORD)];
            let answer = visit.send("/sign-in", &form).await;
            assert_eq!(answer.status, 303, "{email}");
            visit.keep(&answer);
        }
        visit
    }

    /// What a reading takes. All of it is sent before the answer comes; nothing else is at work.
    async fn cost(&self, visit: &Visit<'_>, path: &str) -> Cost {
        self.app.statements();
        self.app.database().drain_statements();
        let answer = visit.read(path).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
        Cost { status: answer.status, texts: self.app.database().drain_statements() }
    }

    fn find(&self, read: impl Fn(&mut Db) -> QueryResult<String>) -> String {
        self.app.database().read(|db| Ok(read(db)?)).unwrap()
    }

    fn call(&self, code: &str) -> String {
        let code = format!("TB-2026{code}");
        self.find(|db| calls::table.filter(calls::code.eq(&code)).select(calls::id).first(db))
    }

    fn proposal_of(&self, name: &str) -> String {
        self.find(|db| {
            let by = proposals::table
                .inner_join(users::table.on(users::id.eq(proposals::candidate)))
                .filter(users::name.eq(name));
            by.select(proposals::id).first(db)
        })
    }

    /// A task of this reviewer in the call in review.
    fn task(&self, name: &str, state: &str) -> String {
        let call = self.call("-G3");
        self.find(|db| {
            let theirs = assignments::table
                .inner_join(users::table.on(users::id.eq(assignments::reviewer)))
                .filter(users::name.eq(name).and(assignments::call_id.eq(&call)))
                .filter(assignments::state.eq(state));
            theirs.order(assignments::id).select(assignments::id).first(db)
        })
    }
}

/// Page, who looks, address, status.
type Look = (&'static str, &'static str, String, u16);

/// What the redesign promised (`house.md` §7, issue 13).
const PROMISED: [(&str, usize); 7] = [
    ("score sheet, begun", 18),
    ("score sheet, not begun", 18),
    ("score sheet, handed in", 22),
    ("overview, while writing", 15),
    ("overview, in review", 15),
    ("dashboard, plenary", 19),
    ("dashboard, review", 19),
];

fn of_candidates(demo: &Demo) -> Vec<Look> {
    let [written, reviewed, announced, offered] =
        ["Yoga Pratama", "Debora Kogoya", "Melati Kusumawardani", "Nurul Fadhilah"];
    let at = |name: &str, rest: &str| format!("/proposals/{}{rest}", demo.proposal_of(name));
    vec![
        ("home of a candidate", written, "/".into(), 200),
        ("overview, while writing", written, at(written, ""), 200),
        ("overview, in review", reviewed, at(reviewed, ""), 200),
        ("overview, announced", announced, at(announced, ""), 200),
        ("standing (partial)", written, at(written, "/standing"), 200),
        ("editor", written, at(written, "/edit"), 200),
        ("editor outside its phase", reviewed, at(reviewed, "/edit"), 409),
        ("submitting", written, at(written, "/submit"), 200),
        ("receipt", reviewed, at(reviewed, "/receipt"), 200),
        ("a candidate's result", announced, at(announced, "/result"), 200),
        ("a candidate's objections", announced, at(announced, "/objections"), 200),
        ("a candidate's offer", offered, at(offered, "/offer"), 200),
    ]
}

fn of_the_panel(demo: &Demo) -> Vec<Look> {
    let reviewer = REVIEWER;
    let [begun, new, done] =
        ["draft", "assigned", "submitted"].map(|state| demo.task(reviewer, state));
    vec![
        ("home of a reviewer", reviewer, "/".into(), 200),
        ("reviewer's pile", reviewer, "/reviews".into(), 200),
        ("score sheet, begun", reviewer, format!("/assignments/{begun}"), 200),
        ("score sheet, not begun", reviewer, format!("/assignments/{new}"), 200),
        ("score sheet, handed in", reviewer, format!("/assignments/{done}"), 200),
        (
            "score sheet with a receipt beside it",
            reviewer,
            format!("/assignments/{begun}?received={done}"),
            200,
        ),
        ("reviewer's pile with a receipt", reviewer, format!("/reviews?received={done}"), 200),
    ]
}

fn of_officials(demo: &Demo) -> Vec<Look> {
    let (secretariat, chair, decider) =
        ("Ratna Puspitasari", "Hendra Wirakusuma", "Nurhayati Simatupang");
    let (verifier, head, auditor) = ("Dwi Lestariningsih", "Arif Kusumanegara", "Agus Prihantoro");
    let [screening, review, plenary, announced] =
        ["-G4", "-G3", "", "-G2"].map(|code| demo.call(code));
    let to_verify = demo.proposal_of("Ismail Tuasikal");
    let reviewed = demo.proposal_of("Debora Kogoya");
    let desk = |call: &str, rest: &str| format!("/desk/calls/{call}{rest}");
    vec![
        ("home of the secretariat", secretariat, "/".into(), 200),
        ("home of the chair", chair, "/".into(), 200),
        ("home of the decider", decider, "/".into(), 200),
        ("home of a verifier", verifier, "/".into(), 200),
        ("home of a unit's head", head, "/".into(), 200),
        ("home of an auditor", auditor, "/".into(), 200),
        ("home of the appeal team", "Murniati Lubis", "/".into(), 200),
        ("home of an approver", "Bambang Suryanegara", "/".into(), 200),
        ("dashboard, plenary", secretariat, desk(&plenary, ""), 200),
        ("dashboard, review", secretariat, desk(&review, ""), 200),
        ("dashboard, announced", secretariat, desk(&announced, ""), 200),
        ("decision desk", chair, desk(&plenary, "/decision"), 200),
        ("decision desk, announced", chair, desk(&announced, "/decision"), 200),
        ("ranking board", chair, desk(&plenary, "/ranking"), 200),
        ("assignment", secretariat, desk(&review, "/assignment"), 200),
        ("list of proposals", secretariat, desk(&review, "/proposals"), 200),
        ("reading a proposal", secretariat, format!("/desk/proposals/{reviewed}"), 200),
        ("queue of verification", verifier, desk(&screening, "/verification"), 200),
        ("verification desk", verifier, format!("/desk/proposals/{to_verify}/verification"), 200),
        ("reading a proposal to verify", verifier, format!("/desk/proposals/{to_verify}"), 200),
    ]
}

/// The file of this name, or what it is to be from now on.
fn golden(name: &str, found: &str) -> String {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    std::fs::read_to_string(&path).unwrap()
}

#[actix_web::test]
async fn pages_keep_to_their_number_of_statements() {
    let demo = Demo::begin().await;
    let (mut found, mut amiss) = (BTreeMap::new(), Vec::new());
    let mut table = String::from("page\tstatements\tdistinct\n");
    let nowhere = ("an address that is none", "Yoga Pratama", "/nowhere".to_owned(), 404);
    let all = [vec![nowhere], of_candidates(&demo), of_the_panel(&demo), of_officials(&demo)];
    for (page, who, path, status) in all.concat() {
        let visit = demo.visit(who).await;
        let cost = demo.cost(&visit, &path).await;
        writeln!(table, "{page}\t{}\t{}", cost.statements(), cost.distinct()).unwrap();
        if cost.status != status {
            amiss.push(format!("{page}: {}", cost.status));
        }
        if std::env::var("STATEMENTS").is_ok_and(|of| page.starts_with(&of)) {
            println!("{page}: {:#?}", cost.texts);
        }
        found.insert(page, cost.statements());
    }
    println!("{table}");
    for (page, most) in PROMISED {
        if found[page] > most {
            amiss.push(format!("{page}: {} > {most}, as was promised", found[page]));
        }
    }
    let bounds = golden("statements.tsv", &table);
    for line in bounds.lines().skip(1) {
        let [page, most, _] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        match found.remove(page) {
            Some(cost) if cost <= most.parse::<usize>().unwrap() => {}
            cost => amiss.push(format!("{page}: {cost:?} > {most}")),
        }
    }
    assert!(amiss.is_empty(), "{amiss:#?}");
    assert!(found.is_empty(), "no bound in tests/golden/statements.tsv: {found:#?}");
}

/// The control: what is asked twice in one reading is found, and all of a reading is heard.
#[actix_web::test]
async fn a_reading_that_asks_twice_is_found() {
    let app = TestApp::start();
    app.database().drain_statements();
    let ask = |db: &mut Db| calls::table.select(calls::id).load::<String>(db);
    app.database().read(|db| Ok((ask(db)?, ask(db)?))).unwrap();
    let cost = Cost { status: 200, texts: app.database().drain_statements() };
    assert_eq!((cost.statements(), cost.distinct()), (4, 3), "{:?}", cost.texts);
    let repeated = cost.repeated();
    let (text, count) = repeated.first_key_value().unwrap();
    assert_eq!((table_of(text), *count, repeated.len()), ("calls", 2, 1));
}

/// The table that a statement begins with, whatever the engine's quotes.
fn table_of(text: &str) -> &str {
    let from = text.split(" FROM ").nth(1).unwrap_or(text);
    let from = from.trim_start_matches(['(', '"', '`']);
    from.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap()
}

/// Some of each thing, by what the first parameter of a route is about.
fn ids_for(demo: &Demo, kind: &str) -> Vec<String> {
    let first = |db: &mut Db| match kind {
        "objections" => objections::table.select(objections::id).load::<String>(db),
        "decisions" => decisions::table.select(decisions::id).load(db),
        "selections" => selection_runs::table.select(selection_runs::id).load(db),
        "breaches" => breaches::table.select(breaches::id).load(db),
        "studies" => studies::table.select(studies::award_id).load(db),
        "problems" => problems::table.select(problems::id).limit(1).load(db),
        "users" | "people" => users::table.select(users::id).limit(1).load(db),
        _ => Ok(Vec::new()),
    };
    match kind {
        "calls" => ["-G5", "-G4", "-G3", "", "-G2", "-G1"].map(|code| demo.call(code)).to_vec(),
        "proposals" => [
            "Yoga Pratama",
            "Ismail Tuasikal",
            "Debora Kogoya",
            "Melati Kusumawardani",
            "Nurul Fadhilah",
        ]
        .map(|name| demo.proposal_of(name))
        .to_vec(),
        "assignments" => {
            ["draft", "assigned", "submitted"].map(|state| demo.task(REVIEWER, state)).to_vec()
        }
        _ => demo.app.database().read(|db| Ok(first(db)?)).unwrap(),
    }
}

/// The beginning and end of a reading, and of what the program writes by itself at that moment.
const FRAME: [&str; 8] =
    ["BEGIN", "COMMIT", "LOCK", "RELEASE", "ROLLBACK", "SAVEPOINT", "ledger_head", "tubel_changes"];

/// But for those in the file, each of which is one too many.
#[actix_web::test]
async fn no_page_asks_the_same_twice() {
    let demo = Demo::begin().await;
    let all = every_get(|kind| ids_for(&demo, kind), like);
    let people = [
        "",
        "Yoga Pratama",
        "Debora Kogoya",
        "Melati Kusumawardani",
        "Nurul Fadhilah",
        REVIEWER,
        "Ratna Puspitasari",
        "Hendra Wirakusuma",
        "Nurhayati Simatupang",
        "Dwi Lestariningsih",
        "Arif Kusumanegara",
        "Agus Prihantoro",
        "Murniati Lubis",
        "Bambang Suryanegara",
    ];
    // By route and table: how often the same at most.
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut shown = 0;
    for who in people {
        let visit = demo.visit(who).await;
        for (route, address) in all.iter().filter(|(route, _)| !route.starts_with("/api/")) {
            let cost = demo.cost(&visit, address).await;
            shown += usize::from(cost.status == 200);
            for (text, count) in cost.repeated() {
                let of = table_of(text);
                // The beginning and end of a reading, and of what the program writes by itself at that moment.
                if FRAME.contains(&of) {
                    continue;
                }
                let key = (route.clone(), of.to_owned());
                let most = found.entry(key).or_default();
                *most = (*most).max(count);
            }
        }
    }
    assert!(shown > 300, "{shown}");
    let mut table = String::from("page\ttable\ttimes\n");
    for ((route, of), count) in &found {
        writeln!(table, "{route}\t{of}\t{count}").unwrap();
    }
    println!("{shown} pages\n{table}");
    // The file holds what either engine asks: they plan some pages' statements differently.
    let known = golden("repeated_statements.tsv", &table);
    let bound = |(route, of): &(String, String)| -> usize {
        let start = format!("{route}\t{of}\t");
        let line = known.lines().find_map(|line| line.strip_prefix(&start));
        line.map_or(1, |times| times.parse().unwrap())
    };
    let more: Vec<_> = found.iter().filter(|(key, count)| **count > bound(key)).collect();
    assert!(more.is_empty(), "asked more often than tests/golden has it: {more:#?}");
}
