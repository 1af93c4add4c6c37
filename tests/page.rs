//! Every figure on the page of `report` is the one that a command prints for the same day.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// The days and languages in which the example is looked at.
const DAYS: [(&str, &str); 3] = [("2026-11-20", "en"), ("2026-03-31", "fr"), ("2025-05-31", "en")];

fn relance(arguments: &[&str], day: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_relance"))
        .args(arguments)
        .args(["-C", "examples/atelier-moreau", "--as-of", day])
        .output()
        .expect("the program runs");
    String::from_utf8(output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

fn json(arguments: &[&str], day: &str) -> Value {
    let text = relance(&[arguments, &["--format", "json"]].concat(), day);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

fn rows(answer: &Value) -> &Vec<Value> {
    answer["rows"].as_array().expect("rows")
}

/// Returns a value as the page shows it: nothing for `null`.
fn word<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_default()
}

/// Returns an amount as people write it, by other means than the program's: `1,234.50` or `1 234,50`; a dash for zero.
fn amount(row: &Value, key: &str, lang: &str) -> String {
    let text = word(row, key);
    if text.is_empty() || text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.') {
        return if text.is_empty() { String::new() } else { "–".to_owned() };
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, cents) = digits.split_once('.').expect("cents");
    let (thousands, mark) = if lang == "fr" { ("\u{202f}", ",") } else { (",", ".") };
    let groups: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|it| std::str::from_utf8(it).unwrap()).collect();
    format!("{sign}{}{mark}{cents}", groups.join(thousands))
}

/// Returns a computed number of days as people write it.
fn days(row: &Value, key: &str, lang: &str) -> String {
    let text = if row[key].is_null() { String::new() } else { row[key].to_string() };
    if lang == "fr" { text.replace('.', ",") } else { text }
}

/// Returns the text of a piece of HTML.
fn plain(html: &str) -> String {
    let mut out = String::new();
    for (i, part) in html.split('<').enumerate() {
        out.push_str(if i == 0 { part } else { part.split_once('>').expect("a tag ends").1 });
    }
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(out, |text, (escaped, plain)| text.replace(escaped, plain))
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).map(|rest| rest.split_once(end).expect("it ends").0).collect()
}

/// Returns the rows of the tables in a part of the page, head and totals included, as texts.
fn tables(page: &str, part: &str) -> Vec<Vec<Vec<String>>> {
    let section = page.split_once(&format!("<section id=\"{part}\"")).expect("the part is there").1;
    let section = section.split_once("</section>").expect("it ends").0;
    let cells = |row: &str| {
        let row = row.replace("</td>", "</th>").replace("<td", "<th");
        between(&row, "<th", "</th>").iter().map(|cell| plain(cell.split_once('>').expect("a tag").1)).collect()
    };
    between(section, "<table", "</table>")
        .iter()
        .map(|table| between(table, "<tr", "</tr>"))
        .map(|rows| rows.into_iter().map(cells).collect())
        .collect()
}

/// Returns the exact values of the cards, by currency; of a page with one currency under nothing.
fn cards(page: &str) -> BTreeMap<String, Vec<String>> {
    let figures = page.split_once("figures-title").expect("figures").1.split_once("<section").expect("it ends").0;
    let values = |cards: &str| between(cards, "<data value=\"", "\"").into_iter().map(str::to_owned).collect();
    if !figures.contains("<h3>") {
        return BTreeMap::from([(String::new(), values(figures))]);
    }
    figures
        .split("<h3>")
        .skip(1)
        .map(|part| part.split_once("</h3>").expect("h3"))
        .map(|(code, part)| (code.to_owned(), values(part)))
        .collect()
}

fn total<'a>(answer: &'a Value, currency: &str) -> &'a Value {
    let totals = answer["totals"].as_array().expect("totals");
    totals.iter().find(|total| total["currency"] == currency).unwrap_or_else(|| panic!("{currency} in {totals:?}"))
}

fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn cards_hold_the_totals_of_the_commands() {
    for (day, lang) in DAYS {
        let page = relance(&["report", "--lang", lang], day);
        let age = json(&["age"], day);
        let months = json(&["kpi", "--by", "month"], day);
        let cash = json(&["kpi", "--cash"], day);
        let plan = json(&["plan"], day);
        for (currency, values) in cards(&page) {
            let currency = if currency.is_empty() { "EUR" } else { currency.as_str() };
            let kpi = total(&months, currency);
            let weeks: Vec<&Value> = rows(&cash).iter().filter(|row| row["currency"] == currency).collect();
            let expected = [
                word(total(&age, currency), "total").to_owned(),
                word(kpi, "overdue").to_owned(),
                word(kpi, "over_90").to_owned(),
                kpi["dso"].to_string(),
                word(weeks[3], "by_then").to_owned(),
            ];
            assert_eq!(values[..5], expected, "{day} {currency}");
            let four_weeks: i64 = weeks[..4].iter().map(|week| cents(word(week, "amount"))).sum();
            assert_eq!(cents(&values[4]), four_weeks, "{day} {currency}");
            // A notice has one level for one customer in one currency, or several where procedures differ.
            let chased = rows(&plan).iter().filter(|row| row["currency"] == currency && !row["action"].is_null());
            let levels: std::collections::BTreeSet<_> =
                chased.map(|row| (word(row, "customer_id"), word(row, "action"))).collect();
            assert_eq!(values[5], levels.len().to_string(), "{day} {currency}");
        }
    }
}

