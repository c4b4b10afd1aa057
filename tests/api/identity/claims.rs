//! A NIP that somebody claims blocks nobody; one that is confirmed is read by two.

use super::{letters, post};
use serde_json::{Value, json};
use test_support::{PASSWORD, Person, TestApp};
use tubel::kernel::access::Role;

const NIP: &str = "199001012015012001";

async fn register(app: &TestApp, name: &str, nip: &str) -> Person {
    let email = format!("{}@pom.go.id", name.to_lowercase());
    let body = json!({
        "email": email, "nip": nip, "name": name, "unit": "U.BB.MKS", "password": PASSWORD,
    });
    let made = post(app, "/auth/register", body).await;
    Person { id: made.expect(201)["id"].as_str().unwrap().parse().unwrap(), email, nip: None }
}

async fn sign_in_by_nip(app: &TestApp) -> u16 {
    post(app, "/auth/login", json!({"login": NIP, "password": PASSWORD})).await.status
}

#[actix_web::test]
async fn two_who_claim_one_nip_are_shown_and_one_is_confirmed() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).create();
    let thief = register(&app, "Pencuri", NIP).await;
    let siti = register(&app, "Siti", NIP).await;
    assert_eq!(sign_in_by_nip(&app).await, 401);
    let claims = app.get(&office, "/api/v1/nip-claims").await;
    let items = claims.expect(200)["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(|claim| claim["others"].as_array().unwrap().len() == 1));
    let path = |who: &Person, step: &str| format!("/api/v1/users/{}/nip{step}", who.id);
    let stale =
        app.post(&office, &path(&siti, "/confirm"), json!({"nip": "199001012015012002"})).await;
    assert_eq!(stale.refusal(409), "changed_meanwhile");
    app.post(&office, &path(&siti, "/confirm"), json!({"nip": NIP})).await.expect(200);
    assert_eq!(sign_in_by_nip(&app).await, 200);
    assert_eq!(letters(&app, "nip_confirmed")[0].0, siti.email);
    let second = app.post(&office, &path(&thief, "/confirm"), json!({"nip": NIP})).await;
    assert_eq!(second.refusal(409), "nip_taken");
    let reason = json!({"reason": "Nomor ini milik orang lain."});
    app.post(&office, &path(&thief, "/refuse"), reason.clone()).await.expect(200);
    assert_eq!(letters(&app, "nip_refused")[0].0, thief.email);
    // The secretariat's own mistake can be mended, too.
    let wrong = json!({"nip": null, "reason": "Salah orang, mohon maaf."});
    app.put(&office, &path(&siti, ""), wrong).await.expect(200);
    assert_eq!(sign_in_by_nip(&app).await, 401);
    let right = json!({"nip": NIP, "reason": "Sudah diperiksa dengan SK."});
    app.put(&office, &path(&siti, ""), right).await.expect(200);
    assert_eq!(letters(&app, "nip_corrected").len(), 2);
    let acts: Vec<String> =
        app.recorded(&format!("user:{}", siti.id)).into_iter().map(|(act, _)| act).collect();
    for act in ["nip.confirmed", "nip.corrected"] {
        assert!(acts.iter().any(|one| one == act), "{act} in {acts:?}");
    }
    // Nobody confirms their own.
    let body = json!({"nip": null, "reason": "Nomor saya salah."});
    let own = app.put(&office, &path(&office, ""), body).await;
    assert_eq!(own.refusal(409), "own_nip");
}

#[actix_web::test]
async fn a_claim_is_mended_by_its_owner_until_it_is_confirmed() {
    let app = TestApp::start();
    let office = app.person("kantor").role(Role::Secretariat).create();
    let siti = register(&app, "Siti", "199001012015012002").await;
    let mended = app.put(&siti, "/api/v1/me/nip", json!({"nip": NIP})).await;
    assert_eq!(mended.expect(200)["nip_claim"], NIP);
    let path = format!("/api/v1/users/{}/nip/confirm", siti.id);
    app.post(&office, &path, json!({"nip": NIP})).await.expect(200);
    let late = app.put(&siti, "/api/v1/me/nip", json!({"nip": "199001012015012002"})).await;
    assert_eq!(late.refusal(409), "nip_confirmed_already");
}

