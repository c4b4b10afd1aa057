//! The file that shows what was measured: with the form or over REST, for the office and not for the public.

use super::measuring::{FIRST, SECOND, World, measured};
use crate::pages::Visit;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use test_support::{Answer, Person, pdf};
use tubel::kernel::canonical::sha256_hex;

fn picture() -> Vec<u8> {
    vec![0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 0xFF, 0xD9]
}

fn path(one: &Value) -> String {
    format!("/api/v1/measurements/{}/evidence", one["id"].as_str().unwrap())
}

async fn put(world: &World, who: &Person, one: &Value, bytes: Vec<u8>) -> Answer {
    let request = world.app.request_as(who, Method::PUT, &path(one)).await;
    let request = request.header("content-disposition", "attachment; filename=\"LHU 2026.pdf\"");
    // A refusal may come before the whole body was read.
    Answer::of(request.header("connection", "close").body(bytes)).await
}

/// What stands in the form, with this value; the token is not its first part.
fn texts(csrf: &str, value: &str) -> Form {
    let texts = [
        ("period_from", FIRST.0),
        ("period_to", FIRST.1),
        ("value", value),
        ("unit_of_measure", "% sampel"),
        ("denominator", "5.012 sampel"),
        ("csrf", csrf),
        ("source", "Laporan pengujian 2026"),
        ("measured_by", "BBPOM di Makassar"),
        ("evidence", "Hasil uji laboratorium, berkas LHU 2026."),
        ("gaps", ""),
        ("difference", ""),
    ];
    texts
        .into_iter()
        .fold(Form::new(), |form, (name, text)| form.text(name.to_owned(), text.to_owned()))
}

async fn send(visit: &Visit<'_>, path: &str, form: Form, (bytes, name): (Vec<u8>, &str)) -> Answer {
    let file = Part::bytes(bytes).file_name(name.to_owned());
    let request = visit.request(Method::POST, path).multipart(form.part("file", file));
    Answer::of(request.header("sec-fetch-site", "same-origin")).await
}

#[actix_web::test]
async fn a_measurement_brings_its_file_with_the_form_and_only_the_office_reads_it() {
    let world = World::new().await;
    let owner = Visit::signed_in(&world.app, &world.cast.head).await;
    let csrf = owner.csrf().await;
    let page = world.problem.replace("/api/v1", "");
    let form = owner.read(&format!("{page}/measure")).await;
    assert!(form.text().contains("accept=\"application/pdf,image/jpeg\""), "{}", form.text());
    let to = format!("{page}/measure");
    // A word that is missing is told before the file is taken; it is to be chosen again, and nothing typed is lost.
    let refused = send(&owner, &to, texts(&csrf, "turun"), (picture(), "foto.jpg")).await;
    assert_eq!(refused.status, 422);
    let text = refused.text();
    assert!(text.contains("f-value-error") && text.contains("Laporan pengujian 2026"), "{text}");
    assert!(text.contains("browsers do not keep it"), "{text}");
    let refused = send(&owner, &to, texts(&csrf, "0,9%"), (b"GIF89a".to_vec(), "x.pdf")).await;
    assert!(refused.status == 422 && refused.text().contains("f-file-error"), "{}", refused.text());
    assert_eq!(world.series().await["measurements"], json!([]));
    let sent = send(&owner, &to, texts(&csrf, "0,9%"), (picture(), "../foto.jpg")).await;
    assert_eq!((sent.status, sent.header("location")), (303, page.as_str()), "{}", sent.text());

    let one = world.series().await["measurements"][0].clone();
    assert_eq!(one["evidence_file"], Value::Null, "the public is not told that there is one");
    let office = [&world.cast.head, &world.inspector, &world.cast.approver, &world.cast.other_head];
    for (person, status) in office.into_iter().zip([200, 200, 200, 404]) {
        let answer = world.app.get(person, &path(&one)).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        if status == 200 {
            assert_eq!(answer.expect_file(), picture());
            assert!(answer.header("content-disposition").ends_with("foto.jpg"));
            assert_eq!(answer.header("content-security-policy"), "sandbox");
        }
    }
    assert_eq!(world.app.get(&world.cast.candidate, &path(&one)).await.refusal(404), "not_found");
    assert_eq!(world.app.send("GET", &path(&one), "en").await.refusal(401), "not_signed_in");
    let link = path(&one).replace("/api/v1", "");
    let inspector = Visit::signed_in(&world.app, &world.inspector).await;
    let candidate = Visit::signed_in(&world.app, &world.cast.candidate).await;
    let shown = link.replace("/evidence", "");
    for (visit, sees) in [(&owner, true), (&inspector, true), (&candidate, false)] {
        let page = visit.read(&shown).await;
        assert_eq!(page.expect_page().contains(&format!("href=\"{link}\"")), sees);
        assert_eq!(page.text().contains(&sha256_hex(picture())), sees);
    }
    assert_eq!(inspector.read(&link).await.expect_file(), picture());
    let problem = world.problem.rsplit('/').next().unwrap();
    let (_, payload) = world
        .app
        .recorded(&format!("problem:{problem}"))
        .into_iter()
        .find(|(act, _)| act == "problem.measured")
        .unwrap();
    assert_eq!(payload["evidence_sha256"], sha256_hex(picture()));
}

