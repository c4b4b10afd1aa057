//! The part of this stage on the page that gathers a proposal: what was handed in with its receipts, the files with
//! their pages, the endorsements, the rules with their figures, the verification and its exceptions.

use super::page_image::leaves_of;
use super::verify::{Concluded, concluded};
use super::words::{RuleLine, label, rule_lines};
use super::written::Written;
use crate::features::proposals::actions::CaseFile;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::web::pages::PageContext;
use askama::Template;

#[derive(Template)]
#[template(path = "proposals/pages/case.html")]
pub(crate) struct CasePart<'a> {
    s: &'a PageContext,
    file: &'a CaseFile,
    written: Written,
    rules: Vec<RuleLine>,
    concluded: Vec<Concluded<'a>>,
}

impl<'a> CasePart<'a> {
    /// For this reader.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub(crate) fn new(
        s: &'a PageContext,
        file: &'a CaseFile,
        reader: &UserId,
    ) -> Result<Self, Failure> {
        Ok(Self {
            written: Written::of(s, &file.reading.proposal.content)?.below(),
            rules: rule_lines(s, &file.reading.findings),
            concluded: concluded(s, (&file.reading, &file.verification), reader),
            file,
            s,
        })
    }

    fn document(&self, kind: &str) -> String {
        label(self.s, &self.file.reading.call, &format!("documents.{kind}"))
    }

    fn field(&self, path: &str) -> String {
        label(self.s, &self.file.reading.call, path)
    }
}
