//! The report of a year to the leaders, read back.

use super::Scene;
use crate::decisions::exports::{paper, read_pdf};
use crate::pages::Visit;

const LATER: (&str, &str) = ("2027-03-01", "2027-12-31");
const LATEST: (&str, &str) = ("2028-03-01", "2028-12-31");

#[actix_web::test]
async fn the_report_of_a_year_names_counts_and_says_that_it_proves_no_cause() {
    let scene = Scene::new().await;
    scene.accept(1).await;
    let world = &scene.world;
    world.app.at("2028-02-11T01:00:00Z");
    scene.measure("M-003", LATER, "0,9%", None).await;
    scene.measure("M-001", LATER, "39%", None).await;
    let path = |year: i32| format!("/api/v1/impact/report?year={year}");
    let printed = paper(world, &world.chair, &path(2027), "id").await;
    assert!(printed.header("content-disposition").contains("2027-impact-report.pdf"));
    let report = read_pdf("impact-report", &printed);
    report.says("id", &["LAPORAN DAMPAK TUGAS BELAJAR", "Tahun 2027", "M-003", "M-001", "M-004"]);
    report
        .says("id", &["Tidak bergerak menuju target (1)", "Selesai (1)", "tanpa penerima", "-4%"]);
    let flat: Vec<&str> = report.text.split_whitespace().collect();
    let flat = flat.join(" ");
    let words =
        ["tidak membuktikan sebabnya", "1 dari 2", "11 Februari 2028", "Kursi diterima : 3"];
    for words in words {
        assert!(flat.contains(words), "{words:?} is not in {flat}");
    }
    assert!(!report.text.contains("50%"), "two cases have no percentage: {}", report.text);
    assert!(!report.text.contains("KONSEP"), "2027 is over");
    for entry in &scene.entries {
        assert!(!report.text.contains(&entry.number) && !report.text.contains("Calon M-"));
    }
    assert!(!report.text.contains("Selesai pada"), "it was measured in 2028: {flat}");

    // In the year in which it was measured; and opened again when a later period falls back.
    world.app.at("2029-01-02T01:00:00Z");
    scene.measure("M-003", LATEST, "1,9%", None).await;
    let english =
        read_pdf("impact-report.en", &paper(world, &world.chair, &path(2028), "en").await);
    english
        .says("en", &["REPORT ON THE IMPACT", "does not prove why it moved", "11 February 2028"]);
    let latest =
        read_pdf("impact-report.2029", &paper(world, &world.chair, &path(2029), "en").await);
    latest.says("en", &["Opened again on", "2 January 2029"]);

    let recorded = world.app.recorded("problems");
    let (act, payload) = recorded.last().unwrap();
    assert_eq!((act.as_str(), payload["kind"].as_str()), ("export.made", Some("impact-report")));
    for year in [2019, 2030] {
        let refused = world.app.get(&world.chair, &path(year)).await;
        assert_eq!(refused.faults(), [("year".to_owned(), "out_of_range".to_owned())]);
    }
    let board = Visit::signed_in(&world.app, &world.chair).await.read("/impact").await;
    assert!(board.expect_page().contains("href=\"/impact/report?year=2028\""), "{}", board.text());
    let public = Visit::new(&world.app).read("/impact").await;
    assert!(!public.expect_page().contains("/impact/report"), "{}", public.text());
}
