//! Documents over HTTP: what is taken, what is refused and leaves nothing, who reads what.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;
use test_support::case::{OPEN, REVIEW, SCREENING, pdf};
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;
use tubel::kernel::canonical::sha256_hex;
use tubel::kernel::ids::ProposalId;

/// A call that is open, and Siti's draft in it.
struct Scene {
    app: TestApp,
    siti: Person,
    proposal: ProposalId,
}

impl Scene {
    async fn new() -> Self {
        Self::with(TestApp::start(), |_| {}).await
    }

    async fn with(app: TestApp, change: impl FnOnce(&mut Value)) -> Self {
        let admin = app.person("admin").role(Role::Secretariat).unit("P").create();
        let siti = app.person("siti").role(Role::Candidate).create();
        let call = app.case_call(&admin, "TB-2026", change).await;
        let proposal = app.case_proposal(&call, &siti, Some("TB-2026-0001"));
        Self { app, siti, proposal }
    }

    async fn upload(&self, who: &Person, kind: &str, body: Vec<u8>) -> Answer {
        let path = format!("/api/v1/proposals/{}/documents/{kind}", self.proposal);
        let request = self.app.request_as(who, Method::PUT, &path).await;
        let request = request.header("content-type", "application/pdf");
        let named = request.header("content-disposition", "attachment; filename=\"Surat.pdf\"");
        Answer::of(named.body(body)).await
    }

    async fn upload_form(&self, form: Form) -> Answer {
        let path = format!("/api/v1/proposals/{}/documents", self.proposal);
        let request = self.app.request_as(&self.siti, Method::POST, &path).await;
        Answer::of(request.multipart(form)).await
    }

    async fn list(&self, who: &Person) -> Answer {
        self.app.get(who, &format!("/api/v1/proposals/{}/documents", self.proposal)).await
    }

    async fn content(&self, who: &Person, document: &Value) -> Answer {
        let id = document["id"].as_str().unwrap();
        self.app.get(who, &format!("/api/v1/documents/{id}/content")).await
    }

    fn recorded(&self) -> Vec<(String, Value)> {
        self.app.recorded(&format!("proposal:{}", self.proposal))
    }

    fn folder(&self) -> &Path {
        &self.app.app.settings.data.folder
    }

    /// Nothing is stored, listed or half-received.
    async fn assert_nothing_stayed(&self) {
        assert_eq!(files_under(&self.folder().join("files")), Vec::<PathBuf>::new());
        assert_eq!(files_under(&self.folder().join("incoming")), Vec::<PathBuf>::new());
        let list = self.list(&self.siti).await;
        assert!(
            list.expect(200)["kinds"].as_array().unwrap().iter().all(|k| k["latest"].is_null())
        );
        assert_eq!(self.recorded(), []);
    }
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_under(&path)) } else { found.push(path) }
    }
    found
}

#[actix_web::test]
async fn a_document_comes_back_byte_for_byte_as_an_attachment_that_no_browser_opens() {
    let scene = Scene::new().await;
    let sent = pdf("usulan");
    let answer = scene.upload(&scene.siti, "proposal", sent.clone()).await;
    let document = answer.expect(201);
    assert_eq!(document["sha256"], sha256_hex(&sent));
    assert_eq!((&document["kind"], &document["version"]), (&json!("proposal"), &json!(1)));
    assert_eq!(
        (&document["size"], &document["file_name"]),
        (&json!(sent.len()), &json!("Surat.pdf"))
    );

    let read =
        Answer::of(scene.app.request_as(&scene.siti, Method::GET, answer.header("location")).await)
            .await;
    read.expect(200);
    assert_eq!(read.bytes, sent);
    assert_eq!(read.header("content-type"), "application/pdf");
    assert_eq!(read.header("content-length"), sent.len().to_string());
    assert_eq!(read.header("content-disposition"), "attachment; filename*=UTF-8''Surat.pdf");
    assert_eq!(read.header("content-security-policy"), "sandbox");
    assert_eq!(read.header("x-content-type-options"), "nosniff");

    let expected = json!({
        "document": document["id"], "kind": "proposal", "version": 1,
        "sha256": document["sha256"], "size": sent.len(),
    });
    assert_eq!(scene.recorded(), [("document.uploaded".to_owned(), expected)]);
}

