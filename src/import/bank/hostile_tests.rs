//! Statements that somebody made to hurt, or that were cut off: a clear fault, never a hang, a crash or a guess.

use std::time::{Duration, Instant};

use super::*;

/// How long any of them may take: they are small.
const PATIENCE: Duration = Duration::from_secs(20);

fn read_within(text: &str) -> Option<Read> {
    let start = Instant::now();
    let read = format_of(text.as_bytes())
        .map(|format| read(format, text.as_bytes(), GuessedEncoding::of(text.as_bytes()), Declared::default()));
    assert!(start.elapsed() < PATIENCE, "{:?} for {} bytes", start.elapsed(), text.len());
    read
}

fn statement(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>{inside}<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt>\
         <Stmt><Acct><Id><IBAN>FR7630001007941234567890185</IBAN></Id></Acct>{ENTRY}</Stmt></BkToCstmrStmt></Document>"
    )
}

const ENTRY: &str = "<Ntry><Amt Ccy=\"EUR\">120.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt>\
    <Dt>2026-02-03</Dt></BookgDt><AcctSvcrRef>REF-0001</AcctSvcrRef></Ntry>";

const OFX: &str = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\n\
    <BANKACCTFROM><BANKID>1<ACCTID>2<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT\
    <DTPOSTED>20260203<TRNAMT>120.00<FITID>REF-0001<NAME>DUPONT</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS>\
    </BANKMSGSRSV1></OFX>";

const MT940: &str = ":20:STARTUMS\r\n:25:10020030/1234567\r\n:28C:0\r\n:60F:C260202EUR100,00\r\n\
    :61:2602030203CR120,00NTRFNONREF\r\n:86:051?00GUTSCHRIFT?20F26-001?32DUPONT\r\n:62F:C260203EUR220,00\r\n-";

fn movements(read: &Read) -> usize {
    read.statements.iter().map(|statement| statement.movements.len()).sum()
}

fn is_broken(read: &Read) -> bool {
    read.faults.iter().any(|fault| fault.what == What::Structure)
}

#[test]
fn what_the_hostile_ones_are_made_of_is_read() {
    for text in [statement("").as_str(), OFX, MT940] {
        let read = read_within(text).unwrap();
        assert_eq!((movements(&read), read.faults.len()), (1, 0), "{:?}", read.faults);
    }
}

#[test]
fn entities_are_not_followed() {
    // Ten levels of ten are ten thousand million.
    let levels =
        (1..10).map(|i| format!("<!ENTITY e{i} \"{}\">", format!("&e{};", i - 1).repeat(10))).collect::<String>();
    for doctype in [
        format!("<!DOCTYPE Document [<!ENTITY e0 \"x\">{levels}]>"),
        "<!DOCTYPE Document [<!ENTITY e9 SYSTEM \"file:///etc/passwd\">]>".to_owned(),
        "<!DOCTYPE Document SYSTEM \"http://example.invalid/x.dtd\">".to_owned(),
    ] {
        let text = statement(&doctype).replace("REF-0001", "&e9;");
        let read = read_within(&text).unwrap();
        assert!(is_broken(&read), "{doctype}: {:?}", read.faults);
        assert_eq!(movements(&read), 0);
    }
}

#[test]
fn depth_hurts_nobody() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(200_000), close.repeat(200_000));
    let entry = format!("{}{ENTRY}", deep("<X>", "</X>"));
    if let Some(read) = read_within(&statement("").replace(ENTRY, &entry)) {
        assert!(is_broken(&read) || movements(&read) == 1);
    }
    let read =
        read_within(&OFX.replace("<BANKTRANLIST>", &format!("<BANKTRANLIST>{}", "<X>".repeat(200_000)))).unwrap();
    assert!(movements(&read) <= 1);
}

#[test]
fn more_nodes_than_any_statement_has_are_refused() {
    let text = statement("").replace(ENTRY, &format!("{ENTRY}{}", "<X/>".repeat(1000)));
    assert_eq!(movements(&camt::read_bounded(&text, 2_000)), 1);
    let read = camt::read_bounded(&text, 1_000);
    assert!(is_broken(&read) && movements(&read) == 0, "{:?}", read.faults);
}

#[test]
fn a_statement_that_is_cut_off_gives_no_movement_that_was_not_whole() {
    for whole in [statement("").as_str(), OFX, MT940] {
        for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
            let Some(read) = read_within(&whole[..end]) else { continue };
            for movement in read.statements.iter().flat_map(|statement| &statement.movements) {
                // The sum is never a part of itself: 120.00, not 12 or 1.
                assert_eq!(movement.amount.minor(), 12_000, "cut at {end}: {}", &whole[..end]);
            }
        }
    }
    // What lacks its end says so, and of XML nothing is left.
    let xml = statement("");
    let before = |whole: &'static str, end: &str| &whole[..whole.find(end).unwrap()];
    for (cut, kept) in [(&xml[..xml.len() - 12], 0), (before(OFX, "</STMTRS>"), 0), (before(MT940, ":62F:"), 1)] {
        let read = read_within(cut).unwrap();
        assert_eq!((is_broken(&read), movements(&read)), (true, kept), "{cut}");
    }
}
