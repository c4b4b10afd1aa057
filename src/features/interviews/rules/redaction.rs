//! What erasing leaves of a sheet on somebody's interview: the scores. Pure.

use crate::features::interviews::InterviewSheet;
use crate::platform::personal::WORDS;

/// The sheet without a word of its writer; a text that is no sheet is taken away whole.
pub fn sheet(text: &str) -> String {
    let Ok(mut sheet) = serde_json::from_str::<InterviewSheet>(text) else {
        return "{}".to_owned();
    };
    let erase = |words: &mut String| {
        if !words.is_empty() {
            WORDS.clone_into(words);
        }
    };
    sheet.scores.values_mut().for_each(|score| erase(&mut score.reason));
    erase(&mut sheet.comment);
    serde_json::to_string(&sheet).unwrap_or_else(|_| "{}".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_stay_and_words_go() {
        let text = r#"{"scores":{"W1":{"score":4,"reason":"Rina said so"}},"comment":"Rina"}"#;
        let left = sheet(text);
        assert!(left.contains('4') && !left.contains("Rina"), "{left}");
    }
}
