//! The proposal as a text to begin with, in the parts and with the hints of the form: a file that every word processor
//! opens (RTF 1.9).

use super::words::field_label;
use crate::features::accounts::Visitor;
use crate::features::calls::{self, Call};
use crate::features::proposals::fields::{Group, Kind, outside_rows};
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::cx::AnyoneCx;
use crate::web::pages::PageContext;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use std::fmt::Write;

/// A4 with margins of 2.5 cm, in twentieths of a point, and one typeface that every machine has or replaces.
const HEAD: &str = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0\\fswiss Arial;}}\\paperw11906\\paperh16838\\margl1418\\margr1418\\margt1418\\margb1418\\f0\\fs22\n";

/// Letters outside ASCII by their number, as the format has it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '{' | '}' => out.extend(['\\', letter]),
            letter if letter.is_ascii() => out.push(letter),
            letter => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    // The format counts from -32768.
                    let _ = write!(out, "\\u{}?", unit.cast_signed());
                }
            }
        }
    }
    out
}

fn paragraph(out: &mut String, style: &str, text: &str) {
    let _ = writeln!(out, "{{\\pard\\sa120{style} {}\\par}}", escaped(text));
}

/// Its parts in the order of the form; what is about the person is asked for in the form alone.
fn text(s: &PageContext, call: &Call) -> String {
    let mut out = HEAD.to_owned();
    let title = call.definition.title.text(&s.language);
    paragraph(&mut out, "\\b\\fs32", &format!("{}: {title}", s.t("template-title")));
    let proposal = call.definition.documents.iter().find(|one| one.kind == "proposal");
    if let Some(document) = proposal {
        paragraph(&mut out, "", document.name.text(&s.language));
    }
    for name in ["field-problem", "field-level"] {
        paragraph(&mut out, "\\b", &format!("{}:", s.t(name)));
    }
    let written = Group::ALL.into_iter().filter(|group| *group != Group::Candidate);
    for (at, group) in written.enumerate() {
        let heading = format!("{}. {}", at + 1, s.word("group", group.name()));
        paragraph(&mut out, "\\b\\fs26\\keepn", &heading);
        paragraph(&mut out, "\\i", &s.word("group-hint", group.name()));
        for field in outside_rows().filter(|field| field.group == group) {
            if matches!(field.kind, Kind::Rows { .. }) {
                let parts: Vec<String> =
                    field.parts().map(|part| field_label(s, part.path)).collect();
                table(&mut out, &parts);
                continue;
            }
            paragraph(&mut out, "\\b\\keepn", &field_label(s, field.path));
            if let Some(hint) = s.word_if_any("hint", field.path) {
                paragraph(&mut out, "\\i\\keepn", &hint);
            }
            paragraph(&mut out, "", "");
        }
    }
    out.push('}');
    out
}

/// A row of headings and twelve empty ones, one for each month.
fn table(out: &mut String, columns: &[String]) {
    let width = 9070 / columns.len().max(1);
    let mut row = |cells: &[&str], style: &str| {
        out.push_str("\\trowd\\trgaph70");
        for at in 1..=cells.len() {
            let border = "\\clbrdrt\\brdrs\\clbrdrl\\brdrs\\clbrdrb\\brdrs\\clbrdrr\\brdrs";
            let _ = write!(out, "{border}\\cellx{}", at * width);
        }
        for cell in cells {
            let _ = write!(out, "\\pard\\intbl{{{style} {}}}\\cell", escaped(cell));
        }
        out.push_str("\\row\n");
    };
    let headings: Vec<&str> = columns.iter().map(String::as_str).collect();
    row(&headings, "\\b");
    for month in 1..=12 {
        let month = month.to_string();
        let cells: Vec<&str> =
            (0..columns.len()).map(|at| if at == 0 { month.as_str() } else { "" }).collect();
        row(&cells, "");
    }
    out.push_str("\\pard\\par\n");
}

pub(super) async fn download(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut AnyoneCx<'_>| Ok(calls::actions::read_call(cx, &id)?.call);
    let (s, call) = visitor.load_page(&app, act).await?;
    let name = format!("attachment; filename=\"{}-{}.rtf\"", s.t("template-file"), call.code);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/rtf"))
        .insert_header((CONTENT_DISPOSITION, name))
        .body(text(&s, &call)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::Timestamp;
    use crate::kernel::language::Language;

    #[test]
    fn letters_outside_ascii_and_marks_of_the_format_are_escaped() {
        assert_eq!(escaped("8–12 {a}\\b"), "8\\u8211?12 \\{a\\}\\\\b");
        assert_eq!(escaped("“é”"), "\\u8220?\\u233?\\u8221?");
    }

    #[test]
    fn a_table_has_a_row_for_each_month_and_closes_what_it_opens() {
        let s = PageContext::bare(Language::English, "/", Timestamp::from_micros(0));
        let mut out = String::new();
        table(&mut out, &[s.t("field-plan-month"), s.t("field-plan-activity")]);
        assert_eq!(out.matches("\\row").count(), 13);
        assert_eq!(out.matches('{').count(), out.matches('}').count());
    }
}
