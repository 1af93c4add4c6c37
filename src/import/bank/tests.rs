//! Whole statements, as banks write them; the sums are added up by hand.

use super::*;
use crate::testing::day;

pub(super) fn read_as(text: &str) -> Read {
    let format = format_of(text.as_bytes()).unwrap_or_else(|| panic!("no statement: {text}"));
    read(format, text.as_bytes(), GuessedEncoding::of(text.as_bytes()), Declared::default())
}

/// Each movement in a line: day, cents, kind, payer, text.
fn told(read: &Read) -> Vec<String> {
    let kind = |kind: &Kind| match kind {
        Kind::Receipt => "receipt".to_owned(),
        Kind::Return { reason } => format!("return {reason}"),
        Kind::LeftOut(why) => why.told().0.to_owned(),
    };
    let movements = read.statements.iter().flat_map(|statement| &statement.movements);
    let line = |one: &Movement| {
        format!("{} {} {} [{}] {}", one.date, one.amount.minor(), kind(&one.kind), one.payer, one.text)
    };
    movements.map(line).collect()
}

const CAMT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S1</Id>
<Acct><Id><IBAN>FR7630001007941234567890185</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">265.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="EUR">200.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-02-03</Dt></BookgDt>
<AcctSvcrRef>REF-0001</AcctSvcrRef><NtryDtls>
<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><Amt Ccy="EUR">120.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>Dupont</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>FR761</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>F26-001</Ustrd></RmtInf></TxDtls>
<TxDtls><Amt Ccy="EUR">80.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>Martin</Nm></Pty></Dbtr></RltdPties>
<RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">35.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-02-04</Dt></BookgDt>
<AcctSvcrRef>REF-0002</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Leroy</Nm></Pty></Dbtr></RltdPties>
<RtrInf><Rsn><Cd>MS03</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">999.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts><BookgDt><Dt>2026-02-05</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"#;

#[test]
fn a_batch_is_taken_apart_and_a_reject_is_a_return() {
    let read = read_as(CAMT);
    assert_eq!(
        told(&read),
        [
            "2026-02-03 12000 receipt [Dupont] F26-001 E1",
            "2026-02-03 8000 receipt [Martin] ",
            "2026-02-04 -3500 return MS03 [Leroy] ",
            "2026-02-05 99900 pending [] ",
        ]
    );
    assert_eq!(read.format, "CAMT.053.001.08");
    // 100 + 200 - 35 = 265: what is pending does not count.
    assert_eq!(read.statements[0].gap(), None);
    let movements = &read.statements[0].movements;
    assert_eq!((movements[0].payer_account.as_str(), movements[1].reference.as_str()), ("FR761", "RF18539007547034"));
    assert_eq!(ids::of(&read.statements)[0][..3], ["B-REF-0001-1", "B-REF-0001-2", "B-REF-0002"]);
}

#[test]
fn a_balance_that_the_movements_do_not_lead_to_is_seen() {
    let read = read_as(&CAMT.replace("265.00", "266.00"));
    assert_eq!(read.statements[0].gap().map(Amount::minor), Some(100));
}

#[test]
fn hostile_xml_is_a_fault() {
    let bomb = format!("<!DOCTYPE x [<!ENTITY a \"aaaa\">]>{}", &CAMT[CAMT.find("<Document").unwrap()..]);
    for text in [bomb.as_str(), &CAMT[..900], &CAMT.replace("</Stmt>", "")] {
        let read = read(Format::Camt, text.as_bytes(), GuessedEncoding::Utf8, Declared::default());
        assert_eq!((read.statements.len(), read.faults.len()), (0, 1));
        assert_eq!(read.faults[0].what, What::Structure);
    }
}

#[test]
fn tags_left_open_and_decimal_commas_are_read() {
    let text = "OFXHEADER:100\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\n<BANKACCTFROM><ACCTID>0001\n\
        </BANKACCTFROM><BANKTRANLIST>\n<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260203120000<TRNAMT>120,50<FITID>20260203001\
        <NAME>VIR SEPA DUPONT<MEMO>VIR SEPA DUPONT &amp; FILS F26-001</STMTTRN>\n\
        <STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260204<TRNAMT>-12.00<FITID>20260204001<NAME>FRAIS</STMTTRN>\n\
        <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260205<TRNAMT>$120<FITID>20260205001<NAME>X</STMTTRN>\n\
        </BANKTRANLIST><LEDGERBAL><BALAMT>208.50<DTASOF>20260205</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";
    let read = read_as(text);
    assert_eq!(
        told(&read),
        [
            "2026-02-03 12050 receipt [VIR SEPA DUPONT] VIR SEPA DUPONT & FILS F26-001",
            "2026-02-04 -1200 debit [FRAIS] FRAIS"
        ]
    );
    assert_eq!(read.faults, [Fault { line: 9, field: "TRNAMT".into(), text: "$120".to_owned(), what: What::Amount }]);
    assert_eq!(read.statements[0].closing.map(Amount::minor), Some(20_850));
}

