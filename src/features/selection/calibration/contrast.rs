//! How well the strictness of two reviewers is known relative to each other, for the pair for which
//! it is known least. If few proposals connect two reviewers, a proposal that looks weak may have
//! had a strict reviewer.

use crate::features::calls::Bilingual;
use crate::kernel::ids::UserId;
use selection_math::model::{Fit, Thousandths};
use serde::{Deserialize, Serialize};

/// The pair of reviewers whose difference in severity is known least.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeverityContrast {
    /// The two reviewers, by id.
    pub one: UserId,
    pub other: UserId,
    pub standing: ContrastStanding,
    /// Posterior standard deviation of the difference of their severities, in weighted points;
    /// `None` if no proposal connects the two, directly or through others.
    pub deviation: Option<Thousandths>,
    /// Its square, in squared weighted points.
    pub variance: Option<Thousandths>,
    /// The share of the difference's variance that remains after the sheets, from 0 to 1; at 1 they
    /// say nothing about it.
    pub left: Option<Thousandths>,
    pub words: Bilingual,
}

/// How much the sheets say about the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContrastStanding {
    /// They explain more than they leave open.
    Known,
    /// They explain less than they leave open.
    HardlyKnown,
    /// Nothing: no sheets connect the two.
    Unknown,
}

/// From this share of the variance on, the sheets leave more open than they explain.
const HALF: i64 = 500;

/// `None` if the model treats reviewers as alike; a warning says so there.
pub(super) fn of(fit: &Fit, reviewers: &[UserId]) -> Option<SeverityContrast> {
    let found = fit.widest_contrast()?;
    let left = found.left().map(Thousandths::nearest);
    let standing = match left {
        None => ContrastStanding::Unknown,
        Some(left) if left.count() >= HALF => ContrastStanding::HardlyKnown,
        Some(_) => ContrastStanding::Known,
    };
    Some(SeverityContrast {
        one: reviewers.get(found.one)?.clone(),
        other: reviewers.get(found.other)?.clone(),
        standing,
        deviation: found.deviation().map(Thousandths::nearest),
        variance: found.variance.map(Thousandths::nearest),
        left,
        words: standing.in_words(),
    })
}

impl ContrastStanding {
    /// What it means for comparing scores; the figure and the names are shown beside it.
    fn in_words(self) -> Bilingual {
        let (id, en) = match self {
            Self::Known => (
                "Di antara semua pasangan penilai, selisih keketatan kedua penilai ini paling kurang pasti: pada sekitar dua dari tiga kasus selisih yang sebenarnya berada dalam batas poin tersebut. Lembar penilaian menghubungkan panel dengan cukup baik untuk mengoreksi keketatan.",
                "Of all pairs of reviewers, the difference in strictness between these two is known least: in about two cases of three the true one lies within these points. The sheets connect the panel well enough to correct for strictness.",
            ),
            Self::HardlyKnown => (
                "Hampir tidak ada proposal yang menghubungkan kedua penilai ini, langsung atau lewat rekannya: pada sekitar dua dari tiga kasus selisih keketatan yang sebenarnya berada dalam batas poin tersebut, dan lembar penilaian lebih banyak menyisakan keraguan daripada menjelaskannya. Jangan menganggap selisih kecil antara nilai dari keduanya sebagai selisih mutu; mintalah sebagian proposal dibaca oleh keduanya, atau oleh rekan dari keduanya.",
                "Hardly any proposals connect these two, directly or through colleagues: in about two cases of three the true difference in strictness lies within these points, and the sheets leave more of it open than they say. Do not take a small difference between what the two have scored for a difference in quality; have some proposals read by both, or by colleagues of both.",
            ),
            Self::Unknown => (
                "Tidak ada proposal yang menghubungkan kedua penilai ini, langsung atau lewat rekannya, sehingga siapa yang lebih ketat tidak dapat diketahui. Jangan membandingkan nilai dari yang satu dengan nilai dari yang lain; mintalah sebagian proposal dibaca oleh keduanya, atau oleh rekan dari keduanya.",
                "No proposal connects these two, directly or through colleagues, so it cannot be told who is the stricter. Do not compare what the one has scored with what the other has; have some proposals read by both, or by colleagues of both.",
            ),
        };
        Bilingual { id: id.to_owned(), en: en.to_owned() }
    }
}
