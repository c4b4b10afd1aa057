//! Whoever gets a letter can ask somebody: every letter, in both languages, has an address for answers in its header
//! and ends with the office that reads it. A program that would send letters without is not started.

use crate::smtp::Server;
use crate::world::World;
use std::collections::BTreeMap;
use tubel::kernel::ids::UserId;
use tubel::kernel::language::Language;
use tubel::platform::ledger::Subject;
use tubel::platform::mail::{self, Letter, Template, Value, Worker};

/// What a template shows, but the recipient's name, as its file has it.
fn shown(template: Template) -> Vec<String> {
    let path = format!("src/platform/mail/templates/id/{}.txt", template.name());
    let source = std::fs::read_to_string(path).unwrap();
    let names = source.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap().trim());
    names.filter(|name| *name != "name").map(str::to_owned).collect()
}

fn letter(to: &UserId, template: Template, language: Language) -> Letter {
    let subject = Subject::user(to);
    let mut letter = if template.is_to_strangers() {
        Letter::to_address(("orang@pom.go.id", language), template, subject)
    } else {
        Letter::new(to, template, subject)
    };
    for name in shown(template) {
        let value = match name.as_str() {
            "link" => Value::Link(tubel::kernel::address::page::me()),
            one if one.ends_with("_at") => Value::Instant("2027-02-12T10:00:00Z".parse().unwrap()),
            _ if template.is_to_strangers() => Value::Count(1),
            other => Value::Text(format!("<{other}>")),
        };
        letter.values.insert(name, value);
    }
    letter
}

fn office(world: &mut World) {
    let mut settings = (*world.app.settings).clone();
    "Sekretariat Tubel".clone_into(&mut settings.office.name);
    "Study Secretariat".clone_into(&mut settings.office.name_en);
    "(021) 424 4691".clone_into(&mut settings.office.phone);
    "Senin-Jumat".clone_into(&mut settings.office.hours);
    "Monday to Friday".clone_into(&mut settings.office.hours_en);
    world.app.settings = std::sync::Arc::new(settings);
}

#[actix_web::test]
async fn every_letter_in_both_languages_says_where_an_answer_goes_and_whom_to_ask() {
    let server = Server::start();
    let mut world = World::with_relay(server.port);
    office(&mut world);
    let (siti, john) = (world.person(1, "Siti"), world.person(2, "John"));
    let now = world.app.clock.now();
    let english = john.clone();
    let choose = move |db: &mut _| mail::choose_language(db, &english, Language::English, now);
    world.database().write(choose).unwrap();
    for template in Template::ALL {
        world.post_letter(letter(&siti, *template, Language::Indonesian));
        world.post_letter(letter(&john, *template, Language::English));
    }
    world.work().await;
    assert!(world.states().iter().all(|state| state == "sent"));

    let contacts = [
        "hubungi Sekretariat Tubel, sekretariat@pom.go.id, telepon (021) 424 4691, jam layanan Senin-Jumat.",
        "contact Study Secretariat, sekretariat@pom.go.id, telephone (021) 424 4691, hours Monday to Friday.",
    ];
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for letter in server.received() {
        assert_eq!(letter.header("Reply-To"), "Sekretariat <sekretariat@pom.go.id>");
        // Lines that quoted-printable breaks.
        let body = letter.data.replace("=\r\n", "");
        let found: Vec<&str> =
            contacts.into_iter().filter(|contact| body.matches(contact).count() == 2).collect();
        assert_eq!(found.len(), 1, "once in the text and once in the HTML: {body}");
        *told.entry(found[0]).or_default() += 1;
    }
    assert_eq!(told.into_values().collect::<Vec<_>>(), [Template::ALL.len(); 2]);
}

#[actix_web::test]
async fn a_relay_with_no_address_for_answers_is_refused_with_what_to_set() {
    let server = Server::start();
    let mut world = World::with_relay(server.port);
    let mut settings = (*world.app.settings).clone();
    "Sekretariat <sekretariat@localhost>".clone_into(&mut settings.mail.reply_to);
    world.app.settings = std::sync::Arc::new(settings);
    let refused = Worker::open(&world.app).err().map(|failure| failure.to_string());
    let refused = refused.unwrap_or_default();
    assert!(
        refused.contains("mail.reply_to") && refused.contains("set it to the address"),
        "{refused}"
    );
}
