//! Invoices in each syntax, with figures that can be followed by hand.

use super::discounts::Discount;
use super::document::{Document, Fault, Instalment, Party, What};
use super::kinds::{Role, nature};
use super::{Outcome, read};
use crate::import::source::{Folder, NoFolder};
use crate::import::testing::read_xml;
use crate::input::columns::Column;
use crate::model::{Amount, Currency, Date, FileRole};
use crate::policy::builtin::fr_b2b;
use crate::testing::{day, eur};

/// Returns an invoice of 120 EUR of 5 January 2026.
pub(super) fn document() -> Document {
    Document {
        line: 2,
        number: "F-1".to_owned(),
        issue: day("2026-01-05"),
        nature: nature("380").unwrap(),
        currency: Currency::EUR,
        due: Some(day("2026-02-04")),
        terms: String::new(),
        total: None,
        prepaid: Amount::ZERO,
        computed: None,
        payable: Amount::from_minor(12_000),
        preceding: Vec::new(),
        order: String::new(),
        delivered: None,
        mentions: None,
        seller: Party::default(),
        buyer: Party::default(),
        instalments: Vec::new(),
        discounts: vec![],
        has_other_discounts: false,
        payee: Party::default(),
    }
}

/// Returns CII of a number and a type: the payment terms, and the sums of the end.
fn cii(number: &str, code: &str, terms: &str, sums: &str) -> String {
    format!(
        "<rsm:CrossIndustryInvoice xmlns:rsm='r' xmlns:ram='a' xmlns:udt='u'>\n\
         <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:factur-x.eu:1p0:extended\
         </ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>\n\
         <rsm:ExchangedDocument><ram:ID>{number}</ram:ID><ram:TypeCode>{code}</ram:TypeCode>\
         <ram:IssueDateTime><udt:DateTimeString format='102'>20260105</udt:DateTimeString></ram:IssueDateTime>\
         <ram:IncludedNote><ram:Content>40 euros</ram:Content><ram:SubjectCode>PMT</ram:SubjectCode></ram:IncludedNote>\
         <ram:IncludedNote><ram:Content></ram:Content><ram:SubjectCode>PMD</ram:SubjectCode></ram:IncludedNote>\
         </rsm:ExchangedDocument>\n\
         <rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement>\
         <ram:BuyerTradeParty><ram:ID>C7</ram:ID><ram:GlobalID schemeID='0009'>40483304800022</ram:GlobalID>\
         <ram:Name>Café du Port</ram:Name><ram:SpecifiedTaxRegistration><ram:ID schemeID='VA'>FR83404833048</ram:ID>\
         </ram:SpecifiedTaxRegistration></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>\
         <ram:ApplicableHeaderTradeDelivery/>\
         <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>{terms}\
         <ram:SpecifiedTradeSettlementHeaderMonetarySummation>{sums}\
         </ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>\
         </rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"
    )
}

fn due(date: &str, more: &str) -> String {
    format!(
        "<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format='102'>{date}\
         </udt:DateTimeString></ram:DueDateDateTime>{more}</ram:SpecifiedTradePaymentTerms>"
    )
}

fn sums(total: &str, prepaid: &str, payable: &str) -> String {
    format!(
        "<ram:GrandTotalAmount>{total}</ram:GrandTotalAmount><ram:TotalPrepaidAmount>{prepaid}</ram:TotalPrepaidAmount>\
         <ram:DuePayableAmount>{payable}</ram:DuePayableAmount>"
    )
}

const TWO_PERCENT: &str = "<ram:ApplicableTradePaymentDiscountTerms><ram:BasisPeriodMeasure unitCode='DAY'>10\
    </ram:BasisPeriodMeasure><ram:CalculationPercent>2.00</ram:CalculationPercent>\
    </ram:ApplicableTradePaymentDiscountTerms>";

pub(super) fn sound(xml: &str) -> Document {
    match read(xml.as_bytes().to_vec()).outcome {
        Outcome::Read(document) => *document,
        Outcome::Faulty(faults) => panic!("{faults:?}"),
        Outcome::Unreadable(line, why) => panic!("line {line}: {}", why.en),
    }
}

