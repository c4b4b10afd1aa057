//! Links that people type and others open: to a meeting held remotely.

/// Whether browsers open it safely: `https://`, and nothing that ends an attribute.
pub fn is_link(link: &str) -> bool {
    let rest = link.strip_prefix("https://").unwrap_or("");
    let is_plain = |letter: char| letter.is_ascii_graphic() && !"\"'<>\\`".contains(letter);
    rest.starts_with(|first: char| first.is_ascii_alphanumeric()) && rest.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_that_browsers_open_safely_is_a_link() {
        for good in ["https://rapat.pom.go.id/pleno?pwd=a1&x=2", "https://zoom.us/j/1"] {
            assert!(is_link(good), "{good}");
        }
        let bad = [
            "http://rapat.pom.go.id",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://a b",
            "https://a\"onclick=",
            "zoom.us/j/1",
        ];
        for bad in bad {
            assert!(!is_link(bad), "{bad}");
        }
    }
}
