//! Letters that carry what opens an account: the recipient's mail has it, the database does not keep
//! it, whether the letter arrived or was refused.

use crate::smtp::{Behaviour, Server};
use crate::world::World;
use diesel::prelude::*;
use tubel::platform::db::schema::mails;
use tubel::platform::mail::{Letter, Template};

const CANARY: &str = "c4naryc4naryc4naryc4nary";

/// Every value of every letter, as the database has it.
fn stored(world: &World) -> Vec<String> {
    let values = |db: &mut _| Ok(mails::table.select(mails::letter_values).load::<String>(db)?);
    world.database().read(values).unwrap()
}

fn post_secret(world: &World, template: Template) {
    let person = world.person(7, "Siti");
    let letter = Letter::new(&person, template, tubel::platform::ledger::Subject::user(&person))
        .instant("expires_at", "2026-11-24T02:00:00Z".parse().unwrap())
        .link("link", &tubel::kernel::address::page::reset_password_with(CANARY));
    world.post_letter(letter);
    assert!(stored(world)[0].contains(CANARY));
}

#[actix_web::test]
async fn a_secret_is_in_the_mail_that_was_sent_and_nowhere_else_afterwards() {
    let secret =
        [Template::EmailVerification, Template::PasswordReset, Template::AccountInvitation];
    for template in secret {
        let server = Server::start();
        let world = World::with_relay(server.port);
        post_secret(&world, template);
        world.work().await;
        assert_eq!(world.states(), ["sent"]);
        assert_eq!(stored(&world), ["{}"]);
        let [letter] = server.received().try_into().unwrap();
        // Quoted-printable may break the line within the link.
        let body = letter.data.replace("=\r\n", "");
        assert!(body.contains(CANARY), "{body}");
    }
}

#[actix_web::test]
async fn a_secret_that_was_refused_is_forgotten_as_well() {
    let server = Server::start();
    server.behave(Behaviour::Recipient(550));
    let world = World::with_relay(server.port);
    post_secret(&world, Template::PasswordReset);
    world.work().await;
    assert_eq!(world.states(), ["failed"]);
    assert_eq!(stored(&world), ["{}"]);
}
