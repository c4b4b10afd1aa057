//! Hostile names: whatever somebody calls themselves, a letter has the same headers and the same
//! one recipient.

use crate::world::World;

/// What attackers put into names.
const PIECES: [&str; 16] = [
    "\r\nBcc: semua@example.org",
    "\nSubject: lain",
    "\r",
    // No NUL: PostgreSQL takes none into a name at all.
    "\u{1}",
    "\"",
    "<x@example.org>",
    ", y@example.org",
    "=?utf-8?Q?=0D=0ABcc:_z@example.org?=",
    "\r\n\r\n<script>alert(1)</script>",
    "\r\n.\r\nRCPT TO:<w@example.org>",
    "Ñandú 名前 ☃",
    "\u{202e}gnort",
    "\u{2028}Cc: v@example.org",
    "{{link}}",
    "http://jahat.example/",
    "Siti",
];

/// Five hundred different names: every pair of pieces, and as many triples as are missing.
pub(crate) fn hostile_names() -> Vec<String> {
    let number = PIECES.len();
    let piece = |index: usize| PIECES[index % number];
    let name = |index: usize| {
        let third = if index < number * number { "" } else { piece(index * 7 + index / 256) };
        format!("S{}{}{third}i", piece(index), piece(index / number))
    };
    let names: std::collections::BTreeSet<String> = (0..520).map(name).collect();
    let names: Vec<String> = names.into_iter().take(500).collect();
    assert_eq!(names.len(), 500);
    names
}

#[actix_web::test]
async fn a_title_with_a_line_break_never_leaves_and_says_why() {
    let server = crate::smtp::Server::start();
    let world = World::with_relay(server.port);
    let person = world.person(1, "Siti");
    let breaks = ["M-1\r\nBcc: semua@example.org", "M-1\nX: y", "M-1\rX: y", "M-1\0"];
    for code in breaks {
        world.post(&person, code);
    }
    world.post(&person, "M-002");
    world.work().await;
    assert_eq!(world.states(), ["failed", "failed", "failed", "failed", "sent"]);
    let reason = world.queue()[0].last_error.clone().unwrap();
    assert!(reason.contains("control characters in the title"), "{reason}");
    assert_eq!(server.received().len(), 1);
}
