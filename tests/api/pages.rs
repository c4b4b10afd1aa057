//! The pages over plain HTTP: cookies, forged forms, headers, hostile text, language. What they look
//! like and how they behave in a browser is `tests/web`.

use reqwest::{Client, Method, RequestBuilder, redirect::Policy};
use std::time::Duration;
use test_support::writing::World;
use test_support::{Answer, PASSWORD, Person, TestApp, content};

/// A browser as far as HTTP goes: it keeps one cookie and says where its requests come from.
pub(crate) struct Visit<'a> {
    app: &'a TestApp,
    client: Client,
    cookie: String,
}

impl<'a> Visit<'a> {
    pub(crate) fn new(app: &'a TestApp) -> Self {
        let client = Client::builder()
            .redirect(Policy::none())
            .pool_idle_timeout(Duration::from_secs(2))
            .build()
            .unwrap();
        Self { app, client, cookie: String::new() }
    }

    pub(crate) async fn signed_in(app: &'a TestApp, who: &Person) -> Self {
        let mut visit = Self::new(app);
        let answer = visit.send("/sign-in", &[("login", &who.email), ("password", PASSWORD)]).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/"));
        let cookie = answer.header("set-cookie").split(';').next().unwrap();
        cookie.clone_into(&mut visit.cookie);
        visit
    }

    /// Signs in with whatever cookies are there, and keeps those that come; the status.
    pub(crate) async fn enter(&mut self, who: &Person) -> u16 {
        let answer = self.send("/sign-in", &[("login", &who.email), ("password", PASSWORD)]).await;
        let set = answer.headers.get_all("set-cookie").iter();
        let pairs: Vec<&str> =
            set.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap()).collect();
        if answer.status == 303 {
            self.cookie = pairs.join("; ");
        }
        answer.status
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.app.address))
            .header("accept", "text/html")
            .header("accept-language", "en")
            .header("cookie", &self.cookie)
    }

    /// From our own page.
    pub(crate) async fn read(&self, path: &str) -> Answer {
        self.read_from("same-origin", path).await
    }

    /// As a browser says what kind of site the link was on.
    pub(crate) async fn read_from(&self, site: &str, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).header("sec-fetch-site", site)).await
    }

    fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
            .collect();
        self.request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(pairs.join("&"))
    }

    /// A form from our own page.
    pub(crate) async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        Answer::of(self.form(path, fields).header("sec-fetch-site", "same-origin")).await
    }

    /// Takes the cookie that an answer sets.
    pub(crate) fn keep(&mut self, answer: &Answer) {
        answer.header("set-cookie").split(';').next().unwrap().clone_into(&mut self.cookie);
    }

    pub(crate) async fn csrf(&self) -> String {
        let page = self.read("/").await;
        hidden(page.expect_page(), "csrf")
    }
}

fn escaped(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut text, byte| {
        write!(text, "%{byte:02X}").unwrap();
        text
    })
}

/// The value of a hidden field.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let start = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1;
    start.split('"').next().unwrap().to_owned()
}

#[actix_web::test]
async fn the_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    let visit = Visit::new(&app);
    let answer = visit.send("/sign-in", &[("login", &rina.email), ("password", PASSWORD)]).await;
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("tubel-session=") && cookie.contains("HttpOnly"), "{cookie}");
    assert!(cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
}

#[actix_web::test]
async fn behind_tls_the_cookie_travels_over_nothing_else() {
    let app = TestApp::with(|settings| {
        settings.server.public_url = "https://tubel.example.go.id".to_owned();
    });
    let rina = app.person("rina").create();
    let visit = Visit::new(&app);
    let answer = visit.send("/sign-in", &[("login", &rina.email), ("password", PASSWORD)]).await;
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-tubel-session=") && cookie.contains("Secure"), "{cookie}");
}

#[actix_web::test]
async fn a_form_without_the_sessions_token_or_from_another_site_changes_nothing() {
    let world = World::start().await;
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let stranger = Visit::signed_in(&world.app, &world.head).await;
    let path = format!("/calls/{}/begin", world.call);
    let (csrf, problem) = (visit.csrf().await, world.problem.clone());
    let choice = [("problem", problem.as_str()), ("level", "S2")];
    let with = |token| [choice[0], choice[1], ("csrf", token)];
    let others = stranger.csrf().await;
    for token in ["", "x", &others] {
        assert_eq!(visit.send(&path, &with(token)).await.status, 403);
    }
    for (header, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "none"),
        ("origin", "https://evil.example"),
    ] {
        let request = visit.form(&path, &with(&csrf)).header(header, value);
        assert_eq!(Answer::of(request).await.status, 403, "{header}: {value}");
    }
    assert_eq!(Answer::of(visit.form(&path, &with(&csrf))).await.status, 403);
    let mine = world.app.get(&world.candidate, "/api/v1/proposals").await;
    assert_eq!(mine.expect(200)["items"], serde_json::json!([]));
    assert_eq!(visit.send(&path, &with(&csrf)).await.status, 303);
}

