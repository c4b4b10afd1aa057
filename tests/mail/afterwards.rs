//! The letters after the announcement, as a relay gets them: in the reader's language, with the
//! deadline in their zone, a link into the system, and nothing of the reason that was objected with.

use crate::smtp::Server;
use crate::world::World;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::ids::UserId;
use tubel::platform::mail::{Letter, Template};

fn at() -> Timestamp {
    "2027-02-12T10:00:00Z".parse().unwrap()
}

fn letters(to: &UserId) -> Vec<Letter> {
    let about = |template| {
        Letter::new(to, template, "objection:1".parse().unwrap())
            .text("number", "TB-2026-0012")
            .link(
                "link",
                &tubel::kernel::address::page::objections(
                    &tubel::kernel::ids::ProposalId::new().unwrap(),
                ),
            )
    };
    let receipt = about(Template::ObjectionReceived)
        .instant("filed_at", at())
        .instant("due_at", at())
        .text("reason_hash", "a".repeat(64))
        .count("ledger_seq", 41)
        .text("ledger_hash", "b".repeat(64));
    let task = about(Template::ObjectionToRule).instant("filed_at", at()).instant("due_at", at());
    let ruled = |template| about(template).instant("ruled_at", at()).text("ruling", "Alasannya.");
    let revised = |template| about(template).text("call", "TB-2026").instant("announced_at", at());
    let seat = |template| about(template).text("call", "TB-2026");
    vec![
        receipt,
        task,
        about(Template::ObjectionToCarryOut).instant("ruled_at", at()).count("sheets", 2),
        about(Template::SheetOrdered).text("call", "TB-2026").instant("due_at", at()),
        ruled(Template::ObjectionUpheld),
        ruled(Template::ObjectionRejected),
        revised(Template::RevisedSelected),
        revised(Template::RevisedReserve).count("reserve_position", 2),
        revised(Template::RevisedNotSelected),
        seat(Template::AwardOffered).instant("answer_due_at", at()),
        seat(Template::AwardLapsed).instant("answer_due_at", at()),
        seat(Template::AwardWithdrawn).instant("settled_at", at()).text("reason", "Izin dicabut."),
    ]
}

#[actix_web::test]
async fn every_letter_after_the_announcement_leaves_once_to_one_person() {
    let server = Server::start();
    let world = World::with_relay(server.port);
    let person = world.person(1, "Siti");
    let letters = letters(&person);
    let number = letters.len();
    for letter in letters {
        world.post_letter(letter);
    }
    world.work().await;
    assert!(world.states().iter().all(|state| state == "sent"), "{:?}", world.states());
    let received = server.received();
    assert_eq!(received.len(), number);
    let mut titles: Vec<String> = received.iter().map(|one| one.header("Subject")).collect();
    assert!(received.iter().all(|one| one.to == ["1@pom.go.id"]));
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), number, "no two letters are called the same: {titles:?}");
}