pub(super) fn faults(xml: &str) -> Vec<Fault> {
    match read(xml.as_bytes().to_vec()).outcome {
        Outcome::Faulty(faults) => faults,
        _ => panic!("it has no faulty fields"),
    }
}

#[test]
fn what_is_owed_is_the_amount_to_pay_deposits_deducted() {
    // 671.15 - 201.00 = 470.15, written with four decimals.
    let invoice = sound(&cii("F-1", "380", &due("20260204", ""), &sums("671.1500", "201.0000", "470.1500")));
    assert_eq!((invoice.payable, invoice.computed), (eur("470.15"), Some(eur("470.15"))));
    assert_eq!((invoice.due, invoice.nature.role), (Some(day("2026-02-04")), Role::Invoice));
    // A note without words bears nothing.
    assert_eq!(invoice.mentions.unwrap().words(), "PMT");
    let buyer = &invoice.buyer;
    assert_eq!([&buyer.id, &buyer.siren, &buyer.vat_id], ["C7", "404833048", "FR83404833048"]);
}

#[test]
fn parts_with_days_of_their_own_are_instalments_that_add_up() {
    let part =
        |date: &str, amount: &str| due(date, &format!("<ram:PartialPaymentAmount>{amount}</ram:PartialPaymentAmount>"));
    let terms = [part("20260204", "400.00"), part("20260304", "600.00")].concat();
    let invoice = sound(&cii("F-1", "380", &terms, &sums("1000.00", "0", "1000.00")));
    let instalment = |due: &str, amount: &str| Instalment { due: day(due), amount: eur(amount), discounts: vec![] };
    assert_eq!(invoice.instalments, [instalment("2026-02-04", "400.00"), instalment("2026-03-04", "600.00")]);
    assert_eq!(invoice.due, None);
    // 400 + 600 are not 999.
    let what = |terms: &str, payable: &str| faults(&cii("F-1", "380", terms, &sums(payable, "0", payable)))[0].what;
    assert_eq!(what(&terms, "999.00"), What::Parts);
    assert_eq!(what(&[due("20260204", ""), due("20260304", "")].concat(), "999.00"), What::Days);
}

#[test]
fn a_discount_has_a_day_of_its_own_beside_the_due_date() {
    let terms = [due("20260115", TWO_PERCENT), due("20260204", "")].concat();
    let invoice = sound(&cii("F-1", "380", &terms, &sums("100.00", "0", "100.00")));
    // Ten days from the 5th.
    let discount = Discount { percent: "2.00".to_owned(), until: day("2026-01-15") };
    assert_eq!((invoice.due, invoice.discounts), (Some(day("2026-02-04")), vec![discount.clone()]));
    let alone = sound(&cii("F-1", "380", &due("20260204", TWO_PERCENT), &sums("100.00", "0", "100.00")));
    assert_eq!((alone.due, alone.discounts), (Some(day("2026-02-04")), vec![discount]));
}

#[test]
fn every_discount_is_kept_soonest_first_and_more_than_three_are_refused() {
    let tier = |days: u32, percent: &str| TWO_PERCENT.replace(">10", &format!(">{days}")).replace("2.00", percent);
    let terms =
        |tiers: &[String]| sound(&cii("F-1", "380", &due("20260204", &tiers.concat()), &sums("100.00", "0", "100.00")));
    let tiers = [tier(20, "1.00"), tier(8, "3.00"), tier(14, "2.00")];
    // 8, 14 and 20 days from the 5th.
    let expected = [("3.00", "2026-01-13"), ("2.00", "2026-01-19"), ("1.00", "2026-01-25")];
    let expected = expected.map(|(percent, until)| Discount { percent: percent.to_owned(), until: day(until) });
    assert_eq!(terms(&tiers).discounts, expected);
    let four = [tiers.as_slice(), &[tier(25, "0.50")]].concat();
    let xml = cii("F-1", "380", &due("20260204", &four.concat()), &sums("100.00", "0", "100.00"));
    let Outcome::Faulty(faults) = read(xml.into_bytes()).outcome else { panic!("four are more than a row can state") };
    assert_eq!(faults.iter().map(|fault| fault.what).collect::<Vec<_>>(), [What::Discounts]);
}

