//! A run is computed beside the writer, kept only on unchanged inputs, carries the model's reading,
//! and can be computed again to the byte.

use super::scene::{AGREED, Scene};
use serde_json::json;
use tubel::features::selection::{NewRun, actions};
use tubel::kernel::errors::Failure;
use tubel::kernel::input::Valid;
use tubel::platform::cx::Cx;

#[actix_web::test]
async fn a_run_carries_the_models_reading_in_exact_texts() {
    let scene = Scene::plenary(AGREED, 2).await;
    let run = scene.compute().await;
    let findings = scene.findings(&run).await;
    assert_eq!(findings["method"], "tubel-selection/6");
    let calibration = &findings["calibration"];
    assert!(calibration["draws"].as_u64().unwrap() >= 1000, "{calibration}");
    assert_eq!(calibration["zone_low_percent"], 25);
    assert_eq!(calibration["reviewers"].as_array().unwrap().len(), 3);
    let first = &findings["places"][0];
    assert_eq!(first["number"], scene.proposals[0].number);
    let p: selection_math::model::Thousandths =
        first["calibrated"]["p_selected"].as_str().unwrap().parse().unwrap();
    assert!((500..=1000).contains(&p.count()), "{first}");
}

#[actix_web::test]
async fn a_kept_run_is_computed_again_to_the_byte() {
    let scene = Scene::plenary(AGREED, 2).await;
    let run = scene.compute().await;
    let replay = scene.world.app.database().read(|db| actions::replay(db, &run)).unwrap();
    assert!(replay.is_identical && replay.hashes_hold);
    assert!(replay.document.contains("\"calibration\""));
}

#[actix_web::test]
async fn a_run_whose_inputs_changed_while_it_was_computed_is_not_kept() {
    let scene = Scene::plenary(AGREED, 2).await;
    let (database, viewer) = (scene.world.app.database(), scene.chair_viewer());
    let (call, now) = (scene.world.call.clone(), scene.world.app.now());
    let new = Valid::checked(NewRun::default()).unwrap();
    let snapshot = database
        .read(|db| actions::prepare_run(&mut Cx::new(db, &viewer, now), &call, &new))
        .unwrap();
    let computed = snapshot.compute(1).unwrap();
    let path = format!("{}/reopen", scene.tasks[0]);
    let reason = json!({"reason": "K1 was read on the wrong page."});
    scene.world.app.post(&scene.chair, &path, reason).await.expect(200);
    let kept =
        database.write(move |db| actions::keep_run(&mut Cx::new(db, &viewer, now), &computed));
    let Err(Failure::Refused(problem)) = kept else { panic!("{kept:?}") };
    assert_eq!(problem.code.name, "inputs_changed");
    let runs = scene.world.app.get(&scene.chair, &scene.world.call_path("selections")).await;
    assert_eq!(runs.expect(200), &json!([]));
}
