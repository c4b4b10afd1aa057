//! Keeps the contents of a form until its request is answered. When it is refused – because the session ended, a
//! phase is over, an internal error happened, or a text holds characters that others cannot see – the answer can
//! show it again. One page serves all forms, so no form can forget it. Passwords are not kept.

use super::Fields;
use super::body::UNREAD;
use super::pages::{self, Field, Input, PageContext, sign_in_path};
use super::problem::FieldProblem;
use crate::kernel::characters;
use crate::kernel::errors::common::field::{HIDDEN_CHARACTER, LOOKALIKE_CHARACTER};
use crate::kernel::language::Language;
use actix_web::http::header::{HeaderValue, LOCATION};
use actix_web::http::{StatusCode, Uri, header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use std::cell::RefCell;
use std::rc::Rc;

/// The script puts this mark into a form, to see from the answer that its local copy is no longer needed.
pub const COPY: &str = "sent-copy";

/// Names of fields that nobody typed.
const PLUMBING: [&str; 9] =
    ["csrf", "version", "key", "then", "do", "next", "challenge", "use", "more"];

/// Families of words in which the names of fields are looked for.
const FAMILIES: [&str; 10] = [
    "field",
    "account-field",
    "problem-field",
    "breach-field",
    "sheet-field",
    "objection",
    "meeting",
    "privacy",
    "measure",
    "check",
];

/// A form that was read.
#[derive(Debug, Clone, Default)]
struct Sent {
    fields: Fields,
    /// Token of the present session; empty where nobody is signed in.
    csrf: String,
    /// Names of the passwords that were typed.
    secrets: Vec<String>,
    /// The form took a file as well, which is to be chosen again.
    has_file: bool,
}

/// The place where a request keeps its form; the answer finds it there.
#[derive(Debug, Clone, Default)]
pub struct Kept(Rc<RefCell<Option<Sent>>>);

fn is_secret(name: &str) -> bool {
    UNREAD.contains(&name) || name.contains("password")
}

impl Kept {
    /// Makes the place, and puts it where extractors find it.
    pub fn begin(request: &actix_web::dev::ServiceRequest) -> Self {
        let kept = Self::default();
        request.extensions_mut().insert(kept.clone());
        kept
    }

    /// Keeps a form; `csrf` is the token of the session there is now.
    pub fn put(request: &HttpRequest, fields: &Fields, csrf: &str) {
        Self::keep(request, fields, (csrf, false));
    }

    /// The same for a form that takes a file as well.
    pub fn put_with_file(request: &HttpRequest, fields: &Fields, csrf: &str) {
        Self::keep(request, fields, (csrf, true));
    }

    fn keep(request: &HttpRequest, fields: &Fields, (csrf, has_file): (&str, bool)) {
        let extensions = request.extensions();
        let Some(kept) = extensions.get::<Self>() else { return };
        let names = fields.names().filter(|name| !is_secret(name));
        *kept.0.borrow_mut() = Some(Sent {
            fields: names.map(|name| (name.to_owned(), fields.get(name).to_owned())).collect(),
            csrf: csrf.to_owned(),
            has_file,
            secrets: fields
                .names()
                .filter(|name| is_secret(name) && !fields.get(name).is_empty())
                .map(str::to_owned)
                .collect(),
        });
    }

    /// Tells the script that the server has the form. Only a redirection says so; a form that is shown again does
    /// not.
    pub fn acknowledge(&self, answer: &mut HttpResponse<impl Sized>, query: &str) {
        let sent = self.0.borrow();
        let of_form = sent.as_ref().map_or("", |sent| sent.fields.get(COPY));
        let of_query = query.split('&').find_map(|part| part.strip_prefix("sent-copy="));
        let mark = if of_form.is_empty() { of_query.unwrap_or("") } else { of_form };
        let is_mark = !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if answer.status() != StatusCode::SEE_OTHER || !is_mark || mark.len() > 16 {
            return;
        }
        let place = answer.headers().get(LOCATION).and_then(|place| place.to_str().ok());
        let place = place.filter(|place| place.starts_with('/')).map(|place| {
            // The place on the page that was meant comes after the mark; the script goes there.
            let (page, part) = place.split_once('#').unwrap_or((place, ""));
            format!("{page}#taken-{mark}{}{part}", if part.is_empty() { "" } else { ":" })
        });
        let marked = place.and_then(|place| HeaderValue::from_str(&place).ok());
        if let Some(marked) = marked {
            answer.headers_mut().insert(LOCATION, marked);
        }
    }

    /// The page that shows the refused form; `None` where nothing was typed.
    pub fn page(&self, refusal: &RefusedForm<'_>) -> Option<HttpResponse> {
        let sent = self.0.borrow();
        let sent = sent.as_ref()?;
        let typed = typed(refusal.s.language, &sent.fields);
        if typed.is_empty() {
            return None;
        }
        let ends = refusal.status == StatusCode::UNAUTHORIZED;
        let is_worth_it =
            matches!(refusal.status.as_u16(), 403 | 408 | 409 | 412 | 422 | 429 | 500..);
        let mended = mended(refusal, sent);
        let is_mended = |name: &str| mended.iter().any(|field| field.name == name);
        let carried = carried(&sent.fields, &sent.csrf);
        let has_secret = !sent.secrets.is_empty();
        let page = KeptPage {
            s: refusal.s,
            title: if ends { refusal.s.t("kept-ended") } else { refusal.title.clone() },
            lines: refusal.faults.iter().map(|fault| fault.message.as_str()).collect(),
            instance: refusal.instance,
            action: refusal.path,
            back: refusal.back,
            how: match (ends, is_worth_it && !sent.csrf.is_empty() && !has_secret) {
                _ if !mended.is_empty() => How::Mend,
                (true, _) if !has_secret => How::SignIn,
                (false, true) => How::Again,
                _ => How::Copy,
            },
            carried: carried.into_iter().filter(|(name, _)| !is_mended(name)).collect(),
            mended,
            has_secret,
            has_file: sent.has_file,
            typed,
        };
        let mut answer = HttpResponse::build(refusal.status);
        pages::page_headers(&mut answer, refusal.s);
        Some(answer.body(page.render().unwrap_or_else(|_| page.title.clone())))
    }
}

/// Why a form was not taken, as its page tells it.
pub struct RefusedForm<'a> {
    pub s: &'a PageContext,
    pub status: StatusCode,
    pub title: String,
    pub faults: &'a [FieldProblem],
    pub instance: &'a str,
    /// Where the form was sent to.
    pub path: &'a str,
    /// The page it stood on.
    pub back: &'a str,
}

