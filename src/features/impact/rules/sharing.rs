//! What of a proposal others may read, and what is found in it. Pure.

use crate::features::calls::Anonymity;
use crate::features::impact::tried::{Consent, SharedProgramme, SharedSolution, SharedStep};
use crate::features::proposals::{Content, State};
use crate::features::reviews::rules::blind;
use crate::features::studies::ReportText;
use crate::kernel::errors::Refusal;
use crate::kernel::folded::folded;

crate::codes! {
    NOTHING_TO_SHARE = 409 "nothing_to_share";
    NAME_IS_HIDDEN = 422 "name_is_hidden";
}

/// The characters of a summary that a list shows.
const EXCERPT: usize = 280;

/// Whether there is something that can be read by others: handed in, and not withdrawn.
///
/// # Errors
/// `nothing_to_share`.
pub fn shareable(state: State) -> Result<(), Refusal> {
    match state {
        State::Submitted | State::Eligible | State::Ineligible => Ok(()),
        State::Draft | State::Withdrawn => {
            Err(Refusal::new(NOTHING_TO_SHARE).with("state", state.name()))
        }
    }
}

/// Whether the name is shown beside it: the candidate must want it, and the call must not have hidden it.
pub fn is_named(consent: Consent, mode: Anonymity) -> bool {
    consent == Consent::Named && !blind::hides_candidate(mode)
}

/// What others read of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    pub title: String,
    pub summary: String,
    pub programme: SharedProgramme,
    pub plan: Vec<SharedStep>,
}

impl Shared {
    /// The parts that the candidate consents to, and no others. Without the name every literal occurrence of `secrets`
    /// (name, unit, numbers) is masked in them.
    ///
    /// # Errors
    /// Never for what a text can hold; `serde_json` leaves it open.
    pub fn of(
        content: &Content,
        named: bool,
        secrets: &[String],
    ) -> Result<Self, serde_json::Error> {
        let content = if named {
            content.clone()
        } else {
            blind::shown(content, Anonymity::DoubleBlind, secrets)?
        };
        let Content { title, summary, programme, plan, .. } = content;
        let step = |one: crate::features::proposals::PlanItem| SharedStep {
            month: one.month,
            activity: one.activity,
            resources: one.resources,
        };
        Ok(Self {
            title: title.trim().to_owned(),
            summary,
            programme: SharedProgramme {
                university: programme.university,
                name: programme.name,
                country: programme.country,
            },
            plan: plan.into_iter().map(step).collect(),
        })
    }

    /// How the summary begins.
    pub fn excerpt(&self) -> String {
        let text: Vec<&str> = self.summary.split_whitespace().collect();
        let text = text.join(" ");
        let mut excerpt: String = text.chars().take(EXCERPT).collect();
        if excerpt.len() < text.len() {
            excerpt.push('…');
        }
        excerpt
    }

    /// All its words, with those of the problem and the call, as a search compares them.
    pub fn searched(&self, about: [&str; 3]) -> String {
        let Self { title, summary, programme, plan } = self;
        let SharedProgramme { university, name, country } = programme;
        let own = [title, summary, university, name, country].map(String::as_str);
        let steps = plan.iter().flat_map(|step| [step.activity.as_str(), step.resources.as_str()]);
        let all: Vec<&str> = about.into_iter().chain(own).chain(steps).collect();
        folded(&all.join(" "))
    }
}

/// What others read of the reports that followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Came {
    pub result: Option<String>,
    pub solutions: Vec<SharedSolution>,
}