#[test]
fn what_lacks_or_cannot_be_read_is_told_all_at_once() {
    let xml = cii("F-1", "999", &due("20260230", ""), "<ram:GrandTotalAmount>1.005</ram:GrandTotalAmount>");
    let found: Vec<(&str, What)> = faults(&xml).into_iter().map(|fault| (fault.field, fault.what)).collect();
    assert_eq!(found, [("BT-3", What::Kind), ("BT-112", What::Amount), ("BT-115", What::Missing)]);
    assert_eq!(faults(&cii("F-1", "380", &due("20260230", ""), &sums("1", "0", "1")))[0].field, "BT-9");
    assert!(matches!(read(xml.as_bytes()[..300].to_vec()).outcome, Outcome::Unreadable(..)), "cut off");
}

#[test]
fn ubl_says_the_same_in_its_words() {
    let xml = "<CreditNote xmlns='urn:x' xmlns:c='urn:c'><c:ID>A-1</c:ID><c:IssueDate>2026-02-01</c:IssueDate>\
        <c:CreditNoteTypeCode>381</c:CreditNoteTypeCode><c:Note>#PMD#3 x legal</c:Note><c:Note>#AAB#none</c:Note>\
        <c:DocumentCurrencyCode>EUR</c:DocumentCurrencyCode><c:OrderReference><c:ID>NA</c:ID></c:OrderReference>\
        <c:BillingReference><c:InvoiceDocumentReference><c:ID>F-1</c:ID></c:InvoiceDocumentReference></c:BillingReference>\
        <c:AccountingCustomerParty><c:Party><c:EndpointID schemeID='EM'>compta@port.example</c:EndpointID>\
        <c:PostalAddress><c:Country><c:IdentificationCode>FR</c:IdentificationCode></c:Country></c:PostalAddress>\
        <c:PartyLegalEntity><c:RegistrationName>Café du Port</c:RegistrationName><c:CompanyID>404833048</c:CompanyID>\
        </c:PartyLegalEntity></c:Party></c:AccountingCustomerParty>\
        <c:PaymentMeans><c:PaymentDueDate>2026-02-15</c:PaymentDueDate></c:PaymentMeans>\
        <c:LegalMonetaryTotal><c:TaxInclusiveAmount>60</c:TaxInclusiveAmount><c:PrepaidAmount>10</c:PrepaidAmount>\
        <c:PayableRoundingAmount>0.02</c:PayableRoundingAmount><c:PayableAmount>50.02</c:PayableAmount>\
        </c:LegalMonetaryTotal></CreditNote>";
    let note = sound(xml);
    let with = xml.replace(
        "<c:LegalMonetaryTotal>",
        "<c:OrderReference><c:ID>NA</c:ID></c:OrderReference>\
        <c:ContractDocumentReference><c:ID>M-2026-12</c:ID></c:ContractDocumentReference><c:LegalMonetaryTotal>",
    );
    assert_eq!(
        (sound(&with).order.as_str(), sound(&with.replace("NA", "BC 7")).order.as_str()),
        ("M-2026-12", "BC 7, M-2026-12")
    );
    // 60 - 10 + 0.02 = 50.02.
    assert_eq!((note.payable, note.computed), (eur("50.02"), Some(eur("50.02"))));
    assert_eq!((note.nature.role, note.due), (Role::Credit, Some(day("2026-02-15"))));
    assert_eq!((note.preceding.as_slice(), note.order.as_str()), (["F-1".to_owned()].as_slice(), ""));
    assert_eq!(
        [&note.buyer.siren, &note.buyer.email, &note.buyer.name],
        ["404833048", "compta@port.example", "Café du Port"]
    );
    assert_eq!(note.mentions.unwrap().words(), "PMD AAB");
}

/// Returns the rows for `invoices.csv` of some files, in the order of the files.
fn rows(files: &[String], columns: [Column; 5]) -> Vec<String> {
    rows_in(&NoFolder, files, columns).0
}

