//! The reasons for which an electronic invoice is disputed (status 207), as the French rules publish them.

use crate::model::Bilingual;

/// Each code, and what it says.
#[rustfmt::skip]
const REASONS: &[(&str, &str, &str)] = &[
    ("AUTRE", "another reason", "autre motif"),
    ("COORD_BANC_ERR", "wrong bank details", "coordonnées bancaires erronées"),
    ("TX_TVA_ERR", "wrong VAT rate", "taux de TVA erroné"),
    ("MONTANTTOTAL_ERR", "wrong total", "montant total erroné"),
    ("CALCUL_ERR", "wrong computation", "erreur de calcul"),
    ("NON_CONFORME", "a legal mention is missing", "mention légale manquante"),
    ("DOUBLON", "the invoice was issued twice", "facture en doublon"),
    ("DEST_INC", "the recipient is not known", "destinataire inconnu"),
    ("DEST_ERR", "wrong recipient", "destinataire erroné"),
    ("TRANSAC_INC", "the transaction is not known", "transaction inconnue"),
    ("EMMET_INC", "the issuer is not known", "émetteur inconnu"),
    ("CONTRAT_TERM", "the contract has ended", "contrat terminé"),
    ("DOUBLE_FACT", "invoiced twice", "double facturation"),
    ("CMD_ERR", "wrong or missing order number", "numéro de commande erroné ou absent"),
    ("ADR_ERR", "wrong billing address", "adresse de facturation erronée"),
    ("SIRET_ERR", "wrong or missing SIRET", "SIRET erroné ou absent"),
    ("CODE_ROUTAGE_ERR", "wrong or missing routing code", "code de routage erroné ou absent"),
    ("REF_CT_ABSENT", "a reference of the contract is missing", "référence contractuelle absente"),
    ("REF_ERR", "wrong reference", "référence erronée"),
    ("PU_ERR", "wrong unit price", "prix unitaire erroné"),
    ("REM_ERR", "wrong discount", "remise erronée"),
    ("QTE_ERR", "wrong quantity", "quantité erronée"),
    ("ART_ERR", "wrong article", "article erroné"),
    ("MODPAI_ERR", "wrong terms of payment", "modalités de paiement erronées"),
    ("QUALITE_ERR", "wrong quality of what was delivered", "qualité de l'article livré erronée"),
    ("LIVR_INCOMP", "delivered in part, or damaged", "livraison incomplète ou abîmée"),
];

/// Returns what a reason says; nothing for a code that is not published.
pub(super) fn reason(code: &str) -> Option<Bilingual> {
    REASONS.iter().find(|(known, ..)| *known == code).map(|(_, en, fr)| Bilingual::new(*en, *fr))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_published_codes_are_known() {
        assert_eq!(REASONS.len(), 26);
        assert_eq!(reason("TX_TVA_ERR").unwrap().fr, "taux de TVA erroné");
        assert_eq!((reason("tx_tva_err"), reason("")), (None, None));
    }
}
