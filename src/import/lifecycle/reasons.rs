//! The reasons for which an electronic invoice is approved in part, disputed, suspended, refused or rejected (statuses
//! 206, 207, 208, 210, 213), as the French rules publish them.

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
    ("JUSTIF_ABS", "a supporting document is missing", "pièce justificative absente"),
    ("REJ_SEMAN", "the platform cannot make sense of it", "rejet sémantique de la plateforme"),
    ("REJ_UNI", "the platform has one of that number already", "rejet : numéro déjà déposé"),
    ("REJ_COH", "its data contradict each other", "rejet : données incohérentes"),
    ("REJ_ADR", "the recipient cannot be reached", "rejet : destinataire non adressable"),
    ("REJ_CONT_B2G", "a rule of the public sector", "rejet : contrôle propre au secteur public"),
    ("REJ_REF_PJ", "the reference of an attachment", "rejet : référence d'une pièce jointe"),
    ("REJ_ASS_PJ", "an attachment that belongs to nothing", "rejet : pièce jointe sans rattachement"),
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
        assert_eq!(REASONS.len(), 34);
        assert_eq!(reason("TX_TVA_ERR").unwrap().fr, "taux de TVA erroné");
        assert_eq!((reason("tx_tva_err"), reason("")), (None, None));
    }
}