/// Returns the same in a folder, and the codes of what is found.
fn rows_in(folder: &dyn Folder, files: &[String], columns: [Column; 5]) -> (Vec<String>, Vec<&'static str>) {
    let incoming = read_xml(super::read_all, files, folder, &fr_b2b());
    let rows = incoming.files[&FileRole::Invoices].rows.iter();
    let rows = rows.map(|row| columns.map(|column| row.get(column)).join(" ")).collect();
    (rows, incoming.findings.iter().map(|finding| finding.code.slug).collect())
}

const REFERS: &str = "<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>F-1</ram:IssuerAssignedID>\
    </ram:InvoiceReferencedDocument>";

/// A folder in which F-1 was billed, credited by other documents, and paid.
#[derive(Debug)]
struct First {
    billed: &'static str,
    credits: &'static [(&'static str, &'static str)],
    paid: &'static str,
}

impl Folder for First {
    fn billed(&self, number: &str) -> Option<(Amount, Currency)> {
        (number == "F-1").then(|| (eur(self.billed), Currency::EUR))
    }

    fn credits_on(&self, _: &str) -> Vec<(&str, Amount)> {
        self.credits.iter().map(|(number, amount)| (*number, eur(amount))).collect()
    }

    fn paid_on(&self, _: &str, _: Date) -> Amount {
        eur(self.paid)
    }

    fn payments_on(&self, number: &str) -> Vec<(&str, Date, Amount)> {
        if number == "F-1" { vec![("P-1", day("2026-01-02"), eur(self.paid))] } else { Vec::new() }
    }
}

/// Returns the credit notes that a correction of F-1 writes, and what is found.
fn cancelled(folder: &First, total: &str, prepaid: &str, payable: &str) -> (Vec<String>, Vec<&'static str>) {
    let second = cii("F-2", "384", &(due("20260304", "") + REFERS), &sums(total, prepaid, payable));
    let columns = [Column::InvoiceId, Column::Amount, Column::AppliesTo, Column::Kind, Column::Terms];
    let (mut rows, found) = rows_in(folder, &[second], columns);
    assert!(rows.remove(0).starts_with(&format!("F-2 {payable}")));
    (rows.into_iter().map(|row| row.trim().to_owned()).collect(), found)
}

#[test]
fn what_was_paid_on_the_first_and_is_deducted_is_not_cancelled() {
    let note = |amount: &str| vec![format!("F-1-F-2 -{amount} F-1 credit_note")];
    let paid = |billed, paid| First { billed, credits: &[], paid };
    // 1200 - 1200 + (1300 - 1200) = 100: the first stays, settled.
    assert_eq!(cancelled(&paid("1200.00", "1200.00"), "1300.00", "1200.00", "100.00"), (vec![], vec![]));
    // Of 1200, 500 are paid and deducted: 700 are cancelled.
    assert_eq!(cancelled(&paid("1200.00", "500.00"), "1300.00", "500.00", "800.00"), (note("700.00"), vec![]));
    // What is paid and not deducted is credit of a cancelled invoice.
    assert_eq!(cancelled(&paid("1200.00", "1200.00"), "1300.00", "0.00", "1300.00"), (note("1200.00"), vec![]));
    // 1000 after a deposit of 200; both are deducted, 1000 was paid on it.
    assert_eq!(cancelled(&paid("1000.00", "1000.00"), "1300.00", "1200.00", "100.00"), (vec![], vec![]));
    // A deposit, or money that is not noted yet: nobody knows.
    let unclear = cancelled(&paid("1000.00", "0.00"), "1300.00", "200.00", "1100.00");
    assert_eq!(unclear, (note("1000.00"), vec!["prepaid-unclear"]));
}

