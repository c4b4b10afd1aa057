//! Reads the ranked candidates. Whatever is wrong with them is said with its row, the header being row 1.

use crate::kernel::input_files::Table;
use anyhow::{Context, anyhow, bail, ensure};
use selection_math::quota::{Candidate, Limits};
use selection_math::ranking::lot;
use std::collections::{BTreeMap, HashMap};
use std::io::Read;

/// The columns of the file that are read, by position.
struct Columns {
    id: usize,
    rank: Option<usize>,
    cost: Option<usize>,
    /// Who draws the lot of the zone, where there is one.
    zone: Option<usize>,
    /// Per family of the limits.
    families: BTreeMap<String, usize>,
}

impl Columns {
    fn find(table: &Table<impl Read>, (limits, has_lot): (&Limits, bool)) -> anyhow::Result<Self> {
        let needed = |name: &str| {
            table.column(name).ok_or_else(|| {
                let present = table.columns_in_words();
                anyhow!("row 1: there is no column {name}; the columns are {present}")
            })
        };
        let families = limits.families.keys();
        let families = families.map(|family| Ok((family.clone(), needed(family)?)));
        let families = families.collect::<anyhow::Result<_>>()?;
        let cost =
            if limits.budget.is_some() { Some(needed("cost")?) } else { table.column("cost") };
        let zone = if has_lot { Some(needed("zone")?) } else { None };
        Ok(Self { zone, id: needed("id")?, rank: table.column("rank"), cost, families })
    }
}

/// The candidates in order of their rank; with the seed of a lot, those of the zone have drawn lots for the
/// places they hold.
///
/// # Errors
/// A column that the limits need and the table lacks, no rows, a cell at fault with its row.
pub(super) fn read_candidates(
    file: impl Read,
    limits: &Limits,
    lot_seed: Option<&str>,
) -> anyhow::Result<Vec<Candidate>> {
    let mut table = Table::open(file, csv::Trim::All).map_err(|fault| fault.at("row"))?;
    let columns = Columns::find(&table, (limits, lot_seed.is_some()))?;
    let (mut ids, mut ranks) = (HashMap::new(), HashMap::new());
    let mut ranked = Vec::new();
    let mut record = csv::StringRecord::new();
    while let Some(row) = table.next(&mut record).map_err(|fault| fault.at("row"))? {
        let candidate = candidate(&record, &columns).with_context(|| format!("row {row}"))?;
        if let Some(first) = ids.insert(candidate.id.clone(), row) {
            bail!("row {row}: id {} is already in row {first}", candidate.id);
        }
        let rank = match columns.rank {
            Some(at) => whole_number(&record, at, "rank").with_context(|| format!("row {row}"))?,
            None => row,
        };
        if let Some(first) = ranks.insert(rank, row) {
            bail!("row {row}: rank {rank} is already in row {first}");
        }
        let in_zone = columns.zone.map_or(Ok(false), |at| is_in_zone(&record, at));
        ranked.push((rank, candidate, in_zone.with_context(|| format!("row {row}"))?));
    }
    ensure!(!ranked.is_empty(), "there are no candidates in the file");
    ranked.sort_by_key(|(rank, _, _)| *rank);
    let ranked = ranked.into_iter().map(|(_, candidate, in_zone)| (candidate, in_zone));
    Ok(lot_seed.map_or_else(
        || ranked.clone().map(|(candidate, _)| candidate).collect(),
        |seed| drawn(ranked.clone().collect(), seed),
    ))
}

/// Those of the zone in the order of their lots, at the places they held together.
fn drawn(ranked: Vec<(Candidate, bool)>, seed: &str) -> Vec<Candidate> {
    let zone = ranked.iter().filter(|(_, in_zone)| *in_zone).map(|(candidate, _)| candidate);
    let mut lots: Vec<_> = zone.map(|one| (lot(seed, &one.id), one.clone())).collect();
    lots.sort_by(|one, other| one.0.cmp(&other.0));
    let mut lots = lots.into_iter().map(|(_, candidate)| candidate);
    let next = |(own, in_zone): (Candidate, bool)| {
        if in_zone { lots.next().unwrap_or(own) } else { own }
    };
    ranked.into_iter().map(next).collect()
}