impl Came {
    /// The result of the end report and what the reports on use name, masked as [`Shared::of`] masks the proposal.
    ///
    /// # Errors
    /// As [`Shared::of`].
    pub fn of(
        reports: &[ReportText],
        named: bool,
        secrets: &[String],
    ) -> Result<Self, serde_json::Error> {
        let read = |text: &str| {
            if named {
                return Ok(text.trim().to_owned());
            }
            let text = Content { summary: text.trim().to_owned(), ..Content::default() };
            blind::shown(&text, Anonymity::DoubleBlind, secrets).map(|shown| shown.summary)
        };
        let mut came = Self::default();
        for report in reports {
            if !report.result.trim().is_empty() {
                came.result = Some(read(&report.result)?);
            }
            for one in &report.used {
                came.solutions.push(SharedSolution {
                    kind: one.kind,
                    words: read(&one.words)?,
                    replicated: read(&one.replicated)?,
                });
            }
        }
        Ok(came)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::proposals::{PlanItem, Programme, Sections};
    use crate::kernel::folded::{holds_all, words_of};

    fn content() -> Content {
        Content {
            title: "Graf tautan obat ilegal".into(),
            summary: "Siti Rahmawati memetakan tautan.".into(),
            sections: Sections { problem: "RAHASIA".into(), ..Sections::default() },
            plan: vec![PlanItem {
                month: 3,
                activity: "Uji di Siti Rahmawati".into(),
                responsible: "Budi Hartono".into(),
                resources: "Data patroli".into(),
            }],
            programme: Programme {
                university: "Universitas Gadjah Mada".into(),
                name: "Ilmu Komputer".into(),
                country: "Indonesia".into(),
                ..Programme::default()
            },
            ..Content::default()
        }
    }

    fn secrets() -> Vec<String> {
        vec!["Siti Rahmawati".to_owned()]
    }

    #[test]
    fn only_what_was_consented_to_is_read_and_nobody_elses_name() {
        for named in [true, false] {
            let shared = Shared::of(&content(), named, &secrets()).unwrap();
            let all = format!("{shared:?} {}", shared.searched(["M-001", "Tautan", "TB-2026"]));
            assert!(!all.contains("RAHASIA") && !all.contains("rahasia"), "{all}");
            assert!(!all.contains("Budi") && !all.contains("budi"), "{all}");
            assert_eq!(all.contains("Siti Rahmawati"), named, "{all}");
            assert_eq!(all.contains("siti rahmawati"), named, "{all}");
        }
    }

    #[test]
    fn what_came_of_it_is_read_without_the_name_where_the_text_is() {
        let used = crate::features::studies::Solution {
            kind: None,
            words: "SOP Siti Rahmawati".into(),
            replicated: String::new(),
        };
        let result = "Siti Rahmawati menemukan pola.".into();
        let report = ReportText { result, used: vec![used], ..ReportText::default() };
        for named in [true, false] {
            let came = Came::of(std::slice::from_ref(&report), named, &secrets()).unwrap();
            assert_eq!(
                format!("{came:?}").matches("Siti Rahmawati").count(),
                if named { 2 } else { 0 }
            );
            assert_eq!(came.solutions.len(), 1);
        }
    }

    #[test]
    fn it_is_found_by_its_own_words_its_problem_and_its_call() {
        let shared = Shared::of(&content(), false, &secrets()).unwrap();
        let searched = shared.searched(["M-001", "Tautan muncul lagi", "TB-2026"]);
        for question in ["m-001", "GADJAH graf", "patroli", "lagi tb-2026 komputer"] {
            assert!(holds_all(&searched, &words_of(question)), "{question}");
        }
        assert!(!holds_all(&searched, &words_of("siti")));
    }

    #[test]
    fn a_name_is_read_only_where_the_candidate_and_the_call_let_it() {
        for mode in [Anonymity::Open, Anonymity::SingleBlind, Anonymity::DoubleBlind] {
            for consent in Consent::ALL {
                let expected = consent == Consent::Named && mode != Anonymity::DoubleBlind;
                assert_eq!(is_named(consent, mode), expected);
            }
        }
    }

    #[test]
    fn a_draft_and_what_was_withdrawn_are_never_shared() {
        for state in State::ALL {
            let is_in = !matches!(state, State::Draft | State::Withdrawn);
            assert_eq!(shareable(state).is_ok(), is_in, "{state}");
        }
    }

    #[test]
    fn a_long_summary_is_cut_between_characters() {
        let long = Content { summary: "ä".repeat(400), ..Content::default() };
        let excerpt = Shared::of(&long, true, &[]).unwrap().excerpt();
        assert_eq!(excerpt.chars().count(), EXCERPT + 1);
        assert!(excerpt.ends_with('…'));
    }
}
