//! A sound call for tests: 8 seats, S2 and S3, two per unit and per problem, one seat kept for the
//! remote units; rubric, rules and documents are the shipped ones. Of the documents only the
//! proposal is required, so that a test states what else it wants. All other calls of tests are this one with
//! changes. And the text of a sound problem and of a sound proposal.

use crate::{Person, TestApp};
use serde_json::{Value, json};
use tubel::features::calls::{Bilingual, Calendar, Definition, FloorPolicy, Limits, Templates};
use tubel::kernel::clock::Timestamp;

/// The definition; a test changes what it is about.
pub fn definition() -> Value {
    let mut templates = Templates::shipped().unwrap();
    let rubric = templates.rubrics.remove("default").unwrap();
    let rules = templates.rule_sets.remove("default").unwrap().rules;
    let mut documents = templates.document_sets.remove("default").unwrap().documents;
    for document in &mut documents {
        document.required = document.kind == "proposal";
    }
    json!({
        "title": {
            "id": "Seleksi tugas belajar tahun 2026", "en": "Selection of study assignments 2026",
        },
        "calendar": {
            "opens_at": "2026-12-01T01:00:00Z",
            "submissions_close_at": "2026-12-31T10:00:00Z",
            "screening_ends_at": "2027-01-10T10:00:00Z",
            "review_ends_at": "2027-01-25T10:00:00Z",
            "announcement_at": "2027-02-05T10:00:00Z",
            "objections_end_at": "2027-02-10T10:00:00Z",
        },
        "seats": 8,
        "levels": [level("S2", 24, "S1"), level("S3", 36, "S2")],
        "limits": {
            "per_unit": 2, "per_problem": 2,
            "floors": [{"group": {"kind": "remote"}, "at_least": 1}],
            "floor_policy": "as_far_as_possible",
        },
        "rubric": rubric,
        "eligibility": rules,
        "documents": documents,
        "panel": {
            "sheets_per_proposal": 3, "default_max_load": 20,
            "divergent_total": 100, "divergent_criterion": 3,
        },
        "ranking": {
            "aggregate": "mean",
            "tie_breaks": [
                {"key": "criterion_mean", "criterion": "K4"},
                {"key": "criterion_mean", "criterion": "K1"},
                {"key": "criterion_mean", "criterion": "K3"},
                {"key": "fewer_awards"},
            ],
            "reserve": 4,
        },
        "uncertainty": {
            "zone_low_percent": 25, "zone_high_percent": 75, "draws": 1000, "across_groups": false,
        },
        "anonymity": "single_blind",
        "repair_days": 3,
    })
}

/// The same text in both languages.
pub fn words(text: &str) -> Bilingual {
    Bilingual { id: text.to_owned(), en: text.to_owned() }
}

/// The same call, in its review at `now` (ten days before and after), for the level S2 only, without caps and
/// tie-breaks. It goes into the tables as it is, so its dates need not be in the future.
pub fn definition_in_review(now: Timestamp) -> Definition {
    let mut definition: Definition = serde_json::from_value(definition()).unwrap();
    definition.calendar = Calendar {
        opens_at: now.plus_days(-30),
        submissions_close_at: now.plus_days(-20),
        screening_ends_at: now.plus_days(-10),
        administrative: None,
        review_ends_at: now.plus_days(10),
        announcement_at: now.plus_days(20),
        objections_end_at: now.plus_days(30),
    };
    definition.levels.truncate(1);
    definition.limits = Limits {
        per_unit: None,
        per_problem: None,
        floors: vec![],
        floor_policy: FloorPolicy::AsFarAsPossible,
        budget: None,
    };
    definition.ranking.tie_breaks = vec![];
    definition
}

fn level(code: &str, months: u32, requires: &str) -> Value {
    let (id, en) = match code {
        "S2" => ("Magister (S2)", "Master's degree (S2)"),
        _ => ("Doktor (S3)", "Doctorate (S3)"),
    };
    json!({
        "code": code, "name": {"id": id, "en": en}, "normative_months": months,
        "requires": requires, "seats": null,
    })
}

impl TestApp {
    /// A draft call with the usual definition; its id.
    pub async fn draft_call(&self, admin: &Person, code: &str) -> String {
        self.draft_call_of(admin, code, definition()).await
    }

    /// A draft call; its id.
    pub async fn draft_call_of(&self, admin: &Person, code: &str, definition: Value) -> String {
        let body = json!({"code": code, "definition": definition});
        let made = self.post(admin, "/api/v1/calls", body).await;
        made.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// The usual call `TB-2026`, frozen; it opens on 1 December 2026. Its id.
    pub async fn frozen_call(&self, admin: &Person) -> String {
        self.frozen_call_of(admin, "TB-2026", definition()).await
    }

    /// A frozen call; its id.
    pub async fn frozen_call_of(&self, admin: &Person, code: &str, definition: Value) -> String {
        let id = self.draft_call_of(admin, code, definition).await;
        self.post(admin, &format!("/api/v1/calls/{id}/freeze"), Value::Null).await.expect(200);
        id
    }
}

/// A problem as a unit proposes it, fit for the registry.
pub fn problem_text(title: &str) -> Value {
    json!({
        "title": title,
        "description": "Setiap unit menyimpan catatannya sendiri dan mencocokkannya dengan tangan.",
        "indicator": "Hari sampai catatan antarunit cocok",
        "unit_of_measure": "hari",
        "direction": "lower",
        "baseline_value": "21 hari",
        "baseline_period": "2025",
        "baseline_denominator": null,
        "baseline_source": "Laporan tahunan 2025",
        "baseline_measured_by": "Pusdatin",
        "target_value": "5 hari",
        "evidence": "Catatan pencocokan data triwulan I sampai IV tahun 2025.",
    })
}

/// A text that lacks nothing, by somebody whom no rule keeps out.
pub fn content() -> Value {
    let section = "Tautan obat ilegal muncul lagi setelah ditutup. ".repeat(6);
    json!({
        "title": "Memutus tautan obat ilegal",
        "summary": "Satu halaman.",
        "sections": {
            "problem": section, "study": section, "solution": section, "use_on_return": section,
        },
        "plan": [{
            "month": 1, "activity": "Menyusun model", "responsible": "Tim Siber", "resources": "",
        }],
        "goal": {
            "indicator": "tautan muncul kembali", "baseline": "38", "target": "15",
            "unit_of_measure": "%", "measured_how": "hitung mingguan", "measured_by": "2030-06-30",
        },
        "programme": {"university": "UI", "name": "Ilmu Komputer", "country": "Indonesia"},
        "study": {"starts_on": "2027-09-01", "months": 24, "released": true},
        "candidate": {
            "position": "PFM Ahli Muda", "status": "pns", "retirement_age": 58,
            "grade_point_average_hundredths": 325, "degrees": ["S1"], "criminal_case": false,
        },
        "difference": "Mulai Januari 2030 tim menutup tautan dalam sehari.",
    })
}
