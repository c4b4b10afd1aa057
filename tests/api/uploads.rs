//! Documents in pieces over HTTP (tus 1.0.0): the pieces make the same document as one request, what
//! has come survives a lost connection, and nothing is taken that one request would not take.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::Duration;
use test_support::{Answer, Person, TestApp, pdf};
use tubel::kernel::access::Role;
use tubel::kernel::canonical::sha256_hex;
use tubel::kernel::ids::ProposalId;

/// `proposal`, `Usulan.pdf` and 1700, in base64.
const METADATA: &str = "kind cHJvcG9zYWw=,filename VXN1bGFuLnBkZg==,modified MTcwMA==";

/// A call that is open, and Siti's proposal in it; a document may have 3 MB.
struct Scene {
    app: TestApp,
    siti: Person,
    proposal: ProposalId,
}

impl Scene {
    async fn new() -> Self {
        Self::with(TestApp::start()).await
    }

    async fn with(app: TestApp) -> Self {
        let admin = app.person("admin").role(Role::Secretariat).unit("P").create();
        let siti = app.person("siti").role(Role::Candidate).create();
        let larger =
            |definition: &mut Value| definition["documents"][0]["max_bytes"] = 3_000_000.into();
        let call = app.case_call(&admin, "TB-2026", larger).await;
        let proposal = app.case_proposal(&call, &siti, Some("TB-2026-0001"));
        Self { app, siti, proposal }
    }

    async fn tus(&self, who: &Person, method: &str, path: &str) -> RequestBuilder {
        let request = self.app.request_as(who, method.parse().unwrap(), path).await;
        request.header("tus-resumable", "1.0.0")
    }

    async fn announce(&self, size: usize, metadata: &str) -> Answer {
        let path = format!("/api/v1/proposals/{}/uploads", self.proposal);
        let request = self.tus(&self.siti, "POST", &path).await.header("upload-length", size);
        Answer::of(request.header("upload-metadata", metadata)).await
    }

    /// Where the pieces of a new upload go.
    async fn begin(&self, size: usize) -> String {
        let begun = self.announce(size, METADATA).await;
        begun.expect(201);
        begun.header("location").to_owned()
    }

    async fn send(&self, place: &str, offset: usize, bytes: &[u8]) -> Answer {
        self.send_as(&self.siti, place, offset, bytes).await
    }

    async fn send_as(&self, who: &Person, place: &str, offset: usize, bytes: &[u8]) -> Answer {
        let request = self.tus(who, "PATCH", place).await.header("upload-offset", offset);
        let request = request.header("content-type", "application/offset+octet-stream");
        // A refusal that left the body unread ends the connection; it must not be used again.
        Answer::of(request.header("connection", "close").body(bytes.to_vec())).await
    }

    async fn head(&self, place: &str) -> Answer {
        Answer::of(self.tus(&self.siti, "HEAD", place).await).await
    }

    async fn give_up(&self, who: &Person, place: &str) -> Answer {
        Answer::of(self.tus(who, "DELETE", place).await).await
    }

