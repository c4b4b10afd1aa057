//! The tables as diesel sees them, in the order of the migrations. Kept equal to the migrations by
//! `tests/architecture/` and `tests/api/database_schema.rs`.

diesel::table! {
    ledger (seq) {
        seq -> BigInt,
        at -> BigInt,
        actor -> Nullable<Text>,
        act -> Text,
        subject -> Text,
        payload -> Text,
        previous_hash -> Text,
        hash -> Text,
        row_digest -> Nullable<Text>,
    }
}

diesel::table! {
    ledger_head (id) {
        id -> Integer,
        seq -> BigInt,
        at -> BigInt,
        hash -> Text,
        tree -> Text,
    }
}

diesel::table! {
    row_seals (table_name, row_key, seq) {
        table_name -> Text,
        row_key -> Text,
        seq -> BigInt,
        salt -> Nullable<Text>,
        hash -> Text,
        disturbed -> Bool,
    }
}

diesel::table! {
    checkpoints (size) {
        size -> BigInt,
        at -> BigInt,
        note -> Text,
    }
}

diesel::table! {
    instance (id) {
        id -> Integer,
        identity -> Text,
        kind -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    units (code) {
        code -> Text,
        parent -> Nullable<Text>,
        name -> Text,
        kind -> Text,
        city -> Text,
        region -> Text,
        remote -> Bool,
        time_zone -> Text,
        active -> Bool,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        nip -> Nullable<Text>,
        name -> Text,
        unit -> Nullable<Text>,
        superior -> Nullable<Text>,
        password_hash -> Text,
        active -> Bool,
        created_at -> BigInt,
        password_changed_at -> BigInt,
        email_verified_at -> Nullable<BigInt>,
        erased_at -> Nullable<BigInt>,
        nip_claim -> Nullable<Text>,
    }
}

diesel::table! {
    staff_list (id) {
        id -> Text,
        nip -> Text,
        name -> Text,
        unit -> Text,
        email -> Text,
        imported_at -> BigInt,
    }
}

diesel::table! {
    registrations (token_hash) {
        token_hash -> Text,
        email -> Text,
        asked_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    address_changes (id) {
        id -> Text,
        user_id -> Text,
        old_email -> Text,
        new_email -> Text,
        asked_by -> Nullable<Text>,
        reason -> Text,
        asked_at -> BigInt,
        not_before -> BigInt,
        expires_at -> BigInt,
        needs_approval -> Bool,
        approved_by -> Nullable<Text>,
        confirm_hash -> Nullable<Text>,
        stop_hash -> Nullable<Text>,
        done_at -> Nullable<BigInt>,
        stopped_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    role_grants (id) {
        id -> Text,
        user_id -> Text,
        role -> Text,
        granted_by -> Nullable<Text>,
        granted_at -> BigInt,
        revoked_by -> Nullable<Text>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    substitutes (grant_id) {
        grant_id -> Text,
        in_place_of -> Text,
        until_on -> Text,
    }
}

diesel::table! {
    vouchers (user_id, voucher, how) {
        user_id -> Text,
        voucher -> Text,
        how -> Text,
        vouched_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    positions (id) {
        id -> Text,
        user_id -> Text,
        unit -> Nullable<Text>,
        superior -> Nullable<Text>,
        held_from -> BigInt,
        held_until -> Nullable<BigInt>,
    }
}

diesel::table! {
    proposed_changes (id) {
        id -> Text,
        thing -> Text,
        user_id -> Nullable<Text>,
        wanted -> Text,
        state -> Text,
        proposed_by -> Text,
        proposed_at -> BigInt,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        started_at -> BigInt,
        expires_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        end_reason -> Nullable<Text>,
        client -> Text,
    }
}

diesel::table! {
    refresh_tokens (token_hash) {
        token_hash -> Text,
        session_id -> Text,
        issued_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sign_in_failures (bucket) {
        bucket -> Text,
        window_started_at -> BigInt,
        failures -> Integer,
    }
}

diesel::table! {
    idempotency_keys (user_id, operation, idempotency_key) {
        user_id -> Text,
        operation -> Text,
        idempotency_key -> Text,
        request_hash -> Text,
        answer -> Text,
        answered_at -> BigInt,
    }
}

diesel::table! {
    problems (id) {
        id -> Text,
        code -> Text,
        owner_unit -> Text,
        title -> Text,
        description -> Text,
        indicator -> Text,
        unit_of_measure -> Text,
        direction -> Text,
        baseline_value -> Text,
        baseline_period -> Text,
        baseline_denominator -> Nullable<Text>,
        baseline_source -> Text,
        baseline_measured_by -> Text,
        target_value -> Text,
        evidence -> Text,
        illustrative -> Bool,
        state -> Text,
        state_reason -> Nullable<Text>,
        proposed_by -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        created_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
        baseline_figure -> Nullable<BigInt>,
        target_figure -> Nullable<BigInt>,
    }
}

diesel::table! {
    measurements (id) {
        id -> Text,
        problem_id -> Text,
        period_from -> Text,
        period_to -> Text,
        value -> Text,
        figure -> BigInt,
        denominator -> Nullable<Text>,
        source -> Text,
        measured_by -> Text,
        difference -> Nullable<Text>,
        gaps -> Nullable<Text>,
        evidence -> Text,
        corrects -> Nullable<Text>,
        correction_reason -> Nullable<Text>,
        recorded_by -> Text,
        recorded_at -> BigInt,
    }
}

diesel::table! {
    measurement_checks (measurement_id, number) {
        measurement_id -> Text,
        number -> Integer,
        verdict -> Text,
        reason -> Text,
        checked_by -> Text,
        checked_at -> BigInt,
    }
}

diesel::table! {
    admission_reminders (award_id, kind, admission_by, recipient) {
        award_id -> Text,
        kind -> Text,
        admission_by -> Text,
        recipient -> Text,
        reminded_at -> BigInt,
    }
}

diesel::table! {
    measurement_reminders (problem_id, due_on, recipient) {
        problem_id -> Text,
        due_on -> Text,
        recipient -> Text,
        reminded_at -> BigInt,
    }
}

diesel::table! {
    measurement_files (measurement_id) {
        measurement_id -> Text,
        name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        added_by -> Text,
        added_at -> BigInt,
    }
}

diesel::table! {
    calls (id) {
        id -> Text,
        code -> Text,
        state -> Text,
        definition -> Text,
        rules_hash -> Nullable<Text>,
        opens_at -> BigInt,
        submissions_close_at -> BigInt,
        screening_ends_at -> BigInt,
        review_ends_at -> BigInt,
        announcement_at -> BigInt,
        objections_end_at -> BigInt,
        announced_at -> Nullable<BigInt>,
        tie_seed -> Nullable<Text>,
        tie_seed_hash -> Nullable<Text>,
        next_number -> Integer,
        cancelled_reason -> Nullable<Text>,
        created_by -> Text,
        created_at -> BigInt,
        frozen_by -> Nullable<Text>,
        frozen_at -> Nullable<BigInt>,
        version -> BigInt,
        administrative_results_at -> Nullable<BigInt>,
        administrative_objections_end_at -> Nullable<BigInt>,
        review_begins_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    call_extensions (id) {
        id -> Text,
        call_id -> Text,
        milestone -> Text,
        from_instant -> BigInt,
        to_instant -> BigInt,
        reason -> Text,
        extended_by -> Text,
        extended_at -> BigInt,
    }
}

diesel::table! {
    panel_members (call_id, user_id) {
        call_id -> Text,
        user_id -> Text,
        max_load -> Integer,
        topics -> Text,
        added_by -> Text,
        added_at -> BigInt,
        senior -> Bool,
    }
}

diesel::table! {
    proposals (id) {
        id -> Text,
        call_id -> Text,
        candidate -> Text,
        unit -> Text,
        problem_id -> Text,
        level -> Text,
        number -> Nullable<Text>,
        state -> Text,
        content -> Text,
        version -> BigInt,
        submitted_version -> Nullable<Integer>,
        submitted_problem -> Nullable<Text>,
        submitted_level -> Nullable<Text>,
        created_at -> BigInt,
        updated_at -> BigInt,
        submitted_at -> Nullable<BigInt>,
        withdrawn_reason -> Nullable<Text>,
    }
}

diesel::table! {
    proposal_versions (proposal_id, number) {
        proposal_id -> Text,
        number -> Integer,
        content -> Text,
        content_hash -> Text,
        eligibility -> Text,
        receipt -> Text,
        submitted_at -> BigInt,
        circumstances -> Text,
    }
}

diesel::table! {
    submitted_titles (proposal_id) {
        proposal_id -> Text,
        title -> Text,
    }
}

diesel::table! {
    submitted_files (proposal_id, submission, document_id) {
        proposal_id -> Text,
        submission -> Integer,
        document_id -> Text,
        repair_id -> Nullable<Text>,
        pinned_at -> BigInt,
    }
}

diesel::table! {
    document_openings (document_id, verifier) {
        document_id -> Text,
        verifier -> Text,
        opened_at -> BigInt,
    }
}

diesel::table! {
    approvals (decision_id) {
        decision_id -> Text,
        shown_hash -> Text,
        salt -> Text,
    }
}

diesel::table! {
    withdrawn_conclusions (proposal_id, round, verifier, withdrawn_at) {
        proposal_id -> Text,
        round -> Integer,
        verifier -> Text,
        concluded_at -> BigInt,
        outcome -> Text,
        reason -> Text,
        withdrawn_at -> BigInt,
    }
}

diesel::table! {
    need_plans (id) {
        id -> Text,
        title -> Text,
        first_year -> Integer,
        last_year -> Integer,
        state -> Text,
        opened_by -> Text,
        opened_at -> BigInt,
        proposed_by -> Nullable<Text>,
        proposed_at -> Nullable<BigInt>,
        content_hash -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        document_number -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    needs (id) {
        id -> Text,
        plan_id -> Text,
        unit -> Text,
        problem_id -> Text,
        level -> Text,
        field -> Text,
        reason -> Text,
        registered_by -> Text,
        registered_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    need_years (need_id, year) {
        need_id -> Text,
        year -> Integer,
        people -> Integer,
    }
}

diesel::table! {
    interview_slots (id) {
        id -> Text,
        call_id -> Text,
        proposal_id -> Text,
        starts_at -> BigInt,
        ends_at -> BigInt,
        place -> Text,
        link -> Nullable<Text>,
        revision -> Integer,
        state -> Text,
        reason -> Nullable<Text>,
        late_reason -> Nullable<Text>,
        attendance -> Nullable<Text>,
        attendance_reason -> Nullable<Text>,
        attended_by -> Nullable<Text>,
        attended_at -> Nullable<BigInt>,
        planned_by -> Text,
        planned_at -> BigInt,
    }
}

diesel::table! {
    interview_panelists (slot_id, user_id) {
        slot_id -> Text,
        user_id -> Text,
        added_at -> BigInt,
        removed_at -> Nullable<BigInt>,
        removed_reason -> Nullable<Text>,
    }
}

diesel::table! {
    interview_sheets (slot_id, user_id) {
        slot_id -> Text,
        user_id -> Text,
        sheet -> Text,
        salt -> Text,
        version -> BigInt,
        updated_at -> BigInt,
        submitted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    interview_requests (proposal_id) {
        proposal_id -> Text,
        slot_id -> Text,
        reason -> Text,
        asked_at -> BigInt,
        answer -> Nullable<Text>,
        answer_reason -> Nullable<Text>,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    exceptions (id) {
        id -> Text,
        call_id -> Text,
        proposal_id -> Text,
        kind -> Text,
        document -> Nullable<Text>,
        field -> Nullable<Text>,
        until_at -> BigInt,
        minutes_number -> Text,
        reason -> Text,
        minutes_name -> Nullable<Text>,
        minutes_size -> Nullable<BigInt>,
        minutes_sha256 -> Nullable<Text>,
        requested_by -> Text,
        requested_at -> BigInt,
        state -> Text,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<BigInt>,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<BigInt>,
        answer -> Nullable<Text>,
        repair_id -> Nullable<Text>,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    late_submissions (id) {
        id -> Text,
        proposal_id -> Text,
        until_at -> BigInt,
        reason -> Text,
        allowed_by -> Text,
        allowed_at -> BigInt,
    }
}

diesel::table! {
    late_rulings (objection_id) {
        objection_id -> Text,
        told_at -> BigInt,
    }
}

diesel::table! {
    pacts (call_id) {
        call_id -> Text,
        text_hash -> Text,
    }
}

diesel::table! {
    pact_signatures (id) {
        id -> Text,
        call_id -> Text,
        user_id -> Text,
        proposal_id -> Nullable<Text>,
        version -> Nullable<Integer>,
        text_hash -> Text,
        phrase -> Text,
        signed_at -> BigInt,
    }
}

diesel::table! {
    interview_reminders (slot_id, starts_at, recipient) {
        slot_id -> Text,
        starts_at -> BigInt,
        recipient -> Text,
        reminded_at -> BigInt,
    }
}

diesel::table! {
    pact_reminders (call_id, recipient) {
        call_id -> Text,
        recipient -> Text,
        reminded_at -> BigInt,
    }
}

diesel::table! {
    documents (id) {
        id -> Text,
        proposal_id -> Text,
        kind -> Text,
        version -> Integer,
        file_name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        uploaded_by -> Text,
        uploaded_at -> BigInt,
    }
}

diesel::table! {
    uploads (id) {
        id -> Text,
        proposal_id -> Text,
        kind -> Text,
        file_name -> Text,
        file_modified -> Nullable<BigInt>,
        size -> BigInt,
        received -> BigInt,
        begun_by -> Text,
        begun_at -> BigInt,
        expires_at -> BigInt,
        document_id -> Nullable<Text>,
    }
}

diesel::table! {
    endorsements (id) {
        id -> Text,
        proposal_id -> Text,
        kind -> Text,
        endorsed_by -> Text,
        statement -> Text,
        essence_hash -> Text,
        endorsed_at -> BigInt,
    }
}

diesel::table! {
    acting_heads (id) {
        id -> Text,
        unit -> Text,
        user_id -> Text,
        from_on -> Text,
        until_on -> Text,
        named_by -> Text,
        named_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        ended_by -> Nullable<Text>,
    }
}

diesel::table! {
    endorsement_requests (id) {
        id -> Text,
        proposal_id -> Text,
        kind -> Text,
        asked_at -> BigInt,
        told_at -> Nullable<BigInt>,
        reminded_at -> Nullable<BigInt>,
        answered_at -> Nullable<BigInt>,
        answered_by -> Nullable<Text>,
        remark -> Nullable<Text>,
    }
}

diesel::table! {
    endorsed_texts (id) {
        id -> Text,
        proposal_id -> Text,
        essence_hash -> Text,
        content -> Text,
    }
}

diesel::table! {
    verifications (proposal_id, round, verifier) {
        proposal_id -> Text,
        verifier -> Text,
        round -> Integer,
        checks -> Text,
        concluded_at -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        updated_at -> BigInt,
    }
}

diesel::table! {
    repairs (id) {
        id -> Text,
        proposal_id -> Text,
        items -> Text,
        reason -> Text,
        opened_by -> Text,
        opened_at -> BigInt,
        due_at -> BigInt,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    conflict_withdrawals (id) {
        id -> Text,
        proposal_id -> Text,
        user_id -> Text,
        kind -> Text,
        conflict_reason -> Text,
        declared_by -> Text,
        declared_at -> BigInt,
        reason -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        is_confirmed -> Nullable<Bool>,
        ruling -> Nullable<Text>,
        ruled_by -> Nullable<Text>,
        ruled_at -> Nullable<BigInt>,
        comeback -> Nullable<Text>,
    }
}

diesel::table! {
    conflicts (proposal_id, user_id) {
        proposal_id -> Text,
        user_id -> Text,
        kind -> Text,
        reason -> Text,
        declared_by -> Text,
        declared_at -> BigInt,
    }
}

diesel::table! {
    assignments (id) {
        id -> Text,
        call_id -> Text,
        proposal_id -> Text,
        reviewer -> Text,
        state -> Text,
        origin -> Text,
        assigned_by -> Text,
        assigned_at -> BigInt,
        closed_reason -> Nullable<Text>,
        closed_at -> Nullable<BigInt>,
        plan_undone_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    reviews (assignment_id) {
        assignment_id -> Text,
        sheet -> Text,
        salt -> Text,
        total -> Nullable<Integer>,
        version -> BigInt,
        updated_at -> BigInt,
        submitted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    review_versions (assignment_id, version) {
        assignment_id -> Text,
        version -> BigInt,
        sheet -> Text,
        saved_at -> BigInt,
    }
}

diesel::table! {
    reconciliations (id) {
        id -> Text,
        proposal_id -> Text,
        note -> Text,
        reconciled_by -> Text,
        reconciled_at -> BigInt,
    }
}

diesel::table! {
    reopenings (assignment_id, reopened_at) {
        assignment_id -> Text,
        version -> BigInt,
        total -> Integer,
        submitted_at -> BigInt,
        reason -> Text,
        reopened_by -> Text,
        reopened_at -> BigInt,
    }
}

diesel::table! {
    selection_runs (id) {
        id -> Text,
        call_id -> Text,
        number -> Integer,
        state -> Text,
        inputs -> Text,
        inputs_hash -> Text,
        rules_hash -> Text,
        document -> Text,
        document_hash -> Text,
        computed_by -> Text,
        computed_at -> BigInt,
        left_out_reason -> Nullable<Text>,
    }
}

diesel::table! {
    decisions (id) {
        id -> Text,
        call_id -> Text,
        run_id -> Text,
        state -> Text,
        outcomes_hash -> Text,
        minutes -> Text,
        decree_number -> Nullable<Text>,
        proposed_by -> Text,
        proposed_at -> BigInt,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        returned_reason -> Nullable<Text>,
        outcomes_salt -> Nullable<Text>,
    }
}

diesel::table! {
    decrees (decision_id) {
        decision_id -> Text,
        decided_on -> Text,
        signatory -> Text,
    }
}

diesel::table! {
    decision_outcomes (decision_id, proposal_id) {
        decision_id -> Text,
        proposal_id -> Text,
        place -> Integer,
        outcome -> Text,
        reserve_position -> Nullable<Integer>,
        reason_id -> Text,
        reason_en -> Text,
        deviation_reason -> Nullable<Text>,
    }
}

diesel::table! {
    reads (seq) {
        seq -> BigInt,
        at -> BigInt,
        reader -> Text,
        session -> Text,
        roles -> Text,
        act -> Text,
        reveals -> Text,
        subject -> Text,
        thing -> Text,
        person -> Nullable<Text>,
    }
}

diesel::table! {
    mails (seq) {
        seq -> BigInt,
        id -> Text,
        recipient -> Nullable<Text>,
        address -> Text,
        name -> Text,
        template -> Text,
        language -> Text,
        time_zone -> Text,
        letter_values -> Text,
        subject -> Text,
        created_at -> BigInt,
        not_before -> BigInt,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> Nullable<BigInt>,
        fence -> BigInt,
        message_id -> Nullable<Text>,
        last_error -> Nullable<Text>,
        sent_at -> Nullable<BigInt>,
        appointments -> Nullable<Text>,
    }
}

diesel::table! {
    reminders (call_id, kind, deadline, recipient) {
        kind -> Text,
        call_id -> Text,
        recipient -> Text,
        deadline -> BigInt,
        reminded_at -> BigInt,
    }
}

diesel::table! {
    nudges (call_id, recipient, reminded_at) {
        call_id -> Text,
        recipient -> Text,
        reminded_at -> BigInt,
        reminded_by -> Text,
    }
}

diesel::table! {
    plenary_meetings (call_id, revision) {
        call_id -> Text,
        revision -> Integer,
        starts_at -> BigInt,
        ends_at -> BigInt,
        place -> Text,
        link -> Nullable<Text>,
        note -> Text,
        invited_by -> Text,
        invited_at -> BigInt,
    }
}

diesel::table! {
    tie_votes (id) {
        id -> Text,
        call_id -> Text,
        number -> Integer,
        votes -> Text,
        abstained -> Integer,
        reason -> Nullable<Text>,
        recorded_by -> Text,
        recorded_at -> BigInt,
        voided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    tie_voters (vote_id, user_id) {
        vote_id -> Text,
        user_id -> Text,
    }
}

diesel::table! {
    plenary_attendance (call_id, user_id) {
        call_id -> Text,
        user_id -> Text,
        presence -> Text,
        reason -> Nullable<Text>,
        recorded_by -> Text,
        recorded_at -> BigInt,
    }
}

diesel::table! {
    dissents (id) {
        id -> Text,
        call_id -> Text,
        user_id -> Text,
        proposal_id -> Nullable<Text>,
        words -> Text,
        recorded_at -> BigInt,
        withdrawn_at -> Nullable<BigInt>,
        decision_id -> Nullable<Text>,
    }
}

diesel::table! {
    minutes_drafts (decision_id) {
        decision_id -> Text,
        text_hash -> Text,
        held -> Text,
        revision -> Integer,
        sent_at -> BigInt,
        remarks_until -> BigInt,
    }
}

diesel::table! {
    minutes_remarks (id) {
        id -> Text,
        decision_id -> Text,
        user_id -> Text,
        words -> Text,
        made_at -> BigInt,
        verdict -> Nullable<Text>,
        answer -> Nullable<Text>,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    minutes_signatures (decision_id, user_id, text_hash) {
        decision_id -> Text,
        user_id -> Text,
        text_hash -> Text,
        phrase -> Nullable<Text>,
        reason -> Nullable<Text>,
        signed_at -> BigInt,
    }
}

diesel::table! {
    mail_languages (user_id) {
        user_id -> Text,
        language -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    account_links (token_hash) {
        token_hash -> Text,
        user_id -> Text,
        purpose -> Text,
        issued_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    second_factors (user_id) {
        user_id -> Text,
        secret -> Text,
        begun_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
        last_step -> BigInt,
    }
}

diesel::table! {
    recovery_codes (user_id, code_hash) {
        user_id -> Text,
        code_hash -> Text,
        made_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    devices (user_id, device_hash) {
        user_id -> Text,
        device_hash -> Text,
        first_seen_at -> BigInt,
        last_seen_at -> BigInt,
    }
}

diesel::table! {
    announcements (decision_id) {
        decision_id -> Text,
        call_id -> Text,
        number -> Integer,
        announced_at -> BigInt,
        superseded_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    revisions (id) {
        id -> Text,
        call_id -> Text,
        opened_at -> BigInt,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sheet_exclusions (assignment_id) {
        assignment_id -> Text,
        excluded_by -> Text,
        excluded_at -> BigInt,
    }
}

diesel::table! {
    sheet_orders (id) {
        id -> Text,
        proposal_id -> Text,
        assignment_id -> Nullable<Text>,
        ordered_by -> Text,
        ordered_at -> BigInt,
        due_at -> Nullable<BigInt>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    objections (id) {
        id -> Text,
        proposal_id -> Text,
        call_id -> Text,
        subject -> Text,
        state -> Text,
        reason -> Text,
        attachment_name -> Nullable<Text>,
        attachment_size -> Nullable<BigInt>,
        attachment_sha256 -> Nullable<Text>,
        filed_at -> BigInt,
        due_at -> BigInt,
        ledger_seq -> BigInt,
        ledger_hash -> Text,
        taken_by -> Nullable<Text>,
        taken_at -> Nullable<BigInt>,
        ruled_by -> Nullable<Text>,
        ruled_at -> Nullable<BigInt>,
        ruling -> Nullable<Text>,
        remedy -> Nullable<Text>,
        kind -> Text,
    }
}

diesel::table! {
    awards (id) {
        id -> Text,
        call_id -> Text,
        decision_id -> Text,
        proposal_id -> Text,
        reserve_position -> Nullable<Integer>,
        state -> Text,
        grounds_id -> Text,
        grounds_en -> Text,
        offered_at -> BigInt,
        answer_by -> BigInt,
        settled_at -> Nullable<BigInt>,
        settled_reason -> Nullable<Text>,
        study_begun_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    studies (award_id) {
        award_id -> Text,
        state -> Text,
        since -> Text,
        problem_id -> Text,
        topic -> Text,
        university -> Text,
        programme -> Text,
        country -> Text,
        admission_by -> Text,
        is_released -> Nullable<Bool>,
        starts_on -> Nullable<Text>,
        ends_on -> Nullable<Text>,
        returned_on -> Nullable<Text>,
        placement -> Nullable<Text>,
        mentor_id -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    study_steps (award_id, number) {
        award_id -> Text,
        number -> Integer,
        step -> Text,
        on_day -> Text,
        until_day -> Nullable<Text>,
        cause -> Nullable<Text>,
        reason -> Text,
        consequence -> Nullable<Text>,
        taken_by -> Text,
        taken_at -> BigInt,
    }
}

diesel::table! {
    study_papers (id) {
        id -> Text,
        award_id -> Text,
        kind -> Text,
        paper_number -> Text,
        dated -> Text,
        signatory -> Text,
        file_name -> Nullable<Text>,
        file_size -> Nullable<BigInt>,
        file_sha256 -> Nullable<Text>,
        added_by -> Text,
        added_at -> BigInt,
        verdict -> Nullable<Text>,
        verdict_reason -> Nullable<Text>,
        checked_by -> Nullable<Text>,
        checked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    study_reports (award_id, kind, part) {
        award_id -> Text,
        kind -> Text,
        part -> Integer,
        state -> Text,
        text_json -> Text,
        version -> BigInt,
        saved_at -> BigInt,
    }
}

diesel::table! {
    study_report_sendings (award_id, kind, part, number) {
        award_id -> Text,
        kind -> Text,
        part -> Integer,
        number -> Integer,
        text_json -> Text,
        text_hash -> Text,
        due_on -> Text,
        sent_at -> BigInt,
    }
}

diesel::table! {
    study_report_answers (id) {
        id -> Text,
        award_id -> Text,
        kind -> Text,
        part -> Integer,
        number -> Integer,
        side -> Text,
        verdict -> Text,
        words -> Nullable<Text>,
        answered_by -> Text,
        answered_at -> BigInt,
    }
}

diesel::table! {
    study_report_files (id) {
        id -> Text,
        award_id -> Text,
        kind -> Text,
        part -> Integer,
        file_name -> Text,
        media_type -> Text,
        file_size -> BigInt,
        file_sha256 -> Text,
        added_at -> BigInt,
    }
}

diesel::table! {
    study_uses (award_id, number) {
        award_id -> Text,
        number -> Integer,
        due_on -> Text,
        activity -> Text,
        responsible -> Text,
        resources -> Text,
        state -> Text,
        note -> Nullable<Text>,
        changed_by -> Nullable<Text>,
        changed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    study_commitments (id) {
        id -> Text,
        award_id -> Text,
        head -> Text,
        verdict -> Text,
        words -> Nullable<Text>,
        given_at -> BigInt,
    }
}

diesel::table! {
    measurement_days (award_id, due_on) {
        award_id -> Text,
        due_on -> Text,
        problem_id -> Text,
    }
}

diesel::table! {
    study_reminders (award_id, what, due_on, stage, recipient) {
        award_id -> Text,
        what -> Text,
        due_on -> Text,
        stage -> Text,
        recipient -> Text,
        reminded_at -> BigInt,
    }
}

diesel::table! {
    study_requests (id) {
        id -> Text,
        award_id -> Text,
        kind -> Text,
        before_json -> Text,
        after_json -> Text,
        reason -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        state -> Text,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    study_rulings (request_id, side) {
        request_id -> Text,
        side -> Text,
        verdict -> Text,
        reason -> Nullable<Text>,
        ruled_by -> Text,
        ruled_at -> BigInt,
    }
}

diesel::table! {
    proposal_sharings (proposal_id) {
        proposal_id -> Text,
        with_name -> Bool,
        words -> Nullable<Text>,
        shared_at -> BigInt,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    breaches (id) {
        id -> Text,
        number -> Integer,
        title -> Text,
        happened_at -> Nullable<BigInt>,
        discovered_at -> BigInt,
        due_at -> BigInt,
        found_through -> Text,
        data_classes -> Text,
        how -> Text,
        registered_by -> Text,
        registered_at -> BigInt,
        outcome -> Nullable<Text>,
        conclusion -> Nullable<Text>,
        closed_by -> Nullable<Text>,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    breach_measures (id) {
        id -> Text,
        breach_id -> Text,
        position -> Integer,
        measure -> Text,
        noted_by -> Text,
        noted_at -> BigInt,
    }
}

diesel::table! {
    breach_groups (id) {
        id -> Text,
        breach_id -> Text,
        position -> Integer,
        kind -> Text,
        account -> Nullable<Text>,
        call_id -> Nullable<Text>,
        role -> Nullable<Text>,
        span_from -> Nullable<BigInt>,
        span_until -> Nullable<BigInt>,
        added_by -> Text,
        added_at -> BigInt,
    }
}

diesel::table! {
    breach_notices (id) {
        id -> Text,
        breach_id -> Text,
        position -> Integer,
        audience -> Text,
        given_at -> BigInt,
        due_at -> BigInt,
        late_reason -> Nullable<Text>,
        how -> Nullable<Text>,
        handling -> Nullable<Text>,
        contact -> Nullable<Text>,
        medium -> Nullable<Text>,
        reference -> Nullable<Text>,
        noted_by -> Text,
        noted_at -> BigInt,
    }
}

diesel::table! {
    breach_people (breach_id, user_id) {
        breach_id -> Text,
        user_id -> Text,
        group_id -> Text,
        notice_id -> Nullable<Text>,
    }
}

diesel::table! {
    erasure_requests (id) {
        id -> Text,
        user_id -> Text,
        reason -> Text,
        asked_at -> BigInt,
        due_at -> BigInt,
        answer -> Nullable<Text>,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        answer_reason -> Nullable<Text>,
    }
}

diesel::table! {
    file_removals (sha256) {
        sha256 -> Text,
        since -> BigInt,
    }
}

diesel::joinable!(users -> units (unit));
diesel::joinable!(account_links -> users (user_id));
diesel::joinable!(second_factors -> users (user_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(positions -> users (user_id));
diesel::joinable!(substitutes -> role_grants (grant_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(idempotency_keys -> users (user_id));
diesel::joinable!(problems -> units (owner_unit));
diesel::joinable!(measurements -> problems (problem_id));
diesel::joinable!(study_requests -> studies (award_id));
diesel::joinable!(study_papers -> studies (award_id));
diesel::joinable!(measurement_checks -> measurements (measurement_id));
diesel::joinable!(measurement_files -> measurements (measurement_id));
diesel::joinable!(call_extensions -> calls (call_id));
diesel::joinable!(call_extensions -> users (extended_by));
diesel::joinable!(panel_members -> calls (call_id));
diesel::joinable!(proposals -> calls (call_id));
diesel::joinable!(proposals -> users (candidate));
diesel::joinable!(proposals -> units (unit));
diesel::joinable!(proposals -> problems (problem_id));
diesel::joinable!(proposal_versions -> proposals (proposal_id));
diesel::joinable!(approvals -> decisions (decision_id));
diesel::joinable!(submitted_files -> documents (document_id));
diesel::joinable!(submitted_files -> proposals (proposal_id));
diesel::joinable!(submitted_titles -> proposals (proposal_id));
diesel::joinable!(document_openings -> documents (document_id));
diesel::joinable!(withdrawn_conclusions -> proposals (proposal_id));
diesel::joinable!(late_submissions -> proposals (proposal_id));
diesel::joinable!(pacts -> calls (call_id));
diesel::joinable!(exceptions -> proposals (proposal_id));
diesel::joinable!(documents -> proposals (proposal_id));
diesel::joinable!(documents -> users (uploaded_by));
diesel::joinable!(uploads -> proposals (proposal_id));
diesel::joinable!(endorsements -> proposals (proposal_id));
diesel::joinable!(endorsements -> users (endorsed_by));
diesel::joinable!(endorsement_requests -> proposals (proposal_id));
diesel::joinable!(endorsed_texts -> proposals (proposal_id));
diesel::joinable!(verifications -> proposals (proposal_id));
diesel::joinable!(verifications -> users (verifier));
diesel::joinable!(repairs -> proposals (proposal_id));
diesel::joinable!(repairs -> users (opened_by));
diesel::joinable!(conflicts -> proposals (proposal_id));
diesel::joinable!(conflict_withdrawals -> proposals (proposal_id));
diesel::joinable!(assignments -> calls (call_id));
diesel::joinable!(assignments -> proposals (proposal_id));
diesel::joinable!(reviews -> assignments (assignment_id));
diesel::joinable!(review_versions -> assignments (assignment_id));
diesel::joinable!(reconciliations -> proposals (proposal_id));
diesel::joinable!(reopenings -> assignments (assignment_id));
diesel::joinable!(interview_slots -> proposals (proposal_id));
diesel::joinable!(interview_panelists -> interview_slots (slot_id));
diesel::joinable!(selection_runs -> calls (call_id));
diesel::joinable!(selection_runs -> users (computed_by));
diesel::joinable!(decisions -> calls (call_id));
diesel::joinable!(tie_voters -> tie_votes (vote_id));
diesel::joinable!(decisions -> selection_runs (run_id));
diesel::joinable!(dissents -> proposals (proposal_id));
diesel::joinable!(decrees -> decisions (decision_id));
diesel::joinable!(decision_outcomes -> decisions (decision_id));
diesel::joinable!(decision_outcomes -> proposals (proposal_id));
diesel::joinable!(announcements -> decisions (decision_id));
diesel::joinable!(sheet_exclusions -> assignments (assignment_id));
diesel::joinable!(sheet_orders -> proposals (proposal_id));
diesel::joinable!(sheet_orders -> assignments (assignment_id));
diesel::joinable!(objections -> proposals (proposal_id));
diesel::joinable!(objections -> calls (call_id));
diesel::joinable!(awards -> proposals (proposal_id));
diesel::joinable!(proposal_sharings -> proposals (proposal_id));
diesel::joinable!(mails -> users (recipient));
diesel::joinable!(breach_people -> users (user_id));
diesel::joinable!(breach_people -> breach_notices (notice_id));
diesel::joinable!(erasure_requests -> users (user_id));
diesel::joinable!(mail_languages -> users (user_id));
diesel::joinable!(address_changes -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(
    address_changes,
    registrations,
    staff_list,
    ledger,
    ledger_head,
    row_seals,
    checkpoints,
    units,
    users,
    role_grants,
    substitutes,
    vouchers,
    positions,
    proposed_changes,
    sessions,
    refresh_tokens,
    sign_in_failures,
    idempotency_keys,
    problems,
    measurements,
    measurement_checks,
    measurement_files,
    admission_reminders,
    measurement_reminders,
    calls,
    call_extensions,
    panel_members,
    proposals,
    proposal_versions,
    approvals,
    submitted_files,
    submitted_titles,
    document_openings,
    withdrawn_conclusions,
    late_submissions,
    late_rulings,
    pacts,
    pact_signatures,
    interview_reminders,
    pact_reminders,
    exceptions,
    need_plans,
    needs,
    need_years,
    documents,
    uploads,
    endorsements,
    acting_heads,
    endorsement_requests,
    endorsed_texts,
    verifications,
    repairs,
    conflict_withdrawals,
    conflicts,
    assignments,
    reviews,
    review_versions,
    reconciliations,
    reopenings,
    interview_slots,
    interview_panelists,
    interview_sheets,
    interview_requests,
    selection_runs,
    tie_votes,
    tie_voters,
    decisions,
    decrees,
    decision_outcomes,
    mails,
    reminders,
    nudges,
    plenary_meetings,
    plenary_attendance,
    dissents,
    minutes_drafts,
    minutes_remarks,
    minutes_signatures,
    mail_languages,
    account_links,
    second_factors,
    recovery_codes,
    devices,
    announcements,
    revisions,
    sheet_exclusions,
    sheet_orders,
    objections,
    awards,
    studies,
    study_steps,
    study_papers,
    study_requests,
    study_rulings,
    study_reports,
    study_report_sendings,
    study_report_answers,
    study_report_files,
    study_uses,
    study_commitments,
    measurement_days,
    study_reminders,
    proposal_sharings,
    breaches,
    breach_measures,
    breach_groups,
    breach_notices,
    breach_people,
    erasure_requests,
    file_removals,
    reads,
);
