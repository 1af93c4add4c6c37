//! What the columns of a list mean, by the names that programs give them in French and English.
//!
//! Names are compared without case, accents, blanks, punctuation and articles; of two columns with one meaning, the one whose
//! name stands first here is taken. What a list as a whole is (invoices, payments, customers) follows from its columns.

use super::statuses::Status;
use crate::input::columns::{self, Column};
use crate::input::header::fold;
use crate::model::FileRole;
use crate::policy::ImportMapping;

/// The names of one meaning, the surest first, written without what is not compared.
type Names = &'static [&'static str];

#[rustfmt::skip]
const NUMBER: Names = &[
    "numero facture", "n facture", "num facture", "no facture", "facture n", "facture no", "ref facture", "reference facture",
    "invoice number", "invoice no", "invoice num", "invoice ref", "invoice", "facture", "invoice id", "voucher no",
    "document number", "document no", "doc no", "numero document", "n document", "numero piece", "n piece",
    "reference document", "ref document", "code facture", "piece", "numero", "number", "num", "no", "n", "reference", "ref",
    "id",
];
#[rustfmt::skip]
const CUSTOMER: Names = &[
    "code client", "customer id", "customer code", "customer number", "customer no", "client id", "client code",
    "client number", "id client", "n client", "numero client", "num client", "no client", "ref client", "compte client",
    "compte tiers", "code tiers", "compte auxiliaire", "code auxiliaire", "account number", "partner id",
];
#[rustfmt::skip]
const NAME: Names = &[
    "raison sociale", "nom client", "customer name", "client name", "client", "customer", "contact name", "nom tiers", "tiers",
    "societe", "company name", "company", "partner", "debiteur", "debtor", "acheteur", "buyer", "bill to",
    "invoice partner display name", "party", "nom affichage partenaire facture", "nom affichage partenaire", "nom partenaire",
    "partenaire", "intitule client", "intitule tiers", "intitule compte", "intitule", "nom", "name",
];
#[rustfmt::skip]
const ISSUED: Names = &[
    "date facture", "date facturation", "date emission", "emise le", "emission", "invoice date", "issue date", "date issued",
    "issued on", "issued", "bill date", "posting date", "document date", "date piece", "date document", "date", "date creation",
];
#[rustfmt::skip]
const DUE: Names = &[
    "due date", "date echeance", "echeance", "echeance le", "date limite reglement", "date limite paiement", "payable le",
    "a payer avant le", "payment due date", "payment due", "due on", "due", "date echeance facture", "date echeance paiement",
    "echeance facture", "echeance paiement", "date exigibilite", "exigible", "regler avant", "date limite",
];
#[rustfmt::skip]
const AMOUNT: Names = &[
    "total ttc en devise", "montant ttc en devise", "montant en devise", "total en devise signe", "total ttc", "montant ttc",
    "ttc", "montant total ttc", "total in currency signed", "total signed", "grand total",
    "invoice total", "invoiced amount", "invoice amount", "total amount", "montant facture", "total facture ttc",
    "montant facture ttc", "total facture", "total signe", "total document", "net a payer", "montant total", "total", "amount",
    "montant",
];
#[rustfmt::skip]
const CURRENCY: Names = &[
    "currency", "devise", "monnaie", "currency code", "code devise", "invoice currency", "devise facture", "devise document",
    "devise client", "client currency", "invoice currency code", "iso currency", "code iso devise",
];
#[rustfmt::skip]
const KIND: Names = &[
    "kind", "type piece", "type document", "document type", "type facture", "invoice type", "transaction type", "voucher type",
    "nature", "type",
];
#[rustfmt::skip]
const BALANCE: Names = &[
    "reste a payer", "reste du", "reste a regler", "reste a encaisser", "restant du", "restant a payer", "montant restant du",
    "montant restant", "montant du", "montant restant a payer", "montant restant a regler", "solde a payer", "solde a regler",
    "reste a solder", "montant impaye", "montant ouvert", "montant non regle", "solde restant", "solde du", "solde",
    "balance due", "amount due", "open balance", "outstanding amount", "amount outstanding", "outstanding", "open amount",
    "amount due signed", "invoice amount due", "amount residual", "residual", "remaining", "balance", "du", "impaye", "encours",
    "montant du ttc", "reste du ttc", "restant du ttc", "solde du ttc", "total du ttc", "total du", "solde restant du",
    "montant restant du ttc", "montant restant ttc", "reste a payer ttc", "reste a regler ttc", "solde ttc",
];
/// What was paid, at once or so far.
#[rustfmt::skip]
const PAID: Names = &[
    "montant paye", "montant regle", "montant encaisse", "encaisse", "amount paid", "paid amount",
];
/// What was paid so far: never the sum of one payment.
#[rustfmt::skip]
const PAID_SO_FAR: Names = &[
    "deja paye", "deja regle", "total paye", "total regle", "invoice amount paid", "paid to date", "total paid",
    "paye a ce jour", "regle a ce jour", "montant deja paye", "montant deja regle", "deja encaisse", "total encaisse",
    "montant paye a ce jour", "montant regle a ce jour", "cumul regle", "cumul reglements",
];
/// Amounts or yes and no: the cells tell.
#[rustfmt::skip]
const PAID_OR_WHETHER: Names = &[
    "paye", "payee", "facture payee", "regle", "reglee", "soldee", "paid", "is paid",
];
#[rustfmt::skip]
const PAID_ON: Names = &[
    "date paiement", "date reglement", "paye le", "payee le", "regle le", "reglee le", "date encaissement", "encaisse le",
    "payment date", "paid on", "date paid", "paid date", "paid at", "fully paid on date", "last payment date", "clearing date",
    "clear date", "settled date", "settled on", "date solde",
];
#[rustfmt::skip]
const STATUS: Names = &[
    "statut paiement", "etat paiement", "payment status", "payment state", "invoice status", "statut facture", "etat facture",
    "statut reglement", "etat reglement", "statut document", "etat document", "statut", "status", "etat", "state", "situation",
];
#[rustfmt::skip]
const INVOICE_MORE: &[(Column, Names)] = &[
    (Column::SupplyDate, &["date prestation", "date livraison", "delivery date", "supply date"]),
    (Column::Reference, &[
        "reference commande", "ref commande", "numero commande", "n commande", "bon commande", "po number", "order number",
        "purchase order", "customer reference", "votre reference", "reference client",
    ]),
    (Column::Instalment, &["tranche", "instalment", "installment", "numero echeance", "n echeance"]),
    (Column::AppliesTo, &[
        "facture origine", "facture corrigee", "facture liee", "avoir sur", "original invoice", "applies to",
    ]),
];
#[rustfmt::skip]
const TERMS: Names = &[
    "conditions paiement", "conditions reglement", "delai paiement", "payment terms", "terms",
];
#[rustfmt::skip]
const PAYMENT_AMOUNT: Names = &[
    "montant reglement", "montant paiement", "montant recu", "payment amount", "amount received",
];
#[rustfmt::skip]
const PAYMENT_ID: Names = &[
    "numero reglement", "n reglement", "numero paiement", "n paiement", "ref paiement", "ref reglement", "payment id",
    "payment number", "payment no", "transaction id",
];
/// The number of a payment, or how an invoice is to be paid.
const PAYMENT_ID_OR_METHOD: Names = &["reglement", "paiement"];
#[rustfmt::skip]
const METHOD: Names = &[
    "mode reglement", "mode paiement", "moyen paiement", "payment method", "payment mode", "method",
];
/// How it was paid, where the list is known to hold payments.
const ANY_METHOD: Names = &["mode"];
#[rustfmt::skip]
const PAYMENT_REFERENCE: Names = &[
    "reference paiement", "reference reglement", "transaction reference", "payment reference", "numero cheque", "n cheque",
    "libelle", "reference",
];
#[rustfmt::skip]
const CUSTOMER_MORE: &[(Column, Names)] = &[
    (Column::Siren, &["siren", "n siren", "numero siren", "siret", "n siret", "numero siret"]),
    (Column::VatId, &[
        "tva intracommunautaire", "tva intracom", "tva intra", "numero tva", "n tva", "vat number", "vat id", "vat no",
        "tax id",
    ]),
    (Column::Address1, &[
        "adresse 1", "adresse ligne 1", "adresse", "adresse facturation", "rue", "address 1", "address line 1",
        "po address line 1", "address", "street", "billing address", "billing street",
    ]),
    (Column::Address2, &[
        "adresse 2", "adresse ligne 2", "complement adresse", "address 2", "address line 2", "po address line 2",
    ]),
    (Column::PostalCode, &[
        "code postal", "cp", "postal code", "zip code", "zip", "postcode", "po postal code", "billing zip",
    ]),
    (Column::City, &["ville", "localite", "commune", "city", "town", "po city", "billing city"]),
    (Column::Country, &["pays", "country", "po country", "billing country"]),
    (Column::Contact, &["contact", "interlocuteur", "contact person"]),
    (Column::Email, &[
        "email", "e mail", "courriel", "mail", "adresse email", "adresse e mail", "adresse mail", "email client",
        "email address", "client email", "customer email",
    ]),
    (Column::Phone, &["telephone", "tel", "n telephone", "phone", "phone number"]),
];

