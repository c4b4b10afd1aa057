//! The frame of a page: whose page it is, in which language and time zone, and the words for it.

use super::menu::{self, Entry};
use crate::kernel::access::{Facts, Permission, Permitted, Role};
use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::errors::{Argument, Code, Refusal};
use crate::kernel::figure::Figure;
use crate::kernel::format;
use crate::kernel::format::Zone;
use crate::kernel::language::Language;
use crate::web::assets;
use actix_web::cookie::Cookie;

/// Who is signed in, for the page's head.
#[derive(Debug, Clone)]
pub struct Person {
    pub name: String,
    pub roles: Vec<Role>,
    /// Tells copies of this person's forms in a browser from those of others at the same machine.
    pub mark: String,
}

/// Everything around the content of a page. Templates call it `s`.
#[derive(Debug, Clone)]
pub struct PageContext {
    pub language: Language,
    pub zone: Zone,
    pub now: Timestamp,
    pub person: Option<Person>,
    /// Goes into every form; empty for somebody who is not signed in.
    pub csrf: String,
    /// The page's own address, without host.
    pub path: String,
    pub demo: bool,
    /// The page is shown outside an act (an error page), so it is not known who reads it. Hides the link for signing in.
    pub anonymous: bool,
    /// What this person must do before acting in any role.
    pub missing: Option<Missing>,
    /// To be set with the answer.
    pub cookies: Vec<Cookie<'static>>,
}

/// What somebody must do first, and where.
#[derive(Debug, Clone, Copy)]
pub struct Missing {
    pub code: Code,
    pub path: &'static str,
    /// The words that lead there.
    pub link: &'static str,
}

impl PageContext {
    /// For somebody who is not, or not known to be, signed in.
    pub fn bare(language: Language, path: &str, now: Timestamp) -> Self {
        Self {
            language,
            zone: Zone::default(),
            now,
            person: None,
            csrf: String::new(),
            path: path.to_owned(),
            demo: false,
            anonymous: false,
            missing: None,
            cookies: Vec::new(),
        }
    }

    /// The words of this name.
    pub fn t(&self, key: &str) -> String {
        self.language.text(key, &[])
    }

    /// The words of this name, which show a value called `value`.
    pub fn tv(&self, key: &str, value: impl ToString) -> String {
        self.language.text(key, &[("value", value.to_string())])
    }

    /// The words of this name for so many things.
    pub fn count(&self, key: &str, count: impl ToString) -> String {
        self.language.text(key, &[("count", count.to_string())])
    }

    /// One of a family of words: `phase-open`.
    pub fn word(&self, family: &str, name: &str) -> String {
        self.language.text(&format!("{family}-{}", name.replace(['_', '.'], "-")), &[])
    }

    /// The same where there are such words; not every field has a hint.
    pub fn word_if_any(&self, family: &str, name: &str) -> Option<String> {
        let key: String = name.chars().filter(|letter| !matches!(letter, '[' | ']')).collect();
        self.language.known(&format!("{family}-{}", key.replace(['_', '.'], "-")))
    }

    /// What a fault says. Instants in it are told in the reader's zone.
    pub fn message(&self, code: Code, arguments: &[Argument]) -> String {
        let told = |(name, value): &Argument| {
            let at = value.parse().ok().filter(|_| matches!(*name, "instant" | "now"));
            (*name, at.map_or_else(|| value.clone(), |at| self.at(&at)))
        };
        let arguments: Vec<Argument> = arguments.iter().map(told).collect();
        self.language.message(code, &arguments)
    }

    /// What this person must do first.
    pub fn missing_words(&self) -> Option<String> {
        self.missing.map(|missing| self.message(missing.code, &[]))
    }

    /// The same with the way there, except where they do it.
    pub fn what_is_missing(&self) -> Option<(String, &'static str, &'static str)> {
        let missing = self.missing.filter(|_| !self.current("/me"))?;
        Some((self.message(missing.code, &[]), missing.path, missing.link))
    }

    /// What a problem says as a whole.
    pub fn problem(&self, problem: &Refusal) -> String {
        self.language.message(problem.code, &problem.arguments)
    }

    /// An instant in the reader's zone.
    pub fn at(&self, instant: &Timestamp) -> String {
        format::instant(self.language, self.zone, *instant)
    }

    /// By the day, or exactly, as much as this reader is told.
    pub fn told(&self, at: &Told) -> String {
        at.day().map_or_else(|| self.at(&at.instant()), |day| self.day(&day))
    }

    /// A figure of an indicator as this reader writes it.
    pub fn figure(&self, figure: &Figure) -> String {
        figure.told(self.language)
    }

    /// So many of so many; in percent only from ten cases on.
    pub fn share(&self, part: &u32, whole: &u32) -> String {
        format::share(self.language, u64::from(*part), u64::from(*whole))
    }

    pub fn day(&self, day: &chrono::NaiveDate) -> String {
        format::date(self.language, *day)
    }

    /// What is left until then; empty once it is past.
    pub fn left(&self, instant: &Timestamp) -> String {
        let seconds = instant.seconds_since(self.now);
        if seconds <= 0 { String::new() } else { format::time_left(self.language, seconds) }
    }

    pub fn size(&self, bytes: &u64) -> String {
        format::size(self.language, *bytes)
    }

    /// Whether the access table lets this person do what needs no call and no relation.
    pub fn may(&self, act: Permission) -> bool {
        self.permitted(Facts::NONE).allows(act)
    }

    /// What the access table lets this person do with a thing that stands so.
    pub fn permitted(&self, facts: Facts) -> Permitted {
        let roles = self.person.as_ref().map_or(&[][..], |person| &person.roles);
        Permitted::by(roles, facts)
    }

    /// Whether the head of this page has the field for finding; the page that it leads to has one of its own.
    pub fn finds(&self) -> bool {
        self.may(Permission::Find) && !self.current("/desk/find")
    }

    /// Marks the entry of the menu that this page stands under.
    pub fn current(&self, section: &str) -> bool {
        let bare = self.path.split('?').next().unwrap_or("");
        if section == "/" { bare == "/" } else { bare.starts_with(section) }
    }

    /// What everybody finds in the menu, by the first part of its address.
    pub fn public_entries(&self) -> [&'static str; 4] {
        ["calls", "problems", "impact", "ledger"]
    }

    /// Whether this page stands under a public entry of the menu.
    pub fn is_under(&self, name: &str) -> bool {
        self.current(&format!("/{name}"))
    }

    /// The words of the menu's entry that this page stands under.
    pub fn here(&self) -> Option<String> {
        if self.current("/") {
            return Some(self.t("menu-home"));
        }
        let duty = self.duties().into_iter().find(|duty| self.current(duty.path));
        let public = || self.public_entries().into_iter().find(|name| self.is_under(name));
        duty.map(|duty| duty.name).or_else(public).map(|name| self.word("menu", name))
    }

    pub fn languages(&self) -> [Language; 2] {
        Language::ALL
    }

    /// The address of a stylesheet, script or picture of ours.
    pub fn asset(&self, name: &'static str) -> &'static str {
        assets::path(name)
    }

    /// What this person's duties open, in the order of the process.
    pub fn duties(&self) -> Vec<&'static Entry> {
        let roles = self.person.as_ref().map_or(&[][..], |person| &person.roles);
        menu::duties(roles)
    }

    /// This page in the other language; the rest of the query stays.
    pub fn in_language(&self, language: &Language) -> String {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let kept = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("lang="));
        let mut parts: Vec<&str> = kept.collect();
        let choice = format!("lang={}", language.tag());
        parts.push(&choice);
        format!("{path}?{}", parts.join("&"))
    }
}
