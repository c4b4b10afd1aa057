//! The migrations, one list for both engines. Each is a folder in `migrations/` and a line here. `up.sql` runs on
//! both engines; what differs is in `up.sqlite.sql` and `up.postgres.sql`, which run after it. The same holds for
//! `down`. The version of a step is the number at the beginning of its name.

use diesel::backend::Backend;
use diesel::connection::BoxableConnection;
use diesel::migration::{
    Migration, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion, Result,
};
use std::fmt;

/// The engine that a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// One step with the contents of its files, which are compiled into the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The name of its folder.
    pub name: &'static str,
    /// Names without `.sql`, and what they hold; what both engines run stands first.
    pub files: &'static [(&'static str, &'static str)],
}

macro_rules! steps {
    ($($folder:literal: $($file:literal)+;)+) => {
        /// All steps, the oldest first.
        pub const STEPS: &[Step] = &[$(Step {
            name: $folder,
            files: &[$((
                $file,
                include_str!(concat!("../../../migrations/", $folder, "/", $file, ".sql")),
            )),+],
        }),+];
    };
}

steps! {
    "2026-11-24-000001_ledger": "up" "up.sqlite" "up.postgres" "down" "down.postgres";
    "2026-11-24-000002_accounts": "up" "down";
    "2026-11-24-000003_problems": "up" "down";
    "2026-11-24-000004_calls": "up" "down";
    "2026-11-24-000005_proposals": "up" "down";
    "2026-11-24-000006_reviews": "up" "down";
    "2026-11-24-000007_selection": "up" "down";
    "2026-11-24-000008_reconciliation": "up" "down";
    "2026-11-24-000009_mail": "up" "up.sqlite" "up.postgres" "down";
    "2026-11-24-000010_account_security": "up" "down";
    "2026-11-24-000011_objections": "up" "down";
    "2026-11-24-000012_reminders": "up" "down";
    "2026-11-24-000013_privacy": "up" "down";
    "2026-11-24-000014_panel": "up" "down";
    "2026-11-24-000015_breaches": "up" "up.sqlite" "up.postgres" "down";
    "2026-11-24-000016_uploads": "up" "down";
    "2026-11-24-000060_decrees": "up" "down";
    "2026-11-28-000070_pins": "up" "up.sqlite" "up.postgres" "down";
    "2026-11-28-000071_second_look": "up" "down";
    "2026-11-28-000072_approvals": "up" "down";
    "2026-11-28-000075_persons": "up" "down";
    "2026-11-28-000078_claims": "up" "down";
    "2026-11-28-000079_addresses": "up" "down";
    "2026-11-28-000080_letters_to_addresses": "up.sqlite" "up.postgres" "down.sqlite" "down.postgres";
    "2026-11-28-000081_outcomes_salt": "up" "down";
    "2026-11-28-000083_orders_due": "up" "down";
    "2026-11-28-000086_instance": "up" "down";
    "2026-11-28-000088_record_seals": "up" "up.postgres" "down" "down.postgres";
    "2026-11-28-000092_reads": "up" "up.sqlite" "up.postgres" "down";
    "2026-11-28-000095_staff_lines": "up" "up.sqlite" "up.postgres" "down";
    "2026-11-29-000100_measurements": "up" "down";
    "2026-11-29-000101_inspectors": "up.sqlite" "up.postgres" "down.sqlite" "down.postgres";
    "2026-11-29-000110_measurement_files": "up" "down";
    "2026-11-29-000111_measurement_reminders": "up" "down";
    "2026-11-29-000120_studies": "up" "down";
    "2026-11-29-000130_proposal_sharings": "up" "down";
    "2026-11-29-000135_admission_reminders": "up" "down";
    "2026-11-29-000140_study_reports": "up" "down";
    "2026-11-29-000141_measurement_days": "up" "down";
    "2026-11-29-000142_study_reminders": "up" "down";
    "2026-11-30-000150_lacking_sheets": "up" "down";
    "2026-11-30-000151_late_submissions": "up" "down";
    "2026-11-30-000155_endorsement_requests": "up" "down";
    "2026-11-30-000156_acting_heads": "up" "down";
    "2026-11-30-000160_exceptions": "up" "down";
    "2026-11-30-000165_needs": "up" "down";
    "2026-11-30-000170_submitted_titles": "up" "up.sqlite" "up.postgres" "down";
    "2026-11-30-000180_conflict_withdrawals": "up" "down";
    "2026-11-30-000190_pacts": "up" "down";
    "2026-11-30-000191_administrative_results": "up" "down";
    "2026-11-30-000200_plenary": "up" "down";
    "2026-11-30-000205_substitutes": "up" "down";
    "2026-11-30-000206_plans_undone": "up" "down";
    "2026-11-30-000210_interviews": "up" "down";
    "2026-11-30-000215_interview_reminders": "up" "down";
    "2026-11-30-000216_tie_votes": "up" "down";
}

