//! The people who write in this story, the scores they will get, and what must come of it, worked
//! out by hand. The scores are fixed here; who of the panel gives which is the plan's business.
//!
//! Weights: K1 20, K2 15, K3 20, K4 20, K5 10, K6 10, K7 5. A sheet of fours is worth 400. The sums
//! are over three sheets, so the total threshold of 350 is a sum of 1050, and the knock-outs of 3 on
//! K1 and K4 are sums of 9.
//!
//! | place | name | sum | outcome | because |
//! |---|---|---|---|---|
//! | 1 | Siti | 1480 | seat 1 | the best; first of Makassar, first of M-001 |
//! | 2 | Budi | 1440 | seat 2 | second of Makassar, first of M-003 |
//! | 3 | Citra | 1400 | reserve 1 | a third of Makassar: the cap is two per unit |
//! | 4 | Dewi | 1360 | seat 3 | first of Surabaya, second of M-001 |
//! | 5 | Eko | 1320 | reserve 2 | a third on M-001: the cap is two per problem |
//! | 6 | Fitri | 1280 | seat 4 | as many as Galih; K4 15 against 13 decides |
//! | 7 | Galih | 1280 | seat 5 | although K3 is better: K4 is asked first |
//! | 8 | Joko | 1260 | seat 6 | the first remote one, and second on M-003 |
//! | 9, 10 | Hana, Indra | 1230 | seat 7, reserve 3 | K4 13, K1 12, K3 12, no award before: the lot |
//! | 11 | Putri | 1225 | not selected | K4 2+3+3 = 8 < 9: knocked out, however good the rest |
//! | 12 | Lukman | 1215 | not selected | the last seat is kept: two must be remote, Joko is one; whoever gives up, one before has the seat |
//! | 13 | Kartika | 1200 | not selected | as Maya, K4 11 both; K1 13 against 12 |
//! | 14 | Maya | 1200 | not selected | |
//! | 15 | Omar | 1170 | not selected | as Nanda, K4 11 and K1 12 both; K3 12 against 11 |
//! | 16 | Nanda | 1170 | not selected | |
//! | 17 | Melki | 1140 | reserve 4 | remote, but a third on M-003 after Budi and Joko: has the seat of Joko, who is remote too |
//! | 18 | Rahel | 1130 | seat 8 | the second remote one: the floor lifts her over six who pass |
//! | 19 … 26 | Samuel … Gita | 1125 … 1055 | not selected | the seats are gone |
//! | 27 | Kurnia | 1055 | not selected | as Gita, K4 9 against 10; passes with K1 2+3+4 = 9 |
//! | 28 | Zainal | 1050 | not selected | exactly 350 passes, but the seats are gone |
//! | 29 … 32 | Hadi, Intan, Jamal, Mulyono | 1035 | not selected | below 350; the lot |
//! | 33 … 35 | Laras, Oki, Ratna | 995 … 830 | not selected | below 350 |

/// A candidate whose proposal is ranked.
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    pub(super) problem: &'static str,
    /// Three sheets; each digit is the score of one criterion, K1 first.
    pub(super) sheets: [&'static str; 3],
    /// Of the three totals.
    pub(super) sum: u32,
}

