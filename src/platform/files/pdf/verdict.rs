//! What was found in a PDF, and how a process that looked tells the one that asked. Pure.

use crate::kernel::errors::{Failure, Refusal};
use crate::platform::files::{
    PDF_ACTIVE_CONTENT, PDF_ENCRYPTED, PDF_NOT_READABLE, PDF_WITHOUT_PAGES,
};

/// What a proposal never needs and a reader must not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Active {
    /// Code that a viewer would run.
    Script,
    /// A form that sends itself somewhere, takes data in, or is written in XFA.
    Form,
    /// A file within the file.
    Attachment,
    /// A reference to a file or folder on some computer or network, or a program to start. A viewer that
    /// follows one to a Windows network sends the reader's password hash along.
    OutsideFile,
    /// Film, sound, three-dimensional scenes.
    Media,
    /// Something that happens by itself when the file is opened or a page is turned.
    Automatic,
}

impl Active {
    pub const ALL: [Self; 6] = [
        Self::Script,
        Self::Form,
        Self::Attachment,
        Self::OutsideFile,
        Self::Media,
        Self::Automatic,
    ];

    /// The word by which the refusal's sentence chooses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Form => "form",
            Self::Attachment => "attachment",
            Self::OutsideFile => "outside-file",
            Self::Media => "media",
            Self::Automatic => "automatic",
        }
    }
}

/// Why a PDF is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// It does not open without a password.
    Password,
    /// It cannot be read, or hides what is in it.
    NotReadable,
    NoPages,
    Active(Active),
}

/// The first of the exit codes that stand for something active; those before it for the others.
const FIRST_ACTIVE: i32 = 20;

impl Finding {
    pub fn exit_code(self) -> i32 {
        match self {
            Self::NotReadable => 10,
            Self::Password => 11,
            Self::NoPages => 12,
            Self::Active(active) => {
                let place = Active::ALL.iter().position(|one| *one == active);
                FIRST_ACTIVE + i32::try_from(place.unwrap_or(0)).unwrap_or(0)
            }
        }
    }

    /// What a process says that ended with this code; whatever else ended it, the file was not read.
    pub fn of_exit_code(code: Option<i32>) -> Option<Self> {
        let place = |code: i32| usize::try_from(code - FIRST_ACTIVE).ok();
        match code {
            Some(0) => None,
            Some(11) => Some(Self::Password),
            Some(12) => Some(Self::NoPages),
            Some(code) => match place(code).and_then(|place| Active::ALL.get(place)) {
                Some(active) => Some(Self::Active(*active)),
                None => Some(Self::NotReadable),
            },
            None => Some(Self::NotReadable),
        }
    }
}

impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        let problem = match finding {
            Finding::Password => Refusal::new(PDF_ENCRYPTED),
            Finding::NotReadable => Refusal::new(PDF_NOT_READABLE),
            Finding::NoPages => Refusal::new(PDF_WITHOUT_PAGES),
            Finding::Active(active) => Refusal::new(PDF_ACTIVE_CONTENT).with("what", active.name()),
        };
        problem.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exit_code_says_what_was_found() {
        let others = [Finding::Password, Finding::NotReadable, Finding::NoPages];
        for finding in others.into_iter().chain(Active::ALL.map(Finding::Active)) {
            assert_eq!(Finding::of_exit_code(Some(finding.exit_code())), Some(finding));
        }
        assert_eq!(Finding::of_exit_code(Some(0)), None);
        for crash in [None, Some(101), Some(1), Some(26), Some(-1)] {
            assert_eq!(Finding::of_exit_code(crash), Some(Finding::NotReadable), "{crash:?}");
        }
    }
}
