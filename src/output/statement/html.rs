//! A document as one HTML page: no script, no request, and a sheet of A4 when it is printed.

use std::fmt::Write;

use super::document::{Block, Document};
use crate::output::html::{text, write_table};

/// The look on screen and on paper: heads of tables stand on every page, no row is cut, headings stay with what
/// follows.
const STYLE: &str = "\
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) \" / \" counter(pages); font-size: 8pt } }
* { box-sizing: border-box }
body { font: 10pt/1.4 \"Liberation Sans\", Arial, Helvetica, sans-serif; color: #111; margin: 0 auto; padding: 12mm; max-width: 210mm }
h1 { font-size: 16pt; line-height: 1.2; margin: 0 0 5mm }
h2 { font-size: 12pt; margin: 7mm 0 2mm; border-bottom: 0.6pt solid #111 }
h3 { font-size: 10.5pt; margin: 5mm 0 1.5mm }
h2, h3 { break-after: avoid }
p { margin: 0 0 2mm; orphans: 2; widows: 2 }
p.strong { font-weight: bold; font-size: 11.5pt }
ul, ol { margin: 0 0 2mm; padding-left: 6mm }
li { break-inside: avoid }
p:has(+ .wide) { break-after: avoid }
li:nth-last-child(2) { break-after: avoid }
.parties { display: flex; gap: 10mm; margin-bottom: 5mm; break-inside: avoid }
.parties > div { flex: 1 1 0; min-width: 0; overflow-wrap: anywhere }
.parties b { display: block; font-size: 8pt; text-transform: uppercase; letter-spacing: 0.05em; color: #444 }
.wide { overflow-x: auto }
.wide:not(:has(tbody tr:nth-child(13))) { break-inside: avoid }
table { border-collapse: collapse; width: 100%; margin: 0 0 3mm; font-size: 8.5pt; line-height: 1.3 }
thead { display: table-header-group }
tfoot { display: table-row-group; font-weight: bold }
tr { break-inside: avoid }
th, td { padding: 0.8mm 1.2mm; text-align: left; vertical-align: top; border-bottom: 0.3pt solid #bbb; overflow-wrap: anywhere }
th:first-child, td:first-child { min-width: 18mm }
th { border-bottom: 0.8pt solid #111; vertical-align: bottom; overflow-wrap: normal }
tfoot tr:first-child td { border-top: 0.8pt solid #111 }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; overflow-wrap: normal }
th.n { white-space: normal }
@media screen and (max-width: 600px) {
body { padding: 4mm }
.parties { flex-direction: column; gap: 3mm }
.wide th, .wide td { overflow-wrap: normal }
}
@media print { body { padding: 0; max-width: none } .wide { overflow: visible } a { color: inherit } }
";

impl Document {
    /// Returns the document as one HTML page that asks for nothing else and prints on A4.
    pub fn to_html(&self) -> String {
        let title = text(&self.title);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n",
            self.lang.tag()
        );
        for block in &self.blocks {
            let _ = write_block(&mut out, block);
        }
        out.push_str("</body>\n</html>\n");
        out
    }
}

fn write_block(out: &mut String, block: &Block) -> std::fmt::Result {
    match block {
        Block::Heading(title) => writeln!(out, "<h2>{}</h2>", text(title)),
        Block::Subheading(title) => writeln!(out, "<h3>{}</h3>", text(title)),
        Block::Paragraph(words) => writeln!(out, "<p>{}</p>", text(words)),
        Block::Strong(words) => writeln!(out, "<p class=\"strong\">{}</p>", text(words)),
        Block::List(items) => write_list(out, "ul", items),
        Block::Numbered(items) => write_list(out, "ol", items),
        Block::Parties(parties) => {
            out.push_str("<div class=\"parties\">\n");
            for (what, lines) in parties {
                let lines: Vec<String> = lines.iter().map(|line| text(line)).collect();
                writeln!(out, "<div><b>{}</b>{}</div>", text(what), lines.join("<br>"))?;
            }
            writeln!(out, "</div>")
        }
        Block::Table(table) => write_table(out, table, None),
    }
}

fn write_list(out: &mut String, tag: &str, items: &[String]) -> std::fmt::Result {
    writeln!(out, "<{tag}>")?;
    items.iter().try_for_each(|item| writeln!(out, "<li>{}</li>", text(item)))?;
    writeln!(out, "</{tag}>")
}

#[cfg(test)]
mod tests {
    use super::super::document::{Align, Table};
    use super::*;
    use crate::model::Lang;

    #[test]
    fn strangers_text_is_no_markup_and_nothing_is_asked_for() {
        let hostile = "<img src=x onerror='a'> & \"b\"";
        let table = Table {
            columns: vec![(hostile.to_owned(), Align::Left)],
            rows: vec![vec![hostile.to_owned()]],
            totals: vec![],
        };
        let blocks = vec![
            Block::Parties(vec![(hostile.to_owned(), vec![hostile.to_owned()])]),
            Block::List(vec![hostile.to_owned()]),
            Block::Table(table),
        ];
        let page = Document { lang: Lang::Fr, title: hostile.to_owned(), blocks }.to_html();
        assert_eq!(page.matches("<img").count(), 0);
        assert_eq!(page.matches("&lt;img src=x onerror=&#39;a&#39;&gt; &amp; &quot;b&quot;").count(), 7);
        assert!(!page.contains("http:") && !page.contains("https:") && !page.contains("url("));
    }
}
