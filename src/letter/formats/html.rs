//! Sets a letter as HTML: one self-contained page that prints on A4, or the body of an e-mail.
//!
//! No script, nothing from elsewhere; every text is escaped.

use std::fmt::Write;

use super::design::{Design, Image};
use super::document::{BY_HAND, Document, Kind, Part};
use super::transfer;
use crate::letter::wording::markup::Rich;
use crate::model::visible::in_html;

/// How a page looks on a screen and on paper. The window of a French envelope, DL or C5, always shows what lies
/// 100 to 190 mm from the left and 45 to 79 mm from the top of the sheet.
const STYLE: &str = "\
@page{size:A4;margin:15mm 20mm 18mm;@bottom-right{content:counter(page) \"/\" counter(pages);font-size:8pt}}
body{margin:0;background:#e8e8e8;color:#111;overflow-wrap:anywhere;font:10.5pt/1.4 \"Liberation Sans\",Arial,Helvetica,sans-serif}
.page{position:relative;box-sizing:border-box;width:210mm;min-height:297mm;margin:5mm auto;padding:15mm 20mm 18mm;background:#fff}
.head{min-height:72mm}.sender{width:75mm;font-size:9.5pt}.sender b{font-size:11pt;color:var(--color)}
.logo{display:block;max-width:60mm;max-height:18mm;margin-bottom:2mm}
.window{position:absolute;left:105mm;top:47mm;width:85mm;height:32mm;overflow:hidden}
.date{margin:0 0 4mm 85mm}.registered,h1{font-size:11pt;font-weight:bold}h1{margin:3mm 0 1mm}.call h1{font-size:15pt;color:var(--color)}
p,ul,ol{margin:0 0 3mm}.muted,.note{font-size:8.5pt;color:#444}.note{margin:0 0 1mm}
table{border-collapse:collapse;margin:0 0 2mm}.wide{width:100%;font-size:9.5pt}th,td{padding:1mm 1.5mm;text-align:right;vertical-align:top}
th{color:var(--color);border-bottom:.4mm solid var(--color)}.wide td{border-bottom:.1mm solid #bbb}th:first-child,td:first-child{text-align:left}
tr,.keep{break-inside:avoid}p.keep{break-before:avoid}.hand{padding-top:12mm}thead{display:table-header-group}.totals{margin-left:auto}.totals tr:last-child{font-weight:bold}
.totals tr:last-child td{border-top:.3mm solid var(--color)}.facts td{text-align:left}.facts td:first-child{color:#444;white-space:nowrap}
.signatures{width:100%;table-layout:fixed;break-inside:avoid}.signatures td,.signatures th{text-align:left}
.pay{display:flex;justify-content:space-between;gap:6mm}.pay svg{width:28mm;height:28mm}.scan{width:32mm;font-size:7.5pt;text-align:center}
pre{white-space:pre-wrap;font-size:9pt;margin:0 0 3mm;break-before:avoid}pre span{display:inline-block;max-width:100%}.mentions{margin-top:8mm;padding-top:2mm;border-top:.1mm solid #bbb;font-size:8pt;color:#444;text-align:center}
@media screen and (max-width:220mm){body{background:none}.page{width:auto;min-height:0;margin:0;padding:16px}
.head{min-height:0}.sender,.logo{width:auto;max-width:100%}.window{position:static;width:auto;height:auto;margin:16px 0}.date{margin-left:0}
.wide{display:block;overflow-x:auto;overflow-wrap:normal}.wide th,.wide td{white-space:nowrap}.pay{flex-wrap:wrap}.totals{width:100%}.totals td:last-child{white-space:nowrap}}
@media print{body{background:none}.page{width:auto;min-height:0;margin:0;padding:0}.window{left:85mm;top:32mm}.head{min-height:69mm}}
";

/// Returns a page of its own, which prints on A4.
pub fn page(document: &Document, design: &Design) -> String {
    let mut page = Setter { out: String::with_capacity(16 * 1024), is_mail: false };
    page.put("<!DOCTYPE html>\n<html lang=\"");
    page.put(document.lang);
    page.put("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n<title>");
    page.text(&document.subject.1);
    let _ = write!(
        page.out,
        "</title>\n<style>\n:root{{--color:{}}}\n{STYLE}</style>\n</head>\n<body>\n",
        design.color.hex()
    );
    let class = if document.kind == Kind::Call { "page call" } else { "page" };
    let _ = writeln!(page.out, "<article class=\"{class}\">");
    if document.kind == Kind::Call {
        page.tag("h1", "", &document.subject.1);
        page.tag("p", "muted", &document.date);
    } else {
        page.letterhead(document, design);
    }
    page.tag("p", "muted", &format!("{} {}", label(document, document.references.0), document.references.1));
    page.parts(&document.parts);
    page.end(document);
    page.put("</article>\n</body>\n</html>\n");
    page.out
}

/// Returns the body of an e-mail.
pub fn mail(document: &Document) -> String {
    let mut page = Setter { out: String::with_capacity(8 * 1024), is_mail: true };
    page.put("<!DOCTYPE html>\n<html lang=\"");
    page.put(document.lang);
    page.put("\">\n<head><meta charset=\"utf-8\"><title>");
    page.text(&document.subject.1);
    page.put("</title></head>\n<body style=\"font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:1.4;color:#111\">\n");
    page.parts(&document.parts);
    page.end(document);
    page.tag("p", "muted", &format!("{} {}", label(document, document.references.0), document.references.1));
    page.put("</body>\n</html>\n");
    page.out
}

fn label(document: &Document, label: &str) -> String {
    if document.lang == "fr" { format!("{label}\u{a0}:") } else { format!("{label}:") }
}

struct Setter {
    out: String,
    /// Mail programs drop style sheets: there each element carries its own look.
    is_mail: bool,
}

impl Setter {
    fn put(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Writes a text, escaped; `\n` is a line break.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match (c, in_html(c)) {
                ('\n', _) => self.put("<br>\n"),
                (_, Some(escaped)) => self.put(escaped),
                (c, None) => self.out.push(c),
            }
        }
    }

    /// Writes how an element of a class looks.
    fn look(&mut self, class: &str) {
        let style = match class {
            "" => return,
            _ if !self.is_mail => {
                let _ = write!(self.out, " class=\"{class}\"");
                return;
            }
            "wide" | "totals" | "facts" => "border-collapse:collapse;margin:0 0 12px",
            "first" => "padding:3px 8px;text-align:left;vertical-align:top;border-bottom:1px solid #ccc",
            "other" => "padding:3px 8px;text-align:right;vertical-align:top;border-bottom:1px solid #ccc",
            "note" | "muted" | "mentions" => "margin:0 0 4px;font-size:12px;color:#555",
            _ => return,
        };
        let _ = write!(self.out, " style=\"{style}\"");
    }

    fn open(&mut self, tag: &str, class: &str) {
        let _ = write!(self.out, "<{tag}");
        self.look(class);
        self.put(">");
    }

    fn tag(&mut self, tag: &str, class: &str, text: &str) {
        self.open(tag, class);
        self.text(text);
        let _ = writeln!(self.out, "</{tag}>");
    }

    fn lines(&mut self, lines: &[String]) {
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                self.put("<br>\n");
            }
            self.text(line);
        }
    }

    fn rich(&mut self, text: &Rich) {
        for run in &text.0 {
            let (bold, italic) = (run.bold, run.italic);
            self.put(if bold { "<b>" } else { "" });
            self.put(if italic { "<i>" } else { "" });
            self.text(&run.text);
            self.put(if italic { "</i>" } else { "" });
            self.put(if bold { "</b>" } else { "" });
        }
    }

    fn letterhead(&mut self, document: &Document, design: &Design) {
        self.put("<div class=\"head\">\n<div class=\"sender\">\n");
        if let Some(logo) = &design.logo {
            self.logo(logo);
        }
        let named = document.sender_name.is_some();
        for (i, line) in document.sender.iter().enumerate() {
            self.put(if i > 0 { "<br>\n" } else { "" });
            if i == 0 && named {
                self.open("b", "");
                self.rich(line);
                self.put("</b>");
            } else {
                self.rich(line);
            }
        }
        self.put("\n</div>\n<div class=\"window\">\n");
        self.lines(&document.addressee);
        self.put("\n</div>\n</div>\n");
        self.tag("p", "date", &document.place_and_date);
        if let Some(registered) = document.registered {
            self.tag("p", "registered", registered);
        }
        self.tag("h1", "", &format!("{} {}", label(document, document.subject.0), document.subject.1));
    }

    fn logo(&mut self, logo: &Image) {
        let data = base64(&logo.bytes);
        let _ = writeln!(self.out, "<img class=\"logo\" alt=\"\" src=\"data:{};base64,{data}\">", logo.format.mime());
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Paragraph { text } => {
                    self.put("<p>");
                    self.rich(text);
                    self.put("</p>\n");
                }
                Part::List { title, numbered, items } => {
                    title.iter().for_each(|title| self.tag("p", "note", title));
                    let tag = if *numbered { "ol" } else { "ul" };
                    self.open(tag, "");
                    for item in items {
                        self.put("\n<li>");
                        self.rich(item);
                        self.put("</li>");
                    }
                    let _ = writeln!(self.out, "\n</{tag}>");
                }
                Part::Table { titles, rows, notes } => {
                    self.table(titles, rows);
                    notes.iter().for_each(|note| self.tag("p", "note", note));
                }
                Part::Totals { rows } => self.totals(rows),
                Part::Facts { rows, transfer } => self.facts(rows, transfer.as_deref()),
                Part::Signatures { by_hand, rows } => self.signatures(*by_hand, rows),
                Part::Commands { commands } => {
                    commands.iter().for_each(|words| self.command(words));
                }
                Part::Detail { parts, .. } => self.parts(parts),
            }
        }
    }

    /// Writes where two parties sign.
    fn signatures(&mut self, by_hand: u16, rows: &[([String; 2], u16)]) {
        for _ in 0..by_hand {
            let _ = writeln!(self.out, "<div style=\"height:{BY_HAND}mm;border-bottom:1px solid #bbb\"></div>");
        }
        self.open("table", "signatures");
        self.put("\n");
        for (i, (cells, room)) in rows.iter().enumerate() {
            let _ = write!(self.out, "<tr style=\"height:{}mm;vertical-align:top\">", 6 + room);
            cells.iter().for_each(|cell| self.cell(if i == 0 { "th" } else { "td" }, "", cell));
            self.put("</tr>\n");
        }
        self.put("</table>\n");
    }

    /// Writes a command: lines end between its words, never within an option, and it is copied as one line.
    fn command(&mut self, words: &[String]) {
        self.open("pre", "");
        for (i, word) in words.iter().enumerate() {
            self.put(if i == 0 { "<span>" } else { " <span>" });
            self.text(word);
            self.put("</span>");
        }
        self.put("</pre>\n");
    }

    fn table(&mut self, titles: &[&str], rows: &[Vec<String>]) {
        let (first, other) = if self.is_mail { ("first", "other") } else { ("", "") };
        let side = |i| if i == 0 { first } else { other };
        self.open("table", "wide");
        self.put("\n<thead><tr>");
        titles.iter().enumerate().for_each(|(i, title)| self.cell("th", side(i), title));
        self.put("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.put("<tr>");
            row.iter().enumerate().for_each(|(i, cell)| self.cell("td", side(i), cell));
            self.put("</tr>\n");
        }
        self.put("</tbody>\n</table>\n");
    }

    fn cell(&mut self, tag: &str, class: &str, text: &str) {
        self.open(tag, class);
        self.text(text);
        let _ = write!(self.out, "</{tag}>");
    }

    fn totals(&mut self, rows: &[(String, String)]) {
        let (first, other) = if self.is_mail { ("first", "other") } else { ("", "") };
        self.open("table", "totals");
        self.put("\n");
        for (i, (label, figure)) in rows.iter().enumerate() {
            let bold = self.is_mail && i + 1 == rows.len();
            self.put(if bold { "<tr style=\"font-weight:bold\">" } else { "<tr>" });
            self.cell("td", first, label);
            self.cell("td", other, figure);
            self.put("</tr>\n");
        }
        self.put("</table>\n");
    }

    fn facts(&mut self, rows: &[(&'static str, String)], transfer: Option<&str>) {
        let code = transfer.filter(|_| !self.is_mail).and_then(transfer::svg);
        if code.is_some() {
            self.put("<div class=\"pay keep\">\n");
        }
        let first = if self.is_mail { "first" } else { "" };
        self.open("table", "facts");
        self.put("\n");
        for (label, value) in rows {
            self.put("<tr>");
            self.cell("td", first, label);
            self.cell("td", first, value);
            self.put("</tr>\n");
        }
        self.put("</table>\n");
        if let Some(code) = code {
            let _ = writeln!(self.out, "<div class=\"scan\">{code}</div>\n</div>");
        }
    }

    fn end(&mut self, document: &Document) {
        if !document.signature.is_empty() {
            // Room for a hand, where one signs.
            self.open("p", if document.kind == Kind::Letter { "keep hand" } else { "keep" });
            self.lines(&document.signature);
            self.put("</p>\n");
        }
        if let Some(enclosed) = &document.enclosed {
            self.tag("p", "keep", enclosed);
        }
        if !document.mentions.is_empty() {
            self.open("p", "mentions");
            for (i, line) in document.mentions.iter().enumerate() {
                self.put(if i > 0 { "<br>\n" } else { "" });
                self.rich(line);
            }
            self.put("</p>\n");
        }
    }
}

/// Returns bytes as base 64 (RFC 4648), padded.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let of = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
        let bits = of(0) << 16 | of(1) << 8 | of(2);
        for digit in 0..4 {
            let is_there = digit <= group.len();
            let place = (bits >> (18 - 6 * digit)) as usize & 63;
            out.push(if is_there { char::from(DIGITS[place]) } else { '=' });
        }
    }
    out
}
