//! Samples of all papers, so that whoever changes a template sees what becomes of it.

use super::say;
use crate::clock::Clock;
use crate::errors::Failure;
use crate::papers::{Paper, Press, sample_of};
use crate::settings::Settings;
use crate::web::Language;
use anyhow::{Context, anyhow};
use std::path::Path;

pub(super) fn run(settings: &Settings, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let press = Press::open(settings)?;
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