#[test]
fn tables_hold_the_rows_of_the_commands() {
    for (day, lang) in DAYS {
        let page = relance(&["report", "--lang", lang], day);
        let several = cards(&page).len() > 1;
        let currency = |row: &Value| several.then(|| word(row, "currency").to_owned());

        let age = json(&["age"], day);
        let credits = age["totals"].as_array().expect("totals").iter().any(|total| word(total, "credits") != "0.00");
        let bands = ["not_due", "d1_30", "d31_60", "d61_90", "d91_plus"];
        let keys = bands.into_iter().chain(credits.then_some("credits")).chain(["total"]);
        let expected = |row: &Value| {
            let who = format!("{} {}", word(row, "name"), word(row, "customer_id"));
            let mut cells = vec![if row["name"].is_null() { "Total".to_owned() } else { who }];
            cells.extend(currency(row));
            cells.extend(keys.clone().map(|key| amount(row, key, lang)));
            cells
        };
        let wanted = rows(&age).iter().chain(age["totals"].as_array().expect("totals")).map(expected);
        assert_eq!(tables(&page, "balance")[0][1..], wanted.collect::<Vec<_>>(), "{day}");

        let months = json(&["kpi", "--by", "month"], day);
        let expected = |row: &Value| {
            let mut cells = vec![if row["month"].is_null() { "Total" } else { word(row, "month") }.to_owned()];
            cells.extend(currency(row));
            cells.extend(["sales", "outstanding"].map(|key| amount(row, key, lang)));
            cells.extend(["dso", "dso_best", "days_late"].map(|key| days(row, key, lang)));
            cells
        };
        let wanted = rows(&months).iter().chain(months["totals"].as_array().expect("totals")).map(expected);
        let shown = &tables(&page, "drift")[0][1..];
        let shown = shown.iter().map(|row| row[..row.len() - 3].to_vec());
        assert_eq!(shown.collect::<Vec<_>>(), wanted.collect::<Vec<_>>(), "{day}");

        let cash = json(&["kpi", "--cash"], day);
        let expected = |row: &Value| {
            let mut cells =
                vec![if row["week"].is_null() { "Total".to_owned() } else { when(word(row, "week"), lang) }];
            cells.extend(currency(row));
            let keys = ["amount", "overdue", "by_then", "by_then_least", "by_then_most"];
            cells.extend(keys.map(|key| amount(row, key, lang)));
            cells
        };
        let wanted = rows(&cash).iter().chain(cash["totals"].as_array().expect("totals")).map(expected);
        assert_eq!(tables(&page, "cash")[0][1..], wanted.collect::<Vec<_>>(), "{day}");
    }
}

/// Returns how the page calls the last day of a week, or what stands in its place.
fn when(code: &str, lang: &str) -> String {
    let name = match (code, lang) {
        ("later", "fr") => "plus tard",
        ("disputed", "fr") => "en litige",
        ("assigned", "fr") => "cédées",
        ("insolvent", "fr") => "proc. collective",
        ("unknown", "fr") => "inconnu",
        ("unknown", _) => "not known",
        (day, "fr") => return day.split('-').rev().collect::<Vec<_>>().join("/"),
        (code, _) => code,
    };
    name.to_owned()
}

#[test]
fn customers_and_notices_have_the_figures_of_score_and_plan() {
    for (day, lang) in DAYS {
        let page = relance(&["report", "--lang", lang], day);
        let bare = |text: &str| text.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect::<String>();
        let score = json(&["score", "--lang", lang], day);
        let by_name: BTreeMap<String, &Value> = rows(&score)
            .iter()
            .map(|row| (format!("{} {}", word(row, "name"), word(row, "customer_id")), row))
            .collect();
        let tables_of_customers = ["risk", "limits"].into_iter().flat_map(|part| tables(&page, part));
        for row in tables_of_customers.flat_map(|table| table.into_iter().skip(1)) {
            let wanted = by_name[&row[0]];
            assert_eq!(row[1], wanted["score"].to_string());
            assert_eq!(row[2], word(wanted, "grade"));
            assert_eq!(bare(&row[3]), bare(word(wanted, "exposure")));
            assert_eq!(bare(&row[4]), bare(word(wanted, "credit_limit")));
            assert_eq!(row[7], word(wanted, "because"));
        }
        // What is asked for today, and what is left alone, is all that is open: each item once.
        let plan = json(&["plan"], day);
        let today = tables(&page, "today");
        let asked: i64 =
            rows(&plan).iter().filter(|row| !row["action"].is_null()).map(|row| cents(word(row, "asked"))).sum();
        let left: i64 =
            rows(&plan).iter().filter(|row| row["action"].is_null()).map(|row| cents(word(row, "open"))).sum();
        let shown = |column: usize, head: &str| -> i64 {
            let of = today.iter().filter(|table| table[0][0] == head).flat_map(|table| table.iter().skip(1));
            of.map(|row| bare(&row[column]).parse::<i64>().unwrap()).sum()
        };
        let (customer, reason) = if lang == "fr" { ("Client", "Motif") } else { ("Customer", "Reason") };
        assert_eq!([shown(4, customer), shown(2, reason)], [asked, left], "{day}");
    }
}