#[test]
fn what_is_cancelled_once_is_not_cancelled_again() {
    let credited = |credits| First { billed: "1200.00", credits, paid: "0.00" };
    let found = |credits| cancelled(&credited(credits), "1000.00", "0.00", "1000.00");
    let note = |amount: &str| vec![format!("F-1-F-2 -{amount} F-1 credit_note")];
    assert_eq!(found(&[]), (note("1200.00"), vec![]));
    assert_eq!(found(&[("A-1", "300.00")]), (note("900.00"), vec![]));
    assert_eq!(found(&[("A-1", "1200.00")]), (vec![], vec!["corrected-twice"]));
    assert_eq!(found(&[("F-1-F-3", "1200.00")]), (vec![], vec!["corrected-twice"]));
    // The same document again says the same.
    assert_eq!(found(&[("F-1-F-2", "1200.00")]), (note("1200.00"), vec![]));
    // In one run, whatever the order of the files.
    let first = cii("F-1", "380", &due("20260204", ""), &sums("100.00", "0", "100.00"));
    let second = cii("F-2", "384", &(due("20260304", "") + REFERS), &sums("90.00", "0", "90.00"));
    let third = second.replace("F-2", "F-3");
    let credit = cii("A-1", "381", REFERS, &sums("30.00", "0", "30.00"));
    let columns = [Column::InvoiceId, Column::CustomerId, Column::Amount, Column::Kind, Column::AppliesTo];
    // The first correction cancels: 100 - 30 = 70.
    let files = [first, second, third, credit];
    for order in [[0, 1, 2, 3], [2, 1, 3, 0]] {
        let (rows, found) = rows_in(&NoFolder, &order.map(|at: usize| files[at].clone()), columns);
        let cancels: Vec<_> = rows.iter().filter(|row| row.starts_with("F-1-")).collect();
        assert_eq!(cancels, ["F-1-F-2 C7 -70.00 credit_note F-1"], "{order:?}");
        assert_eq!((rows.len(), found), (5, vec!["corrected-twice"]));
    }
}

#[test]
fn an_invoice_with_a_deposit_of_the_folder_is_cancelled_as_the_folder_has_it() {
    // The folder has 1200, 200 of it paid; both documents deduct those 200: 200 - 200 + 1100 are owed.
    let folder = First { billed: "1200.00", credits: &[], paid: "200.00" };
    let first = cii("F-1", "380", &due("20260204", ""), &sums("1200.00", "200.00", "1000.00"));
    let second = cii("F-2", "384", &(due("20260304", "") + REFERS), &sums("1300.00", "200.00", "1100.00"));
    let columns = [Column::InvoiceId, Column::CustomerId, Column::Amount, Column::Kind, Column::AppliesTo];
    assert_eq!(
        rows_in(&folder, &[first, second], columns).0,
        ["F-1 C7 1200.00  ", "F-2 C7 1100.00  ", "F-1-F-2 C7 -1000.00 credit_note F-1"]
    );
}

#[test]
fn an_invoice_below_zero_takes_off_the_one_that_it_names() {
    let columns = [Column::InvoiceId, Column::CustomerId, Column::Amount, Column::Kind, Column::AppliesTo];
    let folder = First { billed: "100.00", credits: &[], paid: "0.00" };
    let below = |code: &str| cii("A-1", code, REFERS, &sums("-30.00", "0", "-30.00"));
    for code in ["380", "384"] {
        assert_eq!(rows_in(&folder, &[below(code)], columns).0, ["A-1 C7 -30.00 credit_note F-1"]);
        let (rows, found) = rows_in(&NoFolder, &[below(code)], columns);
        assert_eq!((rows[0].as_str(), found), ("A-1 C7 -30.00 credit_note ", vec!["corrected-unknown"]));
    }
    // One of 80 that is paid, as is the first: the 20 that are left of that are owed no more.
    let partly = First { billed: "100.00", credits: &[], paid: "80.00" };
    let paid = cii("F-2", "384", REFERS, &sums("80.00", "80.00", "0.00"));
    assert_eq!(rows_in(&partly, &[paid], columns).0, ["F-1-F-2 C7 -20.00 credit_note F-1"]);
    // One of nothing cancels all.
    let nothing = cii("F-2", "384", REFERS, &sums("0.00", "0", "0.00"));
    assert_eq!(rows_in(&folder, &[nothing], columns).0, ["F-1-F-2 C7 -100.00 credit_note F-1"]);
}

