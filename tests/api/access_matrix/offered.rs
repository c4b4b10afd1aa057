//! What pages offer. Every page, read by everybody, while a call is open, in its plenary and after its result: each link
//! on it leads to something that this person may read now, and each button is accepted when it is pressed; and what
//! this person may read or do now has its link or button on some page that is come to from the first one. What is
//! otherwise stands in `tests/golden/offered.tsv` with its reason, and each line there must be needed.

mod findings;
mod page;
mod press;
mod rehearsal;
mod routes;
mod tour;

use super::is_on_postgres;
use super::viewers::{Viewer, viewers};
use super::world::World;
use test_support::START;
use tour::{Found, Tour};
use tubel::kernel::access::Phase;

/// With whether everybody looks, reads files and follows all links. Else only those who have a part in the phase look, at pages
/// alone: all of it would take too long.
const PHASES: [(Phase, bool); 5] = [
    (Phase::Open, true),
    (Phase::Screening, false),
    (Phase::Review, false),
    (Phase::Plenary, true),
    (Phase::Announced, true),
];

/// Everybody, as if all had been there from the first.
fn everybody(world: &World) -> Vec<Viewer> {
    world.app.at(START);
    viewers(world)
}

#[actix_web::test]
async fn what_is_offered_is_accepted_and_what_is_permitted_is_offered() {
    if is_on_postgres() {
        println!("what pages offer does not hang on the engine: walked on SQLite");
        return;
    }
    let world = World::new().await;
    let (everybody, mut tour, mut stops) = (everybody(&world), Tour::new(&world), Vec::new());
    for (phase, is_whole) in PHASES {
        tour.stand(phase);
        for viewer in &everybody {
            if !is_whole && !tour.has_a_part(viewer, phase) {
                continue;
            }
            let stop = tour.stop(viewer, phase, is_whole).await;
            tour.dead_ends(&stop);
            tour.unreached(&stop);
            tour.press_all(&stop).await;
            stops.push(stop);
        }
    }
    // Once every button is known, also to those who are not offered it.
    for stop in &stops {
        tour.stand(stop.phase);
        tour.without_button(stop).await;
    }
    tour.found_by_nobody();
    let (reads, presses) = (tour.reads, tour.presses);
    tour.findings.finish();
    assert!(reads > 5000 && presses > 1000, "{reads} {presses}");
}

#[actix_web::test]
async fn what_is_offered_and_refused_and_what_is_permitted_and_not_offered_are_found() {
    let world = World::new().await;
    let everybody = everybody(&world);
    let candidate = everybody.iter().find(|viewer| viewer.name == "candidate").unwrap();
    let mut tour = Tour::new(&world);
    tour.stand(Phase::Open);
    let mut stop = tour.stop(candidate, Phase::Open, true).await;
    tour.press_all(&stop).await;
    tour.without_button(&stop).await;
    tour.findings.take();
    // A link and a button of an act that is none of theirs.
    let cancel = format!("/desk/calls/{}/cancel", world.things.call);
    let mut forms = stop.found.values().flat_map(|found| &found.forms);
    let form = forms.find(|form| form.action == "/me/mails/language").unwrap();
    let (own, stranger) = (form.action.clone(), form.as_if(form.csrf().unwrap(), &cancel));
    let home = stop.found.get_mut("/").unwrap();
    home.places.insert(cancel.clone());
    home.forms.push(stranger);
    let refused = Found::of(&stop.visit.read(&cancel).await);
    stop.found.insert(cancel, refused);
    tour.dead_ends(&stop);
    tour.press_all(&stop).await;
    let key = |kind: &str, route: &str| (kind.to_owned(), route.to_owned());
    let expected =
        [key("refused", "/desk/calls/{id}/cancel"), key("refused", "POST /desk/calls/{id}/cancel")];
    let mut found = tour.findings.take();
    // What gives an upload up is not on the record, and so it is really gone since the first time. What the tour cannot
    // fill in is told by the tour itself.
    found.retain(|(kind, route)| kind != "wanting" && !route.ends_with("/give-up"));
    assert_eq!(found, expected);
    // A page that can be read with no way to it, and an act that is permitted without its button.
    let edit = format!("/proposals/{}/edit", world.things.proposal);
    assert!(stop.reached().contains(&edit));
    for found in stop.found.values_mut() {
        found.places.retain(|place| *place != edit);
        found.forms.retain(|form| form.action != edit && form.action != own);
    }
    tour.unreached(&stop);
    let found = tour.findings.take();
    assert!(found.contains(&key("unlinked", "/proposals/{id}/edit")), "{found:?}");
    tour.without_button(&stop).await;
    let found = tour.findings.take();
    for route in ["POST /me/mails/language", "POST /proposals/{id}/edit"] {
        assert!(found.contains(&key("unoffered", route)), "{found:?}");
    }
}