#[actix_web::test]
async fn the_cookie_alone_reads_the_api_but_changes_nothing_through_it() {
    let world = World::start().await;
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let api =
        |method, path: &str| visit.request(method, path).header("sec-fetch-site", "same-origin");
    assert_eq!(Answer::of(api(Method::GET, "/api/v1/me")).await.status, 200);
    let path = format!("/api/v1/calls/{}/proposals", world.call);
    let body = serde_json::json!({"problem": world.problem, "level": "S2"});
    let answer = Answer::of(api(Method::POST, &path).json(&body)).await;
    assert_eq!(answer.refusal(403), "forged_request");
    let csrf = visit.csrf().await;
    let request = api(Method::POST, &path).header("x-csrf-token", csrf).json(&body);
    assert_eq!(Answer::of(request).await.status, 201);
}

#[actix_web::test]
async fn signing_out_ends_the_session_for_every_copy_of_the_cookie() {
    let world = World::start().await;
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let csrf = visit.csrf().await;
    let answer = visit.send("/sign-out", &[("csrf", &csrf)]).await;
    assert_eq!(answer.status, 303);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    let page = visit.read(&format!("/calls/{}/begin", world.call)).await;
    assert_eq!(page.status, 303);
    assert!(page.header("location").starts_with("/sign-in?next="), "{}", page.header("location"));
}

#[actix_web::test]
async fn a_page_that_needs_an_account_leads_to_sign_in_and_back_but_never_elsewhere() {
    let world = World::start().await;
    let visit = Visit::new(&world.app);
    let path = format!("/calls/{}/begin", world.call);
    let answer = visit.read(&path).await;
    assert_eq!(answer.status, 303);
    let page = visit.read(answer.header("location")).await;
    assert_eq!(hidden(page.expect_page(), "next"), path);
    let fields = [
        ("login", world.candidate.email.as_str()),
        ("password", PASSWORD),
        ("next", "//evil.example"),
    ];
    assert_eq!(visit.send("/sign-in", &fields).await.header("location"), "/");
}

#[actix_web::test]
async fn every_page_carries_the_strict_policy_and_is_kept_by_no_cache() {
    let app = TestApp::start();
    let visit = Visit::new(&app);
    for (path, status) in [("/", 200), ("/sign-in", 200), ("/problems", 200), ("/nowhere", 404)] {
        let page = visit.read(path).await;
        assert_eq!(page.status, status, "{path}");
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part) && !policy.contains("unsafe"), "{path}: {policy}");
        }
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("content-language"), "en");
    }
}

#[actix_web::test]
async fn the_stylesheet_and_the_script_are_kept_for_ever_by_the_hash_in_their_address() {
    let app = TestApp::start();
    let visit = Visit::new(&app);
    let page = visit.read("/").await;
    for (before, kind) in
        [("rel=\"stylesheet\" href=\"", "text/css"), ("script src=\"", "text/javascript")]
    {
        let path = page.text().split_once(before).unwrap().1.split('"').next().unwrap().to_owned();
        let asset = visit.read(&path).await;
        assert!(asset.header("content-type").starts_with(kind), "{path}");
        assert!(asset.header("cache-control").contains("immutable"), "{path}");
    }
}

#[actix_web::test]
async fn hostile_text_is_shown_and_never_becomes_markup() {
    let world = World::start().await;
    let path = world.draft().await;
    let page_path = path.trim_start_matches("/api/v1").to_owned();
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    for hostile in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</textarea><svg onload=alert(1)>",
        "' onfocus='alert(1)' autofocus='",
        "{{7*7}}${7*7}",
        "javascript:alert(1)",
    ] {
        let mut text = content();
        for field in ["title", "summary", "difference"] {
            text[field] = hostile.into();
        }
        text["sections"]["problem"] = hostile.into();
        text["plan"][0]["activity"] = hostile.into();
        world.rewrite(&path, &text).await;
        for page in ["", "/edit", "/submit"] {
            let page = visit.read(&format!("{page_path}{page}")).await;
            let html = page.expect_page();
            for markup in ["<script>", "<img src=x", "<svg onload", "' onfocus='", "=alert(1) "] {
                assert!(!html.contains(markup), "{hostile} became {markup}");
            }
        }
        let overview = visit.read(&page_path).await;
        let shown = overview.text().split_once("<h1>").unwrap().1.split("</h1>").next().unwrap();
        assert_eq!(unescaped(shown), hostile);
    }
}