#[test]
fn a_corrected_invoice_takes_the_place_of_the_first_one() {
    let first = cii("F-1", "380", &due("20260204", ""), &sums("100.00", "0", "100.00"));
    let second = cii("F-2", "384", &(due("20260304", "") + REFERS), &sums("90.00", "0", "90.00"));
    let credit = cii("A-1", "381", REFERS, &sums("30.00", "0", "30.00"));
    let columns = [Column::InvoiceId, Column::CustomerId, Column::Amount, Column::Kind, Column::AppliesTo];
    // 100 - 100 + 90: what is owed is the corrected amount.
    assert_eq!(
        rows(&[first.clone(), second.clone()], columns),
        ["F-1 C7 100.00  ", "F-2 C7 90.00  ", "F-1-F-2 C7 -100.00 credit_note F-1"]
    );
    assert_eq!(rows(&[second], columns), ["F-2 C7 90.00  "], "nobody knows F-1");
    assert_eq!(rows(&[first, credit.clone()], columns)[0], "A-1 C7 -30.00 credit_note F-1");
    assert_eq!(rows(&[credit], columns), ["A-1 C7 -30.00 credit_note "], "it is credit until F-1 is known");
}

#[test]
fn two_buyers_of_one_run_are_not_taken_for_one() {
    let columns = [Column::InvoiceId, Column::CustomerId, Column::Amount, Column::Kind, Column::AppliesTo];
    let first = cii("F-1", "380", &due("20260204", ""), &sums("100.00", "0", "100.00"));
    let told = |second: &dyn Fn(&str) -> String, first: &str| {
        let (rows, found) = rows_in(&NoFolder, &[first.to_owned(), second(&first.replace("F-1", "F-2"))], columns);
        (rows.len(), found)
    };
    let siren = |xml: &str| xml.replace("40483304800022", "55208131700011").replace("FR83404833048", "");
    assert_eq!(told(&siren, &first), (1, vec!["rows-disagree"]), "one number of the seller, two SIREN");
    assert_eq!(told(&|xml| xml.replace("Café du Port", "Le Port"), &first), (2, vec![]), "a new name");
    // One without numbers between two with some: it joins nobody, whatever the order.
    let named = |number: &str, siren: &str| {
        let named = first.replace("F-1", number).replace("FR83404833048", "");
        named.replace("40483304800022", siren)
    };
    let files = [named("F-1", "40483304800022"), named("F-2", ""), named("F-3", "55208131700011")];
    for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [0, 2, 1]] {
        let (rows, found) = rows_in(&NoFolder, &order.map(|at: usize| files[at].clone()), columns);
        assert_eq!((rows.len(), found), (2, vec!["rows-disagree"]), "{order:?}");
    }
    // Two of one name without any number.
    let bare = |town: &str| {
        let address =
            format!("<ram:Name>Jean Martin</ram:Name><ram:PostalTradeAddress><ram:CityName>{town}</ram:CityName>");
        let bare = first.replace("<ram:ID>C7</ram:ID>", "").replace("40483304800022", "").replace("FR83404833048", "");
        bare.replace("<ram:Name>Café du Port</ram:Name>", &(address + "</ram:PostalTradeAddress>"))
    };
    assert_eq!(told(&|xml| xml.replace("Quimper", "Paris"), &bare("Quimper")), (1, vec!["rows-disagree"]));
    assert_eq!(told(&|xml| xml.replace("Quimper", "QUIMPER"), &bare("Quimper")), (2, vec![]));
    // A SIREN that the other one lacks does not make them one.
    let numbered = |xml: &str| xml.replace("'0009'></ram", "'0009'>40483304800022</ram").replace("Quimper", "Paris");
    assert_eq!(told(&numbered, &bare("Quimper")), (1, vec!["rows-disagree"]));
}

#[test]
fn deposits_debits_turned_round_and_what_is_paid_have_their_kinds() {
    let columns = [Column::InvoiceId, Column::DueDate, Column::Amount, Column::Kind, Column::Currency];
    let made = |code: &str, payable: &str| cii("F-1", code, &due("20260204", ""), &sums(payable, "0", payable));
    assert_eq!(rows(&[made("386", "50.00")], columns), ["F-1 2026-02-04 50.00 deposit "]);
    // An invoice of less than nothing is a credit.
    assert_eq!(rows(&[made("384", "-8.79")], columns), ["F-1  -8.79 credit_note "]);
    let two = cii("F-2", "380", &due("20260204", ""), &sums("1.00", "0", "1.00"));
    assert_eq!(rows(&[made("380", "0.00"), made("325", "9.00"), two], columns), ["F-2 2026-02-04 1.00  "]);
}
