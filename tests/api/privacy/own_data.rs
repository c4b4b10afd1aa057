//! What a candidate and a reviewer find in their packages, and what they do not.

use super::package::Package;
use crate::pages::Visit;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::case::{SCREENING, pdf};
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;
use tubel::kernel::canonical::sha256_hex;
use tubel::kernel::ids::ProposalId;

async fn upload(app: &TestApp, who: &Person, proposal: &ProposalId, kind: &str) -> Value {
    let path = format!("/api/v1/proposals/{proposal}/documents/{kind}");
    let request = app.request_as(who, Method::PUT, &path).await;
    let request = request.header("content-type", "application/pdf");
    let name = format!("attachment; filename=\"{}.pdf\"", who.email);
    let request = request.header("content-disposition", name).body(pdf(&who.email));
    Answer::of(request).await.expect(201).clone()
}

#[actix_web::test]
async fn a_candidate_takes_their_own_files_and_letters_and_nobody_elses() {
    let app = TestApp::start();
    let admin = app.person("admin").role(Role::Secretariat).unit("P").create();
    let siti = app.person("Siti Satu").role(Role::Candidate).create();
    let budi = app.person("Budi Dua").role(Role::Candidate).create();
    let call = app.case_call(&admin, "TB-2026", |_| {}).await;
    let mut documents = Vec::new();
    for (who, number) in [(&siti, "TB-2026-0001"), (&budi, "TB-2026-0002")] {
        let proposal = app.case_proposal(&call, who, Some(number));
        documents.push(upload(&app, who, &proposal, "proposal").await);
    }
    let package = Package::of(&app, &siti).await;
    let (own, others) =
        (documents[0]["id"].as_str().unwrap(), documents[1]["id"].as_str().unwrap());
    assert_eq!(package.0[&format!("files/{own}.pdf")], pdf(&siti.email));
    assert_eq!(package.part("documents")[0]["file_name"], documents[0]["file_name"]);
    assert_eq!(package.part("account")["account"]["nip"], json!(siti.nip));
    assert_eq!(package.part("proposals")[0]["number"], "TB-2026-0001");
    for text in [others, "Budi Dua", "TB-2026-0002", budi.email.as_str()] {
        assert!(!package.says(text), "{text}");
    }
    assert!(!package.says("argon2id"), "no password, not even its hash");
    let periods = package.part("purpose-and-periods")["periods"]["classes"].clone();
    assert_eq!(periods.as_array().unwrap().len(), 9);
    let readme = String::from_utf8(package.0["BACA-SAYA_README.txt"].clone()).unwrap();
    assert!(readme.contains("DATA ANDA") && readme.contains("YOUR DATA"));
}

#[actix_web::test]
async fn taking_the_package_is_on_the_record_with_the_hash_of_its_bytes() {
    let app = TestApp::start();
    let siti = app.person("siti").role(Role::Candidate).create();
    let taken = app.get(&siti, "/api/v1/me/data").await;
    let subject = format!("user:{}", siti.id);
    let (act, payload) = app.recorded(&subject).pop().unwrap();
    assert_eq!(
        (act.as_str(), &payload["sha256"]),
        ("data.exported", &json!(sha256_hex(&taken.bytes)))
    );
    // Acts of others of the same day come behind one's own, in no order.
    let told = Package::of(&app, &siti).await.acts("user:");
    assert!(told.contains(&"data.exported".to_owned()), "{told:?}");
    assert_eq!(app.send("GET", "/api/v1/me/data", "en").await.refusal(401), "not_signed_in");
}

#[actix_web::test]
async fn the_page_hands_out_the_same_package_to_a_form_and_a_forged_form_gets_nothing() {
    let app = TestApp::start();
    let siti = app.person("siti").role(Role::Candidate).create();
    let visit = Visit::signed_in(&app, &siti).await;
    assert!(visit.read("/me").await.expect_page().contains("href=\"/me/data\""));
    visit.read("/me/data").await.expect_page();
    assert_eq!(visit.send("/me/data", &[("csrf", "forged")]).await.status, 403);
    let csrf = visit.csrf().await;
    let package = Package::open(&visit.send("/me/data", &[("csrf", &csrf)]).await);
    assert_eq!(package.part("account")["account"]["email"], siti.email.as_str());
}

/// A verifier opens the health letter, the secretariat looks it up too.
async fn read_by_two(app: &TestApp, document: &str, by: [&Person; 2]) {
    app.at(SCREENING);
    for who in by {
        let answer = app.get(who, &format!("/api/v1/documents/{document}/content")).await;
        assert_eq!(answer.status, 200);
    }
}

