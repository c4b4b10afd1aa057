//! Identity can be mended, and not stolen: claims bind nobody, what is confirmed is corrected in the open,
//! names are what they look like, a NIP is read by whom its field names, and guessing has an end.

mod addresses;
mod characters;
mod claims;
mod limits;
mod registering;

use diesel::prelude::*;
use reqwest::Method;
use serde_json::Value;
use test_support::{Answer, TestApp};
use tubel::kernel::settings::Settings;
use tubel::platform::db::schema::mails;

pub(super) const OTHER: &str = "gajah terbang di atas awan";

pub(super) fn strict(settings: &mut Settings) {
    settings.accounts.require_verified_email = true;
}

pub(super) async fn post(app: &TestApp, path: &str, body: Value) -> Answer {
    let path = format!("/api/v1{path}");
    Answer::of(app.request(Method::POST, &path).header("accept-language", "en").json(&body)).await
}

/// The letters of this kind, oldest first: the address, the name and the values that they show.
pub(super) fn letters(app: &TestApp, template: &'static str) -> Vec<(String, String, Value)> {
    let read = move |db: &mut tubel::platform::db::Db| {
        let of_kind = mails::table.filter(mails::template.eq(template)).order(mails::seq);
        let rows = of_kind.select((mails::address, mails::name, mails::letter_values));
        Ok(rows.load::<(String, String, String)>(db)?)
    };
    let rows = app.database().read(read).unwrap();
    let parsed = |(to, name, values): (String, String, String)| {
        (to, name, serde_json::from_str(&values).unwrap())
    };
    rows.into_iter().map(parsed).collect()
}

/// What the link of the newest letter of this kind carries.
pub(super) fn link(app: &TestApp, template: &'static str) -> String {
    let letters = letters(app, template);
    let (_, _, values) = letters.last().unwrap_or_else(|| panic!("no letter {template}"));
    let link = values["link"]["link"].as_str().unwrap();
    link.split_once("token=").unwrap().1.to_owned()
}
