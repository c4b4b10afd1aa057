//! What a page offers, read out of its HTML: links, and forms as somebody would send them who fills in what is empty.

use crate::pages::unescaped;
use regex::{Captures, Regex};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use test_support::PASSWORD;

/// A tag with its name and its attributes. No attribute has a `"` in it, as the templates escape it.
static TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"<(/?)([a-z]+)((?:"[^"]*"|[^>"])*)>"#).unwrap());
static ATTRIBUTE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"([a-z-]+)(?:="([^"]*)")?"#).unwrap());

const WORDS: &str = "Alasan yang cukup panjang untuk diperiksa lagi nanti oleh siapa saja.";

/// A form that is sent by `POST`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) action: String,
    pub(super) fields: Vec<(String, String)>,
    /// What is in `fields` only because the form has it empty, and could do without.
    pub(super) spare: BTreeSet<String>,
    pub(super) has_file: bool,
}

impl Form {
    /// Tells this form from others of the same page: what is sent with it unseen is part of the button.
    pub(super) fn key(&self) -> (String, Vec<(String, String)>) {
        let passing = ["csrf", "key", "version"];
        let fixed = self.fields.iter().filter(|(name, _)| !passing.contains(&name.as_str()));
        (self.action.clone(), fixed.cloned().collect())
    }

    /// The same form of somebody else.
    pub(super) fn with_token(&self, csrf: &str) -> Self {
        let mut form = self.clone();
        let tokens = form.fields.iter_mut().filter(|(name, _)| name == "csrf");
        tokens.for_each(|(_, value)| csrf.clone_into(value));
        form
    }

    /// Without what need not be filled in.
    pub(super) fn at_least(&self) -> Self {
        let mut form = self.clone();
        let emptied = form.fields.iter_mut().filter(|(name, _)| self.spare.contains(name));
        emptied.for_each(|(_, value)| value.clear());
        form
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// Where links, pictures and questions (`GET`) lead.
    pub(super) links: BTreeSet<String>,
    pub(super) forms: Vec<Form>,
}

/// Something in a form.
struct Control {
    form: usize,
    name: String,
    kind: String,
    value: String,
    is_chosen: bool,
    is_required: bool,
}

type Attributes = BTreeMap<String, String>;

fn attributes(tag: &Captures<'_>) -> Attributes {
    let all = ATTRIBUTE.captures_iter(tag.get(3).unwrap().as_str());
    let value = |one: &Captures<'_>| one.get(2).map_or("", |value| value.as_str()).to_owned();
    all.map(|one| (one[1].to_owned(), unescaped(&value(&one)))).collect()
}

impl Page {
    pub(super) fn of(text: &str) -> Self {
        let mut reading = Reading { text, ..Reading::default() };
        reading.find_forms();
        TAG.captures_iter(text).for_each(|tag| reading.take(&tag));
        reading.finish()
    }
}

#[derive(Default)]
struct Reading<'a> {
    text: &'a str,
    links: BTreeSet<String>,
    /// Every form of the page, by `POST` or not.
    all: Vec<Attributes>,
    ids: BTreeMap<String, usize>,
    begun: usize,
    open: Option<usize>,
    controls: Vec<Control>,
    select: Option<Control>,
}

impl Reading<'_> {
    /// All forms first, since a control may stand outside of its own.
    fn find_forms(&mut self) {
        for tag in TAG.captures_iter(self.text).filter(|tag| &tag[2] == "form" && tag[1].is_empty())
        {
            let form = attributes(&tag);
            if let Some(id) = form.get("id") {
                self.ids.insert(id.clone(), self.all.len());
            }
            self.all.push(form);
        }
    }

    fn take(&mut self, tag: &Captures<'_>) {
        let (is_end, name) = (!tag[1].is_empty(), &tag[2]);
        let of = attributes(tag);
        match (name, is_end) {
            ("form", false) => (self.open, self.begun) = (Some(self.begun), self.begun + 1),
            ("form", true) => self.open = None,
            ("select", true) => self.controls.extend(self.select.take()),
            ("a" | "img", false) => {
                let place = of.get("href").or_else(|| of.get("src"));
                let ours = place.filter(|place| place.starts_with('/'));
                self.links.extend(ours.map(|place| place.split('#').next().unwrap().to_owned()));
            }
            ("option", false) => {
                let value = of.get("value").cloned().unwrap_or_default();
                if let Some(select) = self.select.as_mut()
                    && (select.value.is_empty() || of.contains_key("selected"))
                {
                    select.value = value;
                }
            }
            ("input" | "textarea" | "select" | "button", false) => self.control(tag, &of),
            _ => (),
        }
    }

    fn control(&mut self, tag: &Captures<'_>, of: &Attributes) {
        let elsewhere = of.get("form").and_then(|id| self.ids.get(id)).copied();
        let Some((form, name)) = elsewhere.or(self.open).zip(of.get("name")) else { return };
        let element = &tag[2];
        let kind = match element {
            "input" => of.get("type").map_or("text", String::as_str),
            other => other,
        };
        let value = match element {
            "textarea" => {
                let rest = &self.text[tag.get(0).unwrap().end()..];
                unescaped(rest.split("</textarea>").next().unwrap().trim())
            }
            _ => of.get("value").cloned().unwrap_or_default(),
        };
        let control = Control {
            form,
            name: name.clone(),
            kind: kind.to_owned(),
            value,
            is_chosen: of.contains_key("checked"),
            is_required: of.contains_key("required"),
        };
        match element {
            "select" => self.select = Some(control),
            _ => self.controls.push(control),
        }
    }

    fn finish(mut self) -> Page {
        let mut forms = Vec::new();
        for (index, of) in self.all.iter().enumerate() {
            let action = of.get("action").cloned().unwrap_or_default();
            if of.get("method").is_none_or(|method| method != "post") {
                self.links.insert(action);
                continue;
            }
            let of_form: Vec<&Control> =
                self.controls.iter().filter(|control| control.form == index).collect();
            forms.push(filled(action, &of_form));
        }
        Page { links: self.links, forms }
    }
}

/// As it would be sent: what is there as it is, of choices what is chosen or else the first, words where there are
/// none.
fn filled(action: String, controls: &[&Control]) -> Form {
    let has_file = controls.iter().any(|control| control.kind == "file");
    let mut form = Form { action, fields: Vec::new(), spare: BTreeSet::new(), has_file };
    let mut is_pressed = false;
    for control in controls {
        let Control { name, kind, value, is_chosen, .. } = control;
        let is_first = || {
            controls
                .iter()
                .find(|one| one.name == *name)
                .is_some_and(|one| std::ptr::eq(*one, *control))
        };
        let is_chosen_elsewhere = || controls.iter().any(|one| one.name == *name && one.is_chosen);
        let sent = match kind.as_str() {
            "file" => continue,
            "checkbox" | "radio" if *is_chosen || (is_first() && !is_chosen_elsewhere()) => {
                value.clone()
            }
            "checkbox" | "radio" => continue,
            "button" if is_pressed => continue,
            "button" => {
                is_pressed = true;
                value.clone()
            }
            "hidden" | "select" => value.clone(),
            _ if !value.is_empty() => value.clone(),
            _ => {
                if !control.is_required {
                    form.spare.insert(name.clone());
                }
                typed(kind)
            }
        };
        form.fields.push((name.clone(), sent));
    }
    form
}

fn typed(kind: &str) -> String {
    let text = match kind {
        "number" => "1",
        "password" => PASSWORD,
        "email" => "orang.baru@pom.go.id",
        "date" => "2027-03-01",
        "datetime-local" => "2027-03-01T10:00",
        _ => WORDS,
    };
    text.to_owned()
}

#[test]
fn a_page_is_read_with_its_links_and_its_forms_as_they_would_be_sent() {
    let page = Page::of(
        r##"<a class="x" href="/calls?of=1&#38;b#top">c</a> <a href="https://elsewhere.example/">e</a>
<form method="get" action="/problems"><input name="q" type="text"></form>
<form method="post" action="/desk/erase" id="erase"><input type="hidden" name="csrf" value="t">
<select name="why"><option value=""></option><option value="a">a</option><option value="b" selected>b</option></select>
<textarea name="reason" rows="3" required></textarea><textarea name="note"></textarea>
<input type="radio" name="way" value="one"><input type="radio" name="way" value="two" checked>
<button type="submit" name="act" value="yes">y</button><button type="submit" name="act" value="no">n</button></form>
<input type="checkbox" form="erase" name="who" value="u1"><input type="checkbox" form="erase" name="who" value="u2">"##,
    );
    assert_eq!(page.links, BTreeSet::from(["/calls?of=1&b".to_owned(), "/problems".to_owned()]));
    let [form] = &page.forms[..] else { panic!("{:?}", page.forms) };
    let fields: Vec<(&str, &str)> =
        form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expected = [
        ("csrf", "t"),
        ("reason", WORDS),
        ("note", WORDS),
        ("way", "two"),
        ("act", "yes"),
        ("who", "u1"),
        ("why", "b"),
    ];
    assert_eq!(BTreeMap::from_iter(fields), BTreeMap::from(expected));
    let least = form.at_least();
    assert!(least.fields.contains(&("note".to_owned(), String::new())));
    assert!(least.fields.contains(&("reason".to_owned(), WORDS.to_owned())));
    assert!(form.with_token("u").fields.contains(&("csrf".to_owned(), "u".to_owned())));
}