pub(crate) fn unescaped(html: &str) -> String {
    [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]
        .iter()
        .fold(html.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

#[actix_web::test]
async fn the_language_is_the_readers_choice_then_the_browsers_wish() {
    let app = TestApp::start();
    let visit = Visit::new(&app);
    let ask = |path: &str, wish: &str, cookie: &str| {
        let request = reqwest::Client::new().get(format!("{}{path}", app.address));
        Answer::of(request.header("accept-language", wish).header("cookie", cookie))
    };
    assert!(ask("/", "fr", "").await.text().contains("lang=\"id\""));
    assert!(ask("/", "en-GB", "").await.text().contains("<html lang=\"en\""));
    let chosen = visit.read("/?lang=id").await;
    let cookie = chosen.header("set-cookie").split(';').next().unwrap().to_owned();
    assert!(ask("/", "en", &cookie).await.text().contains("<html lang=\"id\""));
    assert!(ask("/?lang=en", "id", &cookie).await.text().contains("<html lang=\"en\""));
}

#[actix_web::test]
async fn hours_are_told_in_the_zone_of_the_readers_unit_and_in_western_time_to_the_public() {
    let world = World::start().await;
    let path = format!("/calls/{}", world.call);
    let visit = Visit::new(&world.app);
    assert!(visit.read(&path).await.expect_page().contains("24 December 2026, 08:00 WIB"));
    // BBPOM Makassar lives by central time.
    let rina = Visit::signed_in(&world.app, &world.candidate).await;
    assert!(rina.read(&path).await.expect_page().contains("24 December 2026, 09:00 WITA"));
}

#[actix_web::test]
async fn a_form_with_faults_comes_back_whole_with_each_fault_named() {
    let world = World::start().await;
    let path = world.draft().await;
    let page_path = path.trim_start_matches("/api/v1").to_owned();
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let csrf = visit.csrf().await;
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", "1"),
        ("title", "Judul yang tetap"),
        ("study.months", "dua puluh"),
        ("candidate.retirement_age", "7"),
    ];
    let page = visit.send(&format!("{page_path}/edit"), &fields).await;
    assert_eq!(page.status, 422);
    for text in ["Judul yang tetap", "dua puluh", "href=\"#f-study-months\"", "id=\"errors\""] {
        assert!(page.text().contains(text), "{text}");
    }
}

#[actix_web::test]
async fn a_proposals_pages_are_its_candidates_alone() {
    let world = World::start().await;
    let path = world.draft().await;
    let page_path = path.trim_start_matches("/api/v1").to_owned();
    let budi = world.outsider("budi", tubel::kernel::access::Role::Candidate);
    for who in [&world.head, &budi] {
        let visit = Visit::signed_in(&world.app, who).await;
        for page in ["", "/edit", "/submit", "/receipt", "/withdraw", "/result", "/standing"] {
            assert_eq!(visit.read(&format!("{page_path}{page}")).await.status, 404, "{page}");
        }
    }
}

#[actix_web::test]
async fn without_scripts_a_candidate_gets_from_the_call_to_the_receipt() {
    let world = World::start().await;
    let visit = Visit::signed_in(&world.app, &world.candidate).await;
    let csrf = visit.csrf().await;
    let begin = format!("/calls/{}/begin", world.call);
    visit.read(&begin).await.expect_page();
    let fields = [("csrf", csrf.as_str()), ("problem", world.problem.as_str()), ("level", "S2")];
    let begun = visit.send(&begin, &fields).await;
    let path = begun.header("location").trim_end_matches("/edit").to_owned();
    let fields = [("csrf", csrf.as_str()), ("version", "1"), ("title", "Tanpa skrip")];
    let saved = visit.send(&format!("{path}/edit"), &fields).await;
    assert_eq!(saved.header("location"), format!("{path}/edit?saved=1"));
    assert!(visit.read(saved.header("location")).await.expect_page().contains("Tanpa skrip"));
    let api = format!("/api/v1{path}");
    world.rewrite(&api, &content()).await;
    world.endorse_both(&api).await;
    let upload = |bytes: Vec<u8>| {
        let file = reqwest::multipart::Part::bytes(bytes).file_name("usulan.pdf");
        let form = reqwest::multipart::Form::new().text("csrf", csrf.clone());
        let form = form.text("kind", "proposal").part("file", file);
        let request = visit.request(Method::POST, &format!("{path}/documents")).multipart(form);
        Answer::of(request.header("sec-fetch-site", "same-origin"))
    };
    let refused = upload(b"not a PDF".to_vec()).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("id=\"errors\""));
    assert_eq!(upload(test_support::pdf("usulan")).await.status, 303);
    let look = visit.read(&format!("{path}/submit")).await;
    let key = hidden(look.expect_page(), "key");
    let fields = [("csrf", csrf.as_str()), ("key", key.as_str())];
    assert_eq!(visit.send(&format!("{path}/submit"), &fields).await.status, 422);
    let fields = [fields[0], fields[1], ("true_and_final", "yes")];
    // A second click, or a lost answer, makes no second submission.
    for _ in 0..2 {
        let submitted = visit.send(&format!("{path}/submit"), &fields).await;
        assert_eq!(submitted.header("location"), format!("{path}/receipt"));
    }
    let receipt = visit.read(&format!("{path}/receipt")).await;
    assert!(receipt.expect_page().contains("TB-2026-0001"));
}
