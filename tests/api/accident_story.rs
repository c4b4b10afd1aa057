//! The story of one call to which everything happens that happens to real ones (docs/accidents.md): a head who is ill, a
//! withdrawal by mistake, a night without a server, a candidate in hospital, a document that comes late, a finding that
//! is wrong, a plan that was applied too early, a reviewer who leaves, conflicts declared by mistake and found late, a
//! button that was forgotten, an interview that somebody misses and one without a panelist, a chair who may not decide. It ends with each of these persons treated right. Everything
//! goes through the API; the chapters lie in `accident_story/`.

mod interviews;
mod panel;
mod people;
mod plenary;
mod screening;
mod writing;

use people::Story;

#[actix_web::test]
async fn a_call_to_which_every_accident_happens_and_nobody_is_out_because_of_one() {
    let mut story = Story::begin().await;
    story.the_call_takes_its_seats_from_the_approved_plan_of_needs().await;

    story.six_hand_in_though_their_head_is_ill().await;
    story.one_withdraws_by_mistake_and_returns_under_the_same_number().await;
    story.the_server_is_down_in_the_last_night_and_all_get_the_time_back().await;
    story.one_lies_in_hospital_and_hands_in_during_the_verification().await;

    story.signed_minutes_let_a_document_come_late().await;
    story.two_verifiers_sign_the_pact_and_check().await;
    story.a_wrong_finding_is_objected_to_before_the_review().await;

    story.a_plan_applied_too_early_is_taken_back().await;
    story.a_conflict_declared_by_mistake_is_withdrawn().await;
    story.a_reviewer_falls_ill_and_the_tasks_are_spread().await;
    story.the_panel_scores_and_one_forgets_the_last_button().await;

    story.interviews_are_planned_and_one_asks_for_another_time().await;
    story.a_panelist_falls_ill_the_day_before_and_another_sits().await;
    story.one_does_not_come_and_is_interviewed_the_day_after().await;

    story.the_forgotten_sheet_is_asked_for_instead_of_costing_a_study().await;
    story.a_conflict_found_in_the_plenary_takes_a_sheet_away_and_another_comes().await;
    story.too_few_come_to_the_plenary_and_one_more_joins_by_link().await;
    story.the_chair_is_in_conflict_and_somebody_takes_their_place().await;
    story.the_results_are_announced_and_everybody_is_among_the_ranked().await;
    story.the_record_holds_and_says_what_was_opened_for_whom().await;
}
