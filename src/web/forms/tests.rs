//! Rows of a list keep their place in the form, whatever is left out between them.

use super::*;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::format::Zone;
use crate::kernel::language::Language;
use crate::platform::files::MediaType;
use crate::web::Fields;
use crate::web::pages::PageContext;
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Row {
    #[schema(min_length = 2)]
    name: String,
    month: Option<u32>,
}

#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Sample {
    #[schema(min_length = 5)]
    title: String,
    rows: Vec<Row>,
}

static SAMPLE: Form<Sample> = Form::new(
    "/x",
    "",
    &[
        FormField::new("title", Control::Line),
        FormField::new("rows[].name", Control::Line),
        FormField::new("rows[].month", Control::Number),
    ],
);

fn typed() -> Fields {
    let text = "title=Judul&rows[0].name=ab&rows[0].month=3&rows[1].name=&rows[2].name=cd";
    Fields::parse(text).unwrap()
}

fn faults(failure: Failure) -> Vec<(String, &'static str)> {
    let Failure::Refused(refusal) = failure else { panic!("{failure:?}") };
    refusal.errors.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
}

#[test]
fn a_row_in_which_nothing_was_typed_is_none_and_the_others_are_read() {
    let read = SAMPLE.read(&typed(), Zone::Wib, Language::English).unwrap();
    let names: Vec<&str> = read.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!((names, read.rows[0].month), (vec!["ab", "cd"], Some(3)));
}

#[test]
fn a_fault_keeps_the_row_that_was_typed() {
    let mut fields = typed();
    fields.set("rows[2].name", "c");
    let refused = SAMPLE.read(&fields, Zone::Wib, Language::English).unwrap_err();
    assert_eq!(faults(refused), [("rows[2].name".to_owned(), "too_short")]);
    // So does one that only the act can find, and one of what cannot be read beside those of the limits.
    let fault = FieldError::new("rows[1].name", common::field::DUPLICATE);
    let refused = SAMPLE.located(Refusal::invalid(vec![fault]).into(), &typed());
    assert_eq!(faults(refused), [("rows[2].name".to_owned(), "duplicate")]);
    // What is wrong with the list as a whole stays there, however much it is.
    let faults_of_list = [common::field::DUPLICATE, common::field::TOO_LONG]
        .map(|code| FieldError::new("rows", code));
    let refused = SAMPLE.located(Refusal::invalid(faults_of_list.into()).into(), &typed());
    let expected = [("rows", "duplicate"), ("rows", "too_long")];
    assert_eq!(faults(refused), expected.map(|(field, code)| (field.to_owned(), code)));
    fields.set("title", "");
    fields.set("rows[2].month", "Maret");
    let refused = SAMPLE.read(&fields, Zone::Wib, Language::English).unwrap_err();
    let expected =
        [("title", "required"), ("rows[2].name", "too_short"), ("rows[2].month", "not_a_number")];
    assert_eq!(faults(refused), expected.map(|(field, code)| (field.to_owned(), code)));
}

#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Guarded {
    #[schema(max_length = 9)]
    token: String,
    #[schema(min_length = 1)]
    nip: Option<String>,
    unit: Option<String>,
    #[schema(min_length = 1, format = "password")]
    password: String,
    code: String,
    agrees: bool,
    is_new: bool,
    ids: Vec<String>,
}

static GUARDED: Form<Guarded> = Form::new(
    "/y",
    "",
    &[
        FormField::new("token", Control::Hidden),
        FormField::new("nip", Control::Digits).needed(),
        FormField::new("unit", Control::Lookup),
        FormField::new("password", Control::Secret("new-password")),
        FormField::new("code", Control::Code),
        FormField::new("agrees", Control::Answer),
        FormField::new("one", Control::Ticked).at("ids"),
    ],
)
.fixed(&[("is_new", "true")]);

const GUARDED_TEXT: &str =
    "token=t&nip=19&unit=&password=+geheim+&code=424242&agrees=no&one.b=yes&one.d=yes";

#[test]
fn what_no_text_tells_is_read_by_its_control() {
    let typed = Fields::parse(GUARDED_TEXT).unwrap();
    let read = GUARDED.read(&typed, Zone::Wib, Language::English).unwrap().into_inner();
    assert_eq!((read.token.as_str(), read.nip.as_deref(), read.unit), ("t", Some("19"), None));
    assert_eq!((read.password.as_str(), read.agrees, read.is_new), (" geheim ", false, true));
    let without = Fields::parse(&GUARDED_TEXT.replace("nip=19", "nip=")).unwrap();
    let refused = GUARDED.read(&without, Zone::Wib, Language::English).unwrap_err();
    assert_eq!(faults(refused), [("nip".to_owned(), "required")]);
    // What is wrong with one of those that were ticked stands at its box.
    let fault = FieldError::new("ids[1]", common::NOT_FOUND);
    let refused = GUARDED.located(Refusal::invalid(vec![fault]).into(), &typed);
    assert_eq!(faults(refused), [("one.d".to_owned(), "not_found")]);
}

