//! Everything of a task as one ZIP, for reading without a network: the text as this reviewer may read it, the registered
//! problem, the rubric with what each score means, and the files of the panel.

use crate::features::accounts::Visitor;
use crate::features::proposals::{Written, person_lines};
use crate::features::reviews::actions::{self, Desk};
use crate::features::reviews::flows::{self, PackedFile};
use crate::kernel::errors::Failure;
use crate::kernel::ids::AssignmentId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::Storage;
use crate::web::pages::PageContext;
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "reviews/pages/offline.html")]
struct OfflinePage<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    written: Written,
    files: &'a [PackedFile],
}

impl OfflinePage<'_> {
    fn title(&self) -> String {
        match self.desk.task.text.0.title.trim() {
            "" => self.s.t("proposal-untitled"),
            title => title.to_owned(),
        }
    }

    fn person(&self) -> Vec<(String, String)> {
        let facts = self.desk.task.candidate.as_ref().map(|candidate| &candidate.facts);
        facts.map(|facts| person_lines(self.s, facts)).unwrap_or_default()
    }

    /// What was scored so far.
    fn score(&self, code: &str) -> Option<u32> {
        self.desk.sheet.sheet.scores.get(code)?.score
    }
}

/// The files of the panel, named for their kinds: the names that candidates give may say more.
fn files_of(desk: &Desk) -> Vec<PackedFile> {
    let latest = desk.papers.iter().filter_map(|kind| Some((kind, kind.latest.as_ref()?)));
    let named = latest.zip(1..).map(|((kind, document), number)| PackedFile {
        name: format!("{number:02}-{}.{}", kind.kind, document.media_type.extension()),
        sha256: document.sha256.clone(),
    });
    named.collect()
}

pub(super) async fn take(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    visitor: Visitor,
    id: web::Path<AssignmentId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_desk(cx, (&id, None));
    let (s, desk) = visitor.load_signed_in(&app, act).await?;
    let files = files_of(&desk);
    let written = Written::of(&s, &desk.task.text.0)?;
    let page = OfflinePage { s: &s, desk: &desk, written, files: &files };
    let page = page.render().map_err(|error| Failure::Inconsistent(error.to_string()))?;
    flows::pack(&app, &storage, (format!("{}.zip", desk.task.number), page, files)).await
}