fn is_in_zone(record: &csv::StringRecord, at: usize) -> anyhow::Result<bool> {
    match record.get(at).unwrap_or_default().to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" | "ya" => Ok(true),
        "no" | "false" | "0" | "tidak" | "" => Ok(false),
        other => bail!("`{other}` in the column `zone` is neither yes nor no"),
    }
}

fn candidate(record: &csv::StringRecord, columns: &Columns) -> anyhow::Result<Candidate> {
    let filled = |at: usize, name: &str| match record.get(at) {
        None | Some("") => Err(anyhow!("{name} is empty")),
        Some(text) => Ok(text.to_owned()),
    };
    let classes = columns.families.iter();
    let classes = classes.map(|(family, &at)| Ok((family.clone(), filled(at, family)?)));
    Ok(Candidate {
        id: filled(columns.id, "id")?,
        classes: classes.collect::<anyhow::Result<_>>()?,
        cost: columns.cost.map_or(Ok(0), |at| whole_number(record, at, "cost"))?,
        barred: None,
        ties: Vec::new(),
    })
}

fn whole_number(record: &csv::StringRecord, at: usize, name: &str) -> anyhow::Result<u64> {
    let text = record.get(at).unwrap_or_default();
    text.parse().map_err(|_| anyhow!("{name} {text:?} is not a whole number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "seats = 2\n[families.unit]\ncap_each = 1\n";

    fn read(text: &str) -> Result<Vec<String>, String> {
        let candidates = read_candidates(text.as_bytes(), &toml::from_str(PLAN).unwrap(), None);
        let ids = |list: Vec<Candidate>| list.into_iter().map(|candidate| candidate.id).collect();
        candidates.map(ids).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn candidates_come_in_order_of_rank_or_else_of_rows() {
        assert_eq!(read("id,rank,unit\na,2,U1\nb,1,U1\n").unwrap(), ["b", "a"]);
        assert_eq!(read("\u{feff}id;rank;unit\r\na;2;U1\r\nb;1;U1\r\n").unwrap(), ["b", "a"]);
        assert_eq!(read("name,unit,id\nx,U1,a\ny,U2,b\n").unwrap(), ["a", "b"]);
    }

    #[test]
    fn a_fault_in_the_file_is_named_with_its_row() {
        for (text, fault) in [
            ("id,unit\n", "there are no candidates in the file"),
            ("", "the file is empty"),
            ("id,unit\na,U1\nb\n", "row 3: it has 1 cells, the header has 2"),
            ("id,units\na,U1\n", "row 1: there is no column unit; the columns are id, units"),
            ("id,unit\na,U1\nb,U1\na,U2\n", "row 4: id a is already in row 2"),
            ("id,unit\na,\n", "row 2: unit is empty"),
            ("id,unit,rank\na,U1,1\nb,U1,1\n", "row 3: rank 1 is already in row 2"),
            ("id,unit,rank\na,U1,NaN\n", "row 2: rank \"NaN\" is not a whole number"),
            ("id,unit,cost\na,U1,-5\n", "row 2: cost \"-5\" is not a whole number"),
        ] {
            assert_eq!(read(text).unwrap_err(), fault);
        }
    }

    #[test]
    fn a_budget_needs_a_column_of_costs() {
        let plan = format!("{PLAN}[budget]\namount = 5\npolicy = \"stop_at_first\"\n");
        let error = read_candidates(&b"id,unit\na,U1\n"[..], &toml::from_str(&plan).unwrap(), None);
        assert_eq!(
            error.unwrap_err().to_string(),
            "row 1: there is no column cost; the columns are id, unit"
        );
    }
}