/// Both together are the lines of an account, not invoices: their balance runs on from line to line.
const DEBIT: Names = &["debit", "montant debit"];
const CREDIT: Names = &["credit", "montant credit"];
/// Beside a total, what is left of it.
const NET: Names = &["net a payer", "net a regler"];
/// What the name of a column contains that is taken off a total, and that nobody paid.
const DEDUCTIONS: [&str; 8] =
    ["retenue", "garantie", "escompte", "remise", "rabais", "ristourne", "discount", "retention"];
/// The sum of a row, whatever the row is.
const PLAIN_AMOUNT: Names = &["montant", "amount"];
/// Days that only invoices have.
#[rustfmt::skip]
const INVOICE_DATE: Names = &[
    "date facture", "date facturation", "date emission", "emise le", "emission", "invoice date", "issue date", "date issued",
    "issued on", "issued", "bill date",
];
/// A total in the currency of whoever wrote the list, beside a balance in the invoice's (Odoo).
const OWN_TOTAL: Names = &["total signed", "total signe"];
/// Behind "du" these show that it is no article: "montant dû TTC".
const BEHIND_OWED: [&str; 8] = ["ttc", "ht", "a", "au", "en", "par", "sur", "facture"];
/// What "du" belongs to: "reste dû client".
const BEFORE_OWED: [&str; 4] = ["reste", "restant", "solde", "impaye"];
/// What is left out where names are compared, unless it ends one: "reste dû", "payée le".
const ARTICLES: [&str; 10] = ["de", "des", "la", "le", "les", "l", "d", "du", "of", "the"];
/// What is left out at the end of a name: "montant TTC en euros", "total (EUR)".
const EUROS: [&str; 3] = ["eur", "euro", "euros"];