#[test]
fn a_secret_never_comes_back_and_what_nobody_typed_is_not_shown() {
    let s = PageContext::bare(Language::English, "/", Timestamp::from_micros(0));
    let typed = Fields::parse(GUARDED_TEXT).unwrap();
    let shown = GUARDED.shown(&s, &typed, None);
    let html: Vec<String> = shown.all().iter().map(ToString::to_string).collect();
    assert!(html.iter().all(|control| !control.contains("geheim") && !control.contains("424242")));
    assert!(html.iter().any(|control| control.contains("autocomplete=\"one-time-code\"")));
    assert!(html[0].contains("value=\"19\" inputmode=\"numeric\"") && html[0].contains("required"));
    assert!(html.iter().all(|control| !control.contains("name=\"token\"")));
    assert_eq!(shown.hidden(), [("token".to_owned(), "t".to_owned())]);
}

crate::text_enum! {
    #[schema(as = FormsTicked)]
    pub enum Ticked {
        Yes = "yes",
    }
}

#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Visit {
    starts_at: Timestamp,
    ends_at: Timestamp,
    #[schema(max_length = 40, format = "line")]
    note: String,
    signed: Option<String>,
    confirm: Ticked,
}

static VISIT: Form<Visit> = Form::new(
    "/y",
    "",
    &[
        FormField::new("place", Control::About),
        FormField::new("starts_at", Control::Instant),
        FormField::new("ends_at", Control::Hour("starts_at")),
        FormField::new("note", Control::Lines(2)),
        FormField::new("signed", Control::Line).needed(),
        FormField::new("confirm", Control::Box),
    ],
);

#[test]
fn an_hour_is_on_the_day_of_another_field_and_lines_become_one_where_one_is_kept() {
    let mut fields = Fields::parse(
        "place=B&starts_at.date=2027-01-26&starts_at.time=9.00&ends_at.time=16.00\
         &note=satu%0Adua&signed=Dewi&confirm=yes",
    )
    .unwrap();
    let read = VISIT.read(&fields, Zone::Wib, Language::English).unwrap();
    assert_eq!(read.ends_at.to_string(), "2027-01-26T09:00:00Z");
    assert_eq!(read.note, "satu dua");
    assert_eq!(VISIT.about::<String>(&fields, "place").unwrap(), "B");
    // A day that is none is told once; what the form is about, needs or has ticked is asked for.
    for name in ["place", "signed", "confirm"] {
        fields.set(name, "");
    }
    fields.set("starts_at.date", "besok");
    let refused = VISIT.read(&fields, Zone::Wib, Language::English).unwrap_err();
    let expected = [
        ("place", "required"),
        ("starts_at.date", "not_a_date"),
        ("signed", "required"),
        ("confirm", "required"),
    ];
    assert_eq!(faults(refused), expected.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn no_more_rows_are_read_than_were_sent_however_high_their_numbers() {
    let fields = Fields::parse("title=Judul&rows[1].name=ab&rows[99999999999].name=cd").unwrap();
    let read = SAMPLE.read(&fields, Zone::Wib, Language::English).unwrap();
    assert_eq!(read.rows.len(), 2);
}

#[test]
fn of_several_forms_of_a_kind_only_the_one_that_was_typed_in_comes_back() {
    let s = PageContext::bare(Language::English, "/", Timestamp::from_micros(0));
    let typed = Fields::parse("title.a=abc&title=other&rows[0].name.a=ab").unwrap();
    let mut plain = typed.clone();
    SAMPLE.take_of("a", &mut plain);
    assert_eq!(plain.get("title"), "abc");
    let refused = SAMPLE.read(&plain, Zone::Wib, Language::English).unwrap_err();
    let Failure::Refused(refused) = SAMPLE.told_of("a", refused) else { panic!() };
    assert_eq!(refused.errors[0].field, "title.a");
    let shown =
        |about: &'static str| SAMPLE.shown(&s, &typed, Some(&refused)).of(&about).field("title");
    let (own, other) = (shown("a"), shown("b"));
    assert_eq!((own.name.as_str(), own.value.as_str()), ("title.a", "abc"));
    assert!(!own.error.is_empty() && other.error.is_empty() && other.value.is_empty());
}

#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct WithFile {
    #[schema(min_length = 5)]
    title: String,
}

static WITH_FILE: Form<WithFile> = Form::new(
    "/x",
    "",
    &[
        FormField::new("title", Control::Line),
        FormField::file(&[MediaType::Pdf, MediaType::Jpeg]).hint("objection-file-hint"),
    ],
)
.words("objection");

#[test]
fn a_file_is_no_part_of_the_input_and_its_fault_is_told_at_its_control() {
    let typed = Fields::parse("title=Judul&file=C%3A%5Cberkas.pdf").unwrap();
    assert_eq!(WITH_FILE.read(&typed, Zone::Wib, Language::English).unwrap().title, "Judul");
    assert!(!WITH_FILE.needs_file());
    let s = PageContext::bare(Language::English, "/", Timestamp::from_micros(0));
    let shown = WITH_FILE.shown(&s, &typed, None).field("file").to_string();
    let accepts = "type=\"file\" accept=\"application/pdf,image/jpeg\"";
    assert!(shown.contains(accepts) && !shown.contains("berkas.pdf"), "{shown}");
    let again = s.t("file-again");
    assert!(!shown.contains(&again), "{shown}");
    let refused = as_fault_of_file(Failure::refused(crate::platform::files::FILE_EMPTY));
    let Failure::Refused(problem) = WITH_FILE.located(refused, &typed) else { panic!() };
    let told = WITH_FILE.shown(&s, &typed, Some(&problem)).field("file").to_string();
    assert!(told.contains("id=\"f-file-error\"") && told.contains(&again), "{told}");
}
