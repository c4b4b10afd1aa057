//! The forms of a page, each of their buttons once, as somebody would send them who fills in what is empty.

use crate::pages::unescaped;
use std::collections::BTreeSet;
use test_support::PASSWORD;

const WORDS: &str = "Alasan yang cukup panjang untuk diperiksa lagi nanti oleh siapa saja.";

/// Of dates that are asked for, those of what was already.
const PAST: [&str; 5] = ["discovered", "happened", "given", "from", "period_to"];

type Fields = Vec<(String, String)>;

/// A button that sends by `POST`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) action: String,
    /// With everything filled in.
    pub(super) all: Fields,
    /// With what the page asks for, and without the rest.
    pub(super) least: Fields,
    pub(super) has_file: bool,
}

impl Form {
    /// Tells this button from others: what is sent unseen is part of it.
    pub(super) fn key(&self) -> (String, Fields) {
        let passing = ["csrf", "key", "version"];
        let fixed = self.all.iter().filter(|(name, _)| !passing.contains(&name.as_str()));
        (self.action.clone(), fixed.cloned().collect())
    }

    /// The names of what it sends, and what its button says; the same for each of a list.
    pub(super) fn kind(&self) -> Vec<String> {
        let fixed = |name: &str| matches!(name, "do" | "step" | "form" | "answer" | "kind");
        let told = |(name, value): &(String, String)| {
            let bare = name.split('.').next().unwrap();
            if fixed(name) { format!("{name}={value}") } else { bare.to_owned() }
        };
        self.all.iter().map(told).collect()
    }

    /// The same button for somebody else, about something else.
    pub(super) fn as_if(&self, csrf: &str, action: &str) -> Self {
        let mut form = Self { action: action.to_owned(), ..self.clone() };
        let tokens = form.all.iter_mut().chain(&mut form.least).filter(|(name, _)| name == "csrf");
        tokens.for_each(|(_, value)| csrf.clone_into(value));
        form
    }

    pub(super) fn csrf(&self) -> Option<&str> {
        let token = self.all.iter().find(|(name, _)| name == "csrf");
        token.map(|(_, value)| value.as_str())
    }
}

const NAMES: [&str; 9] =
    ["a ", "img ", "form ", "/form", "input ", "textarea ", "select ", "option", "button "];

/// A tag, with the text behind it. No attribute has a `"`, `<` or `>` in it, as the templates escape them.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    text: &'a str,
}

impl<'a> Tag<'a> {
    fn all(page: &'a str) -> impl Iterator<Item = Self> {
        // Tens of thousands of pages are read, most of them other tags.
        let ours = |piece: &&str| NAMES.iter().any(|name| piece.starts_with(name));
        page.split('<').filter(ours).filter_map(|piece| {
            let (tag, text) = piece.split_once('>')?;
            let (name, _) = tag.split_once(' ').unwrap_or((tag, ""));
            Some(Self { name, attributes: &tag[name.len()..], text })
        })
    }

    fn get(&self, attribute: &str) -> Option<String> {
        let (_, rest) = self.attributes.split_once(&format!(" {attribute}=\""))?;
        rest.split('"').next().map(unescaped)
    }

    fn has(&self, attribute: &str) -> bool {
        let bare = self.attributes.split('"').step_by(2);
        bare.flat_map(str::split_whitespace).any(|word| word == attribute)
    }
}

/// Something in a form.
struct Control {
    form: usize,
    name: String,
    kind: String,
    value: String,
    least: String,
    is_chosen: bool,
    is_required: bool,
    /// Where this button sends its form, if not where the others do.
    elsewhere: Option<String>,
}

impl Control {
    fn of(tag: &Tag<'_>, form: usize) -> Self {
        let kind = match tag.name {
            "input" => tag.get("type").unwrap_or_else(|| "text".to_owned()),
            other => other.to_owned(),
        };
        let value = match tag.name {
            "textarea" => unescaped(tag.text.trim()),
            _ => tag.get("value").unwrap_or_default(),
        };
        Self {
            form,
            name: tag.get("name").unwrap_or_default(),
            kind,
            value,
            least: tag.get("min").unwrap_or_else(|| "1".to_owned()),
            is_chosen: tag.has("checked"),
            is_required: tag.has("required"),
            elsewhere: tag.get("formaction"),
        }
    }

    fn is_choice(&self) -> bool {
        matches!(self.kind.as_str(), "checkbox" | "radio")
    }

    /// What somebody types who finds it empty.
    fn typed(&self) -> String {
        let text = match (self.kind.as_str(), self.name.as_str()) {
            ("number", _) => &self.least,
            ("password", _) => PASSWORD,
            ("email", _) => "orang.baru@pom.go.id",
            ("date", name) if PAST.iter().any(|past| name.contains(past)) => "2026-11-25",
            ("date", _) => "2027-06-01",
            (_, name) if name.rsplit('.').next() == Some("time") => "10:00",
            (_, "nip") => "198502282010012999",
            (_, "baseline_period") => "2025",
            (_, "baseline_value" | "baseline_figure") => "12",
            (_, "target_value" | "target_figure" | "value") => "3",
            _ => WORDS,
        };
        text.to_owned()
    }
}

/// Where links, pictures and questions of this page lead, within the program.
pub(super) fn places(page: &str) -> BTreeSet<String> {
    let leads = Tag::all(page).filter_map(|tag| match tag.name {
        "a" => tag.get("href"),
        "img" => tag.get("src"),
        "form" if tag.get("method").is_none_or(|method| method == "get") => tag.get("action"),
        _ => None,
    });
    let ours = leads.filter(|place| place.starts_with('/'));
    ours.map(|place| place.split('#').next().unwrap().to_owned()).collect()
}