/// What a list's header says.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The mapping, complete or not.
    pub written: ImportMapping,
    /// Our columns without which the list cannot be read, and that no column is known to be: file and column.
    pub open: Vec<(&'static str, &'static str)>,
    /// How many columns have a meaning.
    pub known: usize,
    /// Whether the list has no total, and what is still owed stands for it.
    pub balance_is_amount: bool,
    /// Whether these are the lines of an account.
    pub is_ledger: bool,
    /// The column that is not taken for what is owed, since something else is taken off it that nobody paid.
    pub net: Option<String>,
    /// The other thing that it may be as well: then it is neither.
    pub rival: Option<Box<Found>>,
}

/// Names of a header, of which each is taken once.
#[derive(Clone)]
struct Header<'a> {
    names: &'a [String],
    folded: Vec<String>,
    taken: Vec<bool>,
}

impl Header<'_> {
    /// Returns the first column that has one of the names, and takes it.
    fn take(&mut self, names: Names) -> Option<String> {
        let at =
            names.iter().find_map(|name| (0..self.names.len()).find(|&at| !self.taken[at] && self.is(at, name)))?;
        self.taken[at] = true;
        Some(self.names[at].clone())
    }

    /// Tells whether a column has one of the names.
    fn has(&self, names: Names) -> bool {
        names.iter().any(|name| (0..self.names.len()).any(|at| self.is(at, name)))
    }

    fn is(&self, at: usize, name: &str) -> bool {
        name.bytes().filter(|byte| *byte != b' ').eq(self.folded[at].bytes())
    }
}

