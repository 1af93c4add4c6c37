//! Every code there is, by the part of the tool that finds it. A code is a promise to scripts: it is never renamed.

use super::Severity;

/// The kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// The name that scripts and policies use.
    pub slug: &'static str,
    /// How much it matters unless the policy says otherwise.
    pub severity: Severity,
    /// What it means, in one line.
    pub meaning: &'static str,
}

const fn error(slug: &'static str, meaning: &'static str) -> Code {
    Code { slug, severity: Severity::Error, meaning }
}

const fn warning(slug: &'static str, meaning: &'static str) -> Code {
    Code { slug, severity: Severity::Warning, meaning }
}

const fn note(slug: &'static str, meaning: &'static str) -> Code {
    Code { slug, severity: Severity::Note, meaning }
}

/// The codes of one part of the tool.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The name of its module here.
    pub name: &'static str,
    /// What it does.
    pub title: &'static str,
    /// Its codes, in the order in which people read them.
    pub codes: &'static [Code],
}

/// Declares the codes of one part, and the list of them that the catalogue is made of.
macro_rules! codes {
    (#[doc = $title:literal] $part:ident: $($name:ident = $code:expr;)+) => {
        #[doc = $title]
        pub mod $part {
            use super::*;
            $(#[doc = "See its `meaning`."] pub const $name: Code = $code;)+
            /// Every code of this part.
            pub const ALL: Part = Part { name: stringify!($part), title: $title, codes: &[$($name),+] };
        }
    };
}

codes! {
    /// Reading files: bytes, encoding, dialect, cells.
    input:
    FILE_MISSING = error("file-missing", "a file that was named, or that every folder needs, is not there");
    FILE_UNREADABLE = error("file-unreadable", "a file is there but cannot be read");
    NOT_A_FILE = error("not-a-file", "a directory stands where a file is expected");
    NOT_A_FOLDER = error("not-a-folder", "a file stands where a folder is expected");
    FILE_EMPTY = error("file-empty", "a file has no header line");
    NUL_BYTE = error("nul-byte", "a file holds NUL bytes: it is not text, or it was cut off");
    ENCODING_INVALID = error("encoding-invalid", "a file is in an encoding that is not read");
    ENCODING_AMBIGUOUS = error("encoding-ambiguous", "the letters of a file fit two encodings");
    DELIMITER_AMBIGUOUS = error("delimiter-ambiguous", "the header of a file fits two delimiters");
    QUOTE_UNCLOSED = error("quote-unclosed", "a quoted cell is never closed");
    QUOTE_INVALID = error("quote-invalid", "text follows the closing quote of a cell");
    COLUMN_MISSING = error("column-missing", "a required column is not in the header");
    COLUMN_DUPLICATE = error("column-duplicate", "two columns of the header have the same meaning");
    COLUMN_UNKNOWN = note("column-unknown", "a column is not known; it is kept and ignored");
    FIELDS_MISSING = error("fields-missing", "a row has fewer fields than the header");
    FIELDS_EXTRA = error("fields-extra", "a row has more fields than the header");
    VALUE_MISSING = error("value-missing", "a required cell is empty");
    ID_INVALID = error("id-invalid", "an id holds control characters or is too long");
    AMOUNT_INVALID = error("amount-invalid", "the text in an amount column is not an amount");
    AMOUNT_AMBIGUOUS = error("amount-ambiguous", "an amount can be read as thousands or as decimals");
    AMOUNT_MIXED = error("amount-mixed", "a column uses both the point and the comma for decimals");
    AMOUNT_PRECISION = error("amount-precision", "an amount has more decimals than its currency");
    AMOUNT_TOO_LARGE = error("amount-too-large", "amounts are larger than can be added up exactly");
    DATE_INVALID = error("date-invalid", "the text in a date column is not a date");
    DATE_AMBIGUOUS = error("date-ambiguous", "the dates of a column do not fit one order of day and month");
    DATE_MIXED = warning("date-mixed", "a column writes its days in several ways; each has one meaning");
    CURRENCY_UNKNOWN = error("currency-unknown", "a currency code is not in ISO 4217");
    WORD_UNKNOWN = error("word-unknown", "a cell holds a word that its column does not know");
    DISCOUNT_WITHOUT_DAY = error("discount-without-day", "an early-payment discount has no last day to earn it");
    DISCOUNT_DOUBTFUL = warning("discount-doubtful", "an early-payment discount is so small that a fraction may have been written for percent");
    RATE_INVALID = error("rate-invalid", "the text in a rate column is not a rate");
    TERMS_INVALID = error("terms-invalid", "payment terms cannot be read");
    TEXT_DAMAGED = warning("text-damaged", "letters of a text were lost or decoded in the wrong way, or a spreadsheet's error stands there");
    ID_DAMAGED = error("id-damaged", "an id was spoilt by a spreadsheet or a wrong encoding");
    SIREN_INVALID = warning("siren-invalid", "a SIREN is not nine digits with the right key, or a SIRET stands in its place");
    POSTCODE_INVALID = warning("postcode-invalid", "a French postal code is not five digits");
    EMAIL_INVALID = warning("email-invalid", "an e-mail cell holds something that is no address");
    COLUMN_UNREAD = error("column-unread", "a column that looks like a balance or a status is not read, and nothing says that it need not be");
    TOO_WIDE = error("too-wide", "a file has more columns than any spreadsheet");
    ROW_SWALLOWED = error("row-swallowed", "a quoted cell runs over several lines, one of which looks like a row of its own");
    TOTAL_ROW = error("total-row", "a row is a total of others");
    MERGE_CONFLICT = error("merge-conflict", "a file holds the conflict marks of version control");
    END_MARK = error("end-mark", "a file ends with the end-of-file mark of DOS");
    FILE_ABSENT = note("file-absent", "an optional file is not there");
}

codes! {
    /// Putting the rows together: ids, references, signs.
    ledger:
    ID_DUPLICATE = error("id-duplicate", "an id stands twice");
    ID_LOOKALIKE = error("id-lookalike", "two ids look alike, or an id holds a character that is not seen");
    CUSTOMER_UNKNOWN = error("customer-unknown", "a customer is not in customers.csv");
    INVOICE_UNKNOWN = error("invoice-unknown", "an invoice is not in invoices.csv");
    INSTALMENT_UNKNOWN = error("instalment-unknown", "an instalment is not among those of its invoice");
    PAYMENT_UNKNOWN = error("payment-unknown", "a payment that is referred to is not in payments.csv");
    EVENT_UNKNOWN = error("event-unknown", "an event that is taken back is not in events.csv");
    PARTY_MISSING = error("party-missing", "a row names neither a customer nor an invoice");
    CUSTOMER_MISMATCH = error("customer-mismatch", "a row's customer is not the one of its invoice");
    CURRENCY_MISMATCH = error("currency-mismatch", "a row's currency is not the one of its invoice");
    KIND_MISMATCH = error("kind-mismatch", "rows of one invoice are of different kinds, or a row refers to one of the wrong kind");
    DEPOSIT_UNCLEAR = error("deposit-unclear", "the deposits that name a final invoice come to more than its amount");
    DEPOSIT_DOUBTFUL = warning("deposit-doubtful", "a final invoice was paid too much by just what was deducted from it for deposits");
    SIGN_INVALID = error("sign-invalid", "the sign of an amount contradicts its kind");
    PAYMENT_WITHOUT_INVOICE = warning("payment-without-invoice", "a payment is of a customer who has no invoice");
    AMOUNT_ZERO = warning("amount-zero", "an amount is zero: the row opens and pays nothing");
    DUE_BEFORE_ISSUE = warning("due-before-issue", "an invoice falls due before it was issued");
    DATE_DISTANT = warning("date-distant", "a date lies in a distant year");
    DUE_MISSING = error("due-missing", "an invoice has neither due date nor payment terms");
    DUE_BY_LAW = note("due-by-law", "invoices without payment terms are dated by law, as the policy wants");
    RETURN_UNMATCHED = error("return-unmatched", "no payment fits a return");
    RETURN_AMBIGUOUS = error("return-ambiguous", "several payments fit a return");
    RETURN_MISMATCH = error("return-mismatch", "a return does not fit the payment that it names");
    REFUND_EXCEEDS_CREDIT = error("refund-exceeds-credit", "a refund is larger than the customer's credit");
    PAYMENT_ASTRAY = warning("payment-astray", "a payment that names no invoice went to one that may not be paid, or is contested");
    REFUND_OF_CLAIMS = warning("refund-of-claims", "a refund gives back money that had paid interest and indemnity: they are owed again");
    REFUND_BOUNCED = warning("refund-bounced", "money was refunded that the bank took back too, or that pays an invoice now: it is owed, on no invoice");
    WRITE_OFF_UNCLEAR = error("write-off-unclear", "a write-off has an amount but names no invoice");
    WAIVER_UNCLEAR = error("waiver-unclear", "a waiver has an amount and could be for several invoices");
    CREDIT_UNKNOWN = error("credit-unknown", "an allocation names neither a payment nor a credit note of the customer");
    ALLOCATION_CAPPED = warning("allocation-capped", "an allocation of a credit is larger than what was left or open");
    WRITE_OFF_CAPPED = warning("write-off-capped", "a write-off is larger than what was open");
    SET_ASIDE = error("set-aside", "with --keep-going: a row refers to one that was refused, and goes with it");
    EVENT_INCOMPLETE = error("event-incomplete", "an event lacks the cell that gives it a meaning");
    EVENT_DATES = error("event-dates", "a day that an event names comes before the event itself");
    UNDO_CIRCLE = error("undo-circle", "an undo takes itself back, by itself or by way of others");
    UNDO_WITHOUT_REFERENCE = error("undo-without-reference", "an undo does not say which event it takes back");
}

codes! {
    /// Reading the policy.
    policy:
    POLICY_SYNTAX = error("policy-syntax", "a policy file is not TOML");
    POLICY_KEY_UNKNOWN = error("policy-key-unknown", "a policy holds a key that is not known");
    POLICY_KEY_MISSING = error("policy-key-missing", "a policy lacks a key that is needed");
    POLICY_VALUE_INVALID = error("policy-value-invalid", "a value of a policy cannot be used");
    PROCEDURE_UNKNOWN = warning("procedure-unknown", "a customer or invoice names a procedure that the policy does not have");
    EXTENDS_CIRCLE = error("extends-circle", "policies extend each other in a circle, or too many one after another");
    POLICY_DUPLICATE = error("policy-duplicate", "two parts of a policy have the same name or the same purpose");
    LEVEL_UNREACHABLE = warning("level-unreachable", "a level can never be reached, for the one before it comes too late");
    LEVEL_EARLY = warning("level-early", "a level never comes on its own day, for the one before it comes later");
    DEADLINE_EXCEEDS_TRIGGER = warning("deadline-exceeds-trigger", "a level grants more time to pay than passes before the next one");
    MINIMUM_CURRENCY = warning("minimum-currency", "a minimum amount does not apply to items in another currency");
    CONSUMER_CLAIM = warning("consumer-claim", "a level claims penalties from consumers before a formal notice");
    PROCEDURE_UNUSED = warning("procedure-unused", "nobody is under a procedure of the policy");
    PROCEDURE_NONE = warning("procedure-none", "customers are under no procedure of the policy");
    SEGMENT_UNUSED = warning("segment-unused", "no customer is of a segment that a procedure or a discount is for");
    KINDS_IGNORED = warning("kinds-ignored", "the kinds of a procedure for segments choose nobody");
    RATE_UNUSED = note("rate-unused", "a rate of the policy is for a kind of debtor to whom the folder has no invoice");
    EXCEPTION_UNUSED = note("exception-unused", "a customer's own procedure or rate concerns no invoice");
}

codes! {
    /// What a plan rests on.
    planning:
    STALE_PAYMENTS = warning("stale-payments", "the newest payment is older than the policy allows: nobody is told that he is late");
    CLAIM_WITHOUT_INSOLVENCY = warning("claim-without-insolvency", "a claim is declared against a customer of whom no insolvency is noted");
    OVER_INDEBTED_BUSINESS = warning("over-indebted-business", "over-indebtedness is noted of a customer who is no consumer");
    SUSPENSE_OLD = warning("suspense-old", "a receipt waits in suspense for longer than [bank] suspense_days");
    RECEIPT_NOWHERE = warning("receipt-nowhere", "a receipt is ignored as the same money as another one, which is ignored too or no longer there");
    UNMATCHED_RECEIPT = warning("unmatched-receipt", "a receipt in suspense may be a customer's, who is therefore left alone");
    REFUSED_ROW = warning("refused-row", "with --keep-going: a refused row names a customer, or anybody, who is therefore left alone");
    LIMITATION_NEAR = warning("limitation-near", "an open item can be claimed at law for a short while only");
    LIMITATION_PAST = warning("limitation-past", "an open item can no longer be claimed at law");
}

codes! {
    /// Letters: templates, content, the folder they are written to.
    letter:
    TEMPLATE_MISSING = error("template-missing", "a level names a template that does not exist");
    TEMPLATE_INVALID = error("template-invalid", "a template cannot be read, or does what letters do not allow");
    TEMPLATE_NAME_UNKNOWN = error("template-name-unknown", "a template names something that letters do not have");
    TEMPLATE_VALUE_MISSING = error("template-value-missing", "a template names something that this letter does not have");
    TEMPLATE_UNUSED = warning("template-unused", "a template of the folder replaces no template and serves no level");
    TEMPLATE_MISPLACED = warning("template-misplaced", "a template stands where no letter looks for it");
    COURT_IMITATED = error("court-imitated", "a template imitates a document of a court or of a commissaire de justice");
    WORDS_DOUBTFUL = warning("words-doubtful", "a template announces or charges what only an enforceable title allows");
    LETTER_CONTENT_MISSING = error("letter-content-missing", "a formal notice lacks something that makes it one");
    REGISTRATION_MISSING = warning("registration-missing", "a formal notice names a professional without his SIREN");
    LEFT_OUT = warning("left-out", "a document on demand leaves out what the debtor may not pay, owes to somebody else, or was declared");
    CLAIM_DEADLINE = warning("claim-deadline", "a declaration of claim, or a claim to goods, has a last day");
    REPRESENTATIVE_MISSING = warning("representative-missing", "a declaration of claim names nobody to whom it goes");
    SENDER_INCOMPLETE = warning("sender-incomplete", "letters are written without the sender's name or bank account");
    LETTER_NOT_WRITTEN = error("letter-not-written", "a letter is not written, for what it claims cannot be computed");
    LETTER_UNPRINTABLE = error("letter-unprintable", "a letter holds a character that no font has");
    UNRECORDED_RUN = warning("unrecorded-run", "letters of an earlier run are not recorded as sent, and the same are asked for again");
    LETTER_OUTDATED = warning("letter-outdated", "a letter that was written and not sent says what is no longer so: it should not go out any more");
    IBAN_INVALID = warning("iban-invalid", "the creditor's account is no IBAN: its check digits are wrong");
    ADDRESS_TOO_LONG = error("address-too-long", "a postal address does not fit the window of an envelope");
    ADDRESS_MISSING = warning("address-missing", "a letter is to be posted to a customer without postal address");
    EMAIL_MISSING = warning("email-missing", "an e-mail is printed, for want of an address to send it to");
    NOT_ENCLOSED = note("not-enclosed", "a letter or e-mail does not carry all documents of its invoices, for they are many or large");
    LOGO_UNUSABLE = error("logo-unusable", "the logo is no picture that letters can show");
    PAGE_RETIRED = error("page-retired", "a page design in Typst, which is no longer read");
    INVOICES_UNDOCUMENTED = warning("invoices-undocumented", "a customer's file has no document of any invoice");
    DOCUMENT_MISSING = warning("document-missing", "a document that belongs into a customer's file, or goes with a letter or e-mail, is not there");
    DOCUMENT_OUTSIDE = warning("document-outside", "the path of an invoice's document leads out of the folder");
    DOCUMENT_OWN = warning("document-own", "the path of an invoice's document leads to a file of the folder itself, which tells of other customers too");
    DOCUMENT_TOO_LARGE = warning("document-too-large", "a document is too large for a customer's file");
    DOCUMENT_APART = warning("document-apart", "a document cannot be shown in the one PDF of a customer's file, and stays a file of its own");
    DOCUMENT_UNPRINTABLE = warning("document-unprintable", "a sheet or a customer's file holds a character that no font has: its PDF gives the number of it");
    DOCUMENT_ALTERED = warning("document-altered", "a letter is no longer what the manifest says was written");
    BUNDLE_DIFFERS = error("bundle-differs", "the folder for a customer's file holds other documents under the same names");
    LETTERS_DIFFER = error("letters-differ", "the folder for letters holds other letters under the same names");
}

codes! {
    /// What late payment costs.
    penalties:
    RATE_MISSING = error("rate-missing", "an official rate that interest needs is not known");
    RATE_OVERRIDDEN = warning("rate-overridden", "a table of the folder says another rate than the program knows");
    RATES_INVALID = error("rates-invalid", "a table of rates cannot be read");
    RATES_END_SOON = warning("rates-end-soon", "official rates that interest uses are known for thirty days more at most");
    RATE_ASSUMED = warning("rate-assumed", "interest rests on the last known rate, continued because somebody asked for it");
    RATES_UNUSED = warning("rates-unused", "a file of rates/ is none of the tables that are known, or a table lies beside rates/");
    INDEMNITY_CURRENCY = warning("indemnity-currency", "indemnities of invoices in another currency are owed in euros");
    RATE_BELOW_FLOOR = warning("rate-below-floor", "a contract rate is below the least that the law allows");
    SHEETS_DIFFER = error("sheets-differ", "the folder for computation sheets holds others under the same names");
    EXPLAIN_FORMAT = error("explain-format", "--explain gives sentences, which are neither CSV nor JSON");
    RULE_UNKNOWN = error("late-payment-rule-unknown", "the law of the time of a debt is not known, and no contract sets its rate");
    OVERCHARGED = warning("overcharged", "penalty notes charge more than is owed of their invoice");
    WAIVER_PUBLIC = warning("waiver-public", "penalties of a public buyer are given up, which the law holds void");
}

codes! {
    /// What the law says of payment terms.
    terms:
    TERM_EXCEEDS_MAXIMUM = warning("term-exceeds-maximum", "an agreed payment term is longer than the law allows");
    MENTIONS_MISSING = warning("mentions-missing", "invoices to businesses lack the mentions that late-payment penalties rest on");
    CATEGORY_UNKNOWN = note("category-unknown", "a category is none for which the law sets a payment term");
}

codes! {
    /// Running: options, the folder's lock, what is written.
    cli:
    CODE_UNKNOWN = error("code-unknown", "explain is asked for a code that does not exist");
    CUSTOMER_OPTION = error("customer-option", "--customer names a customer that the folder does not know");
    INVOICE_OPTION = error("invoice-option", "--explain names an invoice that the folder does not know");
    DEMAND_OPTION = error("demand-option", "an option of documents on demand does not go with the document asked for, or with its day");
    FAIL_IF_KEY = error("fail-if-key", "--fail-if names a key that the rows do not have");
    FAIL_IF_VALUE = error("fail-if-value", "--fail-if compares a cell with something of another kind");
    ORDER_CUSTOMER = error("order-customer", "--order asks about no one customer, or about a sum that is none of the currency");
    BACKTEST_DATE = error("backtest-date", "--backtest names a day that leaves nothing to test");
    FORMAT_CALENDAR = error("format-calendar", "--format ics asks for a calendar of a result that has no days");
    FORMAT_TWICE = error("format-twice", "--csv and --format ask for two forms of one result");
    FOLDER_MISSING = error("folder-missing", "the folder is not there");
    FOLDER_TWICE = error("folder-twice", "one folder is named twice in a run over several");
    FOLDER_LOCKED = error("folder-locked", "another run holds the folder's lock");
    FOLDER_CHANGING = error("folder-changing", "another program writes the folder's files while they are read");
    IMPORT_CUT_OFF = error("import-cut-off", "an import wrote some of its files and not the others");
    CLOCK_UNSET = error("clock-unset", "the computer's clock is not set, and no day was given");
    LOCK_UNKNOWN = warning("lock-unknown", "the file system knows no locks: nothing keeps two runs apart");
    OUTPUT_TAKEN = error("output-taken", "--output names a file that is read, written or kept for something else");
    OUTPUT_UNWRITABLE = error("output-unwritable", "a result cannot be written");
    THRESHOLD_PASSED = error("threshold-passed", "a figure of the folder passes a threshold of the policy");
    PROOF_FAILED = error("proof-failed", "figures that must add up do not: a fault of relance itself");
}

codes! {
    /// Importing lists of other programs.
    import:
    MAPPING_UNKNOWN = error("mapping-unknown", "the policy has no import mapping of that name");
    KIND_UNKNOWN = error("kind-unknown", "nothing shows what kind of file is to be imported");
    STATEMENT_BROKEN = error("statement-broken", "a bank statement is cut off or in no order");
    STATEMENT_UNCLEAR = error("statement-unclear", "a bank statement does not say which way money went, or whether it did");
    STATEMENT_UNBALANCED = warning("statement-unbalanced", "the movements of a bank statement miss its closing balance");
    RETURN_UNCERTAIN = warning("return-uncertain", "debits of a bank statement may take back what customers paid, and are left out");
    ACCOUNTS_EMPTY = error("accounts-empty", "accounts have no line of a customer");
    ACCOUNT_NOT_READ = warning("account-not-read", "debts went to an account that is not read: they may still be owed");
    ENTRIES_UNBALANCED = warning("entries-unbalanced", "entries of the accounts do not balance: what their lines are is uncertain");
    ENTRIES_TWICE = error("entries-twice", "two files of accounts share entries, and neither has all of them");
    FOREIGN_CURRENCY = warning("foreign-currency", "lines of the accounts in another currency are taken in euros");
    CUSTOMER_COLLECTIVE = warning("customer-collective", "an account stands for many customers: nobody can be asked to pay");
    OPENING_DIFFERS = error("opening-differs", "a balance brought forward is not what was owed the day before");
    NO_LONGER_LISTED = warning("no-longer-listed", "invoices that are open in the folder stand no longer in a list of what is owed, or of all there is");
    INVOICE_RENUMBERED = warning("invoice-renumbered", "invoices of a list are perhaps those that the folder has under other numbers");
    CANCELLED_SINCE = error("cancelled-since", "an invoice that is open in the folder is cancelled according to a list");
    UNDONE_SINCE = error("undone-since", "a payment that counts in the folder failed or was taken back according to a list");
    BALANCE_DIFFERS = error("balance-differs", "a file says that another sum is owed than the folder with its rows");
    COLUMNS_OPEN = error("columns-open", "a list lacks a column that it cannot do without, or none is known to be it, or one may be two things");
    TOTAL_DIFFERS = warning("total-differs", "a total of a list is not the sum of its rows");
    ROW_CONTRADICTS = error("row-contradicts", "what a row of a list says of its payment contradicts itself");
    BALANCE_MISSING = error("balance-missing", "a row of a list says nothing in the column of what is owed, where others say something");
    PAID_DATE_MISSING = error("paid-date-missing", "a list says that invoices are paid, and not when");
    MAPPING_INVALID = error("mapping-invalid", "an import mapping lacks a column or names one that is not ours");
    ROWS_DISAGREE = error("rows-disagree", "two rows of a list say different things of one customer, invoice or payment");
    EINVOICE_BROKEN = error("einvoice-broken", "an electronic invoice or its PDF cannot be read, or lacks what it cannot do without");
    EINVOICE_SUMS = warning("einvoice-sums", "what an electronic invoice says is to be paid is not what its sums come to");
    SELLER_DIFFERS = error("seller-differs", "an electronic invoice was not written by the creditor of the policy");
    SELLERS_SEVERAL = warning("sellers-several", "electronic invoices have several sellers, and the policy names no creditor");
    CORRECTED_TWICE = warning("corrected-twice", "an electronic invoice corrects one of which nothing is left");
    PREPAID_UNCLEAR = warning("prepaid-unclear", "a corrected invoice deducts what the folder did not receive on the first one");
    CORRECTED_UNKNOWN = warning("corrected-unknown", "the invoice that an electronic invoice corrects is not in the folder");
    LIFECYCLE_BROKEN = error("lifecycle-broken", "a life-cycle message cannot be read, or lacks what it cannot do without");
    STATUS_UNKNOWN = warning("status-unknown", "a life-cycle message has a status that is not published");
    REASON_UNKNOWN = warning("reason-unknown", "a life-cycle message gives no reason, or one that is not published");
    PAYMENT_TWICE = error("payment-twice", "a list or a status tells of a payment that may be one told before: one or two?");
}

codes! {
    /// Adding rows to the folder's files.
    write:
    ID_CONFLICT = error("id-conflict", "an id is in the folder already, with other content");
    LETTER_UNWRITABLE = error("letter-unwritable", "the encoding of a file lacks a letter of a text to be written");
    CONTROL_CHARACTER = error("control-character", "a text to be written holds a control character");
    RECEIPT_UNKNOWN = error("receipt-unknown", "no receipt of that id is in suspense, or nothing was decided of it");
    WHOM_UNKNOWN = error("whom-unknown", "what is named to be recorded is nothing that the folder knows, or something is missing of it");
    ACT_IMPOSSIBLE = error("act-impossible", "what is to be recorded cannot be: nothing is there that it could change, or it goes beyond it");
    LEVEL_UNKNOWN = error("level-unknown", "no procedure of the policy has that level");
    OPTION_COUNT = error("option-count", "an option is not given once per row");
    MANIFEST_INVALID = error("manifest-invalid", "a manifest is not one that `letters` wrote");
    NOTICE_OPTION = error("notice-option", "an option names a notice that is not among those of the manifest");
    NOTICE_REPEATED = warning("notice-repeated", "a notice is recorded whose level is recorded for the same invoice on an earlier day");
    DATE_BEFORE_RUN = error("date-before-run", "an act is dated before the last notice recorded");
    DATE_AHEAD = error("date-ahead", "an act is dated after the day on which it is recorded");
    SEAL_BROKEN = error("seal-broken", "a sealed line of the history was changed, removed or moved");
    SEAL_MISSING = warning("seal-missing", "a line of the history has no seal, though others have");
}

/// Returns the parts, in the order in which a folder goes through them.
pub const fn parts() -> [Part; 10] {
    [
        input::ALL,
        ledger::ALL,
        policy::ALL,
        penalties::ALL,
        terms::ALL,
        planning::ALL,
        letter::ALL,
        import::ALL,
        write::ALL,
        cli::ALL,
    ]
}

/// Returns every code, part by part.
pub fn all() -> impl Iterator<Item = Code> {
    parts().into_iter().flat_map(|part| part.codes).copied()
}

/// Returns the code of that name.
pub fn find(slug: &str) -> Option<Code> {
    all().find(|code| code.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_say_what_they_mean() {
        let mut slugs: Vec<&str> = all().map(|code| code.slug).collect();
        slugs.sort_unstable();
        assert!(slugs.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(all().all(|code| code.meaning.len() > 10));
    }
}