/// Every button of this page.
pub(super) fn forms(page: &str) -> Vec<Form> {
    if !page.contains("<form ") {
        return Vec::new();
    }
    let is_form = |tag: &Tag<'_>| tag.name == "form";
    let all: Vec<Tag<'_>> = Tag::all(page).filter(is_form).collect();
    let ids: Vec<Option<String>> = all.iter().map(|form| form.get("id")).collect();
    let controls = controls(page, &ids);
    let posts = all
        .iter()
        .enumerate()
        .filter(|(_, form)| form.get("method").is_some_and(|method| method == "post"));
    let buttons = posts.flat_map(|(index, form)| {
        let of_form = controls.iter().filter(|control| control.form == index).collect::<Vec<_>>();
        buttons(&form.get("action").unwrap_or_default(), &of_form)
    });
    buttons.collect()
}

fn controls(page: &str, ids: &[Option<String>]) -> Vec<Control> {
    let (mut begun, mut open, mut found) = (0, None, Vec::<Control>::new());
    for tag in Tag::all(page) {
        match tag.name {
            "form" => (open, begun) = (Some(begun), begun + 1),
            "/form" => open = None,
            "option" => {
                let value = tag.get("value").unwrap_or_default();
                if let Some(select) = found.last_mut().filter(|last| last.kind == "select")
                    && (select.value.is_empty() || tag.has("selected"))
                {
                    select.value = value;
                }
            }
            "input" | "textarea" | "select" | "button" => {
                // A control may stand outside of its form, and then names it.
                let named = tag.get("form");
                let named =
                    named.and_then(|id| ids.iter().position(|one| one.as_ref() == Some(&id)));
                found.extend(named.or(open).map(|form| Control::of(&tag, form)));
            }
            _ => (),
        }
    }
    found
}

/// A form once for each of its buttons that sends something else.
fn buttons(action: &str, controls: &[&Control]) -> Vec<Form> {
    let (buttons, controls): (Vec<&Control>, Vec<&Control>) =
        controls.iter().partition(|control| control.kind == "button");
    let (all, least) = filled(&controls);
    let has_file = controls.iter().any(|control| control.kind == "file");
    let mut known = BTreeSet::new();
    let different = buttons
        .into_iter()
        .filter(|one| known.insert((one.name.clone(), one.value.clone(), one.elsewhere.clone())));
    let pressed = |button: &Control| {
        let action = button.elsewhere.clone().unwrap_or_else(|| action.to_owned());
        let mut form = Form { action, all: all.clone(), least: least.clone(), has_file };
        if !button.name.is_empty() {
            let field = (button.name.clone(), button.value.clone());
            form.all.push(field.clone());
            form.least.push(field);
        }
        form
    };
    different.map(pressed).collect()
}

/// What is there as it is; of choices what is chosen, or else the first; something typed where nothing is.
fn filled(controls: &[&Control]) -> (Fields, Fields) {
    let (mut all, mut least) = (Fields::new(), Fields::new());
    let is_chosen = |name: &str| controls.iter().any(|one| one.name == name && one.is_chosen);
    for control in controls {
        let Control { name, kind, value, is_required, .. } = control;
        let is_offered = || !is_chosen(name) && !all.iter().any(|(known, _)| known == name);
        let (sent, is_needed) = match kind.as_str() {
            _ if name.is_empty() || kind == "file" => continue,
            _ if control.is_choice() && control.is_chosen => (value.clone(), true),
            "checkbox" if is_offered() => (value.clone(), *is_required),
            "radio" if is_offered() => (value.clone(), true),
            _ if control.is_choice() => continue,
            "hidden" | "select" => (value.clone(), true),
            _ if !value.is_empty() => (value.clone(), true),
            _ => (control.typed(), *is_required),
        };
        match (is_needed, control.is_choice()) {
            (true, _) => least.push((name.clone(), sent.clone())),
            (false, true) => (),
            (false, false) => least.push((name.clone(), String::new())),
        }
        all.push((name.clone(), sent));
    }
    (all, least)
}

#[test]
fn a_page_is_read_with_its_buttons_as_they_would_be_sent() {
    let page = r#"<form method="get" action="/problems"><input name="q" type="text"></form>
<form method="post" action="/desk/erase" id="erase"><input type="hidden" name="csrf" value="t">
<select name="why"><option value=""></option><option value="a">a</option><option value="b" selected>b</option></select>
<textarea name="reason" rows="3" required></textarea><textarea name="note">
</textarea>
<input type="radio" name="way" value="one"><input type="radio" name="way" value="two&#38;" checked>
<button type="submit" name="act" value="yes">y</button><button type="submit" formaction="/desk/back">n</button></form>
<input type="checkbox" form="erase" name="who" value="u1"><input type="checkbox" form="erase" name="who" value="u2">"#;
    let [yes, back] = &forms(page)[..] else { panic!("{:?}", forms(page)) };
    let fields = |some: &[(&str, &str)]| {
        some.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let first = [("csrf", "t"), ("why", "b"), ("reason", WORDS)];
    let all: Fields = fields(&[("note", WORDS), ("way", "two&"), ("who", "u1"), ("act", "yes")]);
    assert_eq!(yes.all, [fields(&first), all].concat());
    let least: Fields = fields(&[("note", ""), ("way", "two&"), ("act", "yes")]);
    assert_eq!(yes.least, [fields(&first), least].concat());
    assert_eq!((yes.action.as_str(), back.action.as_str()), ("/desk/erase", "/desk/back"));
    assert_eq!(yes.as_if("u", "/x").csrf(), Some("u"));
    assert_ne!(yes.key(), back.key());
}
