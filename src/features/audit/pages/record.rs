//! The record entry by entry, for auditors and the committee: what was done, on which subject, by
//! whom.

use crate::features::accounts::{Visitor, names_of};
use crate::features::audit::actions;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Entry, EventType, Head, SubjectKind, Wanted};
use crate::web::pages::{Field, Input, PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The auditors' most frequent questions, with the event type that answers each.
const QUESTIONS: [(&str, Option<EventType>); 6] = [
    ("all", None),
    ("opened", Some(EventType::DocumentRead)),
    ("exported", Some(EventType::ExportMade)),
    ("signed-in", Some(EventType::SessionStarted)),
    ("scored", Some(EventType::SheetSubmitted)),
    ("decided", Some(EventType::DecisionProposed)),
];

#[derive(Debug, Clone, Deserialize)]
pub(super) struct PageQuery {
    #[serde(default)]
    subject: String,
    #[serde(default)]
    act: String,
    /// The number of the first entry to show.
    #[serde(default)]
    from: String,
}

impl PageQuery {
    fn paging(&self) -> Paging {
        let from = self.from.trim().parse::<i64>().unwrap_or(1).max(1);
        Paging { limit: 50, after: Some((from - 1).to_string()) }
    }
}

fn some(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

#[derive(Template)]
#[template(path = "audit/pages/record.html")]
struct RecordPage<'a> {
    s: &'a PageContext,
    page: &'a Page<Entry>,
    head: &'a Head,
    names: &'a BTreeMap<UserId, String>,
    asked: &'a PageQuery,
    fields: [Field; 3],
}

impl RecordPage<'_> {
    /// The person who acted; the program itself has no name.
    fn actor(&self, entry: &Entry) -> String {
        if entry.act == "withheld" {
            return self.s.t("record-withheld");
        }
        let Some(actor) = &entry.actor else { return self.s.t("record-program") };
        let name = actor.parse().ok().and_then(|id: UserId| self.names.get(&id));
        name.cloned().unwrap_or_else(|| actor.clone())
    }

    /// The address of the thing, if it has a page.
    fn place(entry: &Entry) -> Option<String> {
        let thing = entry.thing()?;
        let folder = match thing.kind() {
            SubjectKind::Proposal => "/desk/proposals",
            SubjectKind::Problem => "/problems",
            SubjectKind::Call => "/calls",
            SubjectKind::Breach => "/desk/breaches",
            _ => return None,
        };
        Some(format!("{folder}/{}", thing.id()))
    }

    fn payload(entry: &Entry) -> String {
        serde_json::to_string_pretty(&entry.payload).unwrap_or_default()
    }

    fn questions(&self) -> Vec<(&'static str, &'static str, bool)> {
        let asked = self.asked.act.trim();
        let question = |(name, act): (&'static str, Option<EventType>)| {
            let act = act.map_or("", EventType::name);
            (name, act, asked == act)
        };
        QUESTIONS.map(question).to_vec()
    }

    /// The first number of the next page.
    fn next(&self) -> Option<i64> {
        let last: i64 = self.page.next.as_deref()?.parse().ok()?;
        Some(last + 1)
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let wish = asked.clone();
    let act = move |cx: &mut Cx<'_>| {
        let wanted = Wanted { subject: some(&wish.subject), act: some(&wish.act) };
        let page = actions::read_record(cx, wanted, &wish.paging())?;
        let actors: Vec<UserId> =
            page.items.iter().filter_map(|entry| entry.actor.as_deref()?.parse().ok()).collect();
        Ok((names_of(cx.db, &actors)?, ledger::head(cx.db)?, page))
    };
    let (s, (names, head, page)) = visitor.load_signed_in(&app, act).await?;
    let field = |name: &str, value: &str| {
        Field::new(name, s.word("record-field", name), Input::Line).value(value)
    };
    let fields = [
        field("subject", &asked.subject).hint(s.t("record-subject-hint")),
        field("act", &asked.act).hint(s.t("record-act-hint")),
        Field::new("from", s.t("record-field-from"), Input::Number)
            .value(&asked.from)
            .hint(s.t("record-from-hint")),
    ];
    let page = RecordPage { page: &page, head: &head, names: &names, asked: &asked, fields, s: &s };
    show(&s, &page)
}
