//! The table of units in a browser: found, added, changed by the secretariat alone, with an entry in
//! the record each time.

use crate::pages::Visit;
use serde_json::Value;
use test_support::TestApp;
use tubel::kernel::access::Role;

const NEW: [(&str, &str); 7] = [
    ("name", "Loka POM di Kabupaten Alor"),
    ("kind", "loka"),
    ("parent", "P.SU"),
    ("city", "Kalabahi"),
    ("region", "Nusa Tenggara Timur"),
    ("remote", "yes"),
    ("time_zone", "WITA"),
];

/// The example with some fields otherwise, as the form sends it.
fn form<'a>(csrf: &'a str, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let named = |name: &str| other.iter().any(|(field, _)| *field == name);
    let kept = NEW.into_iter().filter(|(name, _)| !named(name));
    kept.chain(other.iter().copied()).chain([("csrf", csrf)]).collect()
}

#[actix_web::test]
async fn the_secretariat_adds_a_unit_and_changes_it_and_the_record_tells() {
    let app = TestApp::start();
    let secretariat = app.person("sekar").role(Role::Secretariat).create();
    let auditor = app.person("audit").role(Role::Auditor).unit("P.IU.01").create();
    let visit = Visit::signed_in(&app, &secretariat).await;
    let csrf = visit.csrf().await;
    let add = form(&csrf, &[("code", "U.LK.ALO")]);
    let answer = visit.send("/desk/units/new", &add).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/desk/units?q=U.LK.ALO&saved=1"),
        "{}",
        answer.text()
    );
    // The same code again would be another unit's end.
    let again = visit.send("/desk/units/new", &add).await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("There is a unit with this code."));
    let change = form(&csrf, &[("time_zone", "WIT"), ("active", "no")]);
    assert_eq!(visit.send("/desk/units/U.LK.ALO", &change).await.status, 303);
    let units = app.send("GET", "/api/v1/units", "en").await;
    let all = units.expect(200).as_array().unwrap();
    let kept = all.iter().find(|unit| unit["code"] == "U.LK.ALO").unwrap();
    let told = ["kind", "time_zone", "remote", "active"].map(|name| kept[name].clone());
    assert_eq!(told, ["loka".into(), "WIT".into(), Value::Bool(true), Value::Bool(false)]);
    let entries = app.get(&auditor, "/api/v1/ledger/entries?limit=100").await;
    let entries = entries.expect(200)["items"].as_array().unwrap().clone();
    let of_unit = entries.iter().filter(|entry| entry["subject"] == "unit:U.LK.ALO");
    assert_eq!(of_unit.count(), 2);
}

#[actix_web::test]
async fn a_faulty_unit_comes_back_whole_and_an_unknown_one_is_not_found() {
    let app = TestApp::start();
    let secretariat = app.person("sekar").role(Role::Secretariat).create();
    let visit = Visit::signed_in(&app, &secretariat).await;
    let csrf = visit.csrf().await;
    // What no limit can say is looked at once the limits hold.
    let nameless = form(&csrf, &[("code", "alor!"), ("name", " ")]);
    let answer = visit.send("/desk/units/new", &nameless).await;
    assert!(answer.text().contains("href=\"#f-name\""), "{}", answer.text());
    let faulty = form(&csrf, &[("code", "alor!"), ("kind", "warung")]);
    let answer = visit.send("/desk/units/new", &faulty).await;
    assert_eq!(answer.status, 422);
    for field in ["f-code", "f-kind"] {
        assert!(answer.text().contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert!(answer.text().contains("value=\"Kalabahi\""));
    let missing = visit.send("/desk/units/U.NO.NE", &form(&csrf, &[])).await;
    assert_eq!((missing.status, visit.read("/desk/units/U.NO.NE").await.status), (404, 404));
}

#[actix_web::test]
async fn the_list_finds_by_name_and_kind_and_counts_people_whose_account_is_on() {
    let app = TestApp::start();
    let secretariat = app.person("sekar").role(Role::Secretariat).unit("P.SU").create();
    for name in ["rina", "siti"] {
        app.person(name).role(Role::Candidate).unit("U.BB.SMR").create();
    }
    let visit = Visit::signed_in(&app, &secretariat).await;
    let page = visit.read("/desk/units?q=semarang&kind=balai_besar").await;
    let page = page.expect_page();
    assert!(page.contains("One unit") && page.contains("Balai Besar"), "{page}");
    assert!(page.contains("<td class=\"number\">2</td>"), "{page}");
    let none = visit.read("/desk/units?q=semarang&kind=loka").await;
    assert!(none.expect_page().contains("No unit fits."));
}

#[actix_web::test]
async fn nobody_but_the_secretariat_sees_the_desk_of_units() {
    let app = TestApp::start();
    for (name, role) in [("ketua", Role::Chair), ("audit", Role::Auditor), ("ops", Role::Operator)]
    {
        let visit = Visit::signed_in(&app, &app.person(name).role(role).create()).await;
        let csrf = visit.csrf().await;
        assert_eq!(visit.read("/desk/units").await.status, 403, "{name}");
        assert_eq!(visit.read("/desk/units/P.SU").await.status, 403, "{name}");
        let add = form(&csrf, &[("code", "U.LK.ALO")]);
        assert_eq!(visit.send("/desk/units/new", &add).await.status, 403, "{name}");
    }
}