/// Returns a name as it is compared.
fn bare(name: &str) -> String {
    let is_between = |c: char| !c.is_alphanumeric() && !matches!(c, '°' | 'º' | '\u{300}'..='\u{36f}');
    let written = name.split(is_between).map(|word| (word, fold(word)));
    let mut words: Vec<(&str, String)> = written.filter(|(_, word)| !word.is_empty()).collect();
    if words.len() > 1 && words.pop_if(|(_, word)| EUROS.contains(&word.as_str())).is_some() {
        words.pop_if(|(_, word)| word == "en");
    }
    let is_kept =
        |at: &usize| at + 1 == words.len() || !ARTICLES.contains(&words[*at].1.as_str()) || is_owed(&words, *at);
    (0..words.len()).filter(is_kept).map(|at| words[at].1.as_str()).collect()
}

/// Tells whether the word at that place, as written and folded, is what is owed and no article: capitals often bear no
/// accent.
fn is_owed(words: &[(&str, String)], at: usize) -> bool {
    let (written, folded) = &words[at];
    let is = |at: Option<usize>, some: &[&str]| {
        at.and_then(|at| words.get(at)).is_some_and(|(_, word)| some.contains(&word.as_str()))
    };
    folded == "du" && (!written.is_ascii() || is(at.checked_sub(1), &BEFORE_OWED) || is(Some(at + 1), &BEHIND_OWED))
}

/// Returns the column of a header that names the currency.
pub fn currency(names: &[String]) -> Option<&String> {
    let folded: Vec<String> = names.iter().map(|name| bare(name)).collect();
    let mut header = Header { names, taken: vec![false; names.len()], folded };
    let found = header.take(CURRENCY)?;
    names.iter().find(|name| **name == found)
}

/// Returns what a header says. `samples` returns the first cells of a column.
pub fn find(names: &[String], samples: impl Fn(&str) -> Vec<String>) -> Found {
    let folded: Vec<String> = names.iter().map(|name| bare(name)).collect();
    let mut header = Header { names, taken: folded.iter().map(String::is_empty).collect(), folded };
    let mut found = match kind(&header) {
        Kind::Invoices => invoices_of(&mut header, samples),
        Kind::Payments => payments_of(&mut header),
        Kind::Either => {
            let rival = payments_of(&mut header.clone());
            Found { rival: Some(Box::new(rival)), ..invoices_of(&mut header, samples) }
        }
        Kind::Customers => customers_of(&mut header),
    };
    found.known = header.taken.iter().zip(&header.folded).filter(|(taken, name)| **taken && !name.is_empty()).count();
    found
}

/// What the rows of a list are.
enum Kind {
    Invoices,
    Payments,
    /// Invoices or payments: the columns do not tell.
    Either,
    Customers,
}

