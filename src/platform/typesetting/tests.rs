//! Every paper is set in both languages; a template of the agency's takes the place of ours and sees
//! nothing beside itself.

use super::*;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::settings::Settings;

const NOW: Timestamp = Timestamp::from_micros(1_764_000_000_000_000);

fn with_template(template: &str) -> Result<Vec<u8>, Failure> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("receipt.typ"), template).unwrap();
    let mut settings = Settings::load(None).unwrap();
    folder.path().clone_into(&mut settings.papers.templates);
    let press = Typesetter::open(&settings).unwrap();
    press.set(Paper::Receipt, sample_of(Paper::Receipt, "id"), NOW)
}

#[test]
fn every_paper_is_set_in_both_languages_and_the_same_twice() {
    let press = Typesetter::open(&Settings::load(None).unwrap()).unwrap();
    for paper in Paper::ALL {
        for language in ["id", "en"] {
            let set = || press.set(paper, sample_of(paper, language), NOW);
            let bytes = set().unwrap_or_else(|failure| panic!("{}: {failure:?}", paper.name()));
            assert!(bytes.starts_with(b"%PDF-1."), "{}", paper.name());
            assert!(bytes == set().unwrap(), "{} differs the second time", paper.name());
        }
    }
}

#[test]
fn a_template_sees_no_file_no_package_and_no_clock() {
    for (template, word) in [
        ("#read(\"/etc/passwd\")", "not found"),
        ("#read(\"../Cargo.toml\")", "escape"),
        ("#read(\".secret\")", "not found"),
        ("#import \"@preview/cetz:0.3.1\": *", "not found"),
        ("#datetime.today()", "date"),
    ] {
        match with_template(template) {
            Err(Failure::Inconsistent(words)) => assert!(words.contains(word), "{words}"),
            other => panic!("{template}: {:?}", other.map(|bytes| bytes.len())),
        }
    }
}

#[test]
fn a_faulty_template_is_told_with_its_line() {
    let told = with_template("Satu\n#data-yang-tidak-ada\n").unwrap_err();
    let Failure::Inconsistent(words) = told else { panic!("{told:?}") };
    assert!(words.starts_with("receipt.typ:2: unknown variable"), "{words}");
}

#[test]
fn a_folder_that_is_not_there_stops_the_start() {
    let mut settings = Settings::load(None).unwrap();
    settings.papers.templates = "no/such/folder".into();
    assert!(Typesetter::open(&settings).err().unwrap().to_string().contains("papers.templates"));
}
