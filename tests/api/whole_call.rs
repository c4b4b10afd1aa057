//! The story of one call, from the registered problem to the announcement, all of it over the API:
//! 12 offices, 27 problems, 40 candidates, 9 reviewers, 8 seats with caps and a floor. The chapters
//! lie in `whole_call/`; `field` has the scores and the outcome worked out by hand, and
//! `independent.py` works it out once more by other means.

mod afterwards;
mod field;
mod panel;
mod plenary;
mod registry;
mod screening;
mod story;
mod writing;

use story::Story;

#[actix_web::test]
async fn a_call_from_the_registered_problem_to_the_announcement() {
    let mut story = Story::begin().await;

    story.the_registry_starts_with_twenty_five_problems().await;
    story.two_units_register_problems_of_their_own().await;

    story.the_call_is_frozen_and_opens().await;
    story.forty_candidates_write().await;
    story.two_are_told_by_the_rules_that_they_cannot_take_part().await;
    story.thirty_seven_hand_in_and_keep_their_receipts().await;
    story.one_is_too_late_by_no_time_at_all().await;

    story.one_withdraws().await;
    story.one_repairs_an_unreadable_document().await;
    story.two_verifiers_check_each_proposal().await;
    story.one_is_ineligible_and_is_told_why().await;

    story.conflicts_of_interest_are_found().await;
    story.the_plan_is_previewed_and_applied().await;
    story.a_reviewer_declares_a_conflict_and_is_replaced().await;
    story.a_stale_save_loses_nothing_and_a_submitted_sheet_is_locked().await;
    story.the_panel_scores().await;

    let run = story.the_ranking_is_computed().await;
    let decided = story.the_plenary_decides_what_it_previewed(run).await;
    story.the_decider_approves(&decided).await;
    let answers = story.nobody_outside_sees_a_result(&decided).await;
    let seed = story.the_results_are_announced(&decided, &answers).await;

    story.every_candidate_reads_their_own_result(&decided).await;
    story.the_outcomes_are_those_worked_out_by_hand(&decided);
    story.an_independent_ranking_is_the_same_row_by_row(&seed).await;
    story.the_replay_gives_the_same_bytes(&decided);
    story.the_record_holds().await;
}