/// Returns what the rows of a list are: invoices taken for payments would be paid, and owed by nobody.
fn kind(header: &Header<'_>) -> Kind {
    let is_dated = header.has(ISSUED) || header.has(DUE);
    let has_sum = header.has(AMOUNT) || header.has(BALANCE);
    let are_payments = header.has(PAYMENT_AMOUNT) || header.has(PAYMENT_ID);
    let has_method = header.has(METHOD);
    let may_be_payments = has_method || header.has(ANY_METHOD) || header.has(PAYMENT_ID_OR_METHOD);
    if !is_dated || !has_sum {
        let is_money = is_dated || has_sum || header.has(PAID);
        let are_payments = are_payments || header.has(PAID_ON) || (may_be_payments && is_money);
        return if are_payments { Kind::Payments } else { Kind::Customers };
    }
    let has_total =
        (0..header.names.len()).any(|at| AMOUNT.iter().any(|name| !PLAIN_AMOUNT.contains(name) && header.is(at, name)));
    let is_plain = header.has(PLAIN_AMOUNT);
    // A payment has no total beside what is left of it.
    let states_debt = header.has(BALANCE) && (has_total || (!is_plain && !header.has(PAID)));
    if header.has(INVOICE_DATE) || header.has(DUE) || !(are_payments || may_be_payments) {
        Kind::Invoices
    } else if are_payments {
        Kind::Payments
    } else if states_debt {
        Kind::Invoices
    } else if has_method && !has_total {
        Kind::Payments
    } else {
        Kind::Either
    }
}

fn invoices_of(header: &mut Header<'_>, samples: impl Fn(&str) -> Vec<String>) -> Found {
    let mut found = Found::default();
    invoices(header, &mut found, samples);
    found
}

fn payments_of(header: &mut Header<'_>) -> Found {
    let mut found = Found::default();
    payments(header, &mut found);
    found
}

fn customers_of(header: &mut Header<'_>) -> Found {
    let mut found = Found::default();
    customers(header, &mut found);
    let told = found.written.customers.len();
    if !found.written.customers.contains_key("customer_id") || told < 3 {
        found.open.push(("customers", "customer_id"));
    }
    found
}

fn invoices(header: &mut Header<'_>, found: &mut Found, samples: impl Fn(&str) -> Vec<String>) {
    let mut set = |ours: &str, theirs: Option<String>| match theirs {
        Some(theirs) => {
            found.written.invoices.insert(ours.to_owned(), theirs);
            true
        }
        None => false,
    };
    let mut open = Vec::new();
    if !set("invoice_id", header.take(NUMBER)) {
        open.push(("invoices", "invoice_id"));
    }
    if !set("issue_date", header.take(ISSUED)) {
        open.push(("invoices", "issue_date"));
    }
    if !set("due_date", header.take(DUE)) {
        set("terms", header.take(TERMS));
    }
    let balance = header.take(BALANCE);
    let is_own_total = |name: &String| OWN_TOTAL.iter().any(|own| fold(own) == bare(name));
    let total = header.take(AMOUNT);
    found.written.own_currency = total.as_ref().is_some_and(is_own_total);
    let has_amount = set("amount", total);
    found.is_ledger = !has_amount && header.has(DEBIT) && header.has(CREDIT);
    if !has_amount {
        match &balance {
            Some(balance) if !found.is_ledger => drop(set("amount", Some(balance.clone()))),
            _ => open.push(("invoices", "amount")),
        }
    }
    set("currency", header.take(CURRENCY));
    set("kind", header.take(KIND));
    for (column, names) in INVOICE_MORE {
        set(name_of(FileRole::Invoices, *column), header.take(names));
    }
    found.balance_is_amount = !has_amount && balance.is_some();
    found.written.balance = balance.filter(|_| has_amount);
    found.written.status = header.take(STATUS);
    // Beside that of the payment, the status of the document itself.
    if let Some(document) = header.take(STATUS) {
        let drafts = Status::of_none().map(|word| format!("!{word}")).collect();
        found.written.filters.insert(document, drafts);
    }
    found.written.paid = header.take(PAID_SO_FAR).or_else(|| header.take(PAID));
    let says_paid = found.written.balance.is_some() || found.written.status.is_some() || found.written.paid.is_some();
    if !says_paid && has_amount && !header.has(PAID_OR_WHETHER) {
        // What was paid on account is taken off it already; a retention or a discount is no payment.
        let is_deduction = |name: &String| DEDUCTIONS.iter().any(|word| name.contains(word));
        let net = header.take(NET);
        if header.folded.iter().any(is_deduction) { found.net = net } else { found.written.balance = net }
    }
    if let Some(column) = header.take(PAID_OR_WHETHER) {
        let cells = samples(&column);
        let are_amounts = cells.iter().any(|cell| cell.contains(|c: char| c.is_ascii_digit()) && cell.len() > 1);
        let place = if are_amounts { &mut found.written.paid } else { &mut found.written.status };
        if place.is_none() {
            *place = Some(column);
        }
    }
    let paid_on = header.take(PAID_ON);
    match (paid_on, header.take(PAYMENT_AMOUNT)) {
        (Some(date), Some(amount)) => {
            let payments = &mut found.written.payments;
            payments.insert("date".to_owned(), date);
            payments.insert("amount".to_owned(), amount);
            payments.extend(payment_words(header).into_iter().map(|(ours, theirs)| (ours.to_owned(), theirs)));
            // Each row is a payment: what they come to is in the rows already.
            found.written.paid = None;
        }
        (paid_on, _) => found.written.paid_on = paid_on,
    }
    customers(header, found);
    match found.written.customers.get("customer_id") {
        Some(id) => drop(found.written.invoices.insert("customer_id".to_owned(), id.clone())),
        None => open.push(("invoices", "customer_id")),
    }
    found.open = open;
}

