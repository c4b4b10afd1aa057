//! Invented contents for each paper: to try a template on, and to test ours.

mod after_awards;

use super::Paper;
use serde_json::{Value, json};

/// Any hash.
const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// What a paper says in the sample; `language` is `id` or `en`.
pub fn sample_of(paper: Paper, language: &str) -> Value {
    let mut data = match paper {
        Paper::VerificationMinutes => verification(),
        Paper::PlenaryMinutes => plenary(),
        Paper::DecreeAnnex => annex(),
        Paper::Receipt => receipt(),
        Paper::ResultLetter => letter(),
        Paper::ImpactReport => after_awards::impact(),
        Paper::ProgressSheet => after_awards::sheet(),
    };
    let common = json!({
        "language": language,
        "agency_name": "Badan Contoh Republik Indonesia",
        "subject": "TB-2026",
        "draft": false,
        "date": "17 November 2026",
        "made": "tubel · 17 November 2026 20.00 WIB",
        "call": {"code": "TB-2026", "title": "Seleksi Tugas Belajar Tahun 2026"},
        "footer": [["SHA-256", HASH], ["Catatan 1234", HASH]],
    });
    if let (Value::Object(data), Value::Object(common)) = (&mut data, common) {
        data.extend(common);
    }
    data
}

fn person(name: &str, nip: &str, office: &str) -> Value {
    json!({"name": name, "nip": nip, "office": office})
}

fn verification() -> Value {
    let row = |order: usize| {
        let faults =
            if order.is_multiple_of(4) { "Usulan: tidak terbaca (halaman 3 kosong)" } else { "" };
        let outcome = if order.is_multiple_of(4) { "TMS" } else { "MS" };
        json!({
            "number": format!("TB-2026-{order:04}"), "name": "Siti Rahmawaty",
            "unit": "Balai Besar POM di Medan", "outcome": outcome, "faults": faults,
        })
    };
    json!({
        "number": "BA-01/SELEKSI/XI/2026",
        "counts": {"received": 40, "eligible": 30, "ineligible": 10, "waiting": 0},
        "rows": (1..=40).map(row).collect::<Vec<_>>(),
        "signers": [
            person("Dwi Lestariningsih", "19800101 200501 2 001", ""),
            person("Yohanes Manteiro", "19810203 200601 1 002", ""),
        ],
    })
}

fn plenary() -> Value {
    let row = |place: usize| {
        let outcome = match place {
            1..=10 => "Terpilih",
            11..=14 => "Cadangan",
            _ => "Tidak terpilih",
        };
        json!({
            "place": place, "number": format!("TB-2026-{place:04}"), "name": "Siti Rahmawaty",
            "unit": "Balai Besar POM di Medan", "level": "S2",
            "value": format!("{},{:02}", 480 - place, place), "outcome": outcome,
        })
    };
    json!({
        "number": null,
        "meeting": "Selasa, 17 November 2026, ruang rapat lantai 3",
        "approved": "17 November 2026",
        "counts": {"seats": 10, "ranked": 30, "selected": 10, "reserves": 4},
        "rows": (1..=30).map(row).collect::<Vec<_>>(),
        "deviations": [
            {"number": "TB-2026-0011", "outcome": "Terpilih", "reason": "Satu-satunya usulan dari unit di daerah 3T."}
        ],
        "remarks": "Tidak ada perbedaan pendapat.",
        "not_ranked_reason": "",
        "divergence_reason": "",
        "plenary": {
            "rule": "2/3", "attended": "4 / 6", "needed": 4,
            "people": [["Ratna Puspitasari", "hadir"], ["Yohanes Manteiro", "tidak hadir: Sakit"]],
            "left": [["TB-2026-0002", "1", "3 / 5"]],
            "votes": [{
                "counts": ["TB-2026-0004: 3", "TB-2026-0005: 1"], "abstained": "0", "voters": "4",
                "reason": "Satu suara salah dihitung.",
            }],
            "dissents": [
                {"name": "Ratna Puspitasari", "about": "TB-2026-0011", "words": "Nilainya berselisih."}
            ],
            "remarks": [{
                "name": "Ratna Puspitasari", "words": "Tempat rapat keliru.", "verdict": "diterima",
                "answer": "Sudah diperbaiki.",
            }],
            "signatures": [["Ratna Puspitasari", "ditandatangani 18 November 2026 10.00 WIB"]],
            "text_hash": "0".repeat(64),
        },
        "signers": [
            person("Ratna Puspitasari", "19790304 200312 2 001", "Ketua"),
            person("Bambang Suryanegara", "19750612 199903 1 001", "Anggota"),
            person("Yohanes Manteiro", "", "Anggota"),
        ],
    })
}

fn annex() -> Value {
    let row = |order: usize| {
        json!({
            "number": format!("TB-2026-{order:04}"), "name": "Siti Rahmawaty",
            "nip": "19900101 201501 2 001", "unit": "Balai Besar POM di Medan", "level": "S2",
            "programme": "Ilmu Farmasi", "university": "Universitas Gadjah Mada",
            "country": "Indonesia", "position": order,
        })
    };
    json!({
        "number": "HK.02.01.2.11.26.17",
        "selected": (1..=10).map(row).collect::<Vec<_>>(),
        "reserves": (1..=4).map(row).collect::<Vec<_>>(),
        "deviations": [],
        "signer": person("Bambang Suryanegara", "19750612 199903 1 001", ""),
    })
}

fn receipt() -> Value {
    let document = |name: &str| json!({"name": name, "version": 1, "sha256": HASH});
    json!({
        "number": "TB-2026-0012", "name": "Siti Rahmawaty", "nip": "19900101 201501 2 001",
        "unit": "Balai Besar POM di Medan", "level": "S2", "version": 1,
        "title": "#strong[Deteksi cepat] cemaran *mikroba* $x^2$ pada pangan",
        "submitted_at": "17 November 2026 20.00 WIB",
        "documents": [document("Naskah usulan"), document("Surat izin atasan")],
        "content_hash": HASH, "ledger": {"seq": 1234, "hash": HASH},
    })
}

fn letter() -> Value {
    json!({
        "number": "TB-2026-0012", "name": "Siti Rahmawaty", "unit": "Balai Besar POM di Medan",
        "title": "Deteksi cepat cemaran mikroba pada pangan", "decree": "HK.02.01.2.11.26.17",
        "outcome": "Terpilih", "reserve_position": null,
        "reason": "Peringkat 3 dari 30; tersedia 10 kursi.", "deviation_reason": "",
        "place": 3, "ranked": 30, "value": "467,33", "highest": 500,
        "criteria": [
            {"name": "Masalah dan manfaat bagi unit", "weight": 40, "mean": "4,67"},
            {"name": "Mutu rencana studi", "weight": 60, "mean": "4,33"},
        ],
        "feedback": ["Rumusan masalah jelas dan berdasar data unit."],
        "objections_end_at": "24 November 2026 23.59 WIB",
    })
}