#[actix_web::test]
async fn every_version_is_kept_and_the_latest_counts() {
    let scene = Scene::new().await;
    let first = scene.upload(&scene.siti, "proposal", pdf("satu")).await;
    let second = scene.upload(&scene.siti, "proposal", pdf("dua")).await;
    let list = scene.list(&scene.siti).await;
    let kind = &list.expect(200)["kinds"][0];
    assert_eq!(kind["latest"], *second.expect(201));
    assert_eq!(kind["older"], json!([first.expect(201)]));
    assert_eq!(list.json["size"], second.json["size"]);
    assert_eq!(scene.content(&scene.siti, &first.json).await.bytes, pdf("satu"));
}

#[actix_web::test]
async fn the_same_content_is_stored_once_under_a_name_that_is_only_hex() {
    let scene = Scene::new().await;
    for (kind, name) in [("proposal", "../../etc/passwd"), ("health_letter", "CON\u{202E}.pdf")] {
        let part = Part::bytes(pdf("sama")).file_name(name);
        scene.upload_form(Form::new().text("kind", kind).part("file", part)).await.expect(201);
    }
    let root = scene.folder().join("files");
    let stored = files_under(&root);
    assert_eq!(stored.len(), 1);
    let name = stored[0].strip_prefix(&root).unwrap().to_str().unwrap();
    let sha256 = sha256_hex(pdf("sama"));
    assert_eq!(name, format!("{}/{}", &sha256[..2], &sha256[2..]));
    assert_eq!(files_under(&scene.folder().join("incoming")), Vec::<PathBuf>::new());
}

#[actix_web::test]
async fn a_browsers_form_is_the_same_upload() {
    let scene = Scene::new().await;
    let part = Part::bytes(pdf("formulir")).file_name("foto.exe");
    let sent = scene.upload_form(Form::new().text("kind", "proposal").part("file", part)).await;
    assert_eq!(sent.expect(201)["file_name"], "foto.exe.pdf");
    let without = Form::new().part("file", Part::bytes(pdf("x")));
    let fault = [("kind".to_owned(), "required".to_owned())];
    assert_eq!(scene.upload_form(without).await.faults(), fault);
    let path = format!("/api/v1/proposals/{}/documents", scene.proposal);
    let json = scene.app.post(&scene.siti, &path, json!({"kind": "proposal"})).await;
    assert_eq!(json.refusal(415), "form_expected");
}