/// The page that a form stood on, from a header that our own pages send.
pub fn page_before(request: &HttpRequest) -> String {
    let referer = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let uri = referer.and_then(|text| text.parse::<Uri>().ok());
    let path = uri.and_then(|uri| uri.path_and_query().map(|path| path.as_str().to_owned()));
    pages::own_path(path.as_deref().unwrap_or("/")).to_owned()
}

/// Label and value of what somebody wrote or chose.
fn typed(language: Language, fields: &Fields) -> Vec<(String, String)> {
    let is_words = |name: &&str| {
        let is_plain = !PLUMBING.contains(name) && *name != COPY && !name.ends_with("_hash");
        is_plain && !fields.get(name).trim().is_empty()
    };
    let names = fields.names().filter(is_words).enumerate();
    names.map(|(at, name)| (label(language, name, at + 1), fields.get(name).to_owned())).collect()
}

fn label(language: Language, name: &str, number: usize) -> String {
    let bare: String = name.chars().filter(|c| !matches!(c, '[' | ']' | '0'..='9')).collect();
    let bare = bare.replace(['_', '.'], "-");
    let last = bare.rsplit('-').next().unwrap_or(&bare);
    let keys =
        FAMILIES.iter().flat_map(|family| [&*bare, last].map(|one| format!("{family}-{one}")));
    let known = keys.map(|key| (language.text(&key, &[]), key)).find(|(words, key)| words != key);
    known.map_or_else(
        || language.text("kept-field", &[("value", number.to_string())]),
        |(words, _)| words,
    )
}

/// Where nothing but hidden or misleading characters is wrong: each such text corrected, to be checked by its author,
/// and the passwords, which must be typed again. A file would have to be chosen again; such a form is shown as it was.
fn mended(refusal: &RefusedForm<'_>, sent: &Sent) -> Vec<Field> {
    let is_odd = |fault: &FieldProblem| {
        [HIDDEN_CHARACTER.name, LOOKALIKE_CHARACTER.name].contains(&fault.code)
            && !sent.fields.get(&fault.field).is_empty()
    };
    if sent.has_file || !refusal.faults.iter().all(is_odd) {
        return Vec::new();
    }
    let text = |(at, fault): (usize, &FieldProblem)| {
        let value = characters::mended(sent.fields.get(&fault.field));
        let rows = if value.contains('\n') { 8 } else { 2 };
        let label = label(refusal.s.language, &fault.field, at + 1);
        let mut field = Field::new(&fault.field, label, Input::Text { rows, words: 0 });
        field.error.clone_from(&fault.message);
        field.value(value)
    };
    let mut fields: Vec<Field> = refusal.faults.iter().enumerate().map(text).collect();
    if !fields.is_empty() {
        let secret = |name: &String| {
            let label = refusal.s.word("account-field", name);
            Field::new(name, label, Input::Password).required()
        };
        fields.extend(sent.secrets.iter().map(secret));
    }
    fields
}

