//! Samples of all papers, so that whoever changes a template sees what becomes of it.

use super::say;
use crate::kernel::clock::Clock;
use crate::kernel::errors::Failure;
use crate::kernel::language::Language;
use crate::kernel::settings::Settings;
use crate::platform::typesetting::{Paper, Typesetter, sample_of};
use anyhow::{Context, anyhow};
use std::path::Path;

pub(super) fn run(settings: &Settings, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let press = Typesetter::open(settings)?;
    for paper in Paper::ALL {
        for language in Language::ALL {
            let data = sample_of(paper, language.tag());
            let bytes = press.set(paper, data, Clock::System.now()).map_err(|failure| {
                let why = match failure {
                    Failure::Inconsistent(words) => words,
                    other => other.to_string(),
                };
                anyhow!("{}: {why}", paper.name())
            })?;
            let path = folder.join(format!("{}.{}.pdf", paper.name(), language.tag()));
            std::fs::write(&path, bytes)
                .with_context(|| format!("cannot write {}", path.display()))?;
            say(&path.display().to_string())?;
        }
    }
    Ok(())
}