#[actix_web::test]
async fn a_file_that_was_forgotten_is_added_once_and_a_wrong_one_is_corrected() {
    let world = World::new().await;
    let head = &world.cast.head;
    let one = world.measure(measured(FIRST, "1,5%")).await.expect(201).clone();
    assert_eq!(world.app.get(head, &path(&one)).await.refusal(404), "not_found");
    let other = &world.cast.other_head;
    assert_eq!(put(&world, other, &one, pdf("bukti")).await.refusal(403), "forbidden");
    let refused = put(&world, head, &one, b"GIF89a".to_vec()).await;
    assert_eq!(refused.refusal(415), "file_not_recognised");
    let large = put(&world, head, &one, vec![b'%'; 10_000_001]).await;
    assert_eq!(large.refusal(413), "file_too_large");
    assert!(large.json["title"].as_str().unwrap().contains("10 MB"), "{}", large.json);
    let added = put(&world, head, &one, pdf("bukti")).await.expect(200).clone();
    assert_eq!(added["evidence_file"]["file_name"], "LHU 2026.pdf");
    assert_eq!(added["evidence_file"]["sha256"], sha256_hex(pdf("bukti")));
    assert_eq!(put(&world, head, &one, pdf("lain")).await.refusal(409), "evidence_twice");
    assert_eq!(world.app.get(head, &path(&one)).await.expect_file(), pdf("bukti"));

    // Nothing was changed: figures, state and findings are as before, and the record has the hash.
    let problem = world.problem.rsplit('/').next().unwrap();
    let recorded = world.app.recorded(&format!("problem:{problem}"));
    let (act, payload) = recorded.last().unwrap();
    assert_eq!((act.as_str(), &payload["measurement"]), ("measurement.evidenced", &one["id"]));
    assert_eq!(payload["evidence_sha256"], sha256_hex(pdf("bukti")));

    // The wrong file is mended as a wrong figure is.
    let right = world.correct(&one, measured(FIRST, "1,5%")).await.expect(201).clone();
    assert_eq!(put(&world, head, &one, pdf("lain")).await.refusal(409), "already_corrected");
    put(&world, head, &right, pdf("lain")).await.expect(200);
    assert_eq!(world.app.get(head, &path(&one)).await.expect_file(), pdf("bukti"));
    assert_eq!(world.app.get(head, &path(&right)).await.expect_file(), pdf("lain"));
}

#[actix_web::test]
async fn the_page_of_a_measurement_takes_a_file_while_there_is_none() {
    let world = World::new().await;
    let one = world.measure(measured(SECOND, "1,5%")).await.expect(201).clone();
    let page = path(&one).replace("/api/v1", "").replace("/evidence", "");
    let to = format!("{page}/attach");
    let owner = Visit::signed_in(&world.app, &world.cast.head).await;
    let csrf = owner.csrf().await;
    assert!(owner.read(&page).await.expect_page().contains(&format!("action=\"{to}\"")));
    let form = || Form::new().text("csrf", csrf.clone());
    // A browser in which no file was chosen sends an empty one without a name.
    let refused = send(&owner, &to, form(), (Vec::new(), "")).await;
    assert!(refused.status == 422 && refused.text().contains("f-file-error"), "{}", refused.text());
    let sent = send(&owner, &to, form(), (pdf("bukti"), "bukti.pdf")).await;
    assert_eq!((sent.status, sent.header("location")), (303, page.as_str()), "{}", sent.text());
    assert!(!owner.read(&page).await.expect_page().contains(&format!("action=\"{to}\"")));
    assert_eq!(send(&owner, &to, form(), (pdf("dua"), "dua.pdf")).await.status, 409);
    // A correction brings its own.
    let csrf = owner.csrf().await;
    let form = texts(&csrf, "1,4%").text("reason", "Lampiran yang keliru.");
    let to = format!("{page}/correct");
    let sent = send(&owner, &to, form, (pdf("benar"), "benar.pdf")).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let series = world.app.get(&world.cast.head, &format!("{}/measurements", world.problem)).await;
    let names: Vec<&Value> = series.expect(200)["measurements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["evidence_file"]["file_name"])
        .collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&&json!("bukti.pdf")) && names.contains(&&json!("benar.pdf")));
}