impl Step {
    /// As the migrations' table has it: `20261124000001`.
    pub fn version(&self) -> String {
        self.name.split('_').next().unwrap_or_default().replace('-', "")
    }

    /// The SQL that takes the step on one engine.
    pub fn up(&self, dialect: Dialect) -> String {
        self.sql(["up", dialect.choose("up.sqlite", "up.postgres")])
    }

    /// The SQL that takes it back.
    pub fn down(&self, dialect: Dialect) -> String {
        self.sql(["down", dialect.choose("down.sqlite", "down.postgres")])
    }

    fn sql(&self, wanted: [&str; 2]) -> String {
        let files = self.files.iter().filter(|(name, _)| wanted.contains(name));
        files.map(|(_, sql)| *sql).collect()
    }
}

impl Dialect {
    fn choose(self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite => sqlite,
            Self::Postgres => postgres,
        }
    }
}

/// The steps as one engine takes them.
pub(super) struct StepsOf(pub(super) Dialect);

struct StepOf {
    step: &'static Step,
    dialect: Dialect,
}

/// Every step is one transaction.
struct InTransaction;

impl MigrationMetadata for InTransaction {}

impl<B: Backend> MigrationSource<B> for StepsOf {
    fn migrations(&self) -> Result<Vec<Box<dyn Migration<B>>>> {
        let of = |step| Box::new(StepOf { step, dialect: self.0 }) as Box<dyn Migration<B>>;
        Ok(STEPS.iter().map(of).collect())
    }
}

impl<B: Backend> Migration<B> for StepOf {
    fn run(&self, connection: &mut dyn BoxableConnection<B>) -> Result<()> {
        self.execute(&self.step.up(self.dialect), connection)
    }

    fn revert(&self, connection: &mut dyn BoxableConnection<B>) -> Result<()> {
        self.execute(&self.step.down(self.dialect), connection)
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        &InTransaction
    }

    fn name(&self) -> &dyn MigrationName {
        self.step
    }
}

impl StepOf {
    fn execute<B: Backend>(
        &self,
        sql: &str,
        connection: &mut dyn BoxableConnection<B>,
    ) -> Result<()> {
        let failed = |error| format!("step {}: {error}", self.step.name).into();
        connection.batch_execute(sql).map_err(failed)
    }
}

impl MigrationName for Step {
    fn version(&self) -> MigrationVersion<'_> {
        Step::version(self).into()
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn names_in(folder: &str) -> BTreeSet<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn every_file_of_the_migrations_is_in_the_list_and_nothing_else() {
        let folders: Vec<String> = names_in("migrations").into_iter().collect();
        let listed: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        assert_eq!(listed, folders, "all steps, in the order of their names");
        for step in STEPS {
            let files: BTreeSet<String> =
                step.files.iter().map(|(name, _)| format!("{name}.sql")).collect();
            assert_eq!(files, names_in(&format!("migrations/{}", step.name)), "{}", step.name);
            assert_eq!(files.len(), step.files.len(), "{}", step.name);
        }
    }

    #[test]
    fn every_step_can_be_taken_and_taken_back_on_both_engines_with_what_both_run_first() {
        let order = ["up", "up.sqlite", "up.postgres", "down", "down.sqlite", "down.postgres"];
        let mut versions = BTreeSet::new();
        for step in STEPS {
            let name = step.name;
            let places: Vec<usize> = step
                .files
                .iter()
                .map(|(file, _)| order.iter().position(|known| known == file).unwrap())
                .collect();
            assert!(places.is_sorted(), "{name}");
            for dialect in [Dialect::Sqlite, Dialect::Postgres] {
                assert!(step.up(dialect).contains(';'), "{name} {dialect:?}");
                assert!(step.down(dialect).contains(';'), "{name} {dialect:?}");
            }
            let version = Step::version(step);
            assert!(version.len() == 14 && version.bytes().all(|b| b.is_ascii_digit()), "{name}");
            assert!(versions.insert(version), "{name}");
        }
    }

    /// What both engines have in common is in one file. A file for one engine must differ from the other's.
    #[test]
    fn no_engine_has_a_file_that_is_the_others_word_for_word() {
        for step in STEPS {
            let of = |name: &str| step.files.iter().find(|(file, _)| *file == name);
            for kind in ["up", "down"] {
                let (sqlite, postgres) =
                    (of(&format!("{kind}.sqlite")), of(&format!("{kind}.postgres")));
                if let (Some((_, sqlite)), Some((_, postgres))) = (sqlite, postgres) {
                    assert_ne!(sqlite, postgres, "{} {kind}", step.name);
                }
            }
        }
    }
}
