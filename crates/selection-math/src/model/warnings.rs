//! What the scores do not determine: every degenerate case has a code and a sentence.

/// A limit of the fit that a reader must know before using its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// No score differs from another.
    AllScoresEqual,
    /// Each proposal has one review, or there are too few sheets: quality, severity and noise
    /// cannot be separated.
    UncertaintyNotEstimable,
    /// The design cannot distinguish severity from noise; reviewers are treated as alike.
    ReviewersNotSeparable,
    /// The variance of proposals came out as zero.
    ProposalDifferencesNotDetectable,
    /// The variance of reviewers came out as zero.
    ReviewerDifferencesNotDetectable,
    /// The noise came out below the rounding of the scale and was set to that.
    NoiseAtFloor,
    /// The review graph is not connected; proposals of each part by index, the largest part first.
    Disconnected {
        /// The parts.
        components: Vec<Vec<usize>>,
    },
    /// Strict reviewers read the strong proposals (above zero) or the weak ones (below).
    SeverityWithQuality {
        /// The correlation over the reviewers, in hundredths.
        percent: i64,
    },
    /// The panel is so large that variances come from moments and spreads are local.
    Approximate,
}

impl Warning {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AllScoresEqual => "all_scores_equal",
            Self::UncertaintyNotEstimable => "uncertainty_not_estimable",
            Self::ReviewersNotSeparable => "reviewers_not_separable",
            Self::ProposalDifferencesNotDetectable => "proposal_differences_not_detectable",
            Self::ReviewerDifferencesNotDetectable => "reviewer_differences_not_detectable",
            Self::NoiseAtFloor => "noise_at_floor",
            Self::Disconnected { .. } => "review_graph_disconnected",
            Self::SeverityWithQuality { .. } => "severity_goes_with_quality",
            Self::Approximate => "approximate_for_size",
        }
    }

    /// The sentence in English.
    pub const fn english(&self) -> &'static str {
        match self {
            Self::AllScoresEqual => {
                "All scores are equal: every proposal is tied, and only the announced tie-break can order them."
            }
            Self::UncertaintyNotEstimable => {
                "Uncertainty cannot be estimated from these scores: with one review per proposal, or too few sheets, quality, reviewer severity and noise cannot be told apart. The order by mean is all there is."
            }
            Self::ReviewersNotSeparable => {
                "Reviewer severity cannot be told from noise in this design; reviewers are treated as equally severe."
            }
            Self::ProposalDifferencesNotDetectable => {
                "The scores may hold no differences between proposals at all: the likeliest variance between them is zero. Chances are averaged over all variances that fit; the order by mean finds little more than a lot would."
            }
            Self::ReviewerDifferencesNotDetectable => {
                "No differences in severity between reviewers are detectable; scores are not adjusted for severity."
            }
            Self::NoiseAtFloor => {
                "The sheets agree more closely tha reviewers who round to the scale's steps can on their own. The noise is set to what that rounding alone makes; look whether the sheets were written independently."
            }
            Self::Disconnected { .. } => {
                "The review graph is disconnected: groups of proposals share no reviewer, directly or through others, so between groups quality cannot be told from severity. Rank within each group, or declare that the groups' reviewers are comparable."
            }
            Self::SeverityWithQuality { percent } if *percent > 0 => {
                "Who reads what was not left to chance: reviewers who score strictly read the stronger proposals, as their colleagues judge them. What looks like a weaker proposal may be a stricter reviewer, and the other way round; adjusted scores and chances set too little right, and strong proposals stand too low. Do not rely on small distances; have some proposals of both kinds read by reviewers of both kinds."
            }
            Self::SeverityWithQuality { .. } => {
                "Who reads what was not left to chance: reviewers who score kindly read the stronger proposals, as their colleagues judge them. What looks like a stronger proposal may be a kinder reviewer, and the other way round; adjusted scores and chances set too little right, and strong proposals stand too high. Do not rely on small distances; have some proposals of both kinds read by reviewers of both kinds."
            }
            Self::Approximate => {
                "The panel is very large: variances are estimated by moments, and correlations between proposals are neglected."
            }
        }
    }

    /// The sentence in Bahasa Indonesia.
    pub const fn indonesian(&self) -> &'static str {
        match self {
            Self::AllScoresEqual => {
                "Semua nilai sama: semua proposal seri, dan hanya aturan pemecah seri yang diumumkan dapat mengurutkannya."
            }
            Self::UncertaintyNotEstimable => {
                "Ketidakpastian tidak dapat ditaksir dari nilai ini: dengan satu penilaian per proposal, atau lembar yang terlalu sedikit, mutu, keketatan penilai, dan galat acak tidak dapat dipisahkan. Yang tersedia hanya urutan menurut rata-rata."
            }
            Self::ReviewersNotSeparable => {
                "Keketatan penilai tidak dapat dipisahkan dari galat acak pada rancangan ini; semua penilai dianggap sama ketat."
            }
            Self::ProposalDifferencesNotDetectable => {
                "Nilai-nilai ini mungkin tidak memuat perbedaan antarusulan sama sekali: ragam antarusulan yang paling mungkin adalah nol. Peluang dirata-ratakan atas semua ragam yang cocok; urutan menurut rata-rata hanya sedikit lebih baik daripada undian."
            }
            Self::ReviewerDifferencesNotDetectable => {
                "Tidak tampak perbedaan keketatan antarpenilai; nilai tidak disesuaikan terhadap keketatan."
            }
            Self::NoiseAtFloor => {
                "Lembar-lembar penilaian lebih seragam daripada yang wajar bagi penilai yang masing-masing membulatkan ke jenjang skala. Galat ditetapkan sebesar galat pembulatan itu; periksa apakah lembar disusun secara mandiri."
            }
            Self::Disconnected { .. } => {
                "Jejaring penilaian terputus: ada kelompok proposal yang tidak berbagi penilai, langsung atau lewat proposal lain, sehingga mutu antarkelompok tidak dapat dipisahkan dari keketatan. Urutkan di dalam tiap kelompok, atau nyatakan bahwa penilai antarkelompok setara."
            }
            Self::SeverityWithQuality { percent } if *percent > 0 => {
                "Pembagian penilai tidak acak: penilai yang ketat membaca proposal yang lebih kuat, menurut penilaian rekan-rekannya. Yang tampak sebagai proposal lebih lemah mungkin hanya penilai yang lebih ketat, dan sebaliknya; nilai dan peluang yang disesuaikan kurang mengoreksi hal ini, sehingga proposal kuat berada terlalu rendah. Jangan bersandar pada selisih kecil; mintalah sebagian proposal dari kedua jenis dibaca penilai dari kedua jenis."
            }
            Self::SeverityWithQuality { .. } => {
                "Pembagian penilai tidak acak: penilai yang murah nilai membaca proposal yang lebih kuat, menurut penilaian rekan-rekannya. Yang tampak sebagai proposal lebih kuat mungkin hanya penilai yang lebih murah nilai, dan sebaliknya; nilai dan peluang yang disesuaikan kurang mengoreksi hal ini, sehingga proposal kuat berada terlalu tinggi. Jangan bersandar pada selisih kecil; mintalah sebagian proposal dari kedua jenis dibaca penilai dari kedua jenis."
            }
            Self::Approximate => {
                "Panel sangat besar: ragam ditaksir dengan metode momen, dan korelasi antarproposal diabaikan."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_warning_has_its_own_code_and_sentences() {
        use Warning::{
            AllScoresEqual, Approximate, Disconnected, NoiseAtFloor,
            ProposalDifferencesNotDetectable, ReviewerDifferencesNotDetectable,
            ReviewersNotSeparable, SeverityWithQuality, UncertaintyNotEstimable,
        };
        let all = [
            AllScoresEqual,
            UncertaintyNotEstimable,
            ReviewersNotSeparable,
            ProposalDifferencesNotDetectable,
            ReviewerDifferencesNotDetectable,
            NoiseAtFloor,
            Disconnected { components: Vec::new() },
            SeverityWithQuality { percent: 60 },
            Approximate,
        ];
        for word in [Warning::code, Warning::english, Warning::indonesian] {
            assert_eq!(all.iter().map(word).collect::<BTreeSet<_>>().len(), all.len());
        }
    }
}