#[actix_web::test]
async fn what_is_not_a_whole_harmless_pdf_is_refused_and_leaves_nothing() {
    let scene = Scene::new().await;
    let with = |objects: &str| {
        let mut bytes = pdf("berisi");
        let at = bytes.windows(3).position(|window| window == b"obj").unwrap() - 4;
        bytes.splice(at..at, format!("\n9 0 obj\n{objects}\nendobj\n").into_bytes());
        bytes
    };
    let whole = pdf("utuh");
    let replaced = |from: &str, to: &str| {
        let mut bytes = pdf("utuh");
        let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
        bytes.splice(at..at + from.len(), to.bytes());
        bytes
    };
    let locked = replaced("/Root", "/Encrypt << /Filter /Other /V 9 >> /Root");
    let without_pages = replaced("/Kids [4 0 R]", "/Kids []");
    for (body, status, code) in [
        (Vec::new(), 422, "file_empty"),
        (b"MZ\x90\x00 this is a program".to_vec(), 415, "file_not_recognised"),
        (b"<html><script>alert(1)</script>".to_vec(), 415, "file_not_recognised"),
        (vec![0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xD9], 415, "file_wrong_format"),
        (whole[..whole.len() / 2].to_vec(), 422, "file_incomplete"),
        (locked, 422, "pdf_encrypted"),
        (without_pages, 422, "pdf_without_pages"),
        (b"%PDF-1.7\nnothing in it\n%%EOF\n".to_vec(), 422, "pdf_not_readable"),
        // Found by the walk alone: the names are harmless, what they hold is not.
        (with("<< /S /URI /URI (file:///c:/x) >>"), 422, "pdf_active_content"),
        (with("<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), 422, "pdf_active_content"),
        (with("<< /Type /EmbeddedFile >>"), 422, "pdf_active_content"),
    ] {
        let answer = scene.upload(&scene.siti, "proposal", body).await;
        assert_eq!(answer.refusal(status), code);
    }
    assert!(
        scene.upload(&scene.siti, "proposal", with("<< /Title (plain) >>")).await.status == 201
    );
    let fresh = Scene::new().await;
    fresh.upload(&fresh.siti, "proposal", with("<< /Launch 1 >>")).await.refusal(422);
    fresh.assert_nothing_stayed().await;
}

/// A program in the place of ours that notes each page it is asked for and draws none.
fn one_that_draws_nothing(folder: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let (program, noted) = (folder.join("program"), folder.join("noted"));
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = examine ] && exit 0\necho \"$2\" >> {}\nexit 1\n",
        noted.display()
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    program
}

#[actix_web::test]
async fn a_page_that_could_not_be_drawn_is_not_drawn_again() {
    let folder = tempfile::tempdir().unwrap();
    let program = one_that_draws_nothing(folder.path());
    let scene = Scene::with(TestApp::with(|settings| settings.pictures.program = program), |_| {});
    let scene = scene.await;
    let sent = scene.upload(&scene.siti, "proposal", pdf("usulan")).await;
    let id = sent.expect(201)["id"].as_str().unwrap().to_owned();
    for page in [1, 1, 2, 1, 2] {
        let asked =
            scene.app.get(&scene.siti, &format!("/api/v1/documents/{id}/pages/{page}")).await;
        assert_eq!(asked.refusal(422), "page_not_drawable");
    }
    assert_eq!(fs::read_to_string(folder.path().join("noted")).unwrap(), "1\n2\n");
}

#[actix_web::test]
async fn an_oversize_upload_ends_at_the_limit_whether_its_length_was_announced_or_not() {
    let scene = Scene::new().await;
    let large = vec![b' '; 300_001];
    let announced = scene.upload(&scene.siti, "proposal", large.clone()).await;
    assert_eq!(announced.refusal(413), "too_large");
    assert_eq!(announced.json["title"], "The upload is too large; the limit is 300000 bytes.");
    let form = Form::new().text("kind", "proposal").part("file", Part::bytes(large));
    assert_eq!(scene.upload_form(form).await.refusal(413), "too_large");
    scene.assert_nothing_stayed().await;
}

#[actix_web::test]
async fn all_documents_together_stay_within_25_megabytes() {
    let scene = Scene::with(TestApp::start(), |definition| {
        for document in definition["documents"].as_array_mut().unwrap() {
            document["max_bytes"] = (20 << 20).into();
        }
    })
    .await;
    let padded = |size: usize| {
        let mut bytes = pdf("besar");
        let end = bytes.split_off(bytes.len() - 10);
        bytes.resize(size - 10, b' ');
        [bytes, end].concat()
    };
    scene.upload(&scene.siti, "proposal", padded(15 << 20)).await.expect(201);
    let left = (10 << 20) as usize;
    let refused = scene.upload(&scene.siti, "health_letter", padded(left + 1)).await;
    assert_eq!(refused.refusal(413), "documents_too_large");
    assert!(refused.json["title"].as_str().unwrap().contains(&left.to_string()));
    scene.upload(&scene.siti, "health_letter", padded(left)).await.expect(201);
    // A new version replaces its own kind in the sum.
    scene.upload(&scene.siti, "proposal", padded(14 << 20)).await.expect(201);
}

/// Sends the head of an upload and a part of its body, and nothing more.
async fn begin_upload(scene: &Scene) -> TcpStream {
    let path = format!("/api/v1/proposals/{}/documents/proposal", scene.proposal);
    let request = scene.app.request_as(&scene.siti, Method::PUT, &path).await.build().unwrap();
    let token = request.headers()["authorization"].to_str().unwrap();
    let mut stream = TcpStream::connect(scene.app.address.trim_start_matches("http://")).unwrap();
    write!(
        stream,
        "PUT {path} HTTP/1.1\r\nhost: x\r\nauthorization: {token}\r\ncontent-length: 9000\r\n\r\n"
    )
    .unwrap();
    stream.write_all(&pdf("setengah")).unwrap();
    stream
}

/// Waits until so many files are on their way in.
async fn half_received(scene: &Scene, wanted: usize) {
    let count = || files_under(&scene.folder().join("incoming")).len();
    for _ in 0..500 {
        if count() == wanted {
            break;
        }
        actix_web::rt::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(count(), wanted);
}

#[actix_web::test]
async fn a_body_that_breaks_off_leaves_nothing() {
    let scene = Scene::new().await;
    let stream = begin_upload(&scene).await;
    half_received(&scene, 1).await;
    drop(stream);
    half_received(&scene, 0).await;
    scene.assert_nothing_stayed().await;
}

#[actix_web::test]
async fn a_body_that_stands_still_is_given_up_and_leaves_nothing() {
    let app = TestApp::with(|settings| settings.server.body_idle_seconds = 1);
    let scene = Scene::with(app, |_| {}).await;
    let mut stream = begin_upload(&scene).await;
    half_received(&scene, 1).await;
    half_received(&scene, 0).await;
    let mut answer = String::new();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut buffer = [0; 64];
    let read = stream.read(&mut buffer).unwrap();
    answer.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    scene.assert_nothing_stayed().await;
}

#[actix_web::test]
async fn an_unknown_kind_names_those_the_call_knows() {
    let scene = Scene::new().await;
    let answer = scene.upload(&scene.siti, "kind_of_mine", pdf("x")).await;
    assert_eq!(answer.faults(), [("kind".to_owned(), "not_one_of".to_owned())]);
    let message = answer.json["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("proposal, health_letter, photo"), "{message}");
}

#[actix_web::test]
async fn documents_are_taken_until_the_deadline_and_not_a_moment_longer() {
    let scene = Scene::new().await;
    scene.app.at("2026-11-30T23:59:59Z");
    scene.upload(&scene.siti, "proposal", pdf("tepat")).await.expect(201);
    scene.app.at("2026-12-01T00:00:00Z");
    let late = scene.upload(&scene.siti, "proposal", pdf("telat")).await;
    assert_eq!(late.refusal(409), "no_open_repair");
    scene.app.at(REVIEW);
    assert_eq!(
        scene.upload(&scene.siti, "proposal", pdf("telat")).await.refusal(409),
        "wrong_phase"
    );
}

#[actix_web::test]
async fn another_candidate_finds_nothing_there() {
    let scene = Scene::new().await;
    let budi = scene.app.person("budi").role(Role::Candidate).create();
    let document = scene.upload(&scene.siti, "proposal", pdf("rahasia")).await.json;
    scene.upload(&budi, "proposal", pdf("palsu")).await.refusal(404);
    scene.list(&budi).await.refusal(404);
    let refused = scene.content(&budi, &document).await;
    let missing = scene.content(&budi, &json!({"id": "0".repeat(26)})).await;
    assert_eq!(
        (refused.refusal(404), &refused.json["title"]),
        (missing.refusal(404), &missing.json["title"])
    );
}

#[actix_web::test]
async fn a_health_letter_is_read_by_verifiers_while_screening_and_that_is_on_the_record() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let vera = app.person("vera").role(Role::Verifier).unit("P").create();
    let chair = app.person("chair").role(Role::Chair).unit("P").create();
    let near = app.person("near").role(Role::Verifier).create();
    let letter = scene.upload(&scene.siti, "health_letter", pdf("sehat")).await.json;
    let ordinary = scene.upload(&scene.siti, "proposal", pdf("usulan")).await.json;
    app.hand_in_files(&scene.proposal);
    assert_eq!(scene.content(&vera, &letter).await.refusal(409), "wrong_phase");

    app.at(SCREENING);
    assert_eq!(scene.content(&vera, &letter).await.bytes, pdf("sehat"));
    assert_eq!(scene.content(&vera, &ordinary).await.bytes, pdf("usulan"));
    assert_eq!(scene.content(&scene.siti, &letter).await.bytes, pdf("sehat"));
    assert_eq!(scene.content(&chair, &ordinary).await.bytes, pdf("usulan"));
    scene.content(&chair, &letter).await.refusal(404);
    scene.content(&near, &letter).await.refusal(404);
    scene.content(&near, &ordinary).await.refusal(404);
    let seen = scene.list(&chair).await;
    assert!(!seen.text().contains("health_letter") && seen.text().contains("photo"));

    app.at(REVIEW);
    assert_eq!(scene.content(&vera, &letter).await.refusal(409), "wrong_phase");
    let reads: Vec<Value> = scene
        .recorded()
        .into_iter()
        .filter(|(act, _)| act == "document.read")
        .map(|(_, payload)| payload)
        .collect();
    assert_eq!(reads, [json!({"document": letter["id"], "kind": "health_letter", "version": 1})]);
}

#[actix_web::test]
async fn a_draft_that_was_never_submitted_is_not_the_verifiers_business() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let vera = app.person("vera").role(Role::Verifier).unit("P").create();
    let admin = app.person("admin2").role(Role::Secretariat).unit("P").create();
    let head = app.person("head").role(Role::UnitHead).create();
    let budi = app.person("budi").role(Role::Candidate).create();
    let call = app.case_call(&admin, "TB-2026-2", |_| {}).await;
    let draft = app.case_proposal(&call, &budi, None);
    let path = format!("/api/v1/proposals/{draft}/documents");
    app.get(&budi, &path).await.expect(200);
    app.get(&head, &path).await.expect(200);
    app.at(SCREENING);
    app.get(&budi, &path).await.expect(200);
    for outsider in [&vera, &admin] {
        app.get(outsider, &path).await.refusal(404);
    }
    app.at(OPEN);
}

#[actix_web::test]
async fn a_damaged_file_is_refused_by_its_hash_and_others_are_served() {
    let scene = Scene::new().await;
    let damaged = scene.upload(&scene.siti, "proposal", pdf("satu")).await.json;
    let sound = scene.upload(&scene.siti, "proposal", pdf("dua")).await.json;
    let sha256 = damaged["sha256"].as_str().unwrap();
    let place = scene.folder().join("files").join(&sha256[..2]).join(&sha256[2..]);
    let mut bytes = fs::read(&place).unwrap();
    bytes[12] ^= 1;
    fs::write(&place, &bytes).unwrap();
    assert_eq!(scene.content(&scene.siti, &damaged).await.refusal(500), "file_damaged");
    scene.content(&scene.siti, &sound).await.expect(200);
    fs::remove_file(&place).unwrap();
    assert_eq!(scene.content(&scene.siti, &damaged).await.refusal(500), "file_damaged");
    // Sending it again heals it.
    scene.upload(&scene.siti, "proposal", pdf("satu")).await.expect(201);
    assert_eq!(scene.content(&scene.siti, &damaged).await.bytes, pdf("satu"));
}

#[actix_web::test]
async fn every_refusal_has_its_words_in_both_languages() {
    use tubel::kernel::language::Language;
    let rooms = [
        tubel::platform::files::CODES,
        tubel::features::proposals::rules::documents::CODES,
        tubel::features::proposals::rules::verification::CODES,
    ];
    let named =
        ["allowed", "kinds", "limit", "maximum", "due", "name", "text", "what", "megabytes"];
    let arguments = named.map(|name| (name, "…".to_owned()));
    for code in rooms.concat() {
        let words = Language::ALL.map(|language| language.message(code, &arguments));
        assert!(words.iter().all(|text| text != code.name), "{} lacks its words", code.name);
    }
}