/// A record of 120 positions: texts at their places.
fn record(parts: &[(usize, &str)]) -> String {
    let mut line = vec![' '; 120];
    for (at, text) in parts {
        for (i, letter) in text.chars().enumerate() {
            line[at + i] = letter;
        }
    }
    line.into_iter().collect()
}

#[test]
fn an_aggregate_that_nothing_closes_is_a_fault() {
    let transaction =
        |id: &str| format!("<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260203<TRNAMT>10.00<FITID>{id}<NAME>X\n</STMTTRN>\n");
    let all = [transaction("A00001"), transaction("B00002"), transaction("C00003")].concat();
    let file = |inside: &str| {
        format!("OFXHEADER:100\n<OFX><STMTRS><CURDEF>EUR<BANKTRANLIST>\n{inside}</BANKTRANLIST></STMTRS></OFX>")
    };
    let found = |text: &str| {
        let read = read_as(text);
        let lines = read.faults.iter().filter(|fault| fault.what == What::Structure).map(|fault| fault.line);
        (told(&read).len(), lines.collect::<Vec<_>>())
    };
    assert_eq!(found(&file(&all)), (3, vec![]));
    // The first, on line 3, is open when the second begins; the last, on line 7, when the list ends.
    assert_eq!(found(&file(&all.replacen("</STMTTRN>", "", 1))), (2, vec![3]));
    let (head, _) = all.rsplit_once("</STMTTRN>").unwrap();
    assert_eq!(found(&file(head)), (2, vec![7]));
    assert_eq!(found(&file(&all.replacen("<STMTTRN>", "", 1))), (2, vec![4]));
    let two = file(&all).replace("</STMTRS></OFX>", "<STMTRS><CURDEF>EUR<BANKTRANLIST></BANKTRANLIST></STMTRS></OFX>");
    assert_eq!(found(&two), (3, vec![9]));
}

#[test]
fn a_debit_without_a_minus_has_two_readings() {
    let file = |sum: &str| {
        format!(
            "OFXHEADER:100\n<OFX><STMTRS><CURDEF>EUR<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260203<TRNAMT>{sum}\
             <FITID>A00001<NAME>REJET</STMTTRN></BANKTRANLIST></STMTRS></OFX>"
        )
    };
    let read = read_as(&file("1200.00"));
    assert_eq!((told(&read).len(), read.faults[0].what, &*read.faults[0].field), (0, What::Side, "TRNTYPE"));
    assert_eq!(told(&read_as(&file("-1200.00"))), ["2026-02-03 -120000 return  [REJET] REJET"]);
}

#[test]
fn the_last_digit_of_an_amount_carries_its_sign() {
    let account = "30001    00794EUR2 12345678901";
    let old = record(&[(0, "01"), (2, account), (34, "310126"), (90, "0000000001000{")]);
    let credit = record(&[(0, "04"), (2, account), (34, "030226"), (48, "VIR SEPA DUPONT"), (90, "0000000001205A")]);
    let name = record(&[(0, "05"), (2, account), (34, "030226"), (45, "NPY"), (48, "Dupont & Fils")]);
    let words = record(&[(0, "05"), (2, account), (34, "030226"), (45, "LCC"), (48, "FACTURE F26-001")]);
    let reject =
        record(&[(0, "04"), (2, account), (34, "040226"), (40, "03"), (48, "PRLV IMPAYE"), (90, "0000000000500}")]);
    let new = record(&[(0, "07"), (2, account), (34, "040226"), (90, "0000000001705A")]);
    let read = read_as(&[old, credit, name, words, reject, String::new(), new].join("\r\n"));
    assert_eq!(
        told(&read),
        [
            "2026-02-03 12051 receipt [Dupont & Fils] VIR SEPA DUPONT FACTURE F26-001",
            "2026-02-04 -5000 return 03 [] PRLV IMPAYE"
        ]
    );
    // 100.00 + 120.51 - 50.00 = 170.51.
    assert_eq!((read.statements[0].gap(), read.faults.len()), (None, 0));
    assert_eq!(read.statements[0].account, "300010079412345678901");
}

#[test]
fn records_in_no_order_are_faults() {
    let account = "30001    00794EUR2 12345678901";
    let text = record(&[(0, "05"), (2, account), (34, "030226"), (45, "LIB"), (48, "X")]);
    assert_eq!(read_as(&text).faults[0].what, What::Structure);
    let text = record(&[(0, "07"), (2, account), (34, "030226"), (90, "0000000001705A")]);
    assert_eq!(read_as(&text).faults[0].what, What::Structure);
}

