//! Papers: official minutes, annexes, receipts and letters as PDF, set by templates that an agency can
//! change (`config/templates`, `docs/exports.md`). What a paper says comes as JSON and is never read as
//! markup. What goes into it is each stage's own question.

mod fonts;
mod frame;
mod kept;
mod press;
mod sample;
#[cfg(test)]
mod tests;
mod world;

pub use frame::framed;
pub use press::Typesetter;
pub use sample::sample_of;

use crate::platform::exports::Download;

/// Which paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Berita acara verifikasi.
    VerificationMinutes,
    /// Berita acara rapat pleno.
    PlenaryMinutes,
    /// Lampiran surat keputusan: who was selected.
    DecreeAnnex,
    /// Tanda terima usulan.
    Receipt,
    /// A candidate's result.
    ResultLetter,
    /// Laporan dampak tahunan kepada pimpinan.
    ImpactReport,
    /// Lembar kemajuan studi.
    ProgressSheet,
}

impl Paper {
    pub const ALL: [Self; 7] = [
        Self::VerificationMinutes,
        Self::PlenaryMinutes,
        Self::DecreeAnnex,
        Self::Receipt,
        Self::ResultLetter,
        Self::ImpactReport,
        Self::ProgressSheet,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::VerificationMinutes => "verification-minutes",
            Self::PlenaryMinutes => "plenary-minutes",
            Self::DecreeAnnex => "decree-annex",
            Self::Receipt => "receipt",
            Self::ResultLetter => "result-letter",
            Self::ImpactReport => "impact-report",
            Self::ProgressSheet => "progress-sheet",
        }
    }

    /// Named for what it is about: a call's code, a proposal's number.
    pub fn download(self, about: &str) -> Download {
        Download {
            file_name: format!("{about}-{}.pdf", self.name()),
            media_type: "application/pdf",
            is_packed: true,
        }
    }
}
