//! Five proposals scored by two of three reviewers each, and the people who run the plenary.

use serde_json::{Value, json};
use test_support::review::World;
use test_support::{Person, Submission};
use tubel::features::calls::Definition;
use tubel::kernel::access::{Role, Viewer};
use tubel::kernel::ids::{RunId, SessionId};

pub(super) struct Scene {
    pub(super) world: World,
    pub(super) chair: Person,
    pub(super) reviewers: Vec<Person>,
    pub(super) proposals: Vec<Submission>,
    /// Paths of the tasks, two per proposal.
    pub(super) tasks: Vec<String>,
}

/// Each proposal's two sheets: K1 and K2.
pub(super) type Sheets = [[(u32, u32); 2]; 5];

/// Nothing in them is far apart; 4 and 5 are close to each other.
pub(super) const AGREED: Sheets =
    [[(6, 6), (6, 5)], [(6, 5), (5, 5)], [(5, 5), (5, 5)], [(5, 3), (5, 5)], [(5, 3), (5, 3)]];

impl Scene {
    /// In the plenary.
    pub(super) async fn plenary(sheets: Sheets, seats: u32) -> Self {
        let scene = Self::review(sheets, seats).await;
        scene.open_plenary();
        scene
    }

    /// Still in the review, all sheets handed in.
    pub(super) async fn review(sheets: Sheets, seats: u32) -> Self {
        Self::of(sheets, |definition| definition.seats = seats).await
    }

    /// The same of a call that differs from the usual one.
    pub(super) async fn of(sheets: Sheets, change: impl FnOnce(&mut Definition)) -> Self {
        let world = World::with(change);
        let chair = world.official("ketua", Role::Chair);
        let reviewers: Vec<Person> =
            ["rina", "budi", "sari"].into_iter().map(|name| world.reviewer(name)).collect();
        let (mut proposals, mut tasks) = (Vec::new(), Vec::new());
        for (index, scores) in sheets.into_iter().enumerate() {
            let proposal = world.proposal(&format!("calon{index}"));
            for (turn, scores) in scores.into_iter().enumerate() {
                tasks.push(world.score(&proposal, &reviewers[(index + turn) % 3], scores).await);
            }
            proposals.push(proposal);
        }
        Self { world, chair, reviewers, proposals, tasks }
    }

    pub(super) fn open_plenary(&self) {
        self.world.app.set_clock(self.world.app.now().plus_days(11));
    }

    pub(super) async fn compute(&self) -> RunId {
        self.computed_with(json!({})).await
    }

    /// Leaves out what lacks sheets.
    pub(super) async fn compute_without(&self, number: &str) -> RunId {
        let reason = "The sheet is open again and not handed in yet.";
        self.computed_with(json!({"without": [number], "reason": reason})).await
    }

    async fn computed_with(&self, body: Value) -> RunId {
        let path = self.world.call_path("selections");
        let run = self.world.app.post(&self.chair, &path, body).await;
        run.expect(201)["id"].as_str().unwrap().parse().unwrap()
    }

    pub(super) async fn findings(&self, run: &RunId) -> Value {
        let path = format!("/api/v1/selections/{run}/ranking");
        self.world.app.get(&self.chair, &path).await.expect(200).clone()
    }

    /// What the chair would propose on a run.
    pub(super) fn proposition(&self, run: &RunId, divergence_reason: &str) -> Value {
        json!({
            "run": run,
            "minutes": {
                "meeting": "Jakarta, 5 December 2026", "attendance": [self.chair.id],
                "divergence_reason": divergence_reason,
            },
        })
    }

    pub(super) fn proposal_path(&self, index: usize, rest: &str) -> String {
        format!("/api/v1/proposals/{}/{rest}", self.proposals[index].id)
    }

    /// The chair as the actions see them.
    pub(super) fn chair_viewer(&self) -> Viewer {
        Viewer {
            user: self.chair.id.clone(),
            session: SessionId::new().unwrap(),
            unit: None,
            roles: vec![Role::Chair],
        }
    }
}