#[test]
fn words_after_the_end_of_a_movement_s_statement_are_not_its_words() {
    let account = "30001    00794EUR2 12345678901";
    let movement = record(&[(0, "04"), (2, account), (34, "030226"), (48, "VIR"), (90, "0000000001205A")]);
    let end = record(&[(0, "07"), (2, "30001    00794EUR2 99999999999"), (34, "030226"), (90, "0000000001705A")]);
    let words = record(&[(0, "05"), (2, account), (34, "030226"), (45, "LIB"), (48, "X")]);
    let read = read_as(&[movement, end, words].join("\n"));
    assert_eq!(told(&read), ["2026-02-03 12051 receipt [] VIR"]);
    assert_eq!(
        read.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(),
        [2, 3],
        "the other's end, and the words"
    );

    let read = read_as(":20:X\r\n:25:1/2\r\n:60F:C260202EUR0,\r\n:61:2602030203CR12,NTRFNONREF\r\n:20:Y\r\n:86:X\r\n");
    assert_eq!(told(&read), ["2026-02-03 1200 receipt [] "]);
}

#[test]
fn an_account_without_its_new_balance_is_cut_off() {
    let [one, other] = ["30001    00794EUR2 12345678901", "30001    00794EUR2 99999999999"];
    let first = |account: &str| record(&[(0, "01"), (2, account), (34, "310126"), (90, "0000000001000{")]);
    let credit =
        |account: &str| record(&[(0, "04"), (2, account), (34, "030226"), (48, "VIR"), (90, "0000000001205A")]);
    let last = |account: &str| record(&[(0, "07"), (2, account), (34, "040226"), (90, "0000000002205A")]);
    let found = |records: &[String], between: &str| {
        let read = read_as(&records.join(between));
        let lines = read.faults.iter().map(|fault| (fault.line, fault.what));
        (told(&read).len(), lines.collect::<Vec<_>>())
    };
    let whole = [first(one), credit(one), last(one), first(other), credit(other), last(other)];
    assert_eq!(found(&whole, "\n"), (2, vec![]));
    assert_eq!(found(&whole, ""), (2, vec![]), "records without lines");
    let broken = |line| vec![(line, What::Structure)];
    assert_eq!(found(&whole[1..2], "\n"), (1, vec![]), "an extract of movements");
    assert_eq!(found(&whole[..5], "\n"), (2, broken(5)));
    assert_eq!(found(&whole[..2], "\n"), (1, broken(2)));
    assert_eq!(found(&[&whole[..2], &whole[3..]].concat(), "\n"), (2, broken(3)));
    assert_eq!(found(&[&whole[..2], &whole[4..]].concat(), "\n"), (2, broken(3)), "another account's movement");
}

#[test]
fn german_sub_fields_and_reversals_of_mt940() {
    let text = ":20:X\r\n:25:50880050/0194774600888\r\n:28C:1/1\r\n:60F:C260202EUR100,\r\n\
        :61:2602030203CR120,5NTRFNONREF//0724710\r\n:86:166?00GUTSCHRIFT?20EREF+E1?21SVWZ+F26-001 \r\nund mehr?31DE42100?32Dupont ?33und Sohn\r\n\
        :61:2602040204RCR20,5NRTINONREF//0724711\r\n:86:079?00SAMMLER/STORNO?20X\r\n\
        :61:260205D10,NMSCNONREF\r\n:86:Frais de tenue\r\n:62F:C260205EUR190,\r\n-\r\n";
    let read = read_as(text);
    assert_eq!(
        told(&read),
        [
            "2026-02-03 12050 receipt [Dupont und Sohn] GUTSCHRIFT EREF+ E1 SVWZ+ F26-001und mehr",
            "2026-02-04 -2050 return  [] SAMMLER/STORNO X",
            "2026-02-05 -1000 debit [] Frais de tenue"
        ]
    );
    // 100 + 120.50 - 20.50 - 10 = 190.
    assert_eq!((read.statements[0].gap(), read.faults.len()), (None, 0));
}

#[test]
fn the_csv_of_french_banks_is_known_by_its_header() {
    let text = "Compte;12345\n\nDate;Date de valeur;Débit;Crédit;Libellé;Solde\n\
        05/02/2026;05/02/2026;-12,00;;FRAIS;1 188,50\n03/02/2026;03/02/2026;;1 200,50;VIR DUPONT F26-001;1 200,50\n";
    let read = read_as(text);
    assert_eq!(told(&read), ["2026-02-05 -1200 debit [] FRAIS", "2026-02-03 120050 receipt [] VIR DUPONT F26-001"]);
    assert_eq!(read.format, "CSV");
    // From the newest to the oldest: 0.00 before, 1,188.50 after.
    let statement = &read.statements[0];
    assert_eq!((statement.opening, statement.gap()), (Some(Amount::ZERO), None));
    assert_eq!(statement.movements[0].line, 4);
}