/// What is sent again: all that was sent, with the token of the session there is now.
fn carried(fields: &Fields, csrf: &str) -> Vec<(String, String)> {
    let others = fields.names().filter(|name| *name != "csrf");
    let others = others.map(|name| (name.to_owned(), fields.get(name).to_owned()));
    std::iter::once(("csrf".to_owned(), csrf.to_owned())).chain(others).collect()
}

/// What the person can do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    SignIn,
    Again,
    /// Checking the corrected texts.
    Mend,
    /// Sending it once more would not help.
    Copy,
}

#[derive(Template)]
#[template(path = "web/pages/kept.html")]
struct KeptPage<'a> {
    s: &'a PageContext,
    title: String,
    lines: Vec<&'a str>,
    instance: &'a str,
    action: &'a str,
    back: &'a str,
    how: How,
    typed: Vec<(String, String)>,
    carried: Vec<(String, String)>,
    mended: Vec<Field>,
    has_secret: bool,
    has_file: bool,
}

impl KeptPage<'_> {
    fn sign_in(&self) -> String {
        sign_in_path(self.back)
    }
}

/// A form that is carried through signing in: `typed.<name>` for each field, and the address it was sent to.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    pub to: String,
    pub fields: Vec<(String, String)>,
    has_file: bool,
}

const PREFIX: &str = "typed.";
const TO: &str = "typed-to";
const FILE: &str = "typed-file";

impl Carried {
    /// What the form for signing in brought along.
    pub fn of(fields: &Fields) -> Option<Self> {
        let to = pages::own_path(fields.get(TO)).to_owned();
        let pair = |name: &str| {
            let bare = name.strip_prefix(PREFIX)?;
            (!is_secret(bare) && bare != "csrf")
                .then(|| (bare.to_owned(), fields.get(name).to_owned()))
        };
        let pairs: Vec<_> = fields.names().filter_map(pair).collect();
        let has_file = !fields.get(FILE).is_empty();
        (to != "/" && !pairs.is_empty()).then_some(Self { to, fields: pairs, has_file })
    }

    /// The hidden fields that carry it one page further.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let fields =
            self.fields.iter().map(|(name, value)| (format!("{PREFIX}{name}"), value.clone()));
        let file = self.has_file.then(|| (FILE.to_owned(), "yes".to_owned()));
        fields.chain([(TO.to_owned(), self.to.clone())]).chain(file).collect()
    }

    /// The page on which it is sent again, once somebody is signed in.
    ///
    /// # Errors
    /// When the template fails.
    pub fn resume(
        &self,
        s: &PageContext,
        next: &str,
    ) -> Result<HttpResponse, crate::kernel::errors::Failure> {
        let fields: Fields = self.fields.iter().cloned().collect();
        let page = ResumePage {
            s,
            typed: typed(s.language, &fields),
            to: &self.to,
            next,
            carried: &self.fields,
            has_file: self.has_file,
        };
        pages::show(s, &page)
    }
}

#[derive(Template)]
#[template(path = "web/pages/resume.html")]
struct ResumePage<'a> {
    s: &'a PageContext,
    typed: Vec<(String, String)>,
    to: &'a str,
    next: &'a str,
    carried: &'a [(String, String)],
    has_file: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_under_their_names_and_plumbing_and_passwords_do_not() {
        let fields =
            Fields::parse("csrf=x&version=3&title=Judul&plan[0].activity=Uji&odd_one=7&empty=");
        let shown = typed(Language::English, &fields.unwrap());
        let values: Vec<&str> = shown.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["7", "Uji", "Judul"]);
        assert!(
            shown.iter().all(|(label, _)| !label.is_empty() && !label.contains("field-")),
            "{shown:?}"
        );
    }

    #[test]
    fn a_form_is_carried_through_signing_in_and_only_to_ourselves() {
        let fields = Fields::parse(
            "typed-to=/proposals/1/edit&typed.title=A&typed.csrf=x&typed.password=y&typed.current=z",
        );
        let carried = Carried::of(&fields.unwrap()).unwrap();
        assert_eq!(carried.fields, [("title".to_owned(), "A".to_owned())]);
        let again: Fields = carried.hidden().into_iter().collect();
        assert_eq!(Carried::of(&again).unwrap().fields, carried.fields);
        let elsewhere = Fields::parse("typed-to=//evil.example&typed.title=A").unwrap();
        assert!(Carried::of(&elsewhere).is_none());
    }
}
