//! Sample documents for the demo: real PDF files with a text layer, in a font every reader has.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

/// A4 in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 70.0;
const LEADING: f32 = 15.0;
/// Characters that fit a line at ten points, on average.
const LINE: usize = 92;
/// Lines that fit a page.
const LINES: usize = 46;

/// One line of text and whether it is a heading.
type Line = (String, bool);

/// A document with a title and sections.
pub(super) fn document(title: &str, sections: &[(&str, &str)]) -> Vec<u8> {
    let lines = lines(title, sections);
    let pages: Vec<&[Line]> = lines.chunks(LINES).collect();
    let mut next = 1;
    let mut fresh = || {
        next += 1;
        Ref::new(next)
    };
    let (catalogue, tree, plain, bold) = (Ref::new(1), fresh(), fresh(), fresh());
    let leaves: Vec<(Ref, Ref)> = pages.iter().map(|_| (fresh(), fresh())).collect();
    let mut pdf = Pdf::new();
    pdf.catalog(catalogue).pages(tree);
    let count = i32::try_from(leaves.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(leaves.iter().map(|(page, _)| *page)).count(count);
    for (font, name) in [(plain, "Helvetica"), (bold, "Helvetica-Bold")] {
        let encoding = Name(b"WinAnsiEncoding");
        pdf.type1_font(font).base_font(Name(name.as_bytes())).encoding_predefined(encoding);
    }
    for ((page, content), lines) in leaves.into_iter().zip(pages) {
        let mut leaf = pdf.page(page);
        leaf.media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1)).parent(tree).contents(content);
        let mut resources = leaf.resources();
        let mut fonts = resources.fonts();
        fonts.pair(Name(b"F1"), plain).pair(Name(b"F2"), bold);
        fonts.finish();
        resources.finish();
        leaf.finish();
        pdf.stream(content, &text_of(lines));
    }
    pdf.finish()
}

fn lines(title: &str, sections: &[(&str, &str)]) -> Vec<Line> {
    let mut lines: Vec<Line> = wrapped(title).map(|line| (line, true)).collect();
    for (heading, text) in sections {
        lines.push((String::new(), false));
        lines.push(((*heading).to_owned(), true));
        for paragraph in text.split('\n') {
            lines.extend(wrapped(paragraph).map(|line| (line, false)));
        }
    }
    lines
}

fn wrapped(text: &str) -> impl Iterator<Item = String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > LINE {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines.into_iter()
}

fn text_of(lines: &[Line]) -> Vec<u8> {
    let mut content = Content::new();
    content.begin_text();
    content.set_leading(LEADING);
    content.next_line(MARGIN, PAGE.1 - MARGIN);
    for (line, is_heading) in lines {
        let font = if *is_heading { Name(b"F2") } else { Name(b"F1") };
        content.set_font(font, 10.0);
        content.show(Str(&latin(line)));
        content.next_line_using_leading();
    }
    content.end_text();
    content.finish().into_vec()
}

/// The text in the font's own encoding; what it lacks becomes a question mark.
fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| match letter {
            '–' | '—' => b'-',
            '’' | '‘' => b'\'',
            '“' | '”' => b'"',
            '≥' => b'>',
            other => u8::try_from(u32::from(other)).unwrap_or(b'?'),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_runs_over_several_pages() {
        let text = "kata ".repeat(4000);
        let bytes = document("Judul", &[("Masalah", &text)]);
        assert!(bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF"));
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.matches("/Type /Page\n").count() >= 4, "{}", text.len());
    }
}
