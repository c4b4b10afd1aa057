//! The page on which the secretariat sees whether past rubrics predicted what came of the awards.

use crate::features::accounts::Visitor;
use crate::features::impact::actions;
use crate::features::impact::learning::{CriterionReading, Learning, Reading};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::language::Language;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "impact/pages/learning.html")]
struct LearningPage<'a> {
    s: &'a PageContext,
    learning: &'a Learning,
}

impl LearningPage<'_> {
    fn name(&self, of: &CriterionReading) -> String {
        format!("{} {}", of.criterion, of.name.text(&self.s.language))
    }

    /// The coefficient with its interval, where there is one.
    fn relation(&self, reading: &Reading) -> String {
        let Some(found) = reading.correlation else { return "–".to_owned() };
        let told = |value: f64| decimal(self.s.language, value);
        match (found.low, found.high) {
            (Some(low), Some(high)) => {
                format!("{} ({} … {})", told(found.rho), told(low), told(high))
            }
            _ => told(found.rho),
        }
    }

    fn question(&self, of: &CriterionReading, reading: &Reading) -> String {
        let key = format!("learning-question-{}", reading.question.name().replace('_', "-"));
        let values = [("criterion", self.name(of)), ("count", reading.awards.to_string())];
        self.s.language.text(&key, &values)
    }
}

/// Two decimals, as readers of the language write them.
fn decimal(language: Language, value: f64) -> String {
    let text = format!("{value:.2}");
    let text = if text == "-0.00" { "0.00".to_owned() } else { text.replace('-', "−") };
    match language {
        Language::Indonesian => text.replace('.', ","),
        Language::English => text,
    }
}

async fn page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let young_months = app.settings.impact.young_months;
    let act = move |cx: &mut Cx<'_>| actions::read_learning(cx, young_months);
    let (s, learning) = visitor.load_signed_in(&app, act).await?;
    show(&s, &LearningPage { s: &s, learning: &learning })
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Permission::ReadLearning, "/desk/learning", page);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coefficient_is_told_with_two_decimals_and_the_languages_own_signs() {
        assert_eq!(decimal(Language::Indonesian, -0.357), "−0,36");
        assert_eq!(decimal(Language::English, 0.999), "1.00");
        assert_eq!(decimal(Language::English, -0.001), "0.00");
    }
}