#[actix_web::test]
async fn the_trail_names_officials_withholds_verifiers_and_says_nothing_of_them_before_the_result()
{
    let app = TestApp::start();
    let admin = app.person("Admin Rini").role(Role::Secretariat).unit("P").create();
    let verifier = app.person("Verifikator Wati").role(Role::Verifier).unit("P.SU.03").create();
    let siti = app.person("siti").role(Role::Candidate).create();
    let call = app.case_call(&admin, "TB-2026", |_| {}).await;
    let proposal = app.case_proposal(&call, &siti, Some("TB-2026-0001"));
    let document = upload(&app, &siti, &proposal, "health_letter").await;
    app.hand_in_files(&proposal);
    let id = document["id"].as_str().unwrap();
    read_by_two(&app, id, [&verifier, &admin]).await;

    let before = Package::of(&app, &siti).await;
    assert_eq!(before.acts("proposal:"), ["document.uploaded", "document.read"]);
    let reading = |package: &Package, at: usize| package.part("trail-of-processing")[at].clone();
    let find = |package: &Package, role: &str| {
        let trail = package.part("trail-of-processing");
        let is = |step: &&Value| step["act"] == "document.read" && step.to_string().contains(role);
        trail.as_array().unwrap().iter().find(is).cloned()
    };
    assert!(find(&before, "verifier").is_none());
    let official = find(&before, "Admin Rini").unwrap();
    assert_eq!(official["by"]["roles"], json!(["secretariat"]));
    assert_eq!(official["what"]["document"], id);

    announced(&app, &call);
    app.at("2027-01-21T00:00:00Z");
    let after = Package::of(&app, &siti).await;
    assert_eq!(after.acts("proposal:"), ["document.uploaded", "document.read", "document.read"]);
    let withheld = find(&after, "verifier").unwrap();
    assert_eq!(withheld["by"], json!({"kind": "withheld", "role": "verifier"}));
    assert!(!after.says("Wati") && !after.says(verifier.id.as_str()));
    let table = String::from_utf8(after.0["trail-of-processing.csv"].clone()).unwrap();
    assert!(table.contains(",withheld,verifier\r\n"), "{table}");
    assert_eq!(reading(&after, 0)["at"], reading(&before, 0)["at"]);
}

/// Marks the call as announced on its day.
fn announced(app: &TestApp, call: &tubel::kernel::ids::CallId) {
    use diesel::prelude::*;
    use tubel::platform::db::schema::calls;
    let (call, at) =
        (call.clone(), "2027-01-15T00:00:00Z".parse::<tubel::kernel::clock::Timestamp>());
    let at = at.unwrap();
    let mark = move |db: &mut tubel::platform::db::Db| {
        diesel::update(calls::table.find(&call)).set(calls::announced_at.eq(at)).execute(db)?;
        Ok(())
    };
    app.database().write(mark).unwrap();
}

#[actix_web::test]
async fn a_result_is_in_the_package_from_the_announcement_on_and_single_sheets_never_are() {
    let world = World::new().await;
    let entry = world.proposal("U.BB.MDN", &[5, 5, 4]);
    world.app.at(PLENARY);
    let decision = world.propose(&world.run().await).await;
    world.approve(&world.decider, &decision).await.expect(200);
    let before = Package::of(&world.app, &entry.candidate).await;
    assert_eq!(before.part("results"), json!({}));
    assert!(!before.says("Umpan balik") && !before.says("SK-7/2027"));
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    let after = Package::of(&world.app, &entry.candidate).await;
    assert_eq!(after.part("results")[entry.id.as_str()]["outcome"], "selected");
    assert_eq!(after.acts("call:"), ["call.announced"]);
    assert!(after.says("Umpan balik dari skor 4.") && after.says("SK-7/2027"));
    for secret in ["RAHASIA-PANITIA", "Data unit lengkap", "reviewer1"] {
        assert!(!after.says(secret), "{secret}");
    }
}

#[actix_web::test]
async fn an_reviewer_takes_what_they_wrote_and_were_given_and_what_they_did() {
    let world = World::new().await;
    let entry = world.proposal("U.BB.MDN", &[5, 4, 3]);
    let package = Package::of(&world.app, &world.reviewers[1]).await;
    let sheets = package.part("sheets-written");
    assert_eq!(sheets.as_array().unwrap().len(), 1);
    assert_eq!(sheets[0]["proposal_id"], entry.id.as_str());
    assert_eq!(sheets[0]["sheet"]["note"], "RAHASIA-PANITIA");
    assert_eq!(sheets[0]["total"], 400);
    assert_eq!(package.part("assignments")[0]["state"], "submitted");
    assert!(!package.says(&entry.candidate.email) && !package.says(&entry.number));
    let acts = package.part("acts-of-yours");
    assert!(acts.as_array().unwrap().iter().any(|act| act["act"] == "session.started"));
}