#[actix_web::test]
async fn the_list_of_staff_confirms_who_has_its_address_and_nobody_else() {
    let app = TestApp::with(super::strict);
    let office = app.person("kantor").role(Role::Secretariat).create();
    let line = |nip: &str, name: &str, email: &str| json!({"nip": nip, "name": name, "unit": "U.BB.MKS", "email": email});
    let twice =
        json!({"rows": [line(NIP, "Siti", "siti@pom.go.id"), line(NIP, "Budi", "budi@pom.go.id")]});
    assert_eq!(app.put(&office, "/api/v1/staff-list", twice).await.refusal(422), "invalid");
    let list = json!({"rows": [line(NIP, "Dr. Siti Rahma, M.Si", "siti@pom.go.id")]});
    let done = app.put(&office, "/api/v1/staff-list", list).await;
    assert_eq!(done.expect(200), &json!({"lines": 1, "confirmed": 0}));
    let open = async |name: &str, email: &str| {
        post(&app, "/auth/register", json!({"email": email})).await.expect(202);
        let token = super::link(&app, "registration");
        let body = json!({"token": token, "nip": NIP, "name": name, "unit": "U.BB.MKS", "password": PASSWORD});
        let made = post(&app, "/auth/register/confirm", body).await;
        made.expect(201).clone()
    };
    // NIP and name stand on decrees: they confirm nothing by themselves.
    let thief = open("Siti Rahma", "siti.rahma@gmail.com").await;
    assert_eq!((&thief["nip"], &thief["nip_claim"]), (&Value::Null, &json!(NIP)));
    let siti = open("SITI RAHMA", "siti@pom.go.id").await;
    assert_eq!((&siti["nip"], &siti["nip_claim"]), (&json!(NIP), &Value::Null));
}

#[actix_web::test]
async fn a_nip_is_shown_to_whom_its_field_names() {
    let app = TestApp::start();
    let siti = app.person("Siti").role(Role::Candidate).nip(NIP).create();
    let budi = register(&app, "Budi", "199001012015012777").await;
    for role in Role::ALL {
        let reader = app.person(&format!("pembaca {}", role.name())).role(role).create();
        for path in [
            "/api/v1/users?limit=100".to_owned(),
            format!("/api/v1/users/{}", siti.id),
            format!("/api/v1/users/{}", budi.id),
            format!("/api/v1/users?search={NIP}"),
            "/api/v1/users?search=12777".to_owned(),
            "/api/v1/nip-claims".to_owned(),
        ] {
            let answer = app.get(&reader, &path).await;
            let shows = answer.text().contains(NIP) || answer.text().contains("199001012015012777");
            let found = path.contains("search") && answer.text().contains("@pom.go.id");
            assert!(role == Role::Secretariat || !(shows || found), "{role:?} {path}");
        }
    }
    assert_eq!(app.get(&siti, "/api/v1/me").await.expect(200)["nip"], NIP);
}

#[test]
fn the_column_of_nips_is_read_where_they_are_kept_closed() {
    let known = [
        "src/features/accounts/store/",
        // Kept closed before it leaves.
        "src/features/proposals/store/proposals.rs",
    ];
    let mut readers = Vec::new();
    let mut folders = vec![std::path::PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs")
                && std::fs::read_to_string(&path).unwrap().contains("users::nip")
            {
                readers.push(path.display().to_string());
            }
        }
    }
    assert!(readers.len() >= 3, "{readers:?}");
    readers.retain(|path| !known.iter().any(|place| path.starts_with(place)));
    assert_eq!(readers, Vec::<String>::new(), "read a NIP as a KeptNip, or say here why not");
}