    /// Waits until the server has so many bytes on disk.
    async fn stands_at(&self, place: &str, is_enough: impl Fn(usize) -> bool) -> usize {
        let mut there = 0;
        for _ in 0..500 {
            there = self.head(place).await.header("upload-offset").parse().unwrap();
            if is_enough(there) {
                return there;
            }
            actix_web::rt::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it stands at {there}");
    }

    /// Waits until the first bytes of the only upload are on disk: some request holds it.
    async fn is_held(&self) {
        let written = || self.parts().first().map_or(0, |part| fs::metadata(part).unwrap().len());
        for _ in 0..500 {
            if written() > 0 {
                return;
            }
            actix_web::rt::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("nobody writes to it");
    }

    /// A `PATCH` on a connection of its own, which the test may cut: its head and these bytes.
    async fn open(
        &self,
        place: &str,
        (offset, announced): (usize, usize),
        bytes: &[u8],
    ) -> TcpStream {
        let request = self.app.request_as(&self.siti, Method::PATCH, place).await.build().unwrap();
        let token = request.headers()["authorization"].to_str().unwrap();
        let mut stream =
            TcpStream::connect(self.app.address.trim_start_matches("http://")).unwrap();
        write!(
            stream,
            "PATCH {place} HTTP/1.1\r\nhost: x\r\nauthorization: {token}\r\ntus-resumable: 1.0.0\r\n\
             content-type: application/offset+octet-stream\r\nupload-offset: {offset}\r\n\
             content-length: {announced}\r\nconnection: close\r\n\r\n"
        )
        .unwrap();
        stream.write_all(bytes).unwrap();
        stream
    }

    fn partial(&self) -> PathBuf {
        self.app.app.settings.data.folder.join("partial")
    }

    /// The files of unfinished uploads.
    fn parts(&self) -> Vec<PathBuf> {
        fs::read_dir(self.partial()).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    async fn latest(&self) -> Value {
        let path = format!("/api/v1/proposals/{}/documents", self.proposal);
        self.app.get(&self.siti, &path).await.expect(200)["kinds"][0]["latest"].clone()
    }

    fn recorded(&self) -> Vec<(String, Value)> {
        self.app.recorded(&format!("proposal:{}", self.proposal))
    }

    /// No document, no record, no bytes, no upload.
    async fn assert_nothing_stayed(&self, place: &str) {
        assert_eq!(self.latest().await, Value::Null);
        assert_eq!(self.recorded(), []);
        assert_eq!(self.parts(), Vec::<PathBuf>::new());
        assert_eq!(self.head(place).await.status, 404);
    }
}

/// A PDF of this size.
fn large(size: usize) -> Vec<u8> {
    let mut bytes = pdf("besar");
    let end = bytes.split_off(bytes.len() - 10);
    bytes.extend((0..size - bytes.len() - 10).map(|at| b"0123456789 \n"[at % 12]));
    [bytes, end].concat()
}

/// The status of the answer on a connection of one's own.
fn status_of(mut stream: TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap_or("").to_owned()
}

#[actix_web::test]
async fn pieces_make_the_same_document_as_one_request() {
    let scene = Scene::new().await;
    let file = large(2_500_000);
    let place = scene.begin(file.len()).await;
    let mut offset = 0;
    // One byte, more than is put on disk at a time, the rest.
    for end in [1, 1_400_000, file.len()] {
        let answer = scene.send(&place, offset, &file[offset..end]).await;
        assert_eq!((answer.status, answer.text()), (204, ""));
        assert_eq!(answer.header("upload-offset"), end.to_string());
        assert_eq!(answer.header("location").is_empty(), end < file.len());
        offset = end;
    }
    let document = scene.latest().await;
    assert_eq!(document["sha256"], sha256_hex(&file));
    assert_eq!(document["file_name"], "Usulan.pdf");
    let expected = json!({
        "document": document["id"], "kind": "proposal", "version": 1,
        "sha256": document["sha256"], "size": file.len(),
    });
    assert_eq!(scene.recorded(), [("document.uploaded".to_owned(), expected)]);
    assert_eq!(scene.parts(), Vec::<PathBuf>::new());
    let stands = scene.head(&place).await;
    let content = format!("/api/v1/documents/{}/content", document["id"].as_str().unwrap());
    assert_eq!(stands.header("location"), content);
    assert_eq!(scene.app.get(&scene.siti, &content).await.bytes, file);
}

#[actix_web::test]
async fn the_last_byte_sent_once_more_after_a_lost_answer_makes_no_second_document() {
    let scene = Scene::new().await;
    let file = pdf("sekali");
    let place = scene.begin(file.len()).await;
    let first = scene.send(&place, 0, &file).await;
    first.expect(204);
    let again = scene.send(&place, file.len(), &[]).await;
    assert_eq!((again.status, again.header("location")), (204, first.header("location")));
    assert_eq!(scene.recorded().len(), 1);
    scene.give_up(&scene.siti, &place).await.expect(204);
    assert_eq!(scene.latest().await["sha256"], sha256_hex(&file));
}

#[actix_web::test]
async fn what_came_before_the_connection_was_lost_is_kept_and_continued() {
    let scene = Scene::new().await;
    let file = large(1_800_000);
    let place = scene.begin(file.len()).await;
    drop(scene.open(&place, (0, file.len()), &file[..5_000]).await);
    scene.stands_at(&place, |there| there == 5_000).await;
    assert_eq!(scene.latest().await, Value::Null);
    // Of many bytes, the last ones may still lie in the server's buffers when it sees the end.
    drop(scene.open(&place, (5_000, file.len() - 5_000), &file[5_000..1_600_000]).await);
    let there = scene.stands_at(&place, |there| there > 1_400_000).await;
    let last = scene.send(&place, there, &file[there..]).await;
    assert_eq!((last.status, last.header("upload-offset")), (204, "1800000"));
    assert_eq!(scene.latest().await["sha256"], sha256_hex(&file));
}

#[actix_web::test]
async fn a_sender_who_falls_silent_is_let_go_and_what_came_is_kept() {
    let app = TestApp::with(|settings| settings.server.body_idle_seconds = 1);
    let scene = Scene::with(app).await;
    let file = pdf("diam");
    let place = scene.begin(file.len()).await;
    let stream = scene.open(&place, (0, file.len()), &file[..100]).await;
    scene.stands_at(&place, |there| there == 100).await;
    assert_eq!(status_of(stream), "408");
    scene.send(&place, 100, &file[100..]).await.expect(204);
    assert_eq!(scene.latest().await["sha256"], sha256_hex(&file));
}

#[actix_web::test]
async fn a_piece_that_does_not_fit_on_is_told_the_right_offset_and_changes_nothing() {
    let scene = Scene::new().await;
    let file = pdf("urut");
    let place = scene.begin(file.len()).await;
    scene.send(&place, 0, &file[..50]).await.expect(204);
    for offset in [0, 49, 51, 9_999] {
        let refused = scene.send(&place, offset, b"x").await;
        assert_eq!(refused.refusal(409), "upload_offset");
        assert_eq!(refused.json["details"], json!({"offset": 50}));
        assert_eq!(refused.header("tus-resumable"), "1.0.0");
    }
    scene.send(&place, 50, &file[50..]).await.expect(204);
    assert_eq!(scene.latest().await["sha256"], sha256_hex(&file));
}

#[actix_web::test]
async fn two_at_once_do_not_mix_their_bytes() {
    let scene = Scene::new().await;
    let file = large(900_000);
    let place = scene.begin(file.len()).await;
    let mut first = scene.open(&place, (0, file.len()), &file[..600_000]).await;
    scene.is_held().await;
    let second = scene.send(&place, 0, &vec![b'x'; file.len()]).await;
    assert_eq!(second.refusal(423), "upload_in_use");
    assert_eq!(second.header("retry-after"), "2");
    first.write_all(&file[600_000..]).unwrap();
    assert_eq!(status_of(first), "204");
    assert_eq!(scene.latest().await["sha256"], sha256_hex(&file));
}

#[actix_web::test]
async fn nothing_is_begun_that_one_request_would_not_take() {
    let scene = Scene::new().await;
    let kind = |kind: &str| format!("kind {kind}");
    assert_eq!(scene.announce(3_000_001, METADATA).await.refusal(413), "too_large");
    assert_eq!(scene.announce(0, METADATA).await.refusal(422), "file_empty");
    let unknown = scene.announce(9, &kind("eA==")).await;
    assert_eq!(unknown.faults(), [("kind".to_owned(), "not_one_of".to_owned())]);
    let unnamed = scene.announce(9, "filename VXN1bGFuLnBkZg==").await;
    assert_eq!(unnamed.faults(), [("kind".to_owned(), "required".to_owned())]);
    scene.app.at("2026-12-01T00:00:00Z");
    assert_eq!(scene.announce(9, METADATA).await.refusal(409), "no_open_repair");
}

#[actix_web::test]
async fn more_than_was_announced_is_not_taken() {
    let scene = Scene::new().await;
    let file = pdf("lebih");
    let place = scene.begin(file.len()).await;
    let longer = [&file[..], b"more"].concat();
    assert_eq!(scene.send(&place, 0, &longer).await.refusal(413), "upload_too_long");
    // Without a length, in chunks: what came before the surplus chunk counts.
    let request = scene.tus(&scene.siti, "PATCH", &place).await.header("upload-offset", 0);
    let request = request.header("content-type", "application/offset+octet-stream");
    let chunks = [file[..20].to_vec(), vec![b' '; file.len()]].map(Ok::<_, std::io::Error>);
    let chunks = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
    let refused = Answer::of(request.header("connection", "close").body(chunks)).await;
    assert_eq!(refused.refusal(413), "upload_too_long");
    let stands = scene.head(&place).await;
    let there: usize = stands.header("upload-offset").parse().unwrap();
    assert!(there <= 20, "{there}");
    scene.send(&place, there, &file[there..]).await.expect(204);
    assert_eq!(scene.latest().await["sha256"], sha256_hex(&file));
}

#[actix_web::test]
async fn the_whole_file_is_looked_into_and_a_refused_one_leaves_nothing() {
    let scene = Scene::new().await;
    let whole = pdf("utuh");
    let cut = whole[..whole.len() / 2].to_vec();
    let program = b"MZ\x90\x00 this is a program".to_vec();
    for (file, status, code) in
        [(program, 415, "file_not_recognised"), (cut, 422, "file_incomplete")]
    {
        let place = scene.begin(file.len()).await;
        scene.send(&place, 0, &file[..10]).await.expect(204);
        assert_eq!(scene.send(&place, 10, &file[10..]).await.refusal(status), code);
        scene.assert_nothing_stayed(&place).await;
    }
}

#[actix_web::test]
async fn a_deadline_between_two_pieces_ends_the_upload() {
    let scene = Scene::new().await;
    let file = pdf("telat");
    scene.app.at("2026-11-30T23:59:59Z");
    let place = scene.begin(file.len()).await;
    scene.send(&place, 0, &file[..50]).await.expect(204);
    scene.app.at("2026-12-01T00:00:00Z");
    let late = scene.send(&place, 50, &file[50..]).await;
    assert_eq!(late.refusal(409), "no_open_repair");
    assert_eq!(scene.latest().await, Value::Null);
    // It can still be seen and given up.
    assert_eq!(scene.head(&place).await.header("upload-offset"), "50");
    scene.give_up(&scene.siti, &place).await.expect(204);
    scene.assert_nothing_stayed(&place).await;
}

#[actix_web::test]
async fn a_deadline_while_the_last_piece_comes_in_refuses_the_document() {
    let scene = Scene::new().await;
    let file = large(700_000);
    scene.app.at("2026-11-30T23:59:59Z");
    let place = scene.begin(file.len()).await;
    let mut stream = scene.open(&place, (0, file.len()), &file[..400_000]).await;
    scene.is_held().await;
    scene.app.at("2026-12-01T00:00:00Z");
    stream.write_all(&file[400_000..]).unwrap();
    assert_eq!(status_of(stream), "409");
    scene.assert_nothing_stayed(&place).await;
}

#[actix_web::test]
async fn an_upload_is_there_only_for_the_person_who_began_it() {
    let scene = Scene::new().await;
    let budi = scene.app.person("budi").role(Role::Candidate).create();
    let file = pdf("milik Siti");
    let place = scene.begin(file.len()).await;
    let missing = format!("/api/v1/uploads/{}", "0".repeat(26));
    let refused = scene.send_as(&budi, &place, 0, &file).await;
    let absent = scene.send_as(&budi, &missing, 0, &file).await;
    assert_eq!(
        (refused.refusal(404), &refused.json["title"]),
        (absent.refusal(404), &absent.json["title"])
    );
    let asked = scene.tus(&budi, "HEAD", &place).await;
    assert_eq!(Answer::of(asked).await.status, 404);
    scene.give_up(&budi, &place).await.refusal(404);
    assert_eq!(scene.head(&place).await.header("upload-offset"), "0");
}

#[actix_web::test]
async fn a_person_has_three_unfinished_uploads_at_most() {
    let scene = Scene::new().await;
    let first = scene.begin(9).await;
    scene.begin(9).await;
    scene.begin(9).await;
    let fourth = scene.announce(9, METADATA).await;
    assert_eq!(fourth.refusal(409), "too_many_uploads");
    assert!(fourth.json["title"].as_str().unwrap().contains("3 unfinished"));
    scene.give_up(&scene.siti, &first).await.expect(204);
    assert_eq!(scene.head(&first).await.status, 404);
    scene.begin(9).await;
}

#[actix_web::test]
async fn unfinished_uploads_are_swept_a_day_after_their_last_byte_while_the_server_runs() {
    let app = TestApp::with(|settings| settings.server.sweep_seconds = 1);
    let scene = Scene::with(app).await;
    let (left, continued) = (scene.begin(90).await, scene.begin(90).await);
    for place in [&left, &continued] {
        scene.send(place, 0, b"%PDF-1.7").await.expect(204);
    }
    assert_eq!(scene.parts().len(), 2);
    scene.app.at("2026-11-25T00:59:59Z");
    let answer = scene.send(&continued, 8, b"more").await;
    assert_eq!(answer.header("upload-expires"), "Thu, 26 Nov 2026 00:59:59 GMT");
    scene.app.at("2026-11-25T01:00:00Z");
    assert_eq!(scene.head(&left).await.status, 404);
    for _ in 0..500 {
        if scene.parts().len() == 1 {
            break;
        }
        actix_web::rt::time::sleep(Duration::from_millis(10)).await;
    }
    let kept = continued.rsplit('/').next().unwrap();
    assert_eq!(scene.parts(), [scene.partial().join(kept)]);
    assert_eq!(scene.head(&continued).await.header("upload-offset"), "12");
}

#[actix_web::test]
async fn after_a_crash_only_what_was_noted_and_is_on_disk_counts() {
    let scene = Scene::new().await;
    let file = pdf("jatuh");
    let place = scene.begin(file.len()).await;
    scene.send(&place, 0, &file[..80]).await.expect(204);
    let part = scene.parts().remove(0);
    // More on disk than the row knows of: it may be anything, and is cut off.
    fs::write(&part, [&file[..80], b"garbage"].concat()).unwrap();
    scene.send(&place, 80, &file[80..90]).await.expect(204);
    // Less than the row knows of: the sender goes back to what is there.
    fs::write(&part, &file[..40]).unwrap();
    let back = scene.send(&place, 90, &file[90..]).await;
    assert_eq!(back.refusal(409), "upload_offset");
    assert_eq!(back.json["details"]["offset"], 40);
    scene.send(&place, 40, &file[40..]).await.expect(204);
    assert_eq!(scene.latest().await["sha256"], sha256_hex(&file));
}

#[actix_web::test]
async fn the_protocols_version_is_asked_for_and_told() {
    let scene = Scene::new().await;
    let path = format!("/api/v1/proposals/{}/uploads", scene.proposal);
    for version in [None, Some("0.2.2")] {
        let request = scene.app.request_as(&scene.siti, Method::POST, &path).await;
        let request = match version {
            Some(version) => request.header("tus-resumable", version),
            None => request,
        };
        let refused = Answer::of(request.header("upload-length", 9)).await;
        assert_eq!(refused.refusal(412), "tus_version");
        assert_eq!(refused.header("tus-version"), "1.0.0");
    }
    let spoken = Answer::of(scene.app.request(Method::OPTIONS, &path)).await;
    assert_eq!(spoken.status, 204);
    let told = ["tus-resumable", "tus-version", "tus-extension", "tus-max-size"];
    let expected = ["1.0.0", "1.0.0", "creation,termination,expiration", "26214400"];
    assert_eq!(told.map(|name| spoken.header(name)), expected);
    let place = scene.begin(9).await;
    let request = scene.tus(&scene.siti, "PATCH", &place).await.header("upload-offset", 0);
    assert_eq!(Answer::of(request.body("x")).await.refusal(415), "unsupported_type");
}

#[actix_web::test]
async fn a_beginning_sent_once_more_after_a_lost_answer_begins_nothing_new() {
    let scene = Scene::new().await;
    let path = format!("/api/v1/proposals/{}/uploads", scene.proposal);
    let mut places = Vec::new();
    for _ in 0..4 {
        let request = scene.tus(&scene.siti, "POST", &path).await.header("upload-length", 9);
        let request = request.header("idempotency-key", "sekali");
        let begun = Answer::of(request.header("upload-metadata", METADATA)).await;
        begun.expect(201);
        places.push(begun.header("location").to_owned());
    }
    places.dedup();
    assert_eq!(places.len(), 1);
}

#[actix_web::test]
async fn every_refusal_of_a_piece_has_its_words_in_both_languages() {
    use tubel::kernel::language::Language;
    let arguments = ["limit", "maximum", "offset"].map(|name| (name, "…".to_owned()));
    for code in tubel::features::proposals::rules::uploads::CODES {
        let words = Language::ALL.map(|language| language.message(*code, &arguments));
        assert!(words.iter().all(|text| text != code.name), "{} lacks its words", code.name);
    }
}
