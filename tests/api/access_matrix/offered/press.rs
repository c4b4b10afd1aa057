//! Pressing a button.

use super::page::Form;
use crate::pages::Visit;
use reqwest::Method;
use reqwest::multipart::{Form as Parts, Part};
use test_support::{Answer, pdf};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressed {
    /// Done to its end; see `Rehearsal`.
    Accepted,
    /// What was filled in is not good enough.
    Wanting,
    Refused(u16),
}

async fn send(visit: &Visit<'_>, form: &Form, fields: &[(String, String)]) -> Answer {
    if !form.has_file {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        return visit.send(&form.action, &fields).await;
    }
    let typed =
        |sent: Parts, (name, value): &(String, String)| sent.text(name.clone(), value.clone());
    let sent = fields.iter().fold(Parts::new(), typed);
    let file = Part::bytes(pdf("berkas")).file_name("berkas.pdf");
    let request = visit.request(Method::POST, &form.action).header("sec-fetch-site", "same-origin");
    Answer::of(request.multipart(sent.part("file", file))).await
}

fn outcome(answer: &Answer) -> Pressed {
    match answer.status {
        // What cannot be committed is told as busy.
        200..400 | 503 => Pressed::Accepted,
        422 => Pressed::Wanting,
        status => Pressed::Refused(status),
    }
}

/// With all filled in; where fault is found with that, with what is needed alone.
pub(super) async fn press(visit: &Visit<'_>, form: &Form) -> Pressed {
    let first = outcome(&send(visit, form, &form.all).await);
    if first == Pressed::Wanting && form.least != form.all {
        return outcome(&send(visit, form, &form.least).await);
    }
    first
}
