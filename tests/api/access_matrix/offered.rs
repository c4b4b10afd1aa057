//! Where pages lead. Every page, read by everybody, while a call is open, in its plenary and after its result: each link on
//! it leads to something that this person may read now. What leads elsewhere stands in `tests/golden/offered.tsv` with
//! its reason, and each line there must be needed.

use super::crawl::routes;
use super::elsewhere::links;
use super::viewers::{Viewer, viewers};
use super::world::World;
use crate::pages::Visit;
use std::collections::{BTreeMap, BTreeSet};
use test_support::Answer;
use tubel::kernel::access::{Operation, Phase};

const PHASES: [Phase; 3] = [Phase::Open, Phase::Plenary, Phase::Announced];

fn pages_and_files() -> Vec<Operation> {
    let mut operations = tubel::server::page_inventory();
    operations.extend(tubel::server::download_inventory());
    operations.retain(|one| one.method == "GET");
    operations
}

/// The route that serves this address.
fn route_of(operations: &[Operation], address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap();
    let fits =
        |one: &&Operation| actix_web::dev::ResourceDef::new(one.path.as_str()).is_match(path);
    operations.iter().find(fits).map_or_else(|| path.to_owned(), |one| one.path.clone())
}

/// Why an answer is none that a link may lead to. To sign in first is a way on for nobody else.
fn refusal(answer: &Answer, viewer: &Viewer) -> Option<String> {
    let leads_out = answer.header("location").starts_with("/sign-in") && viewer.person.is_some();
    match answer.status {
        // Too busy to draw a page just now: that comes again by itself.
        200 | 503 => None,
        303 if !leads_out => None,
        status => Some(status.to_string()),
    }
}

async fn read<'a>(visit: &Visit<'_>, some: &[&'a String]) -> Vec<(&'a String, Answer)> {
    let mut answers = Vec::new();
    for chunk in some.chunks(8) {
        let asked = chunk.iter().map(|address| visit.read(address));
        answers.extend(chunk.iter().copied().zip(futures_util::future::join_all(asked).await));
    }
    answers
}

/// The links of these pages that lead this person nowhere: each with a page on which it stands and the answer.
async fn dead_ends(
    visit: &Visit<'_>,
    viewer: &Viewer,
    pages: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut on: BTreeMap<String, &String> = BTreeMap::new();
    for (page, text) in pages {
        // The same page in the other language.
        let links = links(text).into_iter().filter(|link| !link.contains("lang="));
        on.extend(links.map(|link| (link, page)));
    }
    let answers = read(visit, &on.keys().collect::<Vec<_>>()).await;
    let refused = answers.iter().filter_map(|(link, answer)| {
        let status = refusal(answer, viewer)?;
        Some(((*link).clone(), format!("{status} on {}", on[*link])))
    });
    refused.collect()
}

/// The pages that this person may read now.
async fn pages(visit: &Visit<'_>, addresses: &BTreeSet<String>) -> BTreeMap<String, String> {
    let answers = read(visit, &addresses.iter().collect::<Vec<_>>()).await;
    let pages = answers.into_iter().filter(|(_, answer)| {
        answer.status == 200 && answer.header("content-type").starts_with("text/html")
    });
    pages.map(|(address, answer)| (address.clone(), answer.text().to_owned())).collect()
}

fn addresses(world: &World, operations: &[Operation]) -> BTreeSet<String> {
    let known: BTreeSet<&str> = operations.iter().map(|one| one.path.as_str()).collect();
    let all = routes(world).into_iter();
    all.filter(|(route, _)| known.contains(route.as_str())).map(|(_, address)| address).collect()
}

async fn enter<'a>(world: &'a World, viewer: &Viewer) -> Visit<'a> {
    let mut visit = Visit::new(&world.app);
    if let Some(person) = &viewer.person {
        visit.enter(person).await;
    }
    visit
}

#[actix_web::test]
async fn every_link_leads_to_what_its_reader_may_read_now() {
    let world = World::new().await;
    let operations = pages_and_files();
    let addresses = addresses(&world, &operations);
    let text = std::fs::read_to_string("tests/golden/offered.tsv").unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let everybody = viewers(&world);
    let mut spare: BTreeMap<&str, &str> =
        lines.map(|line| line.split_once('\t').unwrap()).collect();
    assert!(spare.values().all(|reason| reason.len() > 10), "{spare:?}");
    let exceptions: BTreeSet<&str> = spare.keys().copied().collect();
    let (mut amiss, mut seen) = (BTreeMap::<String, BTreeSet<String>>::new(), 0);
    for phase in PHASES {
        world.stand(phase);
        for viewer in &everybody {
            let visit = enter(&world, viewer).await;
            let pages = pages(&visit, &addresses).await;
            seen += pages.len();
            for (link, status) in dead_ends(&visit, viewer, &pages).await {
                let route = route_of(&operations, &link);
                spare.remove(route.as_str());
                if !exceptions.contains(route.as_str()) {
                    let line = format!("{} in {}: {status}", viewer.name, phase.name());
                    amiss.entry(route).or_default().insert(line);
                }
            }
        }
    }
    assert!(amiss.is_empty(), "{amiss:#?}");
    assert!(spare.is_empty(), "no longer so: {spare:?}");
    assert!(seen > 1000, "{seen}");
}

#[actix_web::test]
async fn a_link_to_what_its_reader_may_not_read_is_found() {
    let world = World::new().await;
    world.stand(Phase::Open);
    let all = viewers(&world);
    let candidate = all.iter().find(|viewer| viewer.name == "candidate").unwrap();
    let visit = enter(&world, candidate).await;
    let cancel = format!("/desk/calls/{}/cancel", world.things.call);
    let page =
        format!("<p><a class=\"button\" href=\"{cancel}\">x</a> <a href=\"/calls\">y</a></p>");
    let pages = BTreeMap::from([("/".to_owned(), page)]);
    let found = dead_ends(&visit, candidate, &pages).await;
    assert_eq!(found.into_keys().collect::<Vec<_>>(), [cancel]);
}
