//! Exceptions after the verification: attendance that was recorded wrongly, conflicts withdrawn, people and proposals that
//! leave, a plan taken back, a late ruling.

use super::of;
use crate::administrative::{overdue, uphold};
use crate::conflicts_late::Scene as Conflict;
use crate::interviews::Scene as Interviews;
use crate::leaving::Scene as Leaving;
use crate::plenary::Scene as Plenary;
use crate::plenary::ties::Equal;
use serde_json::json;
use std::collections::BTreeSet;
use test_support::review::{World, sheet};

pub(super) async fn interview_attendance() -> BTreeSet<String> {
    let scene = Interviews::new();
    let slot = scene.plan(&scene.world.proposal("andi"), scene.hours(1)).await;
    scene.later(1);
    scene.attend(&slot, "absent").await;
    of(&scene.world.app, scene.attend(&slot, "present")).await
}

pub(super) async fn interview_of_a_withdrawn_proposal() -> BTreeSet<String> {
    let scene = Interviews::new();
    let proposal = scene.world.proposal("andi");
    scene.plan(&proposal, scene.hours(48)).await;
    let path = format!("/api/v1/proposals/{}/withdraw", proposal.id);
    let body = json!({"reason": "Alasan keluarga."});
    let act = async { scene.act(&proposal.candidate, &path, body).await.expect(200).clone() };
    of(&scene.world.app, act).await
}

pub(super) async fn plenary_attendance() -> BTreeSet<String> {
    let scene = Plenary::new().await;
    scene.attend(4).await;
    let wrong = json!([{"user": scene.panel[3].id, "presence": "absent", "reason": "Dinas luar"}]);
    let act = async { scene.attendance(&scene.world.secretariat, wrong).await.expect(200).clone() };
    of(&scene.world.app, act).await
}

/// With a member who was recorded as absent, although they could vote, back in the attendance.
pub(super) async fn attendance_of_a_voter() -> BTreeSet<String> {
    let equal = Equal::new().await;
    let office = &equal.scene.world.secretariat;
    equal.vote(office, equal.body([0, 5], 0, None)).await.expect(201);
    let wrong = json!([{"user": equal.scene.panel[4].id, "presence": "absent", "reason": "Sakit"}]);
    let act = async { equal.scene.attendance(office, wrong).await.expect(200).clone() };
    of(&equal.scene.world.app, act).await
}

pub(super) async fn vote_taken_again() -> BTreeSet<String> {
    let equal = Equal::new().await;
    let office = &equal.scene.world.secretariat;
    equal.vote(office, equal.body([0, 5], 0, None)).await.expect(201);
    let again = equal.body([1, 4], 0, Some("Satu suara salah dihitung."));
    let act = async { equal.vote(office, again).await.expect(201).clone() };
    of(&equal.scene.world.app, act).await
}

pub(super) async fn conflict_withdrawn() -> BTreeSet<String> {
    let scene = Conflict::new();
    let task = scene.world.assign(&scene.siti, &scene.rina).await;
    scene.world.save(&scene.rina, &task, sheet((5, 3))).await.expect(200);
    scene.declare(&scene.rina).await;
    let asked = scene.ask(&scene.rina, &scene.rina).await.expect(201).clone();
    let act = async { scene.rule(&scene.chair, &asked, "confirmed").await.expect(200).clone() };
    of(&scene.world.app, act).await
}

pub(super) async fn reviewer_leaves() -> BTreeSet<String> {
    let scene = Leaving::new().await;
    let hash = scene.preview("how=spread").await["hash"].clone();
    let act = async { scene.leave("spread", None, &hash).await.expect(200).clone() };
    of(&scene.world.app, act).await
}

pub(super) async fn plan_taken_back() -> BTreeSet<String> {
    let world = World::new();
    for name in ["rina", "budi"] {
        world.reviewer(name);
    }
    world.proposal("siti");
    let (app, who) = (&world.app, &world.secretariat);
    let plan = app.post(who, &world.call_path("assignments/plan"), json!({})).await;
    let body = json!({"plan_hash": plan.expect(200)["plan_hash"]});
    app.post(who, &world.call_path("assignments/apply"), body).await.expect(200);
    let (undo, body) = (world.call_path("assignments/undo"), json!({"reason": "Terlalu awal."}));
    of(app, async { app.post(who, &undo, body).await.expect(200).clone() }).await
}

pub(super) async fn late_ruling() -> BTreeSet<String> {
    let (world, ruler, id) = overdue().await;
    of(&world.app, uphold(&world, &ruler, &id)).await
}
