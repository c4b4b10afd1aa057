//! The demo's plenary has something to talk about.

use super::prepare;
use crate::features::selection::{self, Outcome, StandingZone};
use crate::kernel::clock::Timestamp;
use crate::kernel::settings::Settings;
use crate::platform::db::{Database, Options};

#[test]
fn the_plenary_holds_a_pair_that_the_scores_cannot_tell_apart() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("demo.sqlite").display());
    let database = Database::open(&Options { url, readers: 1 }).unwrap();
    database.write(crate::features::accounts::seed_units).unwrap();
    let mut settings = Settings::load(None).unwrap();
    folder.path().clone_into(&mut settings.data.folder);
    settings.accounts.hash_memory_kib = 8;
    settings.accounts.hash_iterations = 1;
    let now: Timestamp = "2026-11-24T01:00:00Z".parse().unwrap();
    let scene = prepare(&database, &settings, now).unwrap();
    let findings = database
        .read(|db| {
            let run = selection::runs_of(db, &scene.call)?.remove(0);
            selection::findings_of(db, &run.id)
        })
        .unwrap();
    assert!(findings.calibration.variances.is_some(), "{:?}", findings.calibration.warnings);
    let in_zone = |outcome: Outcome| {
        let place = findings.places.iter().find(|place| {
            let zone = place.calibrated.as_ref().and_then(|line| line.zone);
            place.outcome == outcome && zone == Some(StandingZone::TooClose)
        });
        place.map(|place| place.number.clone())
    };
    let line = |place: &selection::Place| {
        let p = place.calibrated.as_ref().and_then(|line| line.p_selected);
        format!("{} {:?} {}", place.number, place.outcome, p.unwrap_or_default())
    };
    let all: Vec<String> = findings.places.iter().map(line).collect();
    assert!(in_zone(Outcome::Selected).is_some(), "nobody selected is close: {all:#?}");
    assert!(in_zone(Outcome::Reserve).is_some(), "no reserve is close: {all:#?}");
    assert!(!findings.divergent.is_empty(), "nothing to reconcile");
}
