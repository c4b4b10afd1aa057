//! From one address to another.

use super::{OTHER, letters, link, post};
use serde_json::{Value, json};
use test_support::{PASSWORD, Person, TestApp};
use tubel::kernel::access::Role;

const NEW: &str = "siti.baru@pom.go.id";

async fn signs_in(app: &TestApp, login: &str, password: &str) -> bool {
    post(app, "/auth/login", json!({"login": login, "password": password})).await.status == 200
}

async fn address_of(app: &TestApp, reader: &Person, who: &Person) -> Value {
    app.get(reader, &format!("/api/v1/users/{}", who.id)).await.expect(200)["email"].clone()
}

#[actix_web::test]
async fn ones_own_address_changes_by_the_link_sent_to_the_new_one() {
    let app = TestApp::start();
    let siti = app.person("Siti").role(Role::Candidate).create();
    let wrong = app.post(&siti, "/api/v1/me/email", json!({"email": NEW, "password": OTHER})).await;
    assert_eq!(wrong.faults(), [("password".to_owned(), "password_wrong".to_owned())]);
    app.post(&siti, "/api/v1/me/email", json!({"email": NEW, "password": PASSWORD}))
        .await
        .expect(202);
    assert_eq!(letters(&app, "address_change_asked")[0].0, siti.email);
    let (to, name, values) = letters(&app, "address_confirmation").pop().unwrap();
    assert_eq!((to.as_str(), name.as_str()), (NEW, ""));
    assert!(!values.to_string().contains("Siti"));
    assert!(!signs_in(&app, NEW, PASSWORD).await);
    let token = json!({"token": link(&app, "address_confirmation")});
    post(&app, "/auth/address/confirm", token.clone()).await.expect(204);
    assert!(signs_in(&app, NEW, PASSWORD).await && !signs_in(&app, &siti.email, PASSWORD).await);
    let told: Vec<String> = letters(&app, "address_changed").into_iter().map(|one| one.0).collect();
    assert_eq!(told, [siti.email.as_str(), NEW]);
    assert_eq!(post(&app, "/auth/address/confirm", token).await.refusal(409), "link_spent");
}

#[actix_web::test]
async fn who_reads_the_old_address_takes_a_theft_back_even_after_it_was_done() {
    let app = TestApp::start();
    let siti = app.person("Siti").role(Role::Candidate).create();
    app.post(&siti, "/api/v1/me/email", json!({"email": NEW, "password": PASSWORD}))
        .await
        .expect(202);
    let stop = link(&app, "address_change_asked");
    let confirm = json!({"token": link(&app, "address_confirmation")});
    post(&app, "/auth/address/confirm", confirm).await.expect(204);
    app.set_clock(app.now().plus_days(6));
    post(&app, "/auth/address/stop", json!({"token": stop})).await.expect(204);
    // The thief knew the password: it is nobody's now.
    assert!(!signs_in(&app, &siti.email, PASSWORD).await && !signs_in(&app, NEW, PASSWORD).await);
    let reset = json!({"token": link(&app, "password_reset"), "password": OTHER});
    post(&app, "/auth/password/reset", reset).await.expect(204);
    assert!(signs_in(&app, &siti.email, OTHER).await);
}

#[actix_web::test]
async fn the_secretariat_corrects_an_address_and_does_not_get_into_the_account() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).create();
    let siti = app.person("Siti").role(Role::Candidate).create();
    let path = format!("/api/v1/users/{}/email", siti.id);
    let body = json!({"email": NEW, "reason": "Kotak surel lama sudah ditutup."});
    let asked = app.post(&office, &path, body.clone()).await;
    assert_eq!(asked.expect(202), &json!({"needs_approval": false}));
    let confirm = json!({"token": link(&app, "address_confirmation")});
    assert_eq!(
        post(&app, "/auth/address/confirm", confirm.clone()).await.refusal(409),
        "address_too_early"
    );
    let (to, _, values) = letters(&app, "address_change_asked").pop().unwrap();
    assert_eq!((to, &values["reason"]["text"]), (siti.email.clone(), &body["reason"]));
    // The owner stops it: the link opens nothing any more.
    let stop = json!({"token": link(&app, "address_change_asked")});
    post(&app, "/auth/address/stop", stop).await.expect(204);
    app.set_clock(app.now().plus_days(1));
    assert_eq!(post(&app, "/auth/address/confirm", confirm).await.refusal(409), "link_spent");
    app.post(&office, &path, body).await.expect(202);
    app.set_clock(app.now().plus_days(1));
    let confirm = json!({"token": link(&app, "address_confirmation")});
    post(&app, "/auth/address/confirm", confirm).await.expect(204);
    assert_eq!(address_of(&app, &office, &siti).await, NEW);
    let acts: Vec<String> =
        app.recorded(&format!("user:{}", siti.id)).into_iter().map(|(act, _)| act).collect();
    for act in ["address.change_asked", "address.change_stopped", "address.changed"] {
        assert!(acts.iter().any(|one| one == act), "{act} in {acts:?}");
    }
    let own = format!("/api/v1/users/{}/email", office.id);
    let reason = json!({"email": NEW, "reason": "Alamat saya salah ketik."});
    assert_eq!(app.post(&office, &own, reason).await.refusal(409), "address_own_way");
}

#[actix_web::test]
async fn the_address_of_an_official_takes_two_others() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).create();
    let (chair, decider) = (
        app.person("ketua").role(Role::Chair).create(),
        app.person("pimpinan").role(Role::Decider).create(),
    );
    let path = format!("/api/v1/users/{}/email", decider.id);
    let body = json!({"email": NEW, "reason": "Kotak surel lama sudah ditutup."});
    let asked = app.post(&office, &path, body).await;
    assert_eq!(asked.expect(202), &json!({"needs_approval": true}));
    assert_eq!(letters(&app, "address_confirmation").len(), 0);
    let waiting = app.get(&chair, "/api/v1/address-corrections").await;
    let id = waiting.expect(200)[0]["id"].as_str().unwrap().to_owned();
    let approve = format!("/api/v1/address-corrections/{id}/approve");
    assert_eq!(app.post(&office, &approve, Value::Null).await.refusal(409), "approval_by_another");
    app.post(&chair, &approve, Value::Null).await.expect(204);
    app.set_clock(app.now().plus_days(1));
    let confirm = json!({"token": link(&app, "address_confirmation")});
    post(&app, "/auth/address/confirm", confirm).await.expect(204);
    assert_eq!(address_of(&app, &office, &decider).await, NEW);
}

#[actix_web::test]
async fn an_address_that_was_never_confirmed_is_corrected_at_once() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).create();
    let made = app
        .post(&office, "/api/v1/users", json!({"email": "dosne@ui.ac.id", "name": "Dosen"}))
        .await;
    let id = made.expect(201)["id"].as_str().unwrap().to_owned();
    let body = json!({"email": "dosen@ui.ac.id", "reason": "Alamatnya salah ketik."});
    app.post(&office, &format!("/api/v1/users/{id}/email"), body).await.expect(202);
    assert_eq!(letters(&app, "address_withdrawn")[0].0, "dosne@ui.ac.id");
    let confirm = json!({"token": link(&app, "address_confirmation")});
    post(&app, "/auth/address/confirm", confirm).await.expect(204);
    let read = app.get(&office, &format!("/api/v1/users/{id}")).await;
    assert_eq!(
        (&read.expect(200)["email"], &read.json["email_verified"]),
        (&json!("dosen@ui.ac.id"), &json!(true))
    );
}
