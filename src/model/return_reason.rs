//! Why a bank took money back: the SEPA codes of returns and rejects (ISO 20022, ExternalReturnReason1Code, as the
//! rulebooks of direct debits use them).

use super::Term;

/// What stands behind a reason: it decides what to do, and what it tells of the payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReturnCause {
    /// The account, the mandate or the file is wrong: nothing of the payer's will or means. It is mended and presented
    /// again.
    Technical,
    /// There was not enough on the account.
    Funds,
    /// The payer or his bank refused it, or had it paid back.
    Refused,
    /// The payer has died.
    Deceased,
    /// The bank does not say.
    Unsaid,
}

impl ReturnCause {
    /// Returns what people call it.
    pub const fn term(self) -> Term<'static> {
        match self {
            ReturnCause::Technical => Term::new("technical reject", "rejet technique"),
            ReturnCause::Funds => Term::new("want of funds", "défaut de provision"),
            ReturnCause::Refused => Term::new("refused by the payer", "refus du payeur"),
            ReturnCause::Deceased => Term::new("the payer has died", "décès du payeur"),
            ReturnCause::Unsaid => Term::new("no reason given", "motif non communiqué"),
        }
    }

    /// Returns what is to be done about it.
    pub const fn advice(self) -> Term<'static> {
        match self {
            ReturnCause::Technical => Term::new(
                "ask for the account and the mandate, present it again",
                "redemander le RIB et le mandat, puis représenter",
            ),
            ReturnCause::Funds => {
                Term::new("agree on a day before presenting it again", "convenir d’un jour avant de représenter")
            }
            ReturnCause::Refused => Term::new("ask what is contested", "demander ce qui est contesté"),
            ReturnCause::Deceased => {
                Term::new("turn to the notary in charge of the estate", "s’adresser au notaire de la succession")
            }
            ReturnCause::Unsaid => Term::new("ask him and his bank why", "demander pourquoi, à lui et à la banque"),
        }
    }
}

/// A reason, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReturnReason {
    /// The code: `AC04`.
    pub code: &'static str,
    /// What stands behind it.
    pub cause: ReturnCause,
    words: Term<'static>,
}

#[rustfmt::skip]
const REASONS: &[ReturnReason] = &[
    reason("AC01", ReturnCause::Technical, "wrong account number", "numéro de compte erroné"),
    reason("AC04", ReturnCause::Technical, "account closed", "compte clos"),
    reason("AC06", ReturnCause::Technical, "account blocked", "compte bloqué"),
    reason("AC13", ReturnCause::Technical, "the account is a consumer's", "compte d'un particulier"),
    reason("AG01", ReturnCause::Technical, "the account takes no direct debits", "compte fermé aux prélèvements"),
    reason("AG02", ReturnCause::Technical, "wrong code of the operation", "code d'opération erroné"),
    reason("AM04", ReturnCause::Funds, "not enough on the account", "provision insuffisante"),
    reason("AM05", ReturnCause::Technical, "presented twice", "présenté deux fois"),
    reason("BE05", ReturnCause::Technical, "the creditor is not known", "créancier inconnu"),
    reason("CNOR", ReturnCause::Technical, "the creditor's bank is not registered", "banque du créancier non référencée"),
    reason("DNOR", ReturnCause::Technical, "the debtor's bank is not registered", "banque du débiteur non référencée"),
    reason("ED05", ReturnCause::Technical, "the settlement failed", "règlement interbancaire échoué"),
    reason("FF01", ReturnCause::Technical, "wrong form of the file", "format de fichier erroné"),
    reason("FF05", ReturnCause::Technical, "wrong kind of direct debit", "type de prélèvement erroné"),
    reason("MD01", ReturnCause::Technical, "no mandate", "pas de mandat"),
    reason("MD02", ReturnCause::Technical, "the mandate lacks something", "mandat incomplet"),
    reason("MD06", ReturnCause::Refused, "paid back at the debtor's request", "remboursé à la demande du débiteur"),
    reason("MD07", ReturnCause::Deceased, "the debtor has died", "débiteur décédé"),
    reason("MS02", ReturnCause::Refused, "refused by the debtor", "refus du débiteur"),
    reason("MS03", ReturnCause::Unsaid, "the bank gives no reason", "motif non communiqué par la banque"),
    reason("RC01", ReturnCause::Technical, "wrong identifier of the bank", "identifiant de banque erroné"),
    reason("RR01", ReturnCause::Technical, "the debtor's account is missing", "compte du débiteur manquant"),
    reason("RR02", ReturnCause::Technical, "the debtor's name or address is missing", "nom ou adresse du débiteur manquant"),
    reason("RR03", ReturnCause::Technical, "the creditor's name or address is missing", "nom ou adresse du créancier manquant"),
    reason("RR04", ReturnCause::Technical, "a rule of the bank's country", "raison réglementaire"),
    reason("SL01", ReturnCause::Refused, "the debtor has barred this creditor", "créancier exclu par le débiteur"),
    reason("TM01", ReturnCause::Technical, "presented too late", "présenté hors délai"),
];

const fn reason(code: &'static str, cause: ReturnCause, en: &'static str, fr: &'static str) -> ReturnReason {
    ReturnReason { code, cause, words: Term::new(en, fr) }
}

impl ReturnReason {
    /// Returns the reason that ends the bank's words, as the import writes it there; nothing for words without one.
    pub fn of(words: &str) -> Option<ReturnReason> {
        let last = words.split_whitespace().next_back()?;
        REASONS.iter().find(|reason| reason.code == last).copied()
    }

    /// Returns every code, with what people call it.
    pub fn words() -> impl Iterator<Item = (&'static str, Term<'static>)> {
        REASONS.iter().map(|reason| (reason.code, reason.words))
    }

    /// Returns what people call it.
    pub const fn term(self) -> Term<'static> {
        self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_the_last_of_the_banks_words() {
        let cause = |words| ReturnReason::of(words).map(|reason| reason.cause);
        assert_eq!(cause("REJET PRLV SEPA F26-001 AC04"), Some(ReturnCause::Technical));
        assert_eq!(cause("AM04"), Some(ReturnCause::Funds));
        assert_eq!(cause("MD06 "), Some(ReturnCause::Refused));
        // An invoice may be called so.
        assert_eq!(cause("REJET AC04 F26-001"), None);
        assert_eq!((cause("AC4"), cause("")), (None, None));
    }

    #[test]
    fn each_code_stands_once() {
        let mut codes: Vec<&str> = REASONS.iter().map(|reason| reason.code).collect();
        codes.dedup();
        assert_eq!(codes.len(), REASONS.len());
        assert!(codes.is_sorted());
    }
}
