//! The register's pages over plain HTTP: what was typed comes back, the auditor has no forms, the
//! countdown is there without scripts.

use super::World;
use crate::pages::Visit;
use tubel::kernel::access::Role;

const NEW: &str = "/desk/breaches/new";

/// A form as the secretariat fills it; the fields named are replaced.
fn form<'a>(csrf: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("csrf", csrf),
        ("title", "Laptop hilang di bandara"),
        ("discovered_at.date", "2026-11-24"),
        ("discovered_at.time", "07.30"),
        ("happened_at.date", ""),
        ("happened_at.time", ""),
        ("found_through", "Pemiliknya melapor."),
        ("data.identity", "yes"),
        ("how", "Laptop verifikator tertinggal di ruang tunggu."),
        ("handling", "Sesi akunnya diakhiri."),
    ];
    let is_replaced = |name: &str| changes.iter().any(|(other, _)| *other == name);
    usual
        .into_iter()
        .filter(|(name, _)| !is_replaced(name))
        .chain(changes.iter().copied())
        .collect()
}

#[actix_web::test]
async fn a_refused_form_keeps_what_was_typed_and_a_good_one_leads_to_the_case() {
    let world = World::new().await;
    let visit = Visit::signed_in(&world.app, &world.secretariat).await;
    let csrf = visit.csrf().await;
    let bad = [("discovered_at.time", "25.00"), ("how", "Hilang"), ("data.identity", "")];
    let page = visit.send(NEW, &form(&csrf, &bad)).await;
    assert_eq!(page.status, 422);
    for piece in [
        "value=\"Laptop hilang di bandara\"",
        "value=\"25.00\"",
        "<label for=\"f-discovered-at-date\">Day</label>",
        "<label for=\"f-discovered-at-time\">Hour (WIB)</label>",
        "href=\"#f-discovered-at-time\"",
        "href=\"#f-how\"",
        "href=\"#f-data\"",
    ] {
        assert!(page.text().contains(piece), "{piece} is not in {}", page.text());
    }
    let made = visit.send(NEW, &form(&csrf, &[])).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let case = visit.read(made.header("location")).await;
    // 07:30 in Jakarta, half an hour before the server's clock; 72 hours later.
    assert!(case.expect_page().contains("27 November 2026, 07:30 WIB"), "{}", case.text());
    assert!(case.text().contains("2 days 23 hours"), "{}", case.text());
}

#[actix_web::test]
async fn a_refused_form_of_a_case_comes_back_open_with_its_words_and_leaves_the_others_alone() {
    let world = World::new().await;
    let siti = world.app.person("siti").role(Role::Candidate).create();
    let visit = Visit::signed_in(&world.app, &world.secretariat).await;
    let csrf = visit.csrf().await;
    let case = format!("/desk/breaches/{}", world.breach);
    let send = async |rest: &str, fields: &[(&str, &str)]| {
        let fields: Vec<_> = [&[("csrf", csrf.as_str())], fields].concat();
        visit.send(&format!("{case}{rest}"), &fields).await
    };
    let page = send("/people", &[("form", "person"), ("person.account", "siapa@pom.go.id")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("value=\"siapa@pom.go.id\""), "{}", page.text());
    assert!(page.text().contains("href=\"#f-person-account\""), "{}", page.text());
    for (form, field) in
        [("call", "f-call-call"), ("role", "f-role-role"), ("readings", "f-readings-from-date")]
    {
        let page = send("/people", &[("form", form)]).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains(&format!("href=\"#{field}\"")), "{form}: {}", page.text());
    }
    assert_eq!(send("/people", &[("form", "horoscope")]).await.status, 404);
    let found = send("/people", &[("form", "person"), ("person.account", "SITI@pom.go.id ")]).await;
    assert_eq!((found.status, found.header("location")), (303, case.as_str()));
    assert_eq!(world.listed().await, [siti.id]);

    let page = send("/notice-to-subjects", &[("subjects.how", "Terlalu pendek")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("Terlalu pendek</textarea>"), "{}", page.text());
    let page = send("/notice-to-authority", &[("authority.reference", "B-9")]).await;
    assert_eq!(page.status, 422);
    for field in ["f-authority-given-at-date", "f-authority-medium"] {
        assert!(page.text().contains(&format!("href=\"#{field}\"")), "{}", page.text());
    }
    assert!(page.text().contains("value=\"B-9\""));
    assert_eq!(send("/close", &[("closing.outcome", "")]).await.status, 422);
    assert_eq!(send("/measures", &[("measure.measure", "x")]).await.status, 422);
}

#[actix_web::test]
async fn the_auditor_reads_without_forms_and_others_have_no_way_in() {
    let world = World::new().await;
    let case = format!("/desk/breaches/{}", world.breach);
    let auditor = Visit::signed_in(&world.app, &world.auditor).await;
    let home = auditor.read("/").await;
    assert!(home.expect_page().contains("/desk/breaches"));
    let list = auditor.read("/desk/breaches").await;
    assert!(list.expect_page().contains(&case) && !list.text().contains(NEW));
    let page = auditor.read(&case).await;
    assert!(!page.expect_page().contains("/measures") && !page.text().contains("<textarea"));
    assert_eq!(auditor.read(NEW).await.status, 403);
    let people = auditor.read(&format!("{case}/people")).await;
    people.expect_page();
    let siti = world.app.person("siti").role(Role::Candidate).create();
    let siti = Visit::signed_in(&world.app, &siti).await;
    assert!(!siti.read("/").await.expect_page().contains("/desk/breaches"));
    for path in ["/desk/breaches", NEW, case.as_str()] {
        assert_eq!(siti.read(path).await.status, 403, "{path}");
    }
}
