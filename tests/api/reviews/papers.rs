//! The documents of a task: the proposal's own, not the person's.

use crate::pages::Visit;
use serde_json::Value;
use test_support::review::World;
use test_support::rows::{NewDocument, insert_document, insert_problem};
use tubel::features::calls::{Anonymity, Bilingual, DocumentRequirement, Format, Sensitivity};
use tubel::kernel::ids::{DocumentId, ProposalId, UserId};

fn requirement(kind: &str, sensitivity: Sensitivity) -> DocumentRequirement {
    DocumentRequirement {
        kind: kind.to_owned(),
        name: Bilingual { id: kind.to_owned(), en: kind.to_owned() },
        required: true,
        max_bytes: 1_000_000,
        formats: vec![Format::Pdf],
        sensitivity,
    }
}

fn world(anonymity: Anonymity) -> World {
    World::with(move |definition| {
        definition.anonymity = anonymity;
        definition.documents = vec![
            requirement("proposal", Sensitivity::Internal),
            requirement("diploma", Sensitivity::Personal),
            requirement("health_letter", Sensitivity::Specific),
        ];
    })
}

fn upload(world: &World, proposal: &ProposalId, candidate: &UserId, kind: &str) -> DocumentId {
    let bytes = format!("%PDF-1.4\n% {kind}\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n");
    world.keep((proposal, candidate), kind, bytes.as_bytes())
}

#[actix_web::test]
async fn a_reviewer_reads_the_proposals_own_documents_and_not_the_persons() {
    let world = world(Anonymity::SingleBlind);
    let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let task = world.assign(&siti, &rina).await;
    let upload = |kind| upload(&world, &siti.id, &siti.candidate.id, kind);
    let (proposal, diploma, letter) =
        (upload("proposal"), upload("diploma"), upload("health_letter"));
    let list = world.app.get(&rina, &format!("{task}/documents")).await;
    let kinds: Vec<&Value> =
        list.expect(200)["kinds"].as_array().unwrap().iter().map(|kind| &kind["kind"]).collect();
    assert_eq!(kinds, ["proposal"]);
    let file = world.app.get(&rina, &format!("{task}/documents/{proposal}/content")).await;
    assert_eq!(file.status, 200);
    assert!(file.text().contains("% proposal"));
    assert!(file.header("content-disposition").starts_with("attachment"));
    for hidden in [diploma, letter] {
        world.app.get(&rina, &format!("{task}/documents/{hidden}/content")).await.refusal(404);
    }
}

#[actix_web::test]
async fn a_task_opens_only_its_own_proposals_documents_and_only_to_its_reviewer() {
    let world = world(Anonymity::SingleBlind);
    let (siti, budi) = (world.proposal("siti"), world.proposal("budi"));
    let (rina, joko) = (world.reviewer("rina"), world.reviewer("joko"));
    let task = world.assign(&siti, &rina).await;
    let own = upload(&world, &siti.id, &siti.candidate.id, "proposal");
    let other = upload(&world, &budi.id, &budi.candidate.id, "proposal");
    world.app.get(&rina, &format!("{task}/documents/{own}/content")).await.expect_page();
    world.app.get(&rina, &format!("{task}/documents/{other}/content")).await.refusal(404);
    world.app.get(&joko, &format!("{task}/documents/{own}/content")).await.refusal(404);
    world.app.get(&joko, &format!("{task}/documents")).await.refusal(404);
}

#[actix_web::test]
async fn under_double_blind_no_pdf_reaches_the_panel() {
    let world = world(Anonymity::DoubleBlind);
    let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let task = world.assign(&siti, &rina).await;
    let paper = upload(&world, &siti.id, &siti.candidate.id, "proposal");
    let list = world.app.get(&rina, &format!("{task}/documents")).await;
    assert_eq!(list.expect(200)["kinds"], serde_json::json!([]));
    world.app.get(&rina, &format!("{task}/documents/{paper}/content")).await.refusal(404);
}

#[actix_web::test]
async fn the_page_beside_the_sheet_offers_the_same_documents_to_be_downloaded_never_framed() {
    let world = world(Anonymity::SingleBlind);
    let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let task = world.assign(&siti, &rina).await;
    let upload = |kind| upload(&world, &siti.id, &siti.candidate.id, kind);
    let (proposal, diploma) = (upload("proposal"), upload("diploma"));
    let visit = Visit::signed_in(&world.app, &rina).await;
    let page = visit.read(task.trim_start_matches("/api/v1")).await;
    let html = page.expect_page();
    let link = format!("{task}/documents/{proposal}/content");
    let shown = link.trim_start_matches("/api/v1");
    assert!(html.contains(&format!("href=\"{shown}\"")) && !html.contains(&diploma.to_string()));
    for frame in ["<iframe", "<object", "<embed"] {
        assert!(!html.contains(frame), "{frame}");
    }
    let file = visit.read(&link).await;
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert_eq!(file.header("content-security-policy"), "sandbox");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
}