const fn entry(
    name: &'static str,
    unit: &'static str,
    problem: &'static str,
    sheets: [&'static str; 3],
    sum: u32,
) -> Entry {
    Entry { name, unit, problem, sheets, sum }
}

/// All who are ranked, best first; those of [`LOTS`] in any order among themselves.
pub(super) const RANKED: [Entry; 35] = [
    entry("Siti", "U.BB.MKS", "M-001", ["5555555", "5555545", "5555455"], 1480), // 500 + 490 + 490
    entry("Budi", "U.BB.MKS", "M-003", ["5555444", "5554555", "5455555"], 1440), // 475 + 480 + 485
    entry("Citra", "U.BB.MKS", "M-005", ["5455454", "5455454", "5455444"], 1400), // 470 + 470 + 460
    entry("Dewi", "U.BB.SRB", "M-001", ["5454554", "5454544", "5454544"], 1360), // 460 + 450 + 450
    entry("Eko", "U.BB.MDN", "M-001", ["5454444", "5454444", "5445444"], 1320),  // 440 + 440 + 440
    entry("Fitri", "U.BB.SRB", "M-006", ["4445444", "4445444", "5445444"], 1280), // 420 + 420 + 440
    entry("Galih", "U.BB.MDN", "M-008", ["4454444", "5444444", "4455444"], 1280), // 420 + 420 + 440
    entry("Joko", "U.BL.TRK", "M-003", ["4445444", "4454444", "5444444"], 1260), // 420 + 420 + 420
    entry("Hana", "U.BB.YGY", "M-020", ["4444454", "4445444", "4444444"], 1230), // 410 + 420 + 400
    entry("Indra", "U.BB.YGY", "M-008", ["4444454", "4445444", "4444444"], 1230), // 410 + 420 + 400
    entry("Putri", "U.BB.BND", "M-020", ["5552555", "4543444", "4443454"], 1225), // 440 + 395 + 390
    entry("Lukman", "U.BL.PLP", "M-006", ["4444444", "4544444", "4444444"], 1215), // 400 + 415 + 400
    entry("Kartika", "U.BL.JMB", "M-005", ["5444444", "4444444", "4443444"], 1200), // 420 + 400 + 380
    entry("Maya", "U.LK.DUM", "M-026", ["4444444", "4454444", "4443444"], 1200), // 400 + 420 + 380
    entry("Omar", "U.BL.PLP", "M-026", ["4444444", "4444444", "4443344"], 1170), // 400 + 400 + 370
    entry("Nanda", "U.BB.BND", "M-027", ["4444444", "4444444", "4433454"], 1170), // 400 + 400 + 370
    entry("Melki", "U.BL.AMB", "M-003", ["4444444", "4344344", "4343444"], 1140), // 400 + 375 + 365
    entry("Rahel", "U.LK.MRK", "M-017", ["4344344", "4444344", "4343444"], 1130), // 375 + 390 + 365
    entry("Samuel", "U.BL.KPN", "M-018", ["4344344", "4344344", "4344344"], 1125), // 375 + 375 + 375
    entry("Agus", "U.BL.JMB", "M-020", ["4344343", "4344344", "4344344"], 1120), // 370 + 375 + 375
    entry("Bambang", "U.LK.DUM", "M-017", ["4344343", "4344343", "4344334"], 1105), // 370 + 370 + 365
    entry("Cahya", "U.BB.BND", "M-005", ["4343444", "4343444", "4343444"], 1095), // 365 + 365 + 365
    entry("Dian", "U.BL.TRK", "M-008", ["4343443", "4343444", "4343444"], 1090),  // 360 + 365 + 365
    entry("Endah", "U.BL.KPN", "M-027", ["4343443", "4343443", "4343444"], 1085), // 360 + 360 + 365
    entry("Farid", "U.LK.MRK", "M-005", ["3443444", "3444344", "3343444"], 1075), // 360 + 370 + 345
    entry("Gita", "U.BL.AMB", "M-006", ["3343444", "3343444", "3344444"], 1055),  // 345 + 345 + 365
    entry("Kurnia", "U.BL.JMB", "M-008", ["2453444", "3443444", "4333344"], 1055), // 360 + 360 + 335
    entry("Zainal", "U.BL.KPN", "M-006", ["4433444", "4433444", "3433434"], 1050), // 360 + 360 + 330
    entry("Hadi", "U.BB.MDN", "M-020", ["3343444", "3343444", "3343444"], 1035), // 345 + 345 + 345
    entry("Intan", "U.BB.YGY", "M-026", ["3343444", "3343444", "3343444"], 1035), // 345 + 345 + 345
    entry("Jamal", "U.BL.PLP", "M-027", ["3343444", "3343444", "3343444"], 1035), // 345 + 345 + 345
    entry("Mulyono", "U.BB.SRB", "M-020", ["3343444", "3343444", "3343444"], 1035), // 345 + 345 + 345
    entry("Laras", "U.LK.DUM", "M-005", ["4333444", "3333444", "3333444"], 995), // 345 + 325 + 325
    entry("Oki", "U.BB.MDN", "M-017", ["3333444", "3333444", "3333344"], 965),   // 325 + 325 + 315
    entry("Ratna", "U.BL.TRK", "M-026", ["2233333", "3333333", "3232333"], 830), // 265 + 300 + 265
];

/// Positions in [`RANKED`] of those whom nothing but the lot separates.
pub(super) const LOTS: [std::ops::Range<usize>; 2] = [8..10, 28..32];

/// The two of them for whom it matters.
pub(super) const BY_LOT: [&str; 2] = ["Hana", "Indra"];

/// Those who surely get a seat, in order of the ranking; one of [`BY_LOT`] is the eighth.
pub(super) const SEATED: [&str; 7] = ["Siti", "Budi", "Dewi", "Fitri", "Galih", "Joko", "Rahel"];

/// Hands in, and withdraws while documents are checked.
pub(super) const WITHDRAWS: Entry = entry("Umi", "U.BB.MDN", "M-020", ["4444444"; 3], 1200);

/// Hands in a proposal that nobody signed, and is found ineligible.
pub(super) const UNSIGNED: Entry = entry("Vina", "U.BB.YGY", "M-006", ["4444444"; 3], 1200);

/// Presses the button at the very instant of the deadline.
pub(super) const LATE: Entry = entry("Teguh", "U.BB.SRB", "M-008", ["4444444"; 3], 1200);

/// Was sanctioned last year.
pub(super) const SANCTIONED: Entry = entry("Wati", "U.BL.JMB", "M-005", ["4444444"; 3], 1200);

/// Born in 1972: retires too soon after the study.
pub(super) const TOO_LATE_IN_SERVICE: Entry =
    entry("Yusuf", "U.LK.DUM", "M-017", ["4444444"; 3], 1200);

/// One whose upload was unreadable and who repairs it in time.
pub(super) const REPAIRS: &str = "Lukman";

/// The twelve offices that the candidates come from; the last four are remote (3T).
pub(super) const UNITS: [&str; 12] = [
    "U.BB.BND", "U.BB.MDN", "U.BB.MKS", "U.BB.SRB", "U.BB.YGY", "U.BL.JMB", "U.BL.PLP", "U.LK.DUM",
    "U.BL.AMB", "U.BL.KPN", "U.BL.TRK", "U.LK.MRK",
];

pub(super) fn is_remote(unit: &str) -> bool {
    UNITS[8..].contains(&unit)
}

/// All forty, in the order of the alphabet, which says nothing of their places.
pub(super) fn all() -> Vec<&'static Entry> {
    let others = [&WITHDRAWS, &UNSIGNED, &LATE, &SANCTIONED, &TOO_LATE_IN_SERVICE];
    let mut all: Vec<&Entry> = RANKED.iter().chain(others).collect();
    all.sort_by_key(|entry| entry.name);
    all
}
