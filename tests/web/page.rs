//! What every page must pass: nothing for axe-core to find, nothing on the console, at most 100 kB
//! on the wire, no wider than the screen.

use crate::browser::{Browser, Screen};
use serde_json::Value;

/// The most a page may weigh, in bytes.
const WEIGHT: u64 = 100_000;

fn axe() -> String {
    let path =
        std::env::var("TUBEL_AXE").unwrap_or("target/axe-4.11.4/package/axe.min.js".to_owned());
    std::fs::read_to_string(&path).expect("axe-core is not there; scripts/test fetches it")
}

/// Looks at the page now shown, and takes its picture.
pub(crate) async fn check(browser: &Browser, screen: Screen, name: &str) {
    assert_eq!(browser.complaints().await, Vec::<String>::new(), "{name}: console");
    let weight = browser
        .run(
            "return performance.getEntriesByType('navigation')
                .concat(performance.getEntriesByType('resource'))
                .reduce((sum, entry) => sum + entry.transferSize, 0)",
        )
        .await;
    assert!(weight.as_u64().unwrap() <= WEIGHT, "{name} weighs {weight} bytes");
    let wide = browser.run("return document.documentElement.scrollWidth - innerWidth").await;
    assert!(wide.as_i64().unwrap() <= 0, "{name} is {wide} pixels wider than the screen");
    let bare = browser
        .run(
            "return document.body.innerText.match(/\\b(field|hint|group|rule-name|rule-outcome|phase|milestone|proposal-state|proposal-stands|problem-state|problem-direction|next|role|endorsement|answer|rating|sanction|task-state|verdict|conflict-kind|sheet-field|service-status|accreditation|setup|desk|board|export|exports|create|publish|moving|scenario|decision|decision-field|decision-state|run-state|zone|outcome|objection|objections|ruling|remedy|award-state|offer|seats|figures|announcement|assignment|record|mail|menu|mydata|retention|erasure)-[a-z-]+/g)",
        )
        .await;
    assert_eq!(bare, Value::Null, "{name}: names without words");
    browser.run(&axe()).await;
    let found = browser
        .run_async(
            "const done = arguments[arguments.length - 1];
             axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
               .then((found) => done(found.violations.map((fault) =>
                 fault.id + ': ' + fault.nodes.map((node) => node.html).join(' | '))))",
        )
        .await;
    assert_eq!(found, Value::Array(Vec::new()), "{name}: axe-core");
    browser.picture(&format!("{name}-{}", screen.name())).await;
    // axe writes nothing, but what it provoked must not be laid at the next page's door.
    browser.complaints().await;
}
