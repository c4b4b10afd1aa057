//! Invented contents of the papers on what came of the awards.

use serde_json::{Value, json};

pub(super) fn impact() -> Value {
    let line = |code: &str, now: &str, way: &str, outcome: &str| {
        json!({
            "code": code, "title": "Sampel pangan #strong[tidak] memenuhi syarat",
            "unit": "Balai Besar POM di Makassar", "way": way,
            "path": format!("1,94 → {now} → 1,0 % sampel"), "outcome": outcome,
            "illustrative": false,
        })
    };
    let group = |name: &str, heading: &str, lines: Vec<Value>| json!({"name": name, "heading": heading, "lines": lines});
    json!({
        "number": "2026", "year": 2026, "as_of": "17 November 2026", "draft": true,
        "in_year": {
            "accepted": 4, "measured": 9,
            "solved": [{"code": "M-003", "title": "Waktu uji", "on": "3 Maret 2026"}],
            "reopened": [],
        },
        "outcomes": {
            "cases": 6, "share": "2 dari 3", "too_young": 2, "met_too_young": 1,
            "not_comparable": 1, "retired": 0, "young_months": 12,
        },
        "compared": [
            ["dengan penetapan", 6, 2, 1, 1, 2],
            ["tanpa penerima", 20, 3, 4, 3, 10],
        ],
        "stages": [["sedang studi", 3], ["kembali bertugas", 3]],
        "groups": [
            group("solved", "Selesai", vec![line("M-003", "0,9", "100%", "selesai")]),
            group("moving", "Bergerak menuju target", vec![line("M-001", "1,5", "47%", "belum selesai")]),
            group("not_moving", "Tidak bergerak", vec![line("M-002", "2,1", "-17%", "belum selesai")]),
            group("not_told", "Belum dapat dinilai", vec![line("M-005", "?", "", "terlalu dini")]),
        ],
        "untaken": [{"code": "M-009", "title": "Aduan tidak terjawab", "unit": "Direktorat Siber", "proposed": true}],
        "cost": {"seats": "5 dari 6", "median": "Rp180.000.000"},
    })
}

pub(super) fn sheet() -> Value {
    json!({
        "number": "TB-2026-0012", "call": {"code": "TB-2026", "title": "Seleksi Tugas Belajar Tahun 2026"},
        "name": "Siti Rahmawaty", "unit": "Balai Besar POM di Medan",
        "owner": "Direktorat Siber", "problem": "M-007 Iklan daring", "topic": "#emph[Deteksi] iklan $x$",
        "programme": "Ilmu Komputer, Universitas Gadjah Mada, Indonesia",
        "state": "Sedang studi", "since": "1 September 2027", "mentor": "Dwi Lestariningsih",
        "admission_by": "10 Agustus 2027", "starts_on": "1 September 2027", "ends_on": "31 Agustus 2029",
        "released": "Ya", "returned_on": null, "placement": null, "elsewhere": false,
        "papers": [
            {"kind": "Perjanjian", "number": "KP.05/12", "dated": "10 Februari 2027", "signatory": "Kepala", "verdict": ""},
        ],
        "has_plan": true,
        "stages": [{
            "number": 1, "days": "1 September 2027 – 29 Februari 2028",
            "milestones": [["29 Februari 2028", "Menyusun model", "Laporan model"]],
        }],
        "requests": [{
            "asked_at": "2 September 2027", "kind": "Rencana capaian", "state": "Disetujui",
            "before": "", "after": "Capaian: 4", "reason": "Mengikuti usulan.",
            "rulings": ["Unit pemilik masalah: Disetujui, Bambang, 3 September 2027"],
        }],
        "bonds": [["direncanakan", 24, 2, "1 September 2029", "31 Agustus 2033"]],
        "reports": [["Laporan kemajuan 1", "29 Februari 2028", "Terkirim", "1 Maret 2028", "terlambat"]],
        "uses": [["1 Desember 2029", "Uji #strong[lapangan]", "Seksi Pengujian", "Belum", ""]],
        "impact": ["1 Maret 2030", "1 September 2030"], "outlives": false,
        "steps": [{
            "on": "1 September 2027", "step": "Studi dimulai", "by": "Ratna", "reason": "Sesuai perjanjian.",
            "cause": "", "consequence": "",
        }],
    })
}