#[actix_web::test]
async fn a_reviewer_sees_the_pages_beside_the_sheet_and_one_by_one() {
    let world = world(Anonymity::SingleBlind);
    let (siti, rina, joko) =
        (world.proposal("siti"), world.reviewer("rina"), world.reviewer("joko"));
    let task = world.assign(&siti, &rina).await;
    let of = (&siti.id, &siti.candidate.id);
    let paper = world.keep(of, "proposal", &world.three_pages());
    let page = |number| format!("{task}/documents/{paper}/pages/{number}");
    let picture = world.app.get(&rina, &page(3)).await;
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/png"));
    assert_eq!(picture.header("x-pages"), "3");
    assert_eq!(picture.header("cache-control"), "no-store");
    for beyond in [0, 4] {
        world.app.get(&rina, &page(beyond)).await.refusal(404);
    }
    world.app.get(&joko, &page(1)).await.refusal(404);
    let visit = Visit::signed_in(&world.app, &rina).await;
    let reader = format!("{}/documents/{paper}", task.trim_start_matches("/api/v1"));
    let sheet = visit.read(task.trim_start_matches("/api/v1")).await;
    assert!(sheet.expect_page().contains(&format!("href=\"{reader}\"")));
    let middle = visit.read(&format!("{reader}?page=2")).await;
    let html = middle.expect_page();
    let second = page(2);
    let second = format!("src=\"{}\"", second.trim_start_matches("/api/v1"));
    for part in [&second, "href=\"?page=1\"", "href=\"?page=3\"", "2 / 3"] {
        assert!(html.contains(part), "{part}");
    }
}

#[actix_web::test]
async fn a_file_that_cannot_be_drawn_is_offered_as_a_download() {
    let world = world(Anonymity::SingleBlind);
    let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let task = world.assign(&siti, &rina).await;
    let paper = upload(&world, &siti.id, &siti.candidate.id, "proposal");
    let refused = world.app.get(&rina, &format!("{task}/documents/{paper}/pages/1")).await;
    assert_eq!(refused.refusal(422), "page_not_drawable");
}

#[actix_web::test]
async fn under_double_blind_no_page_is_drawn_either() {
    let world = world(Anonymity::DoubleBlind);
    let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let task = world.assign(&siti, &rina).await;
    let paper = world.keep((&siti.id, &siti.candidate.id), "proposal", &world.three_pages());
    world.app.get(&rina, &format!("{task}/documents/{paper}/pages/1")).await.refusal(404);
}

/// What the candidate did after handing in: another problem, another level, another file.
#[actix_web::test]
async fn a_reviewer_reads_the_problem_and_the_file_of_the_submission_whatever_came_after() {
    use diesel::prelude::*;
    use tubel::platform::db::schema::{documents, proposals, submitted_files};
    let world = world(Anonymity::SingleBlind);
    let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
    let task = world.assign(&siti, &rina).await;
    let first = upload(&world, &siti.id, &siti.candidate.id, "proposal");
    let (id, late) = (siti.id.clone(), DocumentId::new().unwrap());
    let (kept, other) = (late.clone(), tubel::kernel::ids::ProblemId::new().unwrap());
    let (old, now) = (first.clone(), world.app.now());
    world.write(move |db| {
        let sha256: String = documents::table.find(&old).select(documents::sha256).first(db)?;
        let candidate: UserId =
            proposals::table.find(&id).select(proposals::candidate).first(db)?;
        let new = NewDocument {
            id: kept.clone(),
            proposal: id.clone(),
            candidate,
            kind: "proposal".to_owned(),
            version: 2,
            size: 9,
            sha256,
        };
        insert_document(db, &new, now)?;
        let handed_in: tubel::kernel::ids::ProblemId =
            proposals::table.find(&id).select(proposals::problem_id).first(db)?;
        insert_problem(db, &other, ("M-999", "DRAFTED"), now)?;
        diesel::update(proposals::table.find(&id))
            .set((
                proposals::submitted_problem.eq(handed_in),
                proposals::submitted_level.eq("S2"),
                proposals::problem_id.eq(&other),
                proposals::level.eq("S3"),
            ))
            .execute(db)?;
        let pinned: i64 = submitted_files::table.count().get_result(db)?;
        assert_eq!(pinned, 1);
        Ok(())
    });
    let list = world.app.get(&rina, &format!("{task}/documents")).await;
    assert_eq!(list.expect(200)["kinds"][0]["latest"]["id"], first.to_string());
    assert!(!list.text().contains(late.as_str()));
    world.app.get(&rina, &format!("{task}/documents/{late}/content")).await.refusal(404);
    world.app.get(&rina, &format!("{task}/documents/{late}/pages/1")).await.refusal(404);
    let told = world.app.get(&rina, &task).await;
    let told = told.expect(200);
    assert_eq!(told["level"], "S2");
    assert!(!told.to_string().contains("DRAFTED") && !told.to_string().contains("M-999"));
    assert_eq!(told["registered_problem"]["baseline_value"], "3");
    let pile = world.app.get(&rina, "/api/v1/assignments").await;
    assert!(!pile.text().contains("M-999"), "{}", pile.text());
    let visit = Visit::signed_in(&world.app, &rina).await;
    let page = visit.read(task.trim_start_matches("/api/v1")).await;
    let html = page.expect_page();
    assert!(html.contains("data-registered") && !html.contains("DRAFTED"));
}

#[actix_web::test]
async fn the_registered_problem_stands_beside_the_sheet_and_keeps_its_owner_to_itself_when_blind() {
    for (mode, told) in [(Anonymity::SingleBlind, true), (Anonymity::DoubleBlind, false)] {
        let world = world(mode);
        let (siti, rina) = (world.proposal("siti"), world.reviewer("rina"));
        let task = world.assign(&siti, &rina).await;
        let answer = world.app.get(&rina, &task).await;
        let problem = &answer.expect(200)["registered_problem"];
        assert_eq!(
            (&problem["target_value"], &problem["baseline_value"]),
            (&"1".into(), &"3".into())
        );
        assert_eq!(problem["owner_unit"].is_null(), !told);
        assert_eq!(problem["owner_name"].is_null(), !told);
        let visit = Visit::signed_in(&world.app, &rina).await;
        let page = visit.read(task.trim_start_matches("/api/v1")).await;
        let html = page.expect_page();
        assert!(html.contains("data-registered"));
        assert_eq!(html.contains("Owner of the problem"), told);
    }
}
