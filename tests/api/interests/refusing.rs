//! Papers, exports, the record and the mail queue, before somebody in conflict with one of the ranked.

use super::deciding::Plenary;
use super::{official, says_nothing_of};
use crate::pages::Visit;
use serde_json::{Value, json};
use tubel::kernel::access::Role;

const WHOLE_OR_NOT_AT_ALL: [&str; 8] = [
    "exports/results?format=json",
    "exports/sheets?format=csv",
    "exports/ranking?format=xlsx",
    "exports/verification?format=json",
    "exports/all?format=xlsx",
    "papers/verification-minutes",
    "papers/plenary-minutes",
    "papers/decree-annex",
];

#[actix_web::test]
async fn what_would_be_incomplete_is_not_made_and_the_page_says_so() {
    let plenary = Plenary::new().await;
    plenary.propose(json!([])).await;
    for role in [Role::Secretariat, Role::Chair, Role::Decider, Role::Auditor] {
        let (far, near) = (official(&plenary.world, "far", role), plenary.near(role));
        for path in WHOLE_OR_NOT_AT_ALL {
            let path = plenary.world.call_path(path);
            let refused = plenary.world.app.get(&near, &path).await;
            assert_eq!(refused.refusal(409), "withheld_for_conflict", "{role:?} {path}");
            assert!(refused.text().contains("in no conflict can make it"), "{}", refused.text());
            assert_eq!(plenary.world.app.get(&far, &path).await.status, 200, "{role:?} {path}");
        }
        let attendance = plenary.world.call_path("exports/attendance?format=json");
        says_nothing_of(&plenary.world.app.get(&near, &attendance).await, &plenary.ranked[0]);
        let page = format!("/desk/calls/{}/exports", plenary.world.call);
        let seen = Visit::signed_in(&plenary.world.app, &near).await.read(&page).await;
        let seen = seen.expect_page();
        for path in WHOLE_OR_NOT_AT_ALL {
            let path = path.split('?').next().unwrap();
            assert!(
                !seen.contains(&format!("{path}\"")) && !seen.contains(&format!("{path}?")),
                "{path}"
            );
        }
        assert!(seen.contains("in no conflict can make it") && seen.contains("exports/attendance"));
        let seen = Visit::signed_in(&plenary.world.app, &far).await.read(&page).await;
        assert!(seen.expect_page().contains("exports/results"));
    }
}

#[actix_web::test]
async fn the_annex_is_the_same_for_everybody_once_it_is_announced() {
    let plenary = Plenary::new().await;
    plenary.announce().await;
    let (far, near) =
        (official(&plenary.world, "far", Role::Secretariat), plenary.near(Role::Secretariat));
    let annex = plenary.world.call_path("papers/decree-annex");
    let (one, other) =
        (plenary.world.app.get(&near, &annex).await, plenary.world.app.get(&far, &annex).await);
    assert_eq!((one.status, other.status), (200, 200));
    let minutes = plenary.world.call_path("papers/plenary-minutes");
    let refused = plenary.world.app.get(&near, &minutes).await;
    assert_eq!(refused.refusal(409), "withheld_for_conflict", "the minutes hold scores");
}

#[actix_web::test]
async fn entries_that_are_withheld_tell_neither_who_acted_nor_what_they_did() {
    let plenary = Plenary::new().await;
    let all = "/api/v1/ledger/entries?limit=200";
    for role in [Role::Auditor, Role::Secretariat, Role::Chair] {
        let (far, near) = (official(&plenary.world, "far", role), plenary.near(role));
        let (seen, whole) =
            (plenary.world.app.get(&near, all).await, plenary.world.app.get(&far, all).await);
        let rows = |answer: &Value| answer["items"].as_array().unwrap().clone();
        let (seen, whole) = (rows(seen.expect(200)), rows(whole.expect(200)));
        let hidden: Vec<&Value> = seen.iter().filter(|row| row["act"] == "withheld").collect();
        // Assigned, saved, handed in: three acts on the hidden one.
        assert_eq!(hidden.len(), 3, "{seen:?}");
        for row in hidden {
            assert_eq!((&row["actor"], &row["subject"]), (&Value::Null, &json!("withheld")));
            let same = whole.iter().find(|one| one["seq"] == row["seq"]).unwrap();
            assert_eq!(row["hash"], same["hash"]);
            assert!(same["payload"]["salt"].as_str().unwrap().len() == 26, "its hash can be tried");
        }
        // How many were selected, and by which sheets, is the payload's.
        let computed = seen.iter().find(|row| row["act"] == "selection.computed").unwrap();
        assert_eq!(computed["payload"], json!({"withheld": "conflict_of_interest"}));
        for act in ["sheet.saved", "sheet.submitted", "assignment.made"] {
            let path = format!("{all}&act={act}");
            let count = |answer: &Value| answer["items"].as_array().unwrap().len();
            let (mine, theirs) = (
                plenary.world.app.get(&near, &path).await,
                plenary.world.app.get(&far, &path).await,
            );
            assert_eq!((count(mine.expect(200)), count(theirs.expect(200))), (2, 3), "{act}");
        }
    }
}

#[actix_web::test]
async fn letters_about_a_hidden_proposal_are_not_in_the_queue() {
    let plenary = Plenary::new().await;
    plenary.announce().await;
    let hidden = &plenary.ranked[0];
    for role in [Role::Secretariat, Role::Auditor] {
        let (far, near) = (official(&plenary.world, "far", role), plenary.near(role));
        let about = format!("/api/v1/mail?subject=proposal:{}", hidden.id);
        let seen = plenary.world.app.get(&near, &about).await;
        assert_eq!(seen.expect(200)["items"], json!([]), "{role:?}");
        let whole = plenary.world.app.get(&far, &about).await;
        assert_eq!(whole.expect(200)["items"].as_array().unwrap().len(), 1);
        let seen = plenary.world.app.get(&near, "/api/v1/mail?limit=200").await;
        says_nothing_of(&seen, hidden);
        assert!(!seen.text().contains(hidden.candidate.id.as_str()));
        let (mine, theirs) = (
            plenary.world.app.get(&near, "/api/v1/mail/figures").await,
            plenary.world.app.get(&far, "/api/v1/mail/figures").await,
        );
        let queued = |answer: &Value| answer["queued"].as_i64().unwrap();
        assert!(queued(mine.expect(200)) < queued(theirs.expect(200)), "{role:?}");
        let letter = plenary.world.app.get(&far, &about).await;
        let letter = letter.json["items"][0]["id"].as_str().unwrap().to_owned();
        if role == Role::Secretariat {
            let again = format!("/api/v1/mail/{letter}/retry");
            plenary.world.app.post(&near, &again, json!({})).await.refusal(404);
            let again = plenary.world.app.post(&far, &again, json!({})).await;
            assert_eq!(again.refusal(409), "mail_not_failed");
        }
    }
}