/// Returns the columns of what is said of payments beside day and sum.
fn payment_words(header: &mut Header<'_>) -> Vec<(&'static str, String)> {
    let id = header.take(PAYMENT_ID);
    // With a method beside it, or a number, it is the other one.
    let method = header.take(METHOD).or_else(|| header.take(ANY_METHOD));
    let id = id.or_else(|| header.take(PAYMENT_ID_OR_METHOD));
    let words = [("payment_id", id), ("method", method), ("reference", header.take(PAYMENT_REFERENCE))];
    words.into_iter().filter_map(|(ours, theirs)| Some((ours, theirs?))).collect()
}

/// Returns the column of the sum of a payment. Beside what was paid so far, a total is the invoice's.
fn payment_amount(header: &mut Header<'_>) -> Option<String> {
    let own = header.take(PAYMENT_AMOUNT).or_else(|| header.take(PLAIN_AMOUNT)).or_else(|| header.take(PAID));
    own.or_else(|| if header.has(PAID_SO_FAR) { None } else { header.take(AMOUNT) })
}

fn payments(header: &mut Header<'_>, found: &mut Found) {
    let columns: [(&'static str, Names); 3] = [("date", PAID_ON), ("invoice_id", NUMBER), ("currency", CURRENCY)];
    for (ours, names) in columns {
        found.written.payments.extend(header.take(names).map(|theirs| (ours.to_owned(), theirs)));
    }
    found.written.payments.extend(payment_words(header).into_iter().map(|(ours, theirs)| (ours.to_owned(), theirs)));
    let customer = header.take(CUSTOMER).or_else(|| header.take(NAME));
    found.written.payments.extend(customer.map(|theirs| ("customer_id".to_owned(), theirs)));
    let late: [(&'static str, Option<String>); 2] = [
        ("amount", payment_amount(header)),
        ("date", if found.written.payments.contains_key("date") { None } else { header.take(&["date"]) }),
    ];
    for (ours, theirs) in late {
        found.written.payments.extend(theirs.map(|theirs| (ours.to_owned(), theirs)));
    }
    for needed in ["date", "amount"] {
        if !found.written.payments.contains_key(needed) {
            found.open.push(("payments", needed));
        }
    }
    if !found.written.payments.contains_key("invoice_id") && !found.written.payments.contains_key("customer_id") {
        found.open.push(("payments", "invoice_id"));
    }
}

/// A customer without a code is known by his name.
fn customers(header: &mut Header<'_>, found: &mut Found) {
    let (id, name) = (header.take(CUSTOMER), header.take(NAME));
    let customers = &mut found.written.customers;
    let code = id.clone().or_else(|| name.clone());
    customers.extend(code.map(|theirs| ("customer_id".to_owned(), theirs)));
    customers.extend(name.or(id).map(|theirs| ("name".to_owned(), theirs)));
    for (column, names) in CUSTOMER_MORE {
        let theirs = header.take(names);
        customers.extend(theirs.map(|theirs| (name_of(FileRole::Customers, *column).to_owned(), theirs)));
    }
}

fn name_of(role: FileRole, column: Column) -> &'static str {
    columns::of(role).iter().find(|entry| entry.column == column).map_or("", |entry| entry.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &str) -> Found {
        let names: Vec<String> = names.split(';').map(str::to_owned).collect();
        find(&names, |_| vec!["Oui".to_owned()])
    }

    #[test]
    fn the_small_french_shape_is_read() {
        let found = found(
            "Numéro Facture;Date Émission;Date Échéance;Client;Montant HT;Taux TVA;Montant TVA;Montant TTC;Statut;Montant Payé;Reste à Payer",
        );
        assert!(found.open.is_empty());
        let said = |ours: &str| found.written.invoices[ours].as_str();
        assert_eq!(
            (said("invoice_id"), said("customer_id"), said("amount")),
            ("Numéro Facture", "Client", "Montant TTC")
        );
        assert_eq!((said("issue_date"), said("due_date")), ("Date Émission", "Date Échéance"));
        assert_eq!(found.written.balance.as_deref(), Some("Reste à Payer"));
        assert_eq!(found.written.paid.as_deref(), Some("Montant Payé"));
        assert_eq!(found.written.status.as_deref(), Some("Statut"));
        assert_eq!(found.written.customers["name"], "Client");
    }

    #[test]
    fn articles_do_not_count_but_at_the_end_of_a_name() {
        for names in [
            NUMBER,
            CUSTOMER,
            NAME,
            ISSUED,
            DUE,
            AMOUNT,
            CURRENCY,
            BALANCE,
            PAID,
            PAID_SO_FAR,
            PAID_OR_WHETHER,
            PAID_ON,
            STATUS,
        ] {
            for name in names {
                assert_eq!(bare(name), fold(name), "{name} would never be found");
            }
        }
        assert_eq!(
            (bare("Date de l'échéance"), bare("N° de facture")),
            ("dateecheance".to_owned(), "nfacture".to_owned())
        );
        assert_eq!((bare("Payée le"), bare("Reste dû")), ("payeele".to_owned(), "restedu".to_owned()));
    }

    #[test]
    fn a_second_status_tells_drafts_from_invoices() {
        let found =
            found("Numéro;Partenaire;Date de facturation;Échéance;Total signé;Montant dû;Statut du paiement;Statut");
        assert_eq!(found.written.status.as_deref(), Some("Statut du paiement"));
        assert!(found.written.filters["Statut"].contains(&"!brouillon".to_owned()) && found.written.own_currency);
    }

    #[test]
    fn lines_of_an_account_are_no_invoices() {
        let found = found("Compte;Nom;Date;Pièce;Libellé;Échéance;Débit;Crédit;Solde");
        assert!(found.is_ledger && found.open.contains(&("invoices", "amount")));
    }

    #[test]
    fn whether_paid_is_a_status_and_a_code_is_no_name() {
        let found = found("Facture;Code client;Client;Date;Total;Payée;Email");
        assert_eq!(found.written.status.as_deref(), Some("Payée"));
        assert_eq!(found.written.invoices["customer_id"], "Code client");
        assert_eq!(
            (found.written.customers["name"].as_str(), found.written.customers["email"].as_str()),
            ("Client", "Email")
        );
    }

    #[test]
    fn payments_and_customers_are_lists_of_their_own() {
        let told = found("Date règlement;N° facture;Client;Montant réglé;Mode;Référence");
        assert!(told.open.is_empty() && told.written.payments["amount"] == "Montant réglé");
        let payments = found("Date;Facture;Montant;Mode de règlement");
        assert!(payments.open.is_empty() && payments.written.invoices.is_empty());
        assert_eq!(payments.written.payments["invoice_id"], "Facture");
        let customers = found("Code client;Raison sociale;Adresse;CP;Ville;Email");
        assert!(customers.open.is_empty());
        assert_eq!(customers.written.customers["postal_code"], "CP");
    }

    #[test]
    fn what_may_be_invoices_or_payments_is_neither() {
        for names in ["Date;N° facture;Client;Total;Mode", "Date;N° facture;Client;Total TTC;Mode de règlement"] {
            assert!(found(names).rival.is_some(), "{names}");
        }
        for names in [
            "Date;N° facture;Client;Échéance;Total;Mode",
            "Date;N° facture;Client;Total TTC;Reste dû;Mode de règlement",
            "Date d'émission;N° facture;Client;Total;Mode de paiement",
        ] {
            let found = found(names);
            assert!(found.rival.is_none() && found.written.payments.is_empty(), "{names}");
        }
        let customers = found("Code client;Raison sociale;Adresse;CP;Ville;Mode de règlement");
        assert!(customers.open.is_empty() && customers.written.payments.is_empty());
    }

    #[test]
    fn the_sum_of_a_payment_is_none_of_all_so_far() {
        for (names, amount) in [
            ("Date règlement;N° facture;Client;Montant;Déjà réglé;Mode de règlement", Some("Montant")),
            ("Date règlement;N° facture;Client;Montant TTC;Montant réglé;Mode", Some("Montant réglé")),
            ("Date règlement;N° facture;Client;Total TTC;Déjà réglé", None),
        ] {
            let found = found(names);
            assert_eq!(found.written.payments.get("amount").map(String::as_str), amount, "{names}");
        }
    }

    #[test]
    fn what_is_due_is_no_article() {
        for (name, is) in [
            ("Montant dû TTC", "montantduttc"),
            ("MONTANT DU TTC", "montantduttc"),
            ("Montant du\u{302} client", "montantduclient"),
            ("Reste du TTC (€)", "resteduttc"),
            ("Montant du règlement", "montantreglement"),
            ("Total du document", "totaldocument"),
        ] {
            assert_eq!(bare(name), is, "{name}");
        }
        let found = found("N° facture;Client;Date facture;Échéance;Total;Montant dû TTC");
        assert_eq!(found.written.invoices["amount"], "Total");
        assert_eq!(found.written.balance.as_deref(), Some("Montant dû TTC"));
    }

    #[test]
    fn what_is_left_after_a_retention_was_paid_by_nobody() {
        let found_net = found("N° facture;Client;Date facture;Échéance;Total TTC;Retenue de garantie;Net à payer");
        assert_eq!((found_net.written.balance, found_net.net.as_deref()), (None, Some("Net à payer")));
        let account = found("Facture;Client;Date facture;Échéance;Total TTC;Acompte;Net à payer");
        assert_eq!((account.written.balance.as_deref(), account.net), (Some("Net à payer"), None));
    }

    #[test]
    fn what_is_open_is_said_and_prose_is_no_list() {
        let found_ht = found("Facture;Client;Date;Montant HT;Échéance");
        assert!(found_ht.known < 5);
        assert_eq!(found("Call Dupont on Monday.").known, 0);
        let due_only = found("Facture;Client;Échéance;Total");
        assert_eq!(due_only.open, [("invoices", "issue_date")]);
    }
}