#[test]
fn overlapping_statements_give_one_movement_one_id() {
    let header = "Date;Libellé;Montant(EUROS)\n";
    let rows = ["03/02/2026;VIR DUPONT;10,00\n", "03/02/2026;VIR DUPONT;10,00\n", "04/02/2026;VIR MARTIN;5,00\n"];
    let id_list = |rows: &[&str]| ids::of(&read_as(&format!("{header}{}", rows.concat())).statements).concat();
    let (all, some) = (id_list(&rows), id_list(&rows[..2]));
    assert_eq!(all[..2], some[..]);
    // Twice the same sum from the same payer on one day is two receipts.
    assert_ne!(all[0], all[1]);
}

#[test]
fn a_debit_in_the_words_of_an_earlier_credit_takes_it_back() {
    let text =
        "Date;Libellé;Montant(EUROS)\n03/02/2026;CHQ 123;10,00\n09/02/2026;CHQ 123;-10,00\n10/02/2026;LOYER;-10,00\n";
    let kinds: Vec<Kind> = read_as(text).statements[0].movements.iter().map(|one| one.kind.clone()).collect();
    assert_eq!(kinds, [Kind::Receipt, Kind::Return { reason: String::new() }, Kind::LeftOut(Why::Debit)]);
    assert_eq!(read_as(text).statements[0].movements[0].date, day("2026-02-03"));
}

/// One booking of 200.00, as a sum or with its two payments; a message of either kind.
fn booking(message: &str, reference: &str, details: &str) -> String {
    let (root, body) = if message == "053" { ("BkToCstmrStmt", "Stmt") } else { ("BkToCstmrDbtCdtNtfctn", "Ntfctn") };
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.{message}.001.02\"><{root}><{body}><Acct><Id><IBAN>FR7612345\
         </IBAN></Id></Acct><Ntry><Amt Ccy=\"EUR\">200.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>\
         2026-02-03</Dt></BookgDt>{reference}{details}</Ntry></{body}></{root}></Document>"
    )
}

const DETAILS: &str = "<NtryDtls><TxDtls><Refs><AcctSvcrRef>TX-000001</AcctSvcrRef></Refs><Amt Ccy=\"EUR\">120.00</Amt>\
    </TxDtls><TxDtls><Refs><AcctSvcrRef>TX-000002</AcctSvcrRef></Refs><Amt Ccy=\"EUR\">80.00</Amt></TxDtls></NtryDtls>";

#[test]
fn the_parts_of_a_booking_have_its_reference_in_every_message() {
    let reference = "<AcctSvcrRef>BOOKED-01</AcctSvcrRef>";
    let ids_of = |text: &str| ids::of(&read_as(text).statements).remove(0);
    assert_eq!(ids_of(&booking("053", reference, "")), ["B-BOOKED-01"]);
    let parts = ["B-BOOKED-01-TX-000001", "B-BOOKED-01-TX-000002"];
    assert_eq!(ids_of(&booking("053", reference, DETAILS)), parts);
    assert_eq!(ids_of(&booking("054", reference, DETAILS)), parts);
    // Of a single payment the booking is the payment.
    let one = "<NtryDtls><TxDtls><Refs><AcctSvcrRef>TX-000001</AcctSvcrRef></Refs></TxDtls></NtryDtls>";
    assert_eq!(ids_of(&booking("054", reference, one)), ["B-BOOKED-01"]);
    assert_eq!(ids_of(&booking("054", "", one)), ["B-TX-000001"]);
}

#[test]
fn a_sum_of_ofx_is_in_the_account_s_currency_whatever_it_was_sent_in() {
    let file = |more: &str| {
        format!(
            "OFXHEADER:100\n<OFX><STMTRS><CURDEF>EUR<BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261010<TRNAMT>921.34\
             <FITID>FIT0000001<NAME>ACME{more}</STMTTRN></BANKTRANLIST></STMTRS></OFX>"
        )
    };
    let currency = |more: &str| read_as(&file(more)).statements[0].movements[0].currency;
    assert_eq!(currency("<ORIGCURRENCY><CURRATE>0.92134<CURSYM>USD</ORIGCURRENCY>"), Currency::EUR);
    assert_eq!(currency("<CURRENCY><CURRATE>0.92134<CURSYM>USD</CURRENCY>"), Currency::parse("USD").unwrap());
    // What corrects another movement is refused: both would count.
    let read = read_as(&file("<CORRECTFITID>FIT0000000<CORRECTACTION>REPLACE"));
    assert_eq!((told(&read).len(), read.faults[0].what, &*read.faults[0].text), (0, What::Correction, "FIT0000000"));
}
