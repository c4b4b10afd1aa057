//! The secretariat's call pages over plain HTTP, as a browser without scripts sends them.

use crate::pages::{Visit, hidden, unescaped};
use serde_json::{Value, json};
use test_support::review::World;
use test_support::{Answer, Person, TestApp, definition};
use tubel::kernel::access::Role;

const STEPS: [&str; 7] =
    ["basics", "calendar", "rubric", "eligibility", "limits", "documents", "review"];

struct Desk {
    app: TestApp,
    secretariat: Person,
}

impl Desk {
    fn open() -> Self {
        let app = TestApp::start();
        let secretariat = app.person("sekar").role(Role::Secretariat).create();
        Self { app, secretariat }
    }

    async fn visit(&self) -> Visit<'_> {
        Visit::signed_in(&self.app, &self.secretariat).await
    }

    async fn stored(&self, id: &str) -> Value {
        let call = self.app.get(&self.secretariat, &format!("/api/v1/calls/{id}")).await;
        call.expect(200).clone()
    }
}

/// Everything that the last form of a page would send, in the state in which it was served.
fn filled(page: &str) -> Vec<(String, String)> {
    let form = page.rsplit_once("<form").unwrap().1;
    let control = regex::Regex::new(
        r#"(?s)<input ([^>]*)>|<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>|<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>"#,
    );
    let part = |text: &str, name: &str| {
        let found = regex::Regex::new(&format!(r#"\b{name}="([^"]*)""#)).unwrap();
        found.captures(text).map(|found| unescaped(&found[1]))
    };
    let mut fields = Vec::new();
    for found in control.unwrap().captures_iter(form) {
        if let Some(input) = found.get(1) {
            let input = input.as_str();
            if !input.contains("type=\"checkbox\"") || input.contains(" checked") {
                fields.push((part(input, "name").unwrap(), part(input, "value").unwrap()));
            }
        } else if let Some(name) = found.get(2) {
            fields.push((name.as_str().to_owned(), unescaped(&found[3])));
        } else {
            let chosen = found[5].split("<option ").find(|option| option.contains(" selected"));
            let chosen = chosen.or_else(|| found[5].split("<option ").nth(1)).unwrap();
            fields.push((found[4].to_owned(), part(chosen, "value").unwrap()));
        }
    }
    fields
}

/// A form with some fields typed anew.
fn with(mut fields: Vec<(String, String)>, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    for (name, value) in typed {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => (*value).clone_into(old),
            None => fields.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    fields
}

async fn send(visit: &Visit<'_>, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visit.send(path, &fields).await
}

/// Opens a step, types, sends; where it was sent to with what came back.
async fn step(visit: &Visit<'_>, id: &str, name: &str, typed: &[(&str, &str)]) -> Answer {
    let path = format!("/desk/calls/{id}/setup/{name}");
    let page = visit.read(&path).await;
    send(visit, &path, &with(filled(page.expect_page()), typed)).await
}

async fn created(visit: &Visit<'_>) -> String {
    let page = visit.read("/desk/calls/new").await;
    let typed = [
        ("code", "TB-2027"),
        ("title.id", "Seleksi 2027"),
        ("title.en", "Call 2027"),
        ("seats", "6"),
    ];
    let made = send(visit, "/desk/calls/new", &with(filled(page.expect_page()), &typed)).await;
    assert_eq!(made.status, 303, "{}", made.text());
    made.header("location").split('/').nth(3).unwrap().to_owned()
}

#[actix_web::test]
async fn without_scripts_a_call_gets_from_nothing_to_published() {
    let desk = Desk::open();
    let visit = desk.visit().await;
    let id = created(&visit).await;
    let steps: [(&str, &[(&str, &str)]); 7] = [
        (
            "basics",
            &[
                ("seats", "8"),
                ("levels[2].code", "Sp"),
                ("levels[2].name.id", "Spesialis"),
                ("levels[2].name.en", "Specialist"),
                ("levels[2].normative_months", "48"),
                ("levels[2].requires", "Profesi"),
            ],
        ),
        // The secretariat lives by central time.
        (
            "calendar",
            &[("calendar.opens_at.date", "2026-12-01"), ("calendar.opens_at.time", "9.30")],
        ),
        (
            "rubric",
            &[
                ("rubric.criteria[0].weight", "15"),
                ("rubric.criteria[6].weight", "10"),
                ("rubric.criteria[0].anchors.2.id", "Dua"),
                ("rubric.criteria[0].anchors.2.en", "Two"),
            ],
        ),
        (
            "eligibility",
            &[
                ("eligibility.no_other_nomination.severity", ""),
                ("eligibility.grade_point_average.at_least_hundredths[0]", "2,75"),
                ("eligibility.age.severity", "warn"),
            ],
        ),
        (
            "limits",
            &[
                ("limits.floors[0].group", "remote"),
                ("limits.floors[0].at_least", "1"),
                ("levels[1].seats", "3"),
            ],
        ),
        ("documents", &[("documents[1].required", "no"), ("documents[1].max_bytes", "300")]),
        ("review", &[("panel.sheets_per_proposal", "4"), ("ranking.tie_breaks[3].remove", "yes")]),
    ];
    for (name, typed) in steps {
        let saved = step(&visit, &id, name, typed).await;
        assert_eq!(saved.status, 303, "{name}: {}", saved.text());
    }
    let stored = desk.stored(&id).await;
    let written = &stored["definition"];
    assert_eq!(written["levels"][2]["code"], "Sp");
    assert_eq!(written["calendar"]["opens_at"], "2026-12-01T01:30:00Z");
    assert_eq!(written["rubric"]["criteria"][0]["anchors"]["2"]["en"], "Two");
    let rules = written["eligibility"].as_array().unwrap();
    let rule = |key: &str| rules.iter().find(|rule| rule["key"] == key);
    assert!(rule("no_other_nomination").is_none());
    assert_eq!(rule("grade_point_average").unwrap()["at_least_hundredths"]["S2"], 275);
    assert_eq!(rule("age").unwrap()["severity"], "warn");
    assert_eq!(written["limits"]["floors"], json!([{"group": {"kind": "remote"}, "at_least": 1}]));
    assert_eq!(
        (&written["levels"][1]["seats"], &written["levels"][0]["seats"]),
        (&json!(3), &Value::Null)
    );
    assert_eq!(written["documents"][1]["max_bytes"], 300 * 1024);
    assert_eq!(written["ranking"]["tie_breaks"].as_array().unwrap().len(), 3);
    let path = format!("/desk/calls/{id}/setup/preview");
    let preview = visit.read(&path).await;
    let page = preview.expect_page().to_owned();
    assert!(page.contains("Specialist") && page.contains("1 December 2026, 09:30 WITA"), "{page}");
    let fields = filled(&page);
    let refused = send(&visit, &path, &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("href=\"#f-confirm\""));
    let published = send(&visit, &path, &with(fields, &[("confirm", "yes")])).await;
    assert_eq!(published.header("location"), format!("/desk/calls/{id}?published=1"));
    let frozen = desk.stored(&id).await;
    assert_eq!(frozen["rules_hash"], hidden(&page, "hash"));
    assert_eq!(visit.read(&path).await.status, 409);
    assert_eq!(visit.read(published.header("location")).await.status, 200);
}

#[actix_web::test]
async fn a_step_sent_back_as_it_came_changes_nothing_however_rich_the_call_is() {
    let desk = Desk::open();
    let mut rich = definition();
    // What no field of the form shows whole.
    rich["calendar"]["opens_at"] = "2026-12-01T01:00:07.000123Z".into();
    rich["documents"][0]["max_bytes"] = 1_000_001.into();
    rich["documents"][0]["formats"] = json!(["jpeg", "pdf"]);
    rich["rubric"]["criteria"][0]["name"]["en"] = "A  \"quoted\" <name>".into();
    rich["eligibility"].as_array_mut().unwrap().reverse();
    let id = desk.app.draft_call_of(&desk.secretariat, "TB-2026", rich).await;
    let before = desk.stored(&id).await;
    let visit = desk.visit().await;
    for name in STEPS {
        assert_eq!(step(&visit, &id, name, &[]).await.status, 303, "{name}");
        assert_eq!(desk.stored(&id).await["definition"], before["definition"], "{name}");
    }
}

/// A step, what is typed, and what its page then holds.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);

#[actix_web::test]
async fn a_refused_step_comes_back_as_typed_with_each_fault_at_its_field() {
    let desk = Desk::open();
    let visit = desk.visit().await;
    let id = desk.app.draft_call(&desk.secretariat, "TB-2026").await;
    let before = desk.stored(&id).await;
    let cases: [Case<'_>; 6] = [
        ("basics", &[("seats", "delapan")], &["value=\"delapan\"", "href=\"#f-seats\""]),
        (
            "calendar",
            &[("calendar.review_ends_at.date", "2026-12-15")],
            &["href=\"#f-calendar-review-ends-at-date\"", "Must come after Screening ends"],
        ),
        (
            "rubric",
            &[("rubric.criteria[2].weight", "25")],
            &["href=\"#f-rubric-criteria-0--weight\"", "105"],
        ),
        (
            "eligibility",
            &[("eligibility.grade_point_average.at_least_hundredths[0]", "9.00")],
            &["href=\"#f-eligibility-grade-point-average-at-least-hundredths-0-\"", "9.00"],
        ),
        (
            "limits",
            &[
                ("limits.floors[0].remove", "yes"),
                ("limits.floors[1].group", "remote"),
                ("limits.floors[1].at_least", "9"),
            ],
            &["href=\"#f-limits-floors-1--at-least\"", " checked"],
        ),
        (
            "limits",
            &[("limits.budget.total", " "), ("limits.budget.per_proposal", "350000000")],
            &["href=\"#f-limits-budget-total\"", "value=\"350000000\""],
        ),
    ];
    for (name, typed, told) in cases {
        let page = step(&visit, &id, name, typed).await;
        assert_eq!(page.status, 422, "{name}");
        for text in told {
            assert!(page.text().contains(text), "{name}: no {text} in {}", page.text());
        }
    }
    // Fewer seats than another step keeps for groups.
    let floors = [("limits.floors[1].group", "level:S2"), ("limits.floors[1].at_least", "6")];
    assert_eq!(step(&visit, &id, "limits", &floors).await.status, 303);
    let page = step(&visit, &id, "basics", &[("seats", "4")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains(&format!("href=\"/desk/calls/{id}/setup/limits\">Quota</a>:")));
    assert_eq!(desk.stored(&id).await["definition"]["seats"], before["definition"]["seats"]);
}

#[actix_web::test]
async fn a_step_saved_too_late_shows_both_texts_and_then_saves_what_was_typed() {
    let desk = Desk::open();
    let visit = desk.visit().await;
    let id = desk.app.draft_call(&desk.secretariat, "TB-2026").await;
    let path = format!("/desk/calls/{id}/setup/basics");
    let mine = filled(visit.read(&path).await.expect_page());
    assert_eq!(step(&visit, &id, "basics", &[("title.en", "From another desk")]).await.status, 303);
    let late = send(&visit, &path, &with(mine, &[("title.en", "From this desk")])).await;
    assert_eq!(late.status, 412);
    assert!(late.text().contains("From another desk") && late.text().contains("From this desk"));
    let again = send(&visit, &path, &filled(late.text())).await;
    assert_eq!(again.status, 303);
    assert_eq!(desk.stored(&id).await["definition"]["title"]["en"], "From this desk");
}

#[actix_web::test]
async fn templates_and_earlier_calls_are_copied_and_a_preview_of_yesterday_publishes_nothing() {
    let desk = Desk::open();
    let visit = desk.visit().await;
    let first = desk.app.draft_call(&desk.secretariat, "TB-2026").await;
    let page = visit.read("/desk/calls/new").await;
    let typed = [
        ("code", "TB-2027"),
        ("title.id", "Lagi"),
        ("title.en", "Again"),
        ("seats", "5"),
        ("from", first.as_str()),
    ];
    let made = send(&visit, "/desk/calls/new", &with(filled(page.expect_page()), &typed)).await;
    let id = made.header("location").split('/').nth(3).unwrap().to_owned();
    let copy = desk.stored(&id).await;
    assert_eq!(copy["definition"]["rubric"], definition()["rubric"]);
    assert_eq!(copy["definition"]["seats"], 5);
    let preview = format!("/desk/calls/{id}/setup/preview");
    let seen = with(filled(visit.read(&preview).await.expect_page()), &[("confirm", "yes")]);
    assert_eq!(step(&visit, &id, "rubric", &[("use", "bima")]).await.status, 303);
    let changed = desk.stored(&id).await;
    assert_eq!(changed["definition"]["rubric"]["code"], "bima");
    let refused = send(&visit, &preview, &seen).await;
    assert_eq!(refused.status, 409);
    assert_eq!(desk.stored(&id).await["state"], "draft");
    let taken = with(
        filled(page.expect_page()),
        &[("code", "TB-2026"), ("title.id", "x"), ("title.en", "y"), ("seats", "0")],
    );
    let refused = send(&visit, "/desk/calls/new", &taken).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("href=\"#f-seats\"") && refused.text().contains("TB-2026"));
}

#[actix_web::test]
async fn the_desk_is_the_committees_alone_and_each_sees_what_is_theirs() {
    let desk = Desk::open();
    let draft = desk.app.draft_call(&desk.secretariat, "TB-2027").await;
    let id = desk.app.frozen_call(&desk.secretariat).await;
    let pages = ["", "/setup/basics", "/setup/preview", "/extend", "/cancel", "/exports"];
    for (name, role, of_draft, of_call) in [
        ("ketua", Role::Chair, [200, 403, 403, 403, 200, 200], [200, 403, 403, 403, 200, 200]),
        ("awas", Role::Auditor, [200, 403, 403, 403, 403, 200], [200, 403, 403, 403, 403, 200]),
        ("putus", Role::Decider, [404; 6], [403, 403, 403, 403, 403, 200]),
        ("calon", Role::Candidate, [404; 6], [403, 403, 403, 403, 403, 404]),
        ("nilai", Role::Reviewer, [404; 6], [403, 403, 403, 403, 403, 404]),
    ] {
        let person = desk.app.person(name).role(role).create();
        let visit = Visit::signed_in(&desk.app, &person).await;
        for (index, page) in pages.into_iter().enumerate() {
            for (call, expected) in [(&draft, of_draft), (&id, of_call)] {
                let found = visit.read(&format!("/desk/calls/{call}{page}")).await;
                assert_eq!(found.status, expected[index], "{name} {page}");
            }
        }
        let list = visit.read("/desk/calls").await;
        let expected = if matches!(role, Role::Chair | Role::Auditor) { 200 } else { 403 };
        assert_eq!(list.status, expected, "{name}");
    }
}

#[actix_web::test]
async fn a_deadline_moves_later_with_a_reason_and_the_refusals_are_told_in_words() {
    let desk = Desk::open();
    let visit = desk.visit().await;
    let id = desk.app.frozen_call(&desk.secretariat).await;
    let path = format!("/desk/calls/{id}/extend");
    let form = filled(visit.read(&path).await.expect_page());
    let closes = |day: &str, reason: &str| {
        let typed = [
            ("milestone", "submissions_close_at"),
            ("to.date", day),
            ("to.time", "18.00"),
            ("reason", reason),
        ];
        with(form.clone(), &typed)
    };
    for (fields, told) in [
        (closes("", ""), vec!["#f-to-date", "#f-reason"]),
        (closes("2027-01-03", " "), vec!["#f-reason", "2027-01-03"]),
        (
            closes("2026-12-20", "Banjir"),
            vec!["#f-to-date", "Banjir", "31 December 2026, 18:00 WITA"],
        ),
        (closes("2027-01-20", "Banjir"), vec!["Screening ends"]),
    ] {
        let refused = send(&visit, &path, &fields).await;
        assert_eq!(refused.status, 422, "{fields:?}");
        for text in told {
            assert!(refused.text().contains(text), "{text}: {}", refused.text());
        }
    }
    let moved = send(&visit, &path, &closes("2027-01-03", "Banjir di Makassar")).await;
    assert_eq!(moved.header("location"), format!("/desk/calls/{id}?extended=1"));
    assert_eq!(desk.stored(&id).await["calendar"]["submissions_close_at"], "2027-01-03T10:00:00Z");
    let board = visit.read(moved.header("location")).await;
    assert!(board.expect_page().contains("Banjir di Makassar"));
    let chair = desk.app.person("ketua").role(Role::Chair).create();
    let visit = Visit::signed_in(&desk.app, &chair).await;
    let path = format!("/desk/calls/{id}/cancel");
    let form = filled(visit.read(&path).await.expect_page());
    assert_eq!(send(&visit, &path, &form).await.status, 422);
    let cancelled = send(&visit, &path, &with(form, &[("reason", "Anggaran dipotong")])).await;
    let page = visit.read(cancelled.header("location")).await;
    assert!(page.expect_page().contains("Anggaran dipotong"));
}

#[actix_web::test]
async fn the_dashboard_counts_what_the_viewer_may_know_and_costs_the_same_however_much_there_is() {
    let world = World::new();
    let chair = world.official("ketua", Role::Chair);
    let reviewers = [world.reviewer("rina"), world.reviewer("budi")];
    let (path, api) = (format!("/desk/calls/{}", world.call), world.call_path("dashboard"));
    let mut costs = Vec::new();
    let visit = Visit::signed_in(&world.app, &chair).await;
    for round in 0..3 {
        let proposal = world.proposal(&format!("calon{round}"));
        // The last of them divides the panel.
        let scores = if round == 2 { [(6, 6), (1, 2)] } else { [(5, 5), (5, 5)] };
        for (reviewer, scores) in reviewers.iter().zip(scores) {
            if scores.0 > 1 {
                world.score(&proposal, reviewer, scores).await;
            } else {
                world.assign(&proposal, reviewer).await;
            }
        }
        visit.read(&path).await.expect_page();
        let before = world.app.statements();
        visit.read(&path).await.expect_page();
        costs.push(world.app.statements() - before);
    }
    assert!(costs.iter().all(|cost| cost == &costs[0]), "{costs:?}");
    let board = world.app.get(&chair, &api).await.expect(200).clone();
    assert_eq!(board["states"][2], json!({"of": "eligible", "name": "eligible", "count": 3}));
    assert_eq!(board["submitted"]["by_region"][0]["name"], "Sulawesi Selatan");
    assert_eq!(board["divergent"], Value::Null);
    // Somebody of the candidates' own office counts none of theirs.
    let near = world.app.person("dekat").role(Role::Secretariat).create();
    let board = world.app.get(&near, &api).await.expect(200).clone();
    assert_eq!(
        (&board["states"][2]["count"], &board["submitted"]["by_unit"]),
        (&json!(0), &json!([]))
    );
    world.app.set_clock(world.app.now().plus_days(11));
    let visit = Visit::signed_in(&world.app, &chair).await;
    let late = visit.read(&path).await;
    assert!(late.expect_page().contains("One reviewer still owes sheets"), "{}", late.text());
    let board = world.app.get(&chair, &api).await.expect(200).clone();
    assert_eq!(board["divergent"], json!([]));
}

#[actix_web::test]
async fn while_a_call_is_open_its_desk_tells_how_many_and_not_who() {
    let world = test_support::writing::World::start().await;
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    let secretariat = world.outsider("tata", Role::Secretariat);
    let api = format!("/api/v1/calls/{}/dashboard", world.call);
    let board = world.app.get(&secretariat, &api).await.expect(200).clone();
    assert_eq!(board["states"][1]["count"], 1);
    assert_eq!(board["submitted_by_day"], json!([{"day": "2026-11-24", "count": 1}]));
    assert_eq!((&board["submitted"], &board["screening"]), (&Value::Null, &Value::Null));
    let visit = Visit::signed_in(&world.app, &secretariat).await;
    let page = visit.read(&format!("/desk/calls/{}", world.call)).await;
    let page = page.expect_page();
    assert!(page.contains("<svg") && page.contains("24 November 2026: 1"), "{page}");
    assert!(!page.contains("Makassar"), "{page}");
}

#[actix_web::test]
async fn exports_are_taken_with_the_cookie_and_stand_on_the_page_with_their_hash() {
    let world = World::new();
    let chair = world.official("ketua", Role::Chair);
    let reviewer = world.reviewer("rina");
    let proposal = world.proposal("calon");
    world.score(&proposal, &reviewer, (5, 5)).await;
    let visit = Visit::signed_in(&world.app, &chair).await;
    let path = format!("/desk/calls/{}/exports", world.call);
    let early = visit.read(&path).await;
    assert!(early.expect_page().contains("Not there yet"));
    assert!(!early.text().contains("/exports/sheets"));
    world.app.set_clock(world.app.now().plus_days(11));
    let visit = Visit::signed_in(&world.app, &chair).await;
    let page = visit.read(&path).await;
    let link = format!("/calls/{}/exports/sheets?format=csv&bom=true", world.call);
    assert!(unescaped(page.expect_page()).contains(&link), "{}", page.text());
    let file = visit.read(&link).await;
    assert_eq!((file.status, file.header("content-type")), (200, "text/csv; charset=utf-8"));
    let hash = tubel::kernel::canonical::sha256_hex(&file.bytes);
    assert!(visit.read(&path).await.expect_page().contains(&hash));
}
