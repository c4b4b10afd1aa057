//! What of a score sheet is kept when the candidate is erased. Pure.

use serde_json::{Value, json};

/// A score sheet without its words; the scores stay, since the decision rests on them.
pub fn sheet(text: &str) -> String {
    let old: Value = serde_json::from_str(text).unwrap_or_default();
    let mut scores = serde_json::Map::new();
    for (code, score) in old.get("scores").and_then(Value::as_object).into_iter().flatten() {
        let kept = score.get("score").cloned().unwrap_or_default();
        scores.insert(code.clone(), json!({"score": kept, "reason": ""}));
    }
    json!({"scores": scores, "feedback": "", "note": ""}).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::reviews::Sheet;

    #[test]
    fn of_a_sheet_the_scores_are_left() {
        let text = r#"{"scores":{"K1":{"score":4,"reason":"Siti"},"K2":{"reason":"x"}},
            "feedback":"Siti","note":"Siti"}"#;
        let kept: Sheet = serde_json::from_str(&sheet(text)).unwrap();
        assert_eq!((kept.scores["K1"].score, kept.scores["K2"].score), (Some(4), None));
        assert!(!sheet(text).contains("Siti"));
    }
}
