//! Why the recovery indemnity is owed, or is not.

use super::Voice;
use crate::engine::penalties::IndemnityGround;
use crate::engine::penalties::derivation::Derivation;
use crate::law::regimes::{FixedSum, Law};

impl Voice<'_> {
    /// Returns whether the indemnity is owed on a late item, and why.
    pub fn indemnity(&self, derivation: &Derivation<'_>) -> String {
        let currency = self.penalties.ledger().invoice(derivation.item).currency;
        match derivation.indemnity {
            IndemnityGround::Owed { sum, .. } if sum.is_zero() => {
                self.say("None; the policy claims none.", "Aucune ; la politique n’en réclame pas.")
            }
            IndemnityGround::Owed { by, sum } => {
                let (money, article) = (self.money(sum, by.currency), by.article);
                let band = self.band(&by, derivation);
                let tail = if by.currency == currency {
                    self.say("however short the delay", "si court que soit le retard")
                } else {
                    let (en, fr) = self.in_currency(by.currency);
                    self.say(
                        format!("it is owed in {en} and counted apart"),
                        format!("elle est due en {fr} et comptée à part"),
                    )
                };
                let (en, fr) = if by.currency == currency { (", ", ", ") } else { ("; ", " ; ") };
                self.say(
                    format!("{money} ({article}), once per invoice paid late{band}{en}{tail}."),
                    format!("{money} ({article}), une fois par facture payée en retard{band}{fr}{tail}."),
                )
            }
            IndemnityGround::Voided => self.say(
                "None; credit notes cancel what was billed: nothing was owed.",
                "Aucune ; des avoirs annulent ce qui était facturé : rien n’était dû.",
            ),
            IndemnityGround::Consumer => self
                .say("None; only a professional debtor owes it.", "Aucune ; seul un débiteur professionnel la doit."),
            IndemnityGround::BeforeTheLaw => self.say(
                "None; the law did not grant it yet when the invoice was issued.",
                "Aucune ; la loi ne l’accordait pas encore à la date de la facture.",
            ),
            IndemnityGround::Insolvency(judgment) => {
                let day = self.day(judgment);
                let by = if derivation.regime.law == Law::France { " (C. com. L441-10 II)" } else { "" };
                self.say(
                    format!("None; the proceedings opened on {day} forbade paying the debt on its due date{by}."),
                    format!("Aucune ; la procédure ouverte le {day} interdisait de payer la dette à son échéance{by}."),
                )
            }
            IndemnityGround::OtherInstalment(other) => {
                let other = self.number(other);
                self.say(
                    format!("None here; it is owed once per invoice, and counted on {other}."),
                    format!("Aucune ici ; elle est due une fois par facture, et comptée sur {other}."),
                )
            }
        }
    }

    /// Returns by which debt a sum is measured, where the law has several: ` for a debt of 1 200.00`.
    fn band(&self, by: &FixedSum, derivation: &Derivation<'_>) -> String {
        let (Some(row), [_, _, ..], None) = (&derivation.row, by.bands(), self.penalties.policy().penalties.indemnity)
        else {
            return String::new();
        };
        let currency = self.penalties.ledger().invoice(derivation.item).currency;
        if currency != by.currency {
            return self.say(", the least of its bands", ", au plus bas de ses tranches");
        }
        let debt = self.money(row.debt, currency);
        self.say(format!(", for a debt of {debt}"), format!(", pour une dette de {debt}"))
    }
}
