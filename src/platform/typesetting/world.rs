//! All that a template can see: itself, the other templates and pictures of one folder, `data.json`, and
//! the typefaces. No package, no network, no other file, no clock.

use super::fonts;
use std::path::{Path, PathBuf};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The templates inside the program.
const OWN: [(&str, &str); 8] = [
    ("paper.typ", include_str!("../../../config/templates/paper.typ")),
    (
        "verification-minutes.typ",
        include_str!("../../../config/templates/verification-minutes.typ"),
    ),
    ("plenary-minutes.typ", include_str!("../../../config/templates/plenary-minutes.typ")),
    ("decree-annex.typ", include_str!("../../../config/templates/decree-annex.typ")),
    ("receipt.typ", include_str!("../../../config/templates/receipt.typ")),
    ("result-letter.typ", include_str!("../../../config/templates/result-letter.typ")),
    ("impact-report.typ", include_str!("../../../config/templates/impact-report.typ")),
    ("progress-sheet.typ", include_str!("../../../config/templates/progress-sheet.typ")),
];

/// What the data is called in templates.
const DATA: &str = "data.json";

pub(super) struct Sealed {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    data: Bytes,
    folder: Option<PathBuf>,
}

impl Sealed {
    /// With the template of this name, and the agency's folder before our own templates.
    pub(super) fn new(
        name: &str,
        data: String,
        folder: Option<&Path>,
    ) -> Result<Self, std::io::Error> {
        let path = VirtualPath::new(format!("{name}.typ")).map_err(std::io::Error::other)?;
        let mut fonts = fonts_in(folder)?;
        fonts.extend(fonts::own().iter().cloned());
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: RootedPath::new(VirtualRoot::Project, path).intern(),
            data: Bytes::from_string(data),
            folder: folder.map(Path::to_owned),
        })
    }

    fn bytes(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get();
        let name = path.vpath().get_without_slash();
        let missing = || FileError::NotFound(PathBuf::from(name));
        let is_ours = path.root() == &VirtualRoot::Project;
        if !is_ours || name.contains(['/', '\\']) || name.starts_with('.') {
            return Err(missing());
        }
        if name == DATA {
            return Ok(self.data.clone());
        }
        if let Some(folder) = &self.folder {
            match std::fs::read(folder.join(name)) {
                Ok(bytes) => return Ok(Bytes::new(bytes)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(FileError::from_io(error, Path::new(name))),
            }
        }
        let own = OWN.iter().find(|(own, _)| *own == name).ok_or_else(missing)?;
        Ok(Bytes::from_string(own.1))
    }
}

fn fonts_in(folder: Option<&Path>) -> Result<Vec<Font>, std::io::Error> {
    let Some(folder) = folder else { return Ok(Vec::new()) };
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "ttf" || ending == "otf"));
    paths.sort();
    let mut fonts = Vec::new();
    for path in paths {
        fonts.extend(fonts::faces(std::fs::read(path)?));
    }
    Ok(fonts)
}

impl World for Sealed {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let bytes = self.bytes(id)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.bytes(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// No clock: dates in a document are part of its data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
